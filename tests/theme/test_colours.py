"""Every colour of text, field and focus is legible on its ground, in both schemes."""

import re

import pytest

from tests.conftest import PROJECT

CSS = (PROJECT / "theme" / "static" / "site.css").read_text(encoding="utf-8")
SCHEMES = dict(zip(("light", "dark"), re.findall(r":root \{([^}]*--paper[^}]*)\}", CSS),
                   strict=False))


def colour(scheme: str, name: str) -> str:
    """Return a token of a scheme as six hexadecimal digits."""
    digits = re.search(rf"--{name}: #([0-9A-F]+);", SCHEMES[scheme])[1]
    return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)


def luminance(digits: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, definitions)."""
    parts = [int(digits[place:place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(scheme: str, one: str, other: str) -> float:
    """Return the contrast ratio of two tokens."""
    dark, light = sorted(luminance(colour(scheme, name)) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("text", ["ink", "muted", "vermilion", "vermilion-deep"])
def test_text_is_legible(scheme: str, text: str, ground: str):
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    assert contrast(scheme, text, ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["vermilion", "vermilion-deep"])
def test_the_word_on_a_button_is_legible(scheme: str, ground: str):
    """At rest and under the pointer."""
    assert contrast(scheme, "on-vermilion", ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("line", ["field", "vermilion"])
def test_the_borders_of_fields_and_the_focus_are_seen(scheme: str, line: str, ground: str):
    """At least 3 to 1 (WCAG 2.2, 1.4.11)."""
    assert contrast(scheme, line, ground) >= 3
