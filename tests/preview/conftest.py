"""What the tests of the preview share: a small built site, its emails and its mailbox."""

import asyncio
import gettext
import json
from functools import partial
from types import SimpleNamespace

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from plugins.preview.app import application
from plugins.preview.pages import LastBuild
from plugins.preview.site import ServedSite
from plugins.site.redirects import answer_by_query

SITE = {
    "index.html": "<!doctype html><title>Gateway</title><body><h1>信</h1></body>",
    "fr/index.html": "<!doctype html><title>Accueil</title><body><h1>Accueil</h1></body>",
    "fr/404.html": "<!doctype html><title>Introuvable</title><body>Introuvable</body>",
    "404.html": "<!doctype html><title>Missing</title><body>Missing</body>",
    "fr/feed.xml": "<feed/>",
    "theme/site.css": "body {}",
    "fr/fragment.html": "<p>No body</p>",
}
EMAIL = """<html><head><style>
@media (prefers-color-scheme: dark) { body { background: black } }
@media screen and (prefers-color-scheme:light) { body { background: white } }
</style></head><body><p>(prefers-color-scheme: dark) in a sentence</p>
<a href="https://lettre.example/fr/"><img src="https://lettre.example/images/a.png"></a>
<p style="color: #000000">Trois lois</p></body></html>
"""
WEB, ARTICLE = "/fr/numeros/2018-07/", "/fr/articles/une-loi/"


@pytest.fixture
def house(tmp_path):
    """Return a folder with `output`, `outbox` and `mail` in it."""
    letter = tmp_path / "outbox/2018-07/fr"
    for path, text in SITE.items():
        file = tmp_path / "output" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    letter.mkdir(parents=True)
    (letter / "email.html").write_text(EMAIL, encoding="utf-8")
    (letter / "email.txt").write_text("Bonjour <à tous>", encoding="utf-8")
    (letter / "email.eml").write_text("Subject: x\n\ny", encoding="utf-8")
    (letter / "campaign.json").write_text(json.dumps({
        "issue": "2018-07", "lang": "fr", "subject": "Petite <revue>", "preview": "Trois lois",
        "from_name": "Lettre de Chine", "reply_to": "lettre@lettre.example",
        "site": "https://lettre.example", "web": f"https://lettre.example{WEB}", "articles": [
            {"key": "une-loi", "title": "Une loi", "url": f"https://lettre.example{ARTICLE}"}]}),
        encoding="utf-8")
    (tmp_path / "mail").mkdir()
    return tmp_path


@pytest.fixture
def state():
    """Return a dictionary whose `status` is that of the last build."""
    return {"status": LastBuild("1")}


@pytest.fixture
def shown(house, state):
    """Return the preview's application over the house, with a receiver that echoes."""
    async def echo(request):
        return PlainTextResponse(f"{request.path_params['form']}: {await request.body()!r}")

    receiver = Starlette(routes=[Route("/forms/{form}", echo, methods=["POST"])])
    site = ServedSite(house / "output", moved=partial(answer_by_query, house / "output"))
    return application(site, house / "outbox", house / "mail", receiver,
                       lambda: state["status"], gettext.NullTranslations(), "en")


@pytest.fixture
def client(shown):
    """Return `get`, `head` and `post`, which ask the preview and follow no redirection."""
    async def ask(method, address, **options):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(shown),
                                     base_url="http://127.0.0.1:8000") as asked:
            return await asked.request(method, address, **options)

    def asking(method):
        return lambda address, **options: asyncio.run(ask(method, address, **options))

    return SimpleNamespace(get=asking("GET"), head=asking("HEAD"), post=asking("POST"))
