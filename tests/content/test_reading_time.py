"""How long a text is for its reader."""

import pytest

from plugins.content.derived import length, minutes


@pytest.mark.parametrize(("html", "words"), [
    ("", 0),
    ("<p>Two words</p><p>and three more</p>", 5),
    ("<p>one</p>two", 2),
    ("<p>« Deux mots\u00a0» – et\u202f: trois</p>", 4),
    ("<p>l’entreprise aujourd’hui peut-être</p>", 3),
    ("<p>10\u202f000 euros &amp; 15\u00a0%</p>", 3),
    ("<p>Word<sup id='fnref:1'><a href='#fn:1'>1</a></sup> word</p>", 2),
    ("<!-- not this --><p title='nor this'>word</p>", 1),
    ("<p><span lang='zh-Hans'>中华人民共和国电子商务法</span></p>", 9),
    ("<p>loi 小红书, lue</p>", 4),
])
def test_words_and_chinese_characters_are_counted(html: str, words: int):
    """No dash, no mark with spaces around it, no number of a note is a word."""
    assert length(html) == words


@pytest.mark.parametrize(("words", "time"), [(0, 1), (90, 1), (310, 2), (900, 4), (2000, 10)])
def test_minutes_are_whole_and_never_none(words: int, time: int):
    """Two hundred words are read in one."""
    assert minutes(words) == time
