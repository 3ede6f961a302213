"""Every colour of text, field and focus is legible on its ground, in both schemes."""

import re

import pytest

from plugins.core.look import Look
from tests.conftest import PROJECT
from tests.support.contrast import Colour, colour, contrast

CSS = Look().style((PROJECT / "theme" / "static" / "site.css").read_text(encoding="utf-8"))
SCHEMES = dict(zip(("light", "dark"), re.findall(r":root \{([^}]*--paper[^}]*)\}", CSS),
                   strict=False))


def token(scheme: str, name: str) -> Colour:
    """Return the colour of a token of a scheme."""
    digits = re.search(rf"--{name}: #([0-9A-F]+);", SCHEMES[scheme])[1]
    return colour(digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def ratio(scheme: str, one: str, other: str) -> float:
    """Return the contrast ratio of two tokens."""
    return contrast(token(scheme, one), token(scheme, other))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("text", ["ink", "muted", "vermilion", "vermilion-deep"])
def test_text_is_legible(scheme: str, text: str, ground: str):
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    assert ratio(scheme, text, ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["vermilion", "vermilion-deep"])
def test_the_word_on_a_button_is_legible(scheme: str, ground: str):
    """At rest and under the pointer."""
    assert ratio(scheme, "on-vermilion", ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("line", ["field", "vermilion"])
def test_the_borders_of_fields_and_the_focus_are_seen(scheme: str, line: str, ground: str):
    """At least 3 to 1 (WCAG 2.2, 1.4.11)."""
    assert ratio(scheme, line, ground) >= 3
