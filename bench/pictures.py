"""Photograph the sample site and its emails: `.venv/bin/python -m bench.pictures var/pictures`.

Writes into the folder a picture of every kind of page, in each language, width and scheme, and of
every email in the ways in which `tests/battery/test_email_windows.py` reads it, and `sheet.html`,
which shows them all. With `--docs` it makes the pictures of README in docs/ instead.
"""

from argparse import ArgumentParser
from contextlib import AbstractContextManager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page

from plugins.core.i18n import load
from plugins.forms.declaration.answer import check
from plugins.forms.declaration.load import load_forms
from plugins.forms.page.draw import theme_of
from plugins.forms.receiver.app import WRONG_ADDRESS
from plugins.forms.receiver.responses import Responder, SitePages
from plugins.typography import typeset_text
from tests.battery.email_window import SCALE, WAYS, Way, show, window
from tests.battery.emails import emails_in
from tests.battery.pages import Published, publish
from tests.conftest import PROJECT
from tests.support.chromium import chromium

PAGES = {
    "languages": ["/"],
    "home": ["/fr/", "/en/"],
    "article": ["/fr/articles/xiaohongshu/", "/en/articles/xiaohongshu/"],
    "article with laws": ["/fr/articles/loi-societes-capital/",
                          "/en/articles/company-law-capital/"],
    "issue, articles in full": ["/fr/numeros/2018-07/", "/en/issues/2018-07/"],
    "issue, summaries": ["/fr/numeros/2024-07/", "/en/issues/2024-07/"],
    "issues": ["/fr/numeros/", "/en/issues/"],
    "topic": ["/fr/rubriques/droit-des-societes/", "/en/categories/company-law/"],
    "topics": ["/fr/rubriques/", "/en/categories/"],
    "keyword": ["/fr/mots-cles/plateformes/", "/en/tags/platforms/"],
    "keywords": ["/fr/mots-cles/", "/en/tags/"],
    "author": ["/fr/auteurs/la-redaction/", "/en/authors/the-editors/"],
    "authors": ["/fr/auteurs/", "/en/authors/"],
    "archives": ["/fr/archives/", "/en/archives/"],
    "a year": ["/fr/archives/2018/", "/en/archives/2018/"],
    "search": ["/fr/recherche/?q=enregistrement", "/en/search/?q=registration"],
    "about": ["/fr/a-propos/", "/en/about/"],
    "contact": ["/fr/contact/", "/en/contact/"],
    "contact, with errors": ["/fr/contact-again/", "/en/contact-again/"],
    "the receiver’s own page": ["/fr/notice/", "/en/notice/"],
    "thanks": ["/fr/merci/", "/en/thank-you/"],
    "subscribe": ["/fr/abonnement/", "/en/subscribe/"],
    "to confirm": ["/fr/inscription-a-confirmer/", "/en/confirm-your-subscription/"],
    "legal notice": ["/fr/mentions-legales/", "/en/legal-notice/"],
    "privacy": ["/fr/confidentialite/", "/en/privacy/"],
    "accessibility": ["/fr/accessibilite/", "/en/accessibility/"],
    "missing": ["/404.html", "/fr/404.html", "/en/404.html"],
}
"""The kinds of pages, with one of each in every language."""

WINDOWS = [Way(scheme, width, scheme) for width in (320, 768, 1280) for scheme in ("light", "dark")]

WRONG = {"name": "Claire", "email": "claire@", "topic": "", "message": "Bonjour"}
"""A message as it should not be sent."""

WIDE, NIGHT = Way("light", 1280), Way("dark", 1280, "dark")
TEXT_WIDTH = 640


@dataclass(frozen=True)
class Collage:
    """The tops of pictures in rows: addresses of pages or names of emails, each in a window.

    `height` is what is shown of each, in pixels of CSS; `scale` the size, of that of the windows.
    """

    rows: list[list[tuple[str, Way]]]
    height: int
    scale: float


DOCS = {
    "screenshot.png": Collage([[
        ("/fr/", WIDE), ("/en/articles/company-law-capital/", Way("light", 390)),
        ("2024-07.fr", Way("light", 640))]], 1180, 0.7),
    "pages.png": Collage([
        [("/fr/", WIDE), ("/en/articles/xiaohongshu/", WIDE), ("/fr/archives/", WIDE)],
        [("/fr/recherche/?q=enregistrement", WIDE), ("/en/contact/", NIGHT),
         ("/fr/404.html", NIGHT)]], 1000, 0.5),
    "emails.png": Collage([[
        ("2024-07.fr", Way("light", 640)), ("2024-07.fr", Way("dark", 640, "dark")),
        ("2024-07.en", Way("light", 320)), ("2024-07.en", Way("inverted", 320, inverted=True)),
        ("2024-07.fr.txt", Way("light", TEXT_WIDTH))]], 1120, 0.75),
}

GROUND, GAP = "#8B8372", 24

WITH_IMAGES = """async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map(image => image.decode()));
}"""
"""Loads what a page leaves until a reader scrolls to it."""

TEXT_PAGE = """<meta charset="utf-8"><title>Plain text</title>
<pre style="margin: 0; padding: 24px; color: #1B1916; background: #FFF; font: 13px/20px monospace;
white-space: pre-wrap">{text}</pre>"""

