"""Find the images of an email, and make them as wide as they say."""

import re

from plugins.core.html import TAG, attributes

COLUMN = 510
"""Pixels inside of the sheet: 600, less its padding and border (`.sheet` in email/style.css)."""

SIDE = re.compile(r"""(?<=\s)(width|height)=["']?(\d+)["']?(?=[\s/>])""", re.I)


def fit_images(html: str) -> str:
    """Return a text whose images are as wide as they say, and never wider than the column.

    Outlook for Windows shows an image as wide as it says, and knows no `max-width`; where images
    are switched off, their words are as wide as it says too, unless the style says less.
    """
    return TAG.sub(lambda tag: _fitted(tag[0]) if _is_image(tag[0]) else tag[0], html)


def image_addresses(html: str) -> list[str]:
    """Return the addresses of the images of an email, each once, in reading order."""
    images = (attributes(tag) for tag in TAG.findall(html) if _is_image(tag))
    return list(dict.fromkeys(image["src"] for image in images if "src" in image))


def _is_image(tag: str) -> bool:
    return tag[:5].lower().rstrip() == "<img"


def _fitted(image: str) -> str:
    sides = {name.lower(): int(value) for name, value in SIDE.findall(image)}
    if not sides.get("width"):
        return image
    width = min(sides["width"], COLUMN)
    scale = width / sides["width"]
    sized = SIDE.sub(lambda side: f'{side[1]}="{max(1, round(int(side[2]) * scale))}"', image)
    return f'{sized[:4]} style="width: 100%; max-width: {width}px"{sized[4:]}'
