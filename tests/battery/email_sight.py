"""What a reader would stumble over in an email, seen in its window and in the window's picture."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.battery.email_probes import IMAGES, LINES, SMALL_TARGETS, UNSEEN, WITHOUT_WORDS
from tests.battery.email_window import SCALE, Way
from tests.battery.emails import UNSUBSCRIBE
from tests.battery.test_use import CUT_OFF
from tests.support.contrast import Colour, contrast, luminance

Fault = tuple[str, str, str]
"""The rule, the place in the email, and what is wrong."""

LEGIBLE = 4.5
"""WCAG 2.2, 1.4.3; it lets large letters do with less, and ours need not."""

SMALLEST = 12
"""CSS pixels of the smallest letters, those of a footnote’s number."""

DARK = 0.18
"""The luminance below which white text is more legible than black."""

MUST_BE_SEEN = (".seal", "h1", "h2", f'a[href="{UNSUBSCRIBE}"]')


@dataclass(frozen=True)
class Line:
    """A line of text, or a piece of it, as it is drawn."""

    words: str
    place: str
    size: float
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Line") -> bool:
        """Whether letters of both are in one place; fonts’ boxes may meet a little."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 1 and high > min(line.bottom - line.top for line in (self, other)) / 3

    def colours(self, picture: Image.Image) -> tuple[Colour, Colour]:
        """Return the ground, and what of the letters is farthest from it.

        Looked at is what lies between the top of capitals and the line that letters stand on:
        neither what borders on the text nor the rule under a link is of its colour.
        """
        top, high = self.top * SCALE, (self.bottom - self.top) * SCALE
        band = picture.crop((int(self.left * SCALE), int(top + high * 0.25),
                             int(self.right * SCALE), int(top + high * 0.8)))
        counted = band.getcolors(band.width * band.height) or []
        ground: Colour = max(counted)[1]
        shades = sorted((colour for _, colour in counted), key=luminance)
        return ground, max(shades[0], shades[-1], key=lambda ink: contrast(ground, ink))


def faults(page: Page, way: Way, picture: Path) -> Iterator[Fault]:
    """Find what is wrong in a window that shows an email."""
    lines = [Line(**line) for line in page.evaluate(LINES)]
    for place in page.evaluate(CUT_OFF):
        yield "clipped text", place, "its box hides the end of it"
    for place in page.evaluate(SMALL_TARGETS):
        yield "target size", place, "less than 24 px, and another one near"
    for selector in page.evaluate(UNSEEN, MUST_BE_SEEN):
        yield "unseen", selector, "is missing or hidden"
    for place in page.evaluate(WITHOUT_WORDS, way.images):
        yield "unseen", place, "a link without words"
    for place, what in page.evaluate(IMAGES, way.images):
        yield "image", place, what
    yield from hard_to_read(lines)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > way.width:
        longest = max(lines, key=lambda line: line.right - line.left)
        yield "reflow", longest.place, f"needs {wide} px, perhaps for a word of “{longest.words}”"
    with Image.open(picture) as image:
        yield from pale(lines, image.convert("RGB"), way)


def hard_to_read(lines: list[Line]) -> Iterator[Fault]:
    """Find letters that are too small, and lines that lie on others."""
    for line in lines:
        if line.size < SMALLEST:
            yield "small letters", line.place, f"{line.size} px: “{line.words}”"
    downwards = sorted(lines, key=lambda line: line.top)
    for number, line in enumerate(downwards, 1):
        for other in downwards[number:]:
            if other.top >= line.bottom:
                break
            if line.covers(other):
                yield "overlap", line.place, f"“{line.words}” and “{other.words}”"


def pale(lines: list[Line], picture: Image.Image, way: Way) -> Iterator[Fault]:
    """Find text that its ground hides, and a ground that is not as dark or light as the way is."""
    grounds: Counter[Colour] = Counter()
    for line in lines:
        ground, ink = line.colours(picture)
        grounds[ground] += 1
        if contrast(ground, ink) < LEGIBLE:
            yield "contrast", line.place, f"{contrast(ground, ink):.1f}: “{line.words}”"
    for ground, _ in grounds.most_common(1):
        if (luminance(ground) < DARK) is not way.dark:
            yield "ground", "sheet", f"rgb{ground} is not {'dark' if way.dark else 'light'}"