SHEET = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Every page and email</title>
<style>
body {{ margin: 1rem; background: #8B8372; font: 14px system-ui, sans-serif }}
div {{ display: flex; gap: 8px; align-items: start }}
img {{ display: block; height: auto }}
</style>
{rows}
</html>
"""


def main() -> None:
    """Read the command, build the sample content, take the pictures."""
    parser = ArgumentParser(description="Photograph the sample site and its emails.")
    parser.add_argument("folder", type=Path, nargs="?", default=PROJECT / "var" / "pictures",
                        help="where to write the sheet and its pictures (var/pictures)")
    parser.add_argument("--docs", action="store_true", help="make the pictures of docs/ instead")
    words = parser.parse_args()
    with TemporaryDirectory() as folder, chromium() as browser:
        studio = Studio(browser, publish(PROJECT / "content", Path(folder)))
        write_answers(studio.site)
        if words.docs:
            for name, collage in DOCS.items():
                studio.collage(collage, Path(folder)).save(PROJECT / "docs" / name, optimize=True)
        else:
            words.folder.mkdir(parents=True, exist_ok=True)
            studio.sheet(words.folder)


def write_answers(site: Published) -> None:
    """Write what the receiver answers to a form with errors, and where there is no page, as pages.

    They are in the folder of the form's own page, whose links are relative.
    """
    forms, _ = load_forms(site.options.content / "forms", ["fr", "en"], typeset_text)
    theme = theme_of(site.options.theme / "templates",
                     lambda lang: load(site.options.theme / "locale", lang))
    responder = Responder(SitePages(site.root, ("fr", "en")), theme)
    for lang in ("fr", "en"):
        again = responder.again(422, check(forms["contact"], lang, WRONG))
        notice = responder.notice(404, lang, WRONG_ADDRESS, forms["contact"])
        for name, answer in (("contact-again", again), ("notice", notice)):
            page = site.root / lang / name / "index.html"
            page.parent.mkdir()
            page.write_bytes(bytes(answer.body))


class Studio:
    """A browser, and what it photographs: the pages and the emails of a site."""

    def __init__(self, browser: Browser, site: Published) -> None:
        self.browser, self.site = browser, site
        self.emails = {email.name: email for email in emails_in(site.options.outbox)}

    def sheet(self, folder: Path) -> None:
        """Write pictures of everything, and a sheet that shows them."""
        kinds = [(kind, WINDOWS, addresses) for kind, addresses in PAGES.items()]
        kinds.append(("emails", WAYS, list(self.emails)))
        for way in dict.fromkeys([*WINDOWS, *WAYS]):
            with self.window(way, scale=1) as page:
                for _, ways, addresses in kinds:
                    for shown in addresses if way in ways else ():
                        self.take(page, shown, way, folder / file_name(shown, way))
        rows = [row(kind, shown, ways) for kind, ways, addresses in kinds for shown in addresses]
        (folder / "sheet.html").write_text(SHEET.format(rows="\n".join(rows)), "utf-8")

    def collage(self, collage: Collage, folder: Path) -> Image.Image:
        """Return one picture that shows the tops of several."""
        tiles = []
        for shown, way in (tile for tiles_of_row in collage.rows for tile in tiles_of_row):
            file = folder / file_name(shown.lstrip("/"), way)
            with self.window(way) as page:
                self.take(page, shown, way, file)
            tiles.append(Image.open(file))
        return joined(tiles, collage)

    def window(self, way: Way, scale: int = SCALE) -> AbstractContextManager[Page]:
        """Open a window; it shows the site’s files, and asks nobody for any other."""
        return window(self.browser, way, self.site.url, self.site.root, scale)

    def take(self, page: Page, shown: str, way: Way, file: Path) -> None:
        """Photograph a page of the site, an email, or its plain text, in an open window."""
        if shown in self.emails:
            return show(page, self.emails[shown], way, file)
        if not shown.startswith("/"):
            page.set_content(TEXT_PAGE.format(text=escape(
                self.emails[shown.removesuffix(".txt")].received_text)))
        else:
            path, _, query = shown.partition("?")
            name = "index.html" if path.endswith("/") else ""
            page.goto(f"{self.site.url}{path}{name}?{query}")
            if query:
                page.locator(".results .entry").first.wait_for()
        page.evaluate(WITH_IMAGES)
        page.screenshot(path=file, full_page=True)
        return None


def file_name(shown: str, way: Way) -> str:
    """Return the name of the picture of a page or email in a window."""
    return f"{shown.partition('?')[0].strip('/').replace('/', '-') or 'root'}.{way}.png"


def row(kind: str, shown: str, ways: list[Way]) -> str:
    """Return a row of the sheet: the same page or email in each window."""
    figures = "".join(
        f'<a href="{file_name(shown, way)}"><img loading="lazy" width="{way.width // 2}" '
        f'src="{file_name(shown, way)}" alt="{way}"></a>' for way in ways)
    return f"<h2>{escape(kind)}: {escape(shown)}</h2>\n<div>{figures}</div>"


def joined(tiles: list[Image.Image], collage: Collage) -> Image.Image:
    """Return the tops of pictures in the rows of a collage, as one."""
    gap, height = GAP * SCALE, collage.height * SCALE
    widths = [[way.width * SCALE for _, way in row] for row in collage.rows]
    sheet = Image.new("RGB", (max(sum(row) + gap * (len(row) + 1) for row in widths),
                              len(widths) * (height + gap) + gap), GROUND)
    left_over = iter(tiles)
    for number, row in enumerate(widths):
        left = gap
        for width, tile in zip(row, left_over, strict=False):
            place = (left, gap + number * (height + gap))
            sheet.paste(tile.crop((0, 0, width, min(tile.height, height))), place)
            left += width + gap
    size = tuple(round(length * collage.scale / SCALE) for length in sheet.size)
    smaller = sheet.resize(size, Image.Resampling.LANCZOS)
    return smaller.quantize(dither=Image.Dither.NONE)  # a third of the weight, looks the same


if __name__ == "__main__":
    main()
