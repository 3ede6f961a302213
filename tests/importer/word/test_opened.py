"""A Word file of unknown origin is opened, or refused in a sentence."""

import io
import zipfile
from collections.abc import Callable

import pytest

from plugins.importer.word.opened import MOST_PARTS, MOST_UNPACKED, MOST_XML, NotWord, open_word
from plugins.importer.word.tree import W
from tests.support.word_files import repacked, word_file

PLAIN = word_file(lambda document: document.add_paragraph("Bonjour"))

LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")

BOMB = ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + "]><a>&j;</a>").encode()

OUTSIDE = (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
           b"<a>&x;</a>")


def archive(*names: str, size: int = 1) -> bytes:
    """Return an archive of files with these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            target.writestr(name, b"0" * size)
    return file.getvalue()


def with_flag(data: bytes) -> bytes:
    """Return an archive whose first file says that a password is asked for."""
    changed = bytearray(data)
    for mark, place in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        changed[data.index(mark) + place] |= 1
    return bytes(changed)


@pytest.mark.parametrize(("data", "told"), [
    (b"", "no text of Word"), (b"Bonjour", "no text of Word"), (b"{\\rtf1 x}", "no text of Word"),
    (PLAIN[:len(PLAIN) // 2], "damaged"), (PLAIN[:-200], "damaged"),
    (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "before 2007"),
    (LOCKED, "a password protects"), (with_flag(PLAIN), "a password protects"),
    (archive("a.txt"), "an archive, and no text of Word"),
    (archive("mimetype", "content.xml"), "an archive, and no text of Word"),
    (archive("../../evil.sh", "word/document.xml"), "“../../evil.sh”, which lies outside"),
    (archive("/etc/passwd"), "which lies outside"), (archive("word\\x.xml"), "lies outside"),
    (archive("C:/x"), "lies outside"),
    (repacked(PLAIN, **{"word/vbaProject.bin": b"x"}), "macros"),
    (repacked(PLAIN, **{"[Content_Types].xml": b'<Types xmlns="x"><Default ContentType="'
                        b'application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'}),
     "macros"),
    (repacked(PLAIN, **{"word/document.xml": BOMB}), "entities"),
    (repacked(PLAIN, **{"word/document.xml": OUTSIDE}), "entities"),
    (repacked(PLAIN, **{"word/styles.xml": OUTSIDE}), "entities"),
    (repacked(PLAIN, **{"word/document.xml": b"<w:document"}), "damaged"),
    (repacked(PLAIN, **{"word/document.xml": b""}), "damaged"),
])
def test_what_is_no_word_file_is_refused_in_a_sentence(data: bytes, told: str):
    """Nothing is unpacked, nothing is expanded, and what to do is said."""
    with pytest.raises(NotWord) as refused:
        open_word(data)

    assert told in str(refused.value.message)


@pytest.mark.parametrize(("made", "told"), [
    (lambda: repacked(PLAIN, **{"word/document.xml": b"<a>" + b" " * MOST_XML + b"</a>"}),
     "larger than"),
    (lambda: archive("word/media/a.png", size=MOST_UNPACKED + 1), "larger than 300 MB"),
    (lambda: archive(*(f"{n}" for n in range(MOST_PARTS + 1))), "larger than"),
])
def test_what_is_too_large_for_a_text_is_refused_in_a_sentence(
        made: Callable[[], bytes], told: str):
    """It is made when the test runs: each of the suite’s workers reads all rows."""
    with pytest.raises(NotWord) as refused:
        open_word(made())

    assert told in str(refused.value.message)


def test_a_word_file_is_its_parts():
    """Trees of those with text; the rest of what programs keep there is not read."""
    opened = open_word(PLAIN)

    assert opened.main == "word/document.xml"
    assert [each.text for each in opened.trees[opened.main].iter(f"{W}t")] == ["Bonjour"]
    assert len(opened.beside("styles")) and not len(opened.beside("footnotes"))
    assert zipfile.is_zipfile(opened.packed())


def test_the_strict_kind_of_word_file_is_read_too():
    """Word offers it when it saves; only the names of its namespaces are others."""
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as package:
        written = package.read("word/document.xml").replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main")

    opened = open_word(repacked(PLAIN, **{"word/document.xml": written}))

    assert [each.text for each in opened.trees[opened.main].iter(f"{W}t")] == ["Bonjour"]


def test_the_text_may_be_in_a_part_of_another_name():
    """As Word for the web writes it: the relations of the package say where it is."""
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as package:
        written, relations = package.read("word/document.xml"), package.read("_rels/.rels")

    opened = open_word(repacked(PLAIN, **{
        "word/document.xml": None, "word/document2.xml": written,
        "_rels/.rels": relations.replace(b"word/document.xml", b"word/document2.xml")}))

    assert opened.main == "word/document2.xml"
