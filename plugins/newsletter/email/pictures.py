"""Show the images of an email no wider than its column."""

import re
from html import unescape

COLUMN = 510
"""Pixels inside of the sheet: 600, less its padding and border (`.sheet` in email/style.css)."""

IMAGE = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.I)

SIDE = re.compile(r"""(?<=\s)(width|height)=["']?(\d+)["']?(?=[\s/>])""", re.I)

SOURCE = re.compile(r"""(?<=\s)src=["']([^"']*)["']""", re.I)


def fit_images(html: str) -> str:
    """Return a text whose images are as wide as they say, and never wider than the column.

    Outlook for Windows shows an image as wide as it says, and knows no `max-width`; where images
    are switched off, their words are as wide as it says too, unless the style says less.
    """
    return IMAGE.sub(lambda image: _fitted(image[0]), html)


def image_addresses(html: str) -> list[str]:
    """Return the addresses of the images of an email, each once, in reading order."""
    found = (source for image in IMAGE.findall(html) for source in SOURCE.findall(image))
    return list(dict.fromkeys(map(unescape, found)))


def _fitted(image: str) -> str:
    sides = {name.lower(): int(value) for name, value in SIDE.findall(image)}
    if not sides.get("width"):
        return image
    width = min(sides["width"], COLUMN)
    scale = width / sides["width"]
    sized = SIDE.sub(lambda side: f'{side[1]}="{max(1, round(int(side[2]) * scale))}"', image)
    return f'{sized[:4]} style="width: 100%; max-width: {width}px"{sized[4:]}'
