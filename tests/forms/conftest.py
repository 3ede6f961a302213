"""A small built site, the forms of the real one, and what the receiver needs."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette

from plugins.core.i18n import Catalogue, load
from plugins.forms.declaration.form import Form
from plugins.forms.declaration.load import load_forms
from plugins.forms.delivery.plan import planner
from plugins.forms.receiver.settings import LOOPBACK
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery, Planned
from tests.support.published import Open, Published, publish
from tests.support.receivers import receiver_of
from tests.support.submissions import ORIGIN

Visit = Callable[[Starlette], AbstractContextManager[httpx.Client]]
Make = Callable[..., Starlette]

ROOT = Path(__file__).parents[2]

FRENCH = {
    "Fill in this field.": "Remplissez ce champ.",
    "Enter an email address such as name@company.com.":
        "Indiquez une adresse électronique complète, comme nom@societe.fr.",
    "Error:": "Erreur\u00a0:",
    "The form has not been sent": "Le formulaire n’a pas été envoyé",
    "%(label)s: %(error)s": "%(label)s\u00a0: %(error)s",
    "What we do with your data": "Ce que nous faisons de vos données",
    "There is no such form.": "Ce formulaire n’existe pas.",
    "This message was not sent from our site. Please use the form on our site.":
        "Ce message n’a pas été envoyé depuis notre site.",
    "Choose…": "Choisissez…",
    "optional": "facultatif",
    "Received on": "Reçu le",
    "Your reference: {reference}.": "Votre référence : {reference}.",
    "We answer {within}.": "Nous répondons {within}.",
}


@pytest.fixture(scope="session")
def forms() -> dict[str, Form]:
    """Return the forms that the site really has, and an office that hears the press."""
    declared, problems = load_forms(ROOT / "content" / "forms", ["fr", "en"])
    assert problems == []
    return {name: replace(form, fields=tuple(replace(field, options=tuple(
        replace(option, recipient=("presse@lettre.example",)) if option.value == "press" else option
        for option in field.options)) for field in form.fields))
        for name, form in declared.items()}


@pytest.fixture(scope="session")
def plain(forms: dict[str, Form]) -> dict[str, Form]:
    """Return the same forms, each of which leads to one delivery alone."""
    return {name: replace(form, acknowledge=False, recipient=("cabinet@lettre.example",),
                          fields=tuple(replace(field, options=tuple(
                              replace(option, recipient=()) for option in field.options))
                              for field in form.fields))
            for name, form in forms.items()}


@pytest.fixture
def catalogue_of(tmp_path: Path) -> Callable[[str], Catalogue]:
    """Return what loads a small French catalogue, and the source language."""
    path = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "site.po"
    path.parent.mkdir(parents=True)
    entries = [f'msgid "{source}"\nmsgstr "{french}"\n' for source, french in FRENCH.items()]
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
                    + "\n".join(entries), "utf-8")
    return lambda lang: load(tmp_path / "locale", lang)


@pytest.fixture
def templates() -> Path:
    """Return the theme's templates."""
    return ROOT / "theme" / "templates"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Write a built site: the page and the thank-you page of each form in both languages."""
    folder = tmp_path / "output"
    places = {name: {lang: {"page": f"{lang}/{name}/", "thanks": f"{lang}/thanks/",
                            "privacy": f"{lang}/privacy/"}
                     for lang in ("fr", "en")} for name in ("contact", "subscribe")}
    for name, languages in places.items():
        for lang, place in languages.items():
            page = folder / place["page"] / "index.html"
            page.parent.mkdir(parents=True)
            page.write_text(
                f'<!DOCTYPE html><html lang="{lang}"><head><title>Page {name}</title></head><body>'
                f'<h1>The page</h1><form id="form-{name}-2" data-form="{name}" method="post">old'
                "</form><p>After</p></body></html>", "utf-8")
    (folder / "forms.json").write_text(json.dumps(places), "utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path, plain: dict[str, Form]) -> Iterator[Store]:
    """Return an empty database of submissions."""
    empty = Store(tmp_path / "var" / "submissions.sqlite3", planner(plain))
    yield empty
    empty.close()


@contextmanager
def browsing(app: Starlette) -> Iterator[httpx.Client]:
    """Serve an application on this machine, with its lifespan, and speak to it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.005)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with httpx.Client(base_url=address, trust_env=False) as client:
            yield client
        server.should_exit = True
        thread.join()


@pytest.fixture
def visit() -> Callable[..., object]:
    """Return what serves an application and gives a browser that follows no redirection."""
    return browsing


@pytest.fixture
def delivered() -> list[Delivery]:
    """Return what has been delivered so far."""
    return []


@pytest.fixture
def make(plain: dict[str, Form], site: Path, store: Store, templates: Path,
         catalogue_of: Callable[[str], Catalogue], delivered: list[Delivery]) -> Make:
    """Return what makes the receiver of the small site."""
    async def deliver(delivery: Delivery) -> list[Planned]:
        delivered.append(delivery)
        return []

    given = {"forms": plain, "site": site, "store": store, "deliver": deliver,
             "templates": templates, "catalogue_of": catalogue_of, "origins": [ORIGIN],
             "proxies": [ip_network(each) for each in LOOPBACK]}
    return lambda **others: receiver_of(**{**given, **others})


@pytest.fixture
def app(make: Make) -> Starlette:
    """Return the receiver of the small site."""
    return make()


@pytest.fixture
def client(app: Starlette, visit: Visit) -> Iterator[httpx.Client]:
    """Return a browser that does not follow redirections, while the application lives."""
    with visit(app) as client:
        yield client


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Write the pages of the site's forms."""
    return publish(tmp_path_factory.mktemp("site") / "output")


@pytest.fixture(scope="session")
def address(published: Published) -> Iterator[str]:
    """Serve these pages with their receiver."""
    with browsing(published.app) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture
def browse(address: str, browser: Browser) -> Iterator[Open]:
    """Return what opens one of these pages, in a browser of its own."""
    contexts = []

    def open_page(path: str, script: bool = True, width: int = 390) -> Page:
        contexts.append(browser.new_context(java_script_enabled=script,
                                            viewport={"width": width, "height": 800}))
        page = contexts[-1].new_page()
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
