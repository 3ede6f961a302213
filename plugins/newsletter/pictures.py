"""Show the images of an email no wider than its column."""

import re

COLUMN = 510
"""Pixels inside of the sheet: 600, less its padding and border (`.sheet` in email/style.css)."""

IMAGE = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.I)

SIDE = re.compile(r"""(?<=\s)(width|height)=["']?(\d+)["']?(?=[\s/>])""", re.I)


def fit_images(html: str) -> str:
    """Return a text whose images say a width that fits.

    Outlook for Windows shows an image as wide as it says, and knows no `max-width`.
    """
    return IMAGE.sub(lambda image: _fitted(image[0]), html)


def _fitted(image: str) -> str:
    sides = {name.lower(): int(value) for name, value in SIDE.findall(image)}
    width = sides.get("width", 0)
    if width <= COLUMN:
        return image
    return SIDE.sub(
        lambda side: f'{side[1]}="{max(1, round(int(side[2]) * COLUMN / width))}"', image)
