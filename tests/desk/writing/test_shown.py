"""What a text would become is shown before it is saved, and acts for nobody."""

import httpx
import pytest

from plugins.content.text import Text
from plugins.desk.writing.shown import titled
from tests.desk.writing.test_page import FILE, PAGE, filled


def own(form: dict[str, str]) -> dict[str, str]:
    """Return the French fields of a form, as a script posts them."""
    return {name.removeprefix("fr."): value for name, value in form.items() if "fr." in name}


@pytest.mark.parametrize(("part", "words"), [
    ("page", "<h1"), ("email", "<table"), ("text", "Typed"), ("inbox", "Gmail")])
def test_what_was_typed_is_shown(editor: httpx.Client, part: str, words: str) -> None:
    """As the build would make it; nothing of it runs, and nobody else may frame it."""
    form = own(filled(editor.get(PAGE)))
    editor.post("/_desk/typed", data={**form, "head.title": "Typed"})
    shown = editor.get(f"/_desk/shown/{FILE.format('fr')}?part={part}")

    assert shown.status_code == 200
    assert words in shown.text
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert "form-action 'none'" in policy
    assert shown.headers["x-content-type-options"] == "nosniff"
    if part != "inbox":
        assert "Typed" in shown.text and "script-src" not in policy


def test_what_cannot_be_shown_is_a_sentence(editor: httpx.Client) -> None:
    """A page of the site is in no email; a text with errors has no page."""
    form = own(filled(editor.get(PAGE)))
    editor.post("/_desk/typed", data={**form, "head.category": "no-such"})

    assert "errors" in editor.get(f"/_desk/shown/{FILE.format('fr')}").text
    assert "No email" in editor.get("/_desk/shown/pages/contact.fr.md?part=email").text


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
