"""One text of Word or of a web page becomes Markdown, pictures, and a list of what was lost."""

import io
import re

import pytest
from docx import Document

from plugins.importer.proof import words
from plugins.importer.text import Album, address, alternative, import_text
from tests.images.test_fitting import WMF
from tests.support.word_files import (
    image,
    link,
    note,
    notes,
    numbered,
    numbering,
    p,
    r,
    table,
    word_file,
    xml,
)
from tests.support.word_paste import GOOGLE, OFFICE, ONLINE, WORD

PIXEL = ("<img alt=a src='data:image/png;base64,"
         "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='>")

BEYOND = "9" * 5000


def links(document) -> None:
    """Write links of each kind."""
    xml(p("Voir ", link(document, "https://x.example/?a=1&b=2", "le site"), " ou ",
          link(document, "javascript:alert(1)", "là"), "."))(document)


def pictures(document) -> None:
    """Insert pictures: described, not described, described by a machine."""
    for form in ("PNG", "JPEG", "TIFF"):
        document.add_picture(image(form))
    described, _, guessed = document.element.body.xpath(".//wp:docPr")
    described.set("descr", "Un carré rouge")
    guessed.set("descr", "Une image contenant carré\n\nDescription générée automatiquement")


EVERYTHING = word_file(
    lambda document: document.add_heading("La loi sur les sociétés", 0),
    lambda document: document.add_paragraph("Le capital est de 10\u00a0000\u00a0€\u00a0; il «\u00a0"
                                            "suffit\u00a0»."),
    lambda document: document.add_heading("Le contexte", 1),
    xml(p(r("gr", "<w:b/>"), r("as", "<w:b/>"), " et ", r("penché", "<w:i/>"), " au 1",
          r("er", '<w:vertAlign w:val="superscript"/>'), " juillet *net*.") + p()),
    numbering({1: [("decimal", "%1.", 3), ("lowerLetter", "%2)", 1)], 2: [("bullet", "·", 1)],
               3: [("decimal", "Article %1", 1)]}),
    xml(p("trois", properties=numbered(1)) + p("une lettre", properties=numbered(1, 1))
        + p("quatre", properties=numbered(1)) + p("Au milieu.") + p("puce", properties=numbered(2))
        + p("Objet", properties=numbered(3)) + p("– un ;") + p("– deux.")),
    lambda document: document.add_heading("Les notes", 2),
    notes("footnotes", {1: p("<w:r><w:footnoteRef/></w:r>", " La note.") + p("Sa suite.")}),
    xml(p("Une note", note(1), ".")), links,
    table([["Nom", "Part"], ["A | B", "1"]]), pictures,
    xml(p("公司法自2024年7月1日起施行。")),
    lambda document: document.add_paragraph("Une citation.", style="Quote"))

MARKDOWN = """Le capital est de 10\u00a0000\u00a0€ ; il « suffit ».

## Le contexte

**gras** et *penché* au 1er juillet \\*net\\*.

3. trois

    a) une lettre

4. quatre

Au milieu.

- puce

Article 1 Objet

- un ;
- deux.

### Les notes

Une note[^1].

Voir [le site](https://x.example/?a=1&b=2) ou là.

| Nom | Part |
| --- | --- |
| A \\| B | 1 |

![Un carré rouge]({static}/images/societes-1.png)

![… décrire l’image]({static}/images/societes-2.jpg)

![… décrire l’image]({static}/images/societes-3.png)

公司法自2024年7月1日起施行。

> Une citation.

[^1]: La note.

    Sa suite.
"""


def test_a_text_of_word_is_what_an_editor_would_write():
    """Every word is there; what is not is told."""
    text = import_text(EVERYTHING, "docx", "fr", lambda _: "societes")

    assert text.title == "La loi sur les sociétés"
    assert text.markdown == MARKDOWN
    assert [(each.name, each.alt) for each in text.pictures] == [
        ("societes-1.png", "Un carré rouge"), ("societes-2.jpg", "… décrire l’image"),
        ("societes-3.png", "… décrire l’image")]
    assert text.differences == ()
    assert [loss.near for loss in text.losses] == ["là"]


def test_every_word_that_another_program_reads_is_in_the_draft_in_its_order():
    """python-docx knows nothing of this program; numbers that Word counts are in no text."""
    document = Document(io.BytesIO(EVERYTHING))
    read = [each.text if hasattr(each, "text") else
            " ".join(cell.text for row in each.rows for cell in row.cells)
            for each in document.iter_inner_content()]
    text = import_text(EVERYTHING, "docx", "fr", lambda _: "societes")

    wanted = [word for word in words(" ".join(read)) if word.isalnum()]
    found = iter(re.findall(r"\w+", f"{text.title} {text.markdown}"))

    assert [word for word in wanted if word not in found] == []


