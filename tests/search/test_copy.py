"""Tests of what the search reads of a page."""

import pytest

from plugins.search.index import copy_of

PAGE = ("<html><head>{head}</head><body><article data-pagefind-body{more}>{body}</article></body>"
        "</html>")


def body_of(text: str) -> str:
    """Return the text of the copy of a page."""
    copy = copy_of(PAGE.format(head="", more="", body=text))
    assert copy is not None
    return copy.partition(">")[2].partition("<article data-pagefind-body>")[2].partition("</art")[0]


@pytest.mark.parametrize(("typeset", "plain"), [
    ("l’enregistrement", "l'enregistrement"),
    ("la loi\u00a0:\u202f«\u00a0mot\u00a0»", "la loi : « mot »"),
    ("小红书", "小 红 书"),
    ("《电子商务法》", "《电 子 商 务 法》"),
    ("app小红书app", "app 小 红 书 app"),
    ("2019年1月", "2019 年 1 月"),
    ("<b>小红</b>书", "<b>小 红</b>书"),
    ("plain words, no more", "plain words, no more"),
    ("école 3,5 %", "école 3,5 %"),
])
def test_typesetting_is_undone_and_each_ideograph_is_a_word(typeset: str, plain: str):
    """So that a reader finds what stands there, however it is set."""
    assert body_of(typeset) == plain


def test_what_is_shown_of_a_result_stays_typeset():
    """Attributes hold the title and the date of a result."""
    shown = ' data-title="L’accord\u202f: 小红书"'

    assert shown in copy_of(PAGE.format(head="", more=shown, body="L’accord"))


@pytest.mark.parametrize("page", [
    "<html><body><p>L’accord</p></body></html>",
    PAGE.format(head='<meta name="robots" content="noindex">', more="", body="Draft"),
])
def test_what_nobody_should_find_has_no_copy(page: str):
    """Lists, pages of forms, and what search engines are told to pass over."""
    assert copy_of(page) is None
