"""What was written elsewhere becomes Markdown, and what could not be kept is told."""

from base64 import b64encode

import httpx
import pytest

from plugins.core.project import Options
from tests.support.word_files import image, word_file
from tests.support.word_paste import WORD

JSON = {"accept": "application/json"}
TEXT = "articles/2018-07-03-xiaohongshu.fr.md"


def test_what_was_copied_in_word_is_markdown(editor: httpx.Client):
    """Its losses are told with their words."""
    answer = editor.post("/_desk/paste", headers=JSON, data={
        "html": WORD, "lang": "fr", "path": TEXT}).json()

    assert answer["markdown"].startswith("## Le contexte\n\nDu **gras** et *de l’italique*, à")
    losses = answer["losses"]
    assert any("La loi sur les sociétés" in loss for loss in losses)
    assert answer["said"] == f"Taken over. What could not be kept as it was: {len(losses)}."


@pytest.mark.parametrize(("html", "markdown"), [
    ("<h2>La portée</h2><p>Des mots</p>", "## La portée\n\nDes mots\n"),
    ("<p>un <b>mot</b></p>", "un **mot**\n"), ("", ""),
    ("<script>alert(1)</script><p onclick='x'><a href='javascript:x'>y</a></p>", "y\n"),
])
def test_a_part_of_a_page_has_no_title(editor: httpx.Client, html: str, markdown: str):
    """Its first heading is one of the text; nothing that acts is in it."""
    answer = editor.post("/_desk/paste", headers=JSON, data={"html": html, "lang": "en"}).json()

    assert answer["markdown"] == markdown


def test_a_file_brings_its_pictures(editor: httpx.Client, options: Options):
    """Under names that are free, each with a place for what it shows."""
    pixel = b64encode(image().read()).decode()

    answer = editor.post("/_desk/paste", headers=JSON, data={"lang": "fr", "path": TEXT}, files={
        "file": ("a.html", f"<p>Des mots.</p><img src='data:image/png;base64,{pixel}'>")}).json()

    assert answer["markdown"] == \
        "Des mots.\n\n![… décrire l’image]({static}/images/xiaohongshu-2.png)\n"
    assert (options.content / "images" / "xiaohongshu-2.png").is_file()


@pytest.mark.thorough
def test_a_file_of_word_is_converted_beside_the_desk(editor: httpx.Client):
    """In a process of its own, which may end badly."""
    file = word_file(lambda document: document.add_paragraph("Des mots."))

    answers = [editor.post("/_desk/paste", headers=JSON, data={"lang": "fr"},
                            files={"file": ("a.docx", data)}) for data in (file, b"no file")]

    assert answers[0].json()["markdown"] == "Des mots.\n"
    assert answers[1].status_code == 409 and "Word" in answers[1].json()["message"]


@pytest.mark.parametrize(("name", "data", "said"), [
    ("a.html", b"\0", "no web page"), ("a.pdf", b"%PDF", ".docx or .html"), ("", b"", "Choose")])
def test_what_is_no_text_is_refused(editor: httpx.Client, name: str, data: bytes, said: str):
    """In a sentence, on a page too."""
    answer = editor.post("/_desk/paste", data={"lang": "fr"}, files={"file": (name, data)})

    assert answer.status_code == 409 and said in answer.text


def test_the_form_works_without_a_script(editor: httpx.Client):
    """And shows the text to copy."""
    answer = editor.post("/_desk/paste", data={"lang": "en"},
                          files={"file": ("a.html", b"<p>One <b>word</b></p>")})

    assert 'name="file"' in editor.get("/_desk/paste").text
    assert "One **word**" in answer.text and "with every word" in answer.text