@pytest.mark.parametrize(("page", "markdown"), [
    (WORD, "## Le contexte\n\nDu **gras** et *de l’italique*, à Paris ; voir art.\u00a05.[^1] "
           "Suite.\n\n- Premier\n    - Dessous\n- Second\n\n3. Trois\n\n4. Quatre\n\n    a) Une "
           "lettre\n\n### Un intertitre\n\nDu texte et ajouté.\n"),
    (GOOGLE, "Du **gras** *penché*[^1]\n\n- un\n    - dessous\n\n[^1]: La note.\n"),
    (OFFICE, "Du texte[^1].\n\n[^1]: La note.\n"),
    (ONLINE, "- Un\n    - Dessous\n\n1. A\n2. B\n"),
    ("<p>[contact-form-7 id=\"1\"] et 1. un *texte*</p>", '[contact-form-7 id="1"] et 1. un '
                                                         "\\*texte\\*\n"),
])
def test_what_is_pasted_is_what_an_editor_would_write(page: str, markdown: str):
    """From Word, Google Docs, LibreOffice and Word online."""
    text = import_text(page.encode(), "html", "fr", lambda _: "cle")

    assert text.markdown.startswith(markdown)
    assert text.differences == ()


@pytest.mark.parametrize(("html", "given", "title"), [
    ("<h1>Le titre</h1><p>x</p>", "", "Le titre"), ("<h1>Le titre</h1><p>x</p>", "Autre", "Autre"),
    ("<title>De la page</title><p>x</p>", "", "De la page"), ("<p>Des mots.</p>", "", "Des mots."),
])
def test_a_text_has_a_title(html: str, given: str, title: str):
    """As given, as the text says, as the page calls itself, or its first words."""
    assert import_text(html.encode(), "html", "fr", lambda _: "cle", given).title == title


@pytest.mark.parametrize(("before", "markdown"), [
    (f"<p>{PIXEL}</p>", '![a]({static}/images/cle-1.png "Le siège")\n'),
    ("<p>Mots</p>", "Mots\n\nLe siège\n"),
    (f"<p>Mots {PIXEL}</p>", "Mots ![a]({static}/images/cle-1.png)\n\nLe siège\n"),
])
def test_a_caption_is_that_of_the_picture_above(before: str, markdown: str):
    """However bold; it is no heading, and below other words it is a paragraph."""
    caption = "<p class=MsoCaption><b>Le siège</b></p><p>Suite.</p>"
    text = import_text((before + caption).encode(), "html", "fr", lambda _: "cle")

    assert text.markdown.replace("**", "").startswith(markdown)
    assert text.differences == text.losses == ()


def test_a_title_that_is_replaced_is_not_lost():
    """It is told, for it was a word of the author."""
    text = import_text(b"<h1>Le titre</h1><p>x</p>", "html", "fr", lambda _: "cle", "Autre")

    assert [loss.near for loss in text.losses] == ["Le titre"]


@pytest.mark.parametrize("data", [
    b"", b"<p></p>", b"<p>\xff\xfe</p>", b"<a><b><c>", b"<table><tr>", b"</p></p>", b"&#0;&nbsp",
    b"<li>a</li>", b"<td>a</td>", b"<p><p><p>a", b"<h1></h1><h1></h1>", b"<ol><li><ol></ol></ol>",
    "<p>﷐data-list=x﷑a</p>".encode(), b"<" * 500, b"<div>" * 400 + b"x",
])
def test_no_html_is_too_broken(data: bytes):
    """The words that are there arrive."""
    text = import_text(data, "html", "fr", lambda _: "cle")

    assert ("a" in text.markdown) == (b"a</" in data or data.endswith(b"<p>a"))


@pytest.mark.parametrize(("href", "kept"), [
    ("https://x.example/a", "https://x.example/a"), ("mailto:a@x.example", "mailto:a@x.example"),
    ("tel:+33 1 23", "tel:+33123"), ("javascript:x", ""), ("java\nscript:x", ""), ("data:x", ""),
    ("file:///etc/passwd", ""), ("../a.html", ""), ("http://[", ""), ("", ""),
])
def test_links_lead_to_pages(href: str, kept: str):
    """Not to programs, files of one computer or places beside a page that is elsewhere."""
    assert address(href) == kept


@pytest.mark.parametrize("html", [
    f'<ol start="{BEYOND}"><li>un</li></ol>', f'<td colspan="{BEYOND}">un</td>',
    f'<ul><li data-aria-level="{BEYOND}">un</li></ul>', f'<b style="font-weight:{BEYOND}">un</b>',
    '<p style="font-size:1.2.3pt">un</p>',
    f'<p style="mso-list:l0 level1"><span style="mso-list:Ignore">{BEYOND}.</span>un</p>',
])
def test_a_number_that_nobody_can_count_is_none(html: str):
    """Python itself refuses thousands of digits; the words are kept."""
    text = import_text(f"<p>x</p>{html}".encode(), "html", "fr", lambda _: "cle")

    assert "un" in text.markdown and text.differences == ()


@pytest.mark.parametrize(("written", "lang", "alt"), [
    ("Un carré", "fr", "Un carré"), ("", "fr", "… décrire l’image"),
    ("A square\n\nAI-generated content", "en", "… describe the image"),
    (" ", "zh", "… 描述图片"), ("", "de", "…"), ("Courbe\n des prix", "fr", "Courbe des prix"),
])
def test_an_alternative_text_nobody_wrote_has_its_place(written: str, lang: str, alt: str):
    """What a machine has guessed, a person must look at."""
    assert alternative(written, lang) == alt


def test_a_picture_shown_twice_is_one_file():
    """And what cannot be shown is told once a time."""
    album = Album("cle", {"a": image().read(), "b": WMF})

    assert [album.keep(source, "x") for source in "aabc"] == [
        "{static}/images/cle-1.png", "{static}/images/cle-1.png", "", ""]
    assert len(album.kept) == 1 and [loss.near for loss in album.losses] == ["x"]
