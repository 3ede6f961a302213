"""Patterns mean the same to Python and to browsers, and never take long."""

import time

import pytest

from plugins.forms.declaration.pattern import NoPattern, fits, is_quick

ALIKE = [
    r"\d{5}", r"[A-Z]{2} ?\d{9}", r"[0-9]{3}(?: [0-9]{3}){2}", r"(?:RCS|SIREN) .+",
    r"[^@]+@[a-z.]+", r"[A-Za-zÀ-ÿ '’\-]+", r"\(\d\)", r"a\.b\/c", "", "法.*", r"[\d.,]+",
    r"x{0,3}", "a|b|", r"[$*]",
]
"""Patterns of which both make the same."""


@pytest.mark.parametrize("pattern", ALIKE)
def test_a_pattern_of_the_common_kind_is_taken(pattern: str) -> None:
    """It is read alike, and quickly tested."""
    assert is_quick(pattern, 200)


@pytest.mark.parametrize("pattern", [
    r"\w+", r"\s", r"\bword", "^a$", "(?i)a", "(?=a)b", "(?P<name>a)", r"(a)\1", "a+?", "a++",
    "a**", "[a-z", "(a", "a)", "*a", "{2}", "a{2}{3}", "[]", "[^]", "[a-]", "[-a]", "[a&&b]",
    "[[a]]", "[a/b]", "[!!]", r"a\-b", r"\p{L}", r"\D", r"[\w]", "[z-a]", "a{3,2}", "]", "}", "\\",
])
def test_a_pattern_that_browsers_may_read_otherwise_is_refused(pattern: str) -> None:
    """What one of the two does not know, or knows as something else, is no pattern."""
    with pytest.raises(NoPattern):
        is_quick(pattern, 200)


@pytest.mark.parametrize("pattern", [
    "(a+)+", "(?:a|a)*", "(?:a*)*b", "(?:a?){40}", "a?" * 40 + "a{40}", ".*.*.*b", "(?:a|ab|b){9,}",
    "(?:(?:a{1,3}){1,9}){1,9}",
])
def test_a_pattern_that_may_take_long_is_refused(pattern: str) -> None:
    """No text that a visitor may type keeps the receiver busy."""
    assert not is_quick(pattern, 200)


def test_what_is_slow_on_long_texts_may_do_for_short_ones() -> None:
    """The longest text that the field takes decides."""
    assert is_quick(".*,.*,.*", 40)
    assert not is_quick(".*,.*,.*", 400)


def test_the_slowest_pattern_taken_is_quick() -> None:
    """At the limit, the worst text is refused within a blink."""
    pattern = "a*(?:a|b)(?:a|b)(?:a|b)a*c"
    assert is_quick(pattern, 110)

    start = time.perf_counter()
    assert not fits(pattern, "a" * 110)

    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(("pattern", "value", "fitting"), [
    (r"\d{5}", "75008", True), (r"\d{5}", "75008 Paris", False), (r"\d{5}", "٧٥٠٠٨", False),
    ("a|b", "ab", False), (".", "法", True), ("", "", True),
])
def test_the_whole_text_must_fit(pattern: str, value: str, fitting: bool) -> None:
    """A pattern is anchored at both ends, and its digits are 0 to 9, as in a browser."""
    assert fits(pattern, value) is fitting
