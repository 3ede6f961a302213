"""Take pictures of the sample emails: `.venv/bin/python -m tests.battery.email_pictures docs`.

Writes `emails.png` into the folder: a French email by day and by night, the English one on a phone,
as it is and inverted, and the plain text. With `--each` it writes every email in every way in
which `test_email_windows` looks at them, for a person to look at, too.
"""

from argparse import ArgumentParser
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser

from tests.battery.email_window import SCALE, WAYS, Way, show, window
from tests.battery.emails import Email, emails_in
from tests.battery.pages import Published, publish
from tests.conftest import PROJECT
from tests.support.chromium import chromium

ISSUE = "2024-07"

TILES = [("fr", Way("light", 640)), ("fr", Way("dark", 640, "dark")),
         ("en", Way("light", 320)), ("en", Way("inverted", 320, inverted=True))]

TEXT_PAGE = """<meta charset="utf-8"><title>{name}</title>
<pre lang="{lang}" style="margin: 0; padding: 24px; color: #1B1916; font: 13px/20px monospace;
white-space: pre-wrap">{text}</pre>"""
TEXT_WIDTH = 640

GROUND, GAP = "#8B8372", 12
HEIGHT = 1300
"""CSS pixels of each email that the sheet shows, from its top."""
SHOWN_AT = 0.75
"""The size of the sheet, of that of the windows."""


def main() -> None:
    """Read the command, build the sample content, take the pictures."""
    parser = ArgumentParser(description="Take pictures of the sample emails.")
    parser.add_argument("folder", type=Path, help="where to write them")
    parser.add_argument("--each", action="store_true", help="every email in every way, too")
    words = parser.parse_args()
    words.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, chromium() as browser:
        site = publish(PROJECT / "content", Path(folder), is_sample=True)
        emails = {email.name: email for email in emails_in(site.options.outbox)}
        if words.each:
            each(browser, site, list(emails.values()), words.folder)
        sheet(browser, site, emails, Path(folder)).save(words.folder / "emails.png", optimize=True)


def each(browser: Browser, site: Published, emails: list[Email], folder: Path) -> None:
    """Take a picture of each email in each way."""
    for way in WAYS:
        with window(browser, way, site.url, site.root) as page:
            for email in emails:
                show(page, email, way, folder / f"{email.name}.{way}.png")


def sheet(browser: Browser, site: Published, emails: dict[str, Email], folder: Path
          ) -> Image.Image:
    """Return one picture that shows an issue in several ways, side by side."""
    tiles = []
    for number, (lang, way) in enumerate(TILES):
        file = folder / f"{number}.png"
        with window(browser, way, site.url, site.root) as page:
            show(page, emails[f"{ISSUE}.{lang}"], way, file)
        tiles.append(Image.open(file))
    tiles.append(text_tile(browser, emails[f"{ISSUE}.fr"], folder / "text.png"))
    return side_by_side(tiles)


def text_tile(browser: Browser, email: Email, file: Path) -> Image.Image:
    """Return a picture of the plain text, as a mail program without HTML shows it."""
    page = browser.new_page(viewport={"width": TEXT_WIDTH, "height": HEIGHT},
                            device_scale_factor=SCALE)
    page.set_content(TEXT_PAGE.format(name=email.name, lang=email.name[-2:],
                                      text=escape(email.received_text)))
    page.screenshot(path=file, full_page=True)
    page.close()
    return Image.open(file)


def side_by_side(tiles: list[Image.Image]) -> Image.Image:
    """Return the tops of pictures, set into one."""
    gap, height = GAP * SCALE, HEIGHT * SCALE
    drawn = Image.new("RGB", (sum(tile.width + gap for tile in tiles) + gap, height + 2 * gap),
                      GROUND)
    left = gap
    for tile in tiles:
        drawn.paste(tile.crop((0, 0, tile.width, min(tile.height, height))), (left, gap))
        left += tile.width + gap
    size = tuple(round(length * SHOWN_AT / SCALE) for length in drawn.size)
    smaller = drawn.resize(size, Image.Resampling.LANCZOS)
    return smaller.quantize(dither=Image.Dither.NONE)  # a third of the weight, looks the same


if __name__ == "__main__":
    main()
