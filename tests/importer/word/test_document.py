"""A Word file becomes HTML with marks; each construction is one that Word writes."""

import re

import pytest

from plugins.importer.shape.facts import MARK
from plugins.importer.word.document import Tracked, read_word
from plugins.importer.word.opened import NotWord
from tests.support.word_files import (
    comments,
    field,
    image,
    note,
    notes,
    numbered,
    numbering,
    p,
    part,
    r,
    repacked,
    table,
    word_file,
    xml,
)


def html_of(written: str, *before) -> str:
    """Return the HTML of paragraphs, without marks."""
    return MARK.sub("", read_word(word_file(*before, xml(written))).html)


def marks_of(*steps) -> list[str]:
    """Return the marks of a document, in order."""
    return MARK.findall(read_word(word_file(*steps)).html)


def losses_of(*steps) -> list[str]:
    """Return what is told of a document, each with the words beside it."""
    return [f"{loss.what}: {loss.near}" for loss in read_word(word_file(*steps)).losses]


BOX = f"<w:txbxContent>{p('Dans la zone')}</w:txbxContent>"
SHAPE = (f"<w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>{BOX}</wps:txbx>"
         "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>")
OLD = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"

INS, DEL = '<w:ins w:id="1" w:author="A">', '<w:del w:id="2" w:author="A">'


