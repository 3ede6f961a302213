"""Whatever it is given, typesetting keeps the markup, the letters, and its own result."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.html import tokens
from plugins.typography import typeset, typeset_text

pytestmark = pytest.mark.thorough

PIECES = st.sampled_from([
    *"\"'«»“”‘’ \n\u00a0\u202f.,;:!?…-–()[]{}<>&=/|*%€$£§°^#_@+0159aéMnLh印\ue000",
    "  ", "...", " -- ", "10 000", "n° 5", "M. X", "10 h 30", "'tis", "'90s", "5' 10\"", "l'",
    "mot", ":-)", " ;)", "http://a.fr/x", "d'a@b.fr", "SIREN 123 456 789", "RCS", " Paris ",
    "numéro", " et 987 654 321", "n ° 5", "nos 14 et 15", "p. XII", ":\"", "?\"a\"", " ! )", "M€",
    "+33 1 23 45", "&nbsp;",
    "&quot;", "&#8217;", "&laquo;", "&amp;", "&lt;", "&amp", "&#39 ;", "{name}", "{{", "}}", "{%",
    "%}", "*|X|*", "[a b=\"c\"]", "<em>", "</em>", "<b>", "</b>", "<p>", "</p>", "<br>", "<img>",
    "<code>", "</code>", "<pre>", "</pre>", "<span lang=\"en\">", "<span lang='fr'>", "</span>",
    "<i lang=zh>", "</i>", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>", "<a href='",
    "<q title=\"x", "\">", "<sup id=\"fnref:1\">", "</sup>", "<!", "<?", "</",
])
SOUP = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=60))
LANGUAGE = st.sampled_from(["fr", "en", "fr-FR", "en-GB", "zh-Hans"])


@settings(max_examples=1500, deadline=None)
@given(SOUP, LANGUAGE)
def test_typesetting_what_is_typeset_changes_nothing(html, lang):
    """A text may be typeset any number of times."""
    once = typeset(html, lang)

    assert typeset(once, lang) == once


@settings(max_examples=1500, deadline=None)
@given(SOUP, LANGUAGE)
def test_plain_text_is_typeset_once_and_for_all(text, lang):
    """A title may come from a text that was typeset already."""
    once = typeset_text(text, lang)

    assert typeset_text(once, lang) == once


@settings(max_examples=1000, deadline=None)
@given(SOUP, LANGUAGE)
def test_markup_comes_back_byte_for_byte(html, lang):
    """No tag, comment, script or declaration changes, appears, disappears or moves."""
    before, after = tokens(html), tokens(typeset(html, lang))

    assert _markup(before) == _markup(after)


@settings(max_examples=1000, deadline=None)
@given(SOUP, LANGUAGE)
def test_letters_and_digits_stay_in_order(text, lang):
    """Only marks and spaces are the typesetter's."""
    assert _letters(typeset_text(text, lang)) == _letters(text)


@given(SOUP)
def test_the_pieces_of_a_source_are_the_source(html):
    """Nothing is lost between two pieces."""
    assert "".join(token.source for token in tokens(html)) == html


@pytest.mark.parametrize("piece", [
    "<a", '<a="', "<!--", "<b>", "</b>", "<span lang=en>a", "[a=", "{{", "d'", "a@", "a.", " ", "!",
    '"', '"a ', "« ", "SIREN ", "1 000 ",
    "RCS A ", "SIREN (", "123 456 789 et ", "SIREN 123 456 789 (", "nos 1 et ", "nos ", "n ",
    ":\"a",
])
def test_a_long_text_takes_no_longer_than_its_length(piece):
    """A hundred kilobytes of the worst take a second, where a quadratic rule takes minutes."""
    html = "x" + piece * (100_000 // len(piece))

    start = time.process_time()
    typeset(html, "fr")

    assert time.process_time() - start < 10


def _markup(found):
    return [(token.kind, token.source) for token in found if token.kind != "text"]


def _letters(text):
    return re.findall(r"[^\W_]", text)
