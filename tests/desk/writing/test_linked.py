"""A text is found by words of its title, to link to it."""

import httpx
import pytest

from plugins.content.text import Text
from plugins.desk.writing.linked import titled

LAW = Text("articles/law.fr.md", "article", "e-commerce-law", "fr",
           header={"title": "La loi sur le commerce électronique (电子商务法)"})
ISSUE = Text("issues/2018-07.fr.md", "issue", "2018-07", "fr", header={"subject": "Été"})


@pytest.mark.parametrize(("sought", "found"), [
    ("commerce", [LAW]), ("elec comm", [LAW]), ("Électronique", [LAW]), ("e-commerce", [LAW]),
    ("商务", [LAW]), ("ete", [ISSUE]), ("2018", [ISSUE]),
    ("merce", []), ("law été", []), ("法律", []), ("commerce contrat", [])])
def test_words_begin_as_they_are_typed(sought: str, found: list[Text]):
    """Without accents, too; Chinese anywhere."""
    assert [text for _, text in titled([LAW, ISSUE], sought)] == found


def test_a_link_is_written_as_texts_write_it(editor: httpx.Client):
    """And leads to the text of the same language."""
    answer = editor.get("/_desk/linked", params={"lang": "en", "words": "little red"})

    assert answer.json() == [[f"{{filename}}/{path}", "Xiaohongshu, the other Little Red Book"]
                             for path in ("articles/2018-07-03-xiaohongshu.en.md",
                                          "issues/2018-07.en.md")]
