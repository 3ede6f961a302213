"""An export is read as far as it goes, and what is broken in it is told with its line."""

from datetime import UTC, datetime

import pytest

from plugins.core.files import DiskError
from plugins.importer.wordpress.export import Author, Term, TermRef, contents, read_export
from tests.support.wordpress import (
    HOME,
    Post,
    author,
    category,
    export,
    numbers,
    tag,
    term,
    write_export,
)


def read(path):
    """Return the export of a file, and its texts by number."""
    return read_export([path]), dict(contents([path]))


def said(export):
    """Return line and sentence of each break."""
    return [(each.line, str(each.message)) for each in export.breaks]


def test_an_item_is_read_with_all_that_it_says(tmp_path):
    """Times are in UTC, terms and meta as they are named, the text apart."""
    path = write_export(tmp_path, Post(
        12, "Le « petit livre »", "<p>Un texte.</p>", slug="petit-livre",
        modified="2019-01-02 03:04:05", excerpt="Court.", order=3, sticky=True, comments=2, 
        parent=4, terms=[("category", "breves", "Brèves")],
        meta=[("_thumbnail_id", "7"), ("_x", "a"), ("_x", "b")]))
    found, texts = read(path)
    [item] = found.items
    assert (item.number, item.kind, item.status) == (12, "post", "publish")
    assert (item.title, item.slug, item.excerpt) == ("Le « petit livre »", "petit-livre", "Court.")
    assert item.written == datetime(2018, 7, 3, 8, tzinfo=UTC)
    assert item.modified == datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (item.order, item.sticky, item.comments, item.parent) == (3, True, 2, 4)
    assert item.terms == (TermRef("category", "breves", "Brèves"),)
    assert item.meta == {"_thumbnail_id": ("7",), "_x": ("a", "b")}
    assert item.file == str(path)
    assert path.read_text().splitlines()[item.line - 1].strip() == "<item>"
    assert texts == {12: "<p>Un texte.</p>"}
    assert said(found) == []


def test_the_site_its_terms_and_its_authors_are_read(tmp_path):
    """Each kind of declaration spells a term otherwise."""
    path = write_export(tmp_path, head=author("marie", "La rédaction", "a@firm.example")
                        + category("enfant", "Enfant", 2, "parent") + tag("vin", "Vin", 3)
                        + term("language", "fr", "Français", 4, description="a:0:{}")
                        + term("post_translations", "pll_1"))
    found, _ = read(path)
    assert (found.home, found.title, found.lang) == (HOME, "Lettre", "fr-FR")
    assert found.authors == (Author("marie", "La rédaction", "a@firm.example", "", ""),)
    assert found.terms == (
        Term("category", "enfant", "Enfant", 2, "parent", ""),
        Term("post_tag", "vin", "Vin", 3, "", ""),
        Term("language", "fr", "Français", 4, "", "a:0:{}"),
        Term("post_translations", "pll_1", "", 1, "", ""))


@pytest.mark.parametrize("text", [
    "<p>Fin ]]> du texte</p>", "<item>un exemple</item> de RSS",
    "<pre>&lt;item&gt; &amp;amp; &eacute; &amp;</pre>", "une ligne\n\nune autre", "中文 é ’"])
def test_what_a_text_holds_is_never_taken_for_a_mark_of_the_export(tmp_path, text):
    """A text about RSS is a text."""
    found, texts = read(write_export(tmp_path, Post(1, "A", text), Post(2, "B", "b")))
    assert texts == {1: text, 2: "b"}
    assert said(found) == []


def test_an_end_mark_within_a_text_is_taken_as_a_part_of_it(tmp_path):
    """A script wrapped in CDATA was printed by a plugin as it is."""
    path = tmp_path / "x.xml"
    path.write_text(export(Post(1, "A", "<p>avant</p>\n@@ <p>après</p>"), Post(2, "B")).replace(
        "@@", "<b>]]></b>"), "utf-8")
    found, texts = read(path)
    assert texts[1] == "<p>avant</p>\n<b>]]></b> <p>après</p>"
    assert numbers(found.items) == [1, 2]
    [(line, sentence)] = said(found)
    assert "]]>" in path.read_text().splitlines()[line - 1]
    assert sentence.startswith("“]]>” stands within a text")


