"""Pages with forms as they are published, beside their receiver: all but the build."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from plugins.core.i18n import load
from plugins.core.jinja import new_environment
from plugins.core.look import Look
from plugins.forms.declaration.answer import Answer
from plugins.forms.declaration.form import Form
from plugins.forms.declaration.load import load_forms
from plugins.forms.delivery.plan import planner
from plugins.forms.page.draw import FormPage, draw
from plugins.forms.records.arrivals import Limits
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery, Planned
from plugins.site.serving.headers import Hosts, every_answer
from plugins.typography import typeset_text
from tests.support.receivers import receiver_of

ROOT = Path(__file__).parents[2]
THEME = ROOT / "theme"
STYLE = Look().style((THEME / "static/site.css").read_text("utf-8"))
Open = Callable[..., Page]
"""Opens a path in a browser of its own: path, script, width."""

CONTACT = "office@firm.example"
MANY = Limits(10_000, 10_000)
"""All visitors of the tests share one address."""

PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/theme/site.css"></head>
<body><main class="text"><h1>{title}</h1>{body}</main></body></html>
"""
SCRIPT = '<script defer src="/theme/form.js"></script>'


@dataclass(frozen=True)
class Published:
    """The folder of the site and what the receiver keeps; pages are at /<language>/<name>/."""

    folder: Path
    store: Store
    forms: Mapping[str, Form]

    @property
    def app(self) -> Starlette:
        """The site with its receiver, under the headers of a published one."""
        async def deliver(delivery: Delivery) -> tuple[Planned, ...]:
            return ()

        async def guard(request, call_next):
            answer = await call_next(request)
            answer.headers.update(every_answer(Hosts("http://127.0.0.1")))
            return answer

        app = receiver_of(self.forms, site=self.folder, store=self.store, deliver=deliver,
                       templates=THEME / "templates",
                       catalogue_of=lambda lang: load(THEME / "locale", lang))
        app.user_middleware.append(Middleware(BaseHTTPMiddleware, dispatch=guard))
        app.routes.append(Route("/theme/site.css",
                                lambda _: Response(STYLE, media_type="text/css")))
        app.routes.append(Mount("/theme", StaticFiles(directory=THEME / "static")))
        app.routes.append(Mount("/", StaticFiles(directory=self.folder, html=True)))
        return app

    def kept(self) -> list[Mapping[str, str]]:
        """Return what visitors have sent, the first one first."""
        rows = self.store.read(lambda database: database.execute(
            "SELECT fields FROM submissions ORDER BY created").fetchall())
        return [json.loads(row[0]) for row in rows]


def publish(folder: Path, declared: Path = ROOT / "content" / "forms") -> Published:
    """Write a page for each form in both languages, their thanks, and a page with a form twice."""
    forms, problems = load_forms(declared, ["fr", "en"], typeset_text)
    assert problems == []
    for lang in ("fr", "en"):
        for form in forms.values():
            _write(folder, lang, form.id, _drawn(form, lang, 1) + SCRIPT)
            _write(folder, lang, f"{form.id}-twice",
                   _drawn(form, lang, 1) + SCRIPT + _drawn(form, lang, 2))
        _write(folder, lang, "thanks", "<p>Merci.</p>")
        _write(folder, lang, "privacy", "<p>…</p>")
    (folder / "forms.json").write_text(json.dumps({
        form.id: {lang: {"page": f"{lang}/{form.id}/", "thanks": f"{lang}/thanks/",
                         "privacy": f"{lang}/privacy/", "contact": CONTACT}
                  for lang in ("fr", "en")} for form in forms.values()}), "utf-8")
    return Published(folder, Store(folder.parent / "forms.sqlite3", planner(forms), MANY), forms)


def fill(page: Page, name: str = "Zoé") -> Locator:
    """Fill in the first contact form of a page, and return its button."""
    form = page.locator("form").first
    form.locator("[name=name]").fill(name)
    form.locator("[name=email]").fill("zoe@reader.example")
    form.locator("[name=topic]").select_option("article")
    form.locator("[name=message]").fill("Une question ?\nDeux lignes.")
    form.locator("[name=consent]").check()
    return form.locator(".form__submit")


def summary_of(page: Page) -> Locator:
    """Return what a page says is wrong, once all of it is there: its style may come last."""
    summary = page.locator(".form__summary")
    summary.wait_for()
    page.wait_for_load_state()
    return summary


def _drawn(form: Form, lang: str, number: int) -> str:
    words = load(THEME / "locale", lang)
    env = new_environment(THEME / "templates", words)
    page = FormPage(f"/forms/{form.id}", privacy=f"/{lang}/privacy/", contact=CONTACT)
    return draw(Answer(form, lang), page, env, gettext=words.gettext, number=number)


def _write(folder: Path, lang: str, name: str, body: str) -> None:
    page = folder / lang / name / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE.format(lang=lang, title=name, body=body), "utf-8")