@pytest.mark.parametrize(("written", "html"), [
    (p(r("gr", "<w:b/>"), r("as", "<w:b/>"), " et ", r("pen", "<w:i/>"), r("ché", "<w:i/>")),
     "<p><strong>gras</strong> et <em>penché</em></p>"),
    (p(r("maigre", '<w:b w:val="0"/>'), r(" souligné", '<w:u w:val="single"/>')),
     "<p>maigre<span> souligné</span></p>"),
    (p(r("Petites", "<w:smallCaps/>"), r(" capitales", "<w:caps/>")), "<p>Petites capitales</p>"),
    (p("1", r("er", '<w:vertAlign w:val="superscript"/>'), " H",
       r("2", '<w:vertAlign w:val="subscript"/>')), "<p>1<sup>er</sup> H<sub>2</sub></p>"),
    (p() + p(" ") + p("Après"), "<p> </p><p>Après</p>"),
    (p("mot") + p('<w:r><w:br w:type="page"/></w:r>', "suite"),
     "<p>mot</p><p> suite</p>"),
    (p("a", "<w:r><w:br/></w:r>", "b", "<w:r><w:tab/></w:r>", "c"), "<p>a<br />b\tc</p>"),
    (p('<w:smartTag w:element="x"><w:r><w:t>Paris</w:t></w:r></w:smartTag>'), "<p>Paris</p>"),
    (p('<w:fldSimple w:instr=" DATE "><w:r><w:t>hier</w:t></w:r></w:fldSimple>'), "<p>hier</p>"),
    (p(field(" REF x ", r("le point 2"))), "<p>le point 2</p>"),
    (p(field(' HYPERLINK "https://x.example/?a=1&amp;b=2" ', r("ici"))),
     '<p><a href="https://x.example/?a=1&amp;b=2">ici</a></p>'),
    (p('<w:sdt><w:sdtContent><w:r><w:t>choix</w:t></w:r></w:sdtContent></w:sdt>'), "<p>choix</p>"),
    (p("<w:ruby><w:rt><w:r><w:t>gōng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>公</w:t></w:r>"
       "</w:rubyBase></w:ruby>", "司"), "<p>公司</p>"),
    (p('<w:r><w:sym w:font="Wingdings" w:char="F028"/></w:r>', " tél."), "<p>🕿 tél.</p>"),
    (p("公司法自2024年7月1日起施行。"), "<p>公司法自2024年7月1日起施行。</p>"),
    (p("a &lt;b&gt; [c]"), "<p>a &lt;b&gt; [c]</p>"),
    (p(f"{INS}{r('ajouté')}</w:ins>", f"{DEL}<w:r><w:delText>ôté</w:delText></w:r></w:del>", "!"),
     "<p>ajouté!</p>"),
    (p("Visible", r(" caché", "<w:vanish/>")), "<p>Visible</p>"),
    (p("Soit ", "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "<p>Soit x=1</p>"),
    (p("Ancre", f"<w:r>{OLD}</w:r>") + p("Suite"), "<p>Ancre</p><p>Dans la zone</p><p>Suite</p>"),
    (p("Ancre", f"<w:r>{SHAPE}</w:r>"), "<p>Ancre</p><p>Dans la zone</p>"),
    (p("Ancre", '<w:r><mc:AlternateContent><mc:Choice Requires="wps">' + SHAPE
       + f"</mc:Choice><mc:Fallback>{OLD}</mc:Fallback></mc:AlternateContent></w:r>"),
     "<p>Ancre</p><p>Dans la zone</p>"),
    (p('<w:bookmarkStart w:id="1" w:name="_GoBack"/>', "x"), "<p>x</p>"),
])
def test_each_construction_of_a_paragraph_keeps_its_words(written: str, html: str):
    """And nothing that only a layout needs."""
    assert html_of(written) == html


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next_one():
    """So Word shows it once the change is accepted."""
    cut = p("Début", properties='<w:rPr><w:del w:id="2" w:author="A"/></w:rPr>')

    assert html_of(cut + p(" et suite")) == "<p>Début et suite</p>"


def test_tracked_changes_are_counted_or_refused():
    """A person may want to settle them first."""
    data = word_file(xml(p(f"{INS}{r('a')}</w:ins>", f"{INS}{r('b')}</w:ins>",
                           f"{DEL}<w:r><w:delText>c</w:delText></w:r></w:del>")))

    assert str(read_word(data).losses[0].what) == "tracked changes: 2 accepted, 1 dropped"
    with pytest.raises(Tracked):
        read_word(data, strict=True)
    assert read_word(word_file(xml(p("a"))), strict=True).losses == ()


@pytest.mark.parametrize(("written", "told"), [
    (p(r("caché", "<w:vanish/>"), "x"), "hidden words are left out: caché"),
    (p(field(' TOC \\o "1-3" ', r("Le contexte 1"))), "the table of contents is left out"),
    (p('<w:fldSimple w:instr=" TOC "><w:r><w:t>Table</w:t></w:r></w:fldSimple>'),
     "the table of contents is left out"),
    (p("<m:oMathPara><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></m:oMathPara>"),
     "an equation is kept as its bare signs"),
    (p(f"<w:r>{OLD}</w:r>"), "a text box is now a paragraph"),
    (p('<w:r><w:object><v:shape/></w:object></w:r>'), "a file of another program is embedded"),
    (p('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Graphique 1"/><a:graphic><a:graphicData>'
       "<c:chart/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"),
     "a drawing or a chart is not kept; save it as an image: Graphique 1"),
    (p('<w:r><w:sym w:font="Maison" w:char="F0AA"/></w:r>'), "a sign of the font “Maison”"),
])
def test_what_is_not_kept_is_told(written: str, told: str):
    """With the words beside it, so that a person finds the place."""
    assert [loss for loss in losses_of(xml(written)) if loss.startswith(told)]


@pytest.mark.parametrize("written", [
    p("Un texte ordinaire, ", r("gras", "<w:b/>"), "."), p(field(" PAGEREF x ", r("3"))),
    p("a", '<w:r><w:br w:type="page"/></w:r>'), p("x\u00ady"),
])
def test_what_is_kept_is_not_told(written: str):
    """A list of losses that is long for nothing is not read."""
    assert losses_of(xml(written)) == []


def test_a_table_of_contents_goes_with_its_title_and_the_rest_stays():
    """Its field goes through paragraphs."""
    begin = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o</w:instrText>'
             '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    assert html_of(p("Avant") + p(begin, "Un 1") + p("Deux 2") + p(end) + p("Après")) == \
        "<p>Avant</p><p>Après</p>"


def test_comments_are_told_and_left_out():
    """With whose they are."""
    data = (comments('<w:comment w:id="0" w:author="Relecteur">' + p("À revoir") + "</w:comment>"),
            xml(p('<w:commentRangeStart w:id="0"/>', "x", '<w:commentRangeEnd w:id="0"/>',
                  '<w:r><w:commentReference w:id="0"/></w:r>')))

    assert losses_of(*data) == ["a comment of Relecteur is left out: À revoir"]
    assert read_word(word_file(*data)).html == "<p>x</p>"


def test_what_stands_on_every_page_is_told_but_not_its_number():
    """A letterhead is no part of an article."""
    def margins(document) -> None:
        document.sections[0].header.paragraphs[0].text = "Projet confidentiel"
        document.sections[0].footer.paragraphs[0].text = "12"

    assert losses_of(margins) == [
        "what stands at the head or the foot of each page is left out: Projet confidentiel"]


def test_notes_are_called_and_written():
    """Of the foot and of the end, in the order of their calls."""
    html = read_word(word_file(
        notes("footnotes", {1: p("<w:r><w:footnoteRef/></w:r>", " La ", r("note", "<w:i/>"), ".")}),
        notes("endnotes", {4: p("De fin.")}),
        xml(p("Un", note(4, "endnote"), " deux", note(1), ".")))).html

    assert re.findall(r'href="#word-(\w+-\d)"', html) == ["endnote-4", "footnote-1"]
    assert re.findall(r"<li.*?</li>", html)[0].startswith('<li id="word-endnote-4"><p>De fin.')
    assert "<p> La <em>note</em>." in html


@pytest.mark.parametrize(("steps", "marks"), [
    ((lambda d: d.add_heading("a", 0), lambda d: d.add_heading("b", 2)),
     ["data-level=0", "data-level=2"]),
    ((xml(p("a", properties='<w:outlineLvl w:val="1"/>')),), ["data-level=2"]),
    ((xml(p("a", properties='<w:outlineLvl w:val="9"/>')),), []),
    ((lambda d: d.add_paragraph("a", style="Quote"),), ["data-quote=yes"]),
    ((lambda d: d.add_paragraph("a", style="Caption"),), ["data-caption=yes"]),
    ((lambda d: d.add_paragraph("a", style="List Bullet"),
      lambda d: d.add_paragraph("b", style="List Bullet 2"),
      lambda d: d.add_paragraph("c", style="List Number")),
     ["data-list=bullet,0,0", "data-list=bullet,1,0", "data-list=number,0,1"]),
    ((numbering({1: [("decimal", "%1.", 3), ("bullet", "o", 1)]}),
      xml(p("a", properties=numbered(1)) + p("b", properties=numbered(1, 1))
          + p("c", properties=numbered(1)) + p("d", properties=numbered(0)))),
     ["data-list=number,0,3", "data-list=bullet,1,0", "data-list=number,0,4"]),
    ((xml(p(r("Gras", "<w:b/>")) + p("maigre") + p(r("Grand", '<w:sz w:val="32"/>'))),),
     ["data-look=bold,22,22", "data-look=plain,32,22"]),
    ((xml(p(r("Gras", "<w:b/>"), " et maigre") + p("Petit", r("e", '<w:sz w:val="40"/>'))),), []),
    ((xml(p("\ufdd0data-level=1\ufdd1x")),), []),
])
def test_a_paragraph_is_marked_as_its_style_its_list_or_its_look_says(steps, marks: list[str]):
    """What `shape` makes headings, lists and quotations of; nobody else can write a mark."""
    assert marks_of(*steps) == marks


def test_a_label_is_written_before_the_words():
    """Word keeps “Article 1” nowhere in the text."""
    html = html_of(p("Objet", properties=numbered(1)) + p("Durée", properties=numbered(1))
                   + p("x", properties='<w:pStyle w:val="Heading1"/>' + numbered(2)),
                   numbering({1: [("decimal", "Article %1", 1)], 2: [("upperRoman", "%1.", 1)]}))

    assert html == "<p>Article 1 Objet</p><p>Article 2 Durée</p><h1>I. x</h1>"


def test_merged_cells_and_the_head_of_a_table_are_kept():
    """The first row is the head where Word draws it so."""
    def merged(document) -> None:
        made = table([["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]])(document)
        made.cell(0, 0).merge(made.cell(0, 1))
        made.cell(1, 2).merge(made.cell(2, 2))

    html = read_word(word_file(merged)).html

    assert html.startswith('<table><thead><tr><th colspan="2"><p>a</p><p>b</p></th><th><p>c</p>')
    assert '<td rowspan="2"><p>f</p><p>i</p></td></tr><tr><td><p>g</p></td><td><p>h</p></td></tr>' \
        in html


def test_pictures_are_taken_out_once_with_their_words():
    """The same bytes are one picture; the mark of what is cut off is in no words."""
    def two(document) -> None:
        for _ in range(2):
            document.add_picture(image())
        document.element.body.xpath(".//wp:docPr")[0].set("descr", "Un carré")
        document.add_picture(image("JPEG", size=(100, 50)))
        cut = document.element.body.xpath(".//pic:blipFill")[2]
        cut.append(cut.makeelement(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}srcRect", {"l": "50000"}))

    read = read_word(word_file(two))

    assert re.findall(r'alt="([^"]*)"', read.html) == ["Un carré", "", ""]
    assert len(read.pictures) == 2 and len(set(re.findall(r'src="([^"]+)"', read.html))) == 2
    assert image("JPEG", size=(100, 50)).read() not in read.pictures.values()


def test_a_picture_outside_of_the_file_is_told_and_not_fetched():
    """No text makes us read a file or ask a server."""
    written = p('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="Une carte"/>'
                '<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="rId99"/>'
                "</pic:blipFill>"
                "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>")

    def linked(document) -> None:
        document.part.rels.add_relationship(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
            "file:///etc/passwd", "rId99", is_external=True)

    assert losses_of(linked, xml(written)) == [
        "a picture lies outside of the file and is not kept: Une carte"]


def test_what_mammoth_cannot_read_is_a_sentence():
    """A file may follow no schema at all."""
    deep = "<w:p>" * 999 + "</w:p>" * 999
    data = word_file(lambda document: document.add_paragraph("x"))
    body = ('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{deep}</w:body></w:document>").encode()

    for written in (body, b"<a/>"):
        with pytest.raises(NotWord):
            read_word(repacked(data, **{"word/document.xml": written}))


def test_the_words_of_the_original_are_written_down_for_the_proof():
    """From the file itself, not from what mammoth made of it; notes where they are called."""
    seen = read_word(word_file(
        notes("footnotes", {1: p("La note.")}), part("x", "<x/>"),
        table([["a", "b"], ["c", "d"]]), xml(p("Fin", note(1), "."))), strict=False).seen

    assert re.findall(r"<p>(.*)</p>", seen) == ["a", "b", "c", "d", "Fin.", "La note."]