@pytest.mark.parametrize("change, line_with, sentence", [
    (lambda data: data.replace("é".encode(), b"\xe9"), b"\xe9", "the line is not in UTF-8"),
    (lambda data: data.replace(b"@", b"\x0b"), b"\x0b", "there are control characters here"),
    (lambda data: data.replace(b'\txmlns:wp="http://wordpress.org/export/1.2/"\n', b""), b"<?xml",
     "the file does not declare “xmlns:wp”"),
    (lambda data: data.replace(b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY a "a">]>\n', 1),
     b"<!DOCTYPE", "the file declares entities"),
])
def test_a_broken_file_is_read_and_each_break_told_with_its_line(tmp_path, change, line_with,
                                                                  sentence):
    """No break costs a word."""
    path = tmp_path / "x.xml"
    path.write_bytes(change(export(Post(1, "A", "<p>@été</p>"), Post(2, "B", "b")).encode()))
    found, texts = read(path)
    assert numbers(found.items) == [1, 2]
    assert texts[1].replace("@", "") == "<p>été</p>"
    assert any(line_with in path.read_bytes().split(b"\n")[line - 1] and told.startswith(sentence)
               for line, told in said(found))


def test_a_file_that_is_cut_off_keeps_what_it_has(tmp_path):
    """What is cut is a draft: nobody may publish half a text."""
    path = tmp_path / "x.xml"
    whole = export(Post(1, "A", "a"), Post(2, "B", "le début et la suite"))
    path.write_text(whole[:whole.index(" et la suite")], "utf-8")
    found, texts = read(path)
    assert list(texts.values()) == ["a", "le début"]
    assert [item.status for item in found.items] == ["publish", "draft"]
    assert [told.startswith("the file ends in the middle") for _, told in said(found)] == [True]


def test_of_two_texts_with_one_number_both_are_kept(tmp_path):
    """Exports of two sites were put together by hand."""
    found, texts = read(write_export(tmp_path, Post(1, "A", "a"), Post(1, "B", "b", slug="autre")))
    assert list(texts.values()) == ["a", "b"]
    assert len({item.number for item in found.items}) == 2
    assert len(said(found)) == 1


def test_the_same_item_in_two_files_is_taken_once(tmp_path):
    """One exported the posts, then everything."""
    one = write_export(tmp_path, Post(1, "A", "a"))
    two = write_export(tmp_path, Post(1, "A", "a"), Post(2, "B", "b"), name="tout.xml")
    assert numbers(read_export([one, two]).items) == [1, 2]
    assert [number for number, _ in contents([one, two])] == [1, 2]


def test_no_entity_is_expanded(tmp_path):
    """A file of a kilobyte that would become a gigabyte stays one."""
    bomb = "<!DOCTYPE x [<!ENTITY a0 \"ha\">" + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]>"
    path = tmp_path / "x.xml"
    path.write_text(export(Post(1, "A")).replace("<rss", bomb + "<rss").replace(
        "<![CDATA[A]]>", "&a8;"), "utf-8")
    assert read_export([path]).items[0].title == "&a8;"


def test_a_file_of_another_kind_is_told(tmp_path):
    """A page of HTML is no export, and neither is an empty file."""
    path = tmp_path / "x.xml"
    path.write_text("<html><p>Bonjour</p></html>", "utf-8")
    found, texts = read(path)
    assert not texts
    assert "Tools" in said(found)[0][1]


def test_a_file_that_is_not_there_is_told(tmp_path):
    """The sentence names it."""
    with pytest.raises(DiskError, match="there is no such file"):
        read_export([tmp_path / "x.xml"])


def test_a_file_without_line_ends_is_read(tmp_path, monkeypatch):
    """Some tools write it on one line, which is read in parts."""
    for name, size in (("BLOCK", 100), ("MOST_LINE", 300)):
        monkeypatch.setattr(f"plugins.importer.wordpress.pieces.{name}", size)
    path = tmp_path / "x.xml"
    text = "".join(f"<p>mot{n} été</p>" for n in range(500))
    path.write_text(export(Post(1, "A", text), Post(2, "B", "b")).replace("\n", " "), "utf-8")
    found, texts = read(path)
    assert texts == {1: text, 2: "b"}
    assert said(found) == []
