"""The ways in which people read an email, each as a window of Chromium."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.battery.emails import Email, darkened_by_outlook, without_style

SCALE = 2
"""Device pixels in a CSS pixel: with two, thin strokes are drawn in their own colour."""

LARGER_TEXT = """(times) => {
    const elements = [...document.querySelectorAll("body, body *")];
    const sizes = elements.map(element => getComputedStyle(element))
        .map(({fontSize, lineHeight}) => [parseFloat(fontSize), parseFloat(lineHeight)]);
    elements.forEach((element, place) => {
        const [font, line] = sizes[place];
        element.style.setProperty("font-size", `${font * times}px`, "important");
        if (line) element.style.setProperty("line-height", `${line * times}px`, "important");
    });
}"""
"""What the text size of a phone does, as Android’s WebView does it: letters and lines grow."""


@dataclass(frozen=True)
class Way:
    """A window, and what a mail program or its reader makes of an email."""

    name: str
    width: int
    scheme: Literal["light", "dark"] = "light"
    change: Callable[[str], str] = str
    inverted: bool = False
    images: bool = True
    larger: int = 1

    def __str__(self) -> str:
        return f"{self.name}-{self.width}"

    @property
    def dark(self) -> bool:
        return self.scheme == "dark" or self.inverted or self.change is darkened_by_outlook


WAYS = [
    Way("light", 680),  # above 620 pixels the sheet has its full width and stands on its ground
    Way("light", 600), Way("light", 320),
    Way("dark", 600, "dark"), Way("dark", 320, "dark"),
    Way("inverted", 600, inverted=True), Way("inverted", 320, inverted=True),
    Way("outlook-dark", 600, change=darkened_by_outlook),
    Way("without-style", 600, change=without_style),
    Way("without-style", 320, change=without_style),
    Way("without-images", 320, images=False),
    Way("large-text", 600, larger=2), Way("large-text", 320, larger=2),
]


@contextmanager
def window(browser: Browser, way: Way, site: str, root: Path, scale: int = SCALE
           ) -> Iterator[Page]:
    """Open a window; the images of a site come from the folder that it was built in."""
    context = browser.new_context(viewport={"width": way.width, "height": 900},
                                  device_scale_factor=scale, color_scheme=way.scheme)
    page = context.new_page()
    if way.inverted:
        context.new_cdp_session(page).send("Emulation.setAutoDarkModeOverride", {"enabled": True})
    page.route("**/*", lambda route: _answer(route, site if way.images else None, root))
    yield page
    context.close()


def show(page: Page, email: Email, way: Way, picture: Path) -> None:
    """Show an email in a window, and take a picture of the whole of it."""
    page.set_content(way.change(email.received))
    if way.larger > 1:
        page.evaluate(LARGER_TEXT, way.larger)
    page.screenshot(path=picture, full_page=True)


def _answer(route: Route, site: str | None, root: Path) -> None:
    """Answer for the site; nobody else is asked."""
    file = root / unquote(urlsplit(route.request.url).path).lstrip("/")
    if site and route.request.url.startswith(f"{site}/") and file.is_file():
        route.fulfill(path=file)
    else:
        route.abort()
