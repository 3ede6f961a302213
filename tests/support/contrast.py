"""The contrast of two colours, as WCAG 2.2 defines it."""

from functools import cache

Colour = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""


def colour(digits: str) -> Colour:
    """Return the colour that six hexadecimal digits stand for, with or without their `#`."""
    red, green, blue = bytes.fromhex(digits.removeprefix("#"))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio, from 1 to 21."""
    dark, light = sorted(luminance(each) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


@cache
def luminance(given: Colour) -> float:
    """Return the relative luminance."""
    parts = [part / 255 for part in given]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
