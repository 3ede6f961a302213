"""An email in French that nothing speaks against, and what preflight says of it once changed."""

from collections.abc import Callable
from dataclasses import replace
from html import escape

import pytest

from plugins.newsletter.outbox import ArticleLink, Campaign
from plugins.newsletter.preflight.email import BuiltSite, Finding
from plugins.newsletter.preflight.rules import preflight
from plugins.site.links import Site, file_at, in_page

SITE = "https://firm.example/lettre"
PAGES = {
    "fr/articles/loi/index.html": b'<h2 id="capital">Capital</h2>',
    "fr/numeros/2018-07/index.html": b"",
}
FOOTER = '<p><a href="*|UNSUB|*">Se désabonner</a></p><div>*|HTML:LIST_ADDRESS_HTML|*</div>'
FOOT = "Se désabonner :\n*|UNSUB|*\n\n*|LIST:ADDRESS|*\n"
ARTICLE = ArticleLink("loi", "La loi", f"{SITE}/fr/articles/loi/")
GOOD = Campaign(
    issue="2018-07", lang="fr", title="china-letter/2018-07/fr", subject="Le droit chinois",
    preview="Ce mois-ci.", from_name="Lettre", reply_to="lettre@firm.example", digest="",
    site=SITE, web=f"{SITE}/fr/numeros/2018-07/", html="", text="", articles=(ARTICLE,))

Look = Callable[..., list[Finding]]


def written(body: str, subject: str = GOOD.subject) -> str:
    """Return the HTML of an email; its body begins on line 3."""
    return (f'<!DOCTYPE html><html lang="fr"><head>\n<title>{escape(subject)}</title></head><body>'
            f"\n{body}\n{FOOTER}</body></html>\n")


def built(files: dict[str, bytes]) -> BuiltSite:
    """Return a built site of these files, at the address of the email's site."""
    site = Site(files.__contains__, lambda path: in_page(files[path].decode()).anchors, f"{SITE}/")

    def read(link: str) -> bytes | None:
        return files.get(file_at((site.inside("", link) or ("",))[0]))

    return BuiltSite(lambda link: site.fault("", link), read)


@pytest.fixture
def look() -> Look:
    """Return what gives the findings about an email with some body, plain text, files, values."""
    def find(body: str = "", text: str = "", files: dict[str, bytes] | None = None,
             foot: str = FOOT, **changes: object) -> list[Finding]:
        campaign = replace(GOOD, html=written(body), text=f"{text}\n\n{foot}")
        return list(preflight(replace(campaign, **changes), built(PAGES | (files or {}))))

    return find


@pytest.fixture
def told(look: Look) -> Callable[..., list[tuple[str, str]]]:
    """Return what gives level and sentence of each finding, the same way."""
    def tell(*parts: str, **changes: object) -> list[tuple[str, str]]:
        return [(found.level, str(found.message)) for found in look(*parts, **changes)]

    return tell
