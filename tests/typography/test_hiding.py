"""A rule is asked only where its character is, and nothing that it would find is missed by that."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.typography import RULES
from plugins.typography.hiding import NEVER, hide

WORDS = st.lists(st.sampled_from([
    *"ab0@.+'-:/~\\8;=)( \u00a0w*|{}[]\ue000", "www.", "http://", "a@b.c", "d'", "mailto:", "\n",
    "01 23 45 67 89", "+33 6 12 34", "''", ". .", "*|", "|*", "{a}", "{{", "}}", "[a b=c]", "C:",
]), max_size=14).map("".join)

TEXT = st.text(st.sampled_from([
    *"«»“”‘’\"';:!?%059.…,-–()°§ hnaMm\n\u00a0\u202f\ue000"]), max_size=30)


def hidden(text: str) -> str:
    """Return the text as `NEVER` hides it when it is tried at every place."""
    return NEVER.sub(lambda found: "\ue000" * len(found[0]), text)


@pytest.mark.parametrize("text", [
    "jean''@a.fr", "a01 23 45 67 89@b.fr", "C:/a", "~/a", "l'info@a.fr", "x:-) :-)", "a. . .",
    "mailto:a", "(www.a.fr)", "a\ue000http://b.fr", "{{ a }} b@c.fr", "",
])
def test_what_is_never_typeset_is_found_though_few_places_are_tried(text: str):
    """An address begins before the character at which it is asked for."""
    assert hide(text)[0] == hidden(text)


@pytest.mark.thorough
@settings(max_examples=3000, deadline=None)
@given(WORDS)
def test_no_place_that_matters_is_left_out(text: str):
    """Whatever stands beside whatever."""
    assert hide(text)[0] == hidden(text)


@pytest.mark.thorough
@settings(max_examples=1500, deadline=None)
@given(TEXT)
def test_a_rule_finds_nothing_in_a_text_without_its_marks(text: str):
    """So it need not be asked there."""
    for rules in RULES.values():
        for marks, edits in rules:
            if marks and not set(text) & set(marks):
                assert not list(edits(text))
