"""HTML is decoded whatever it says of itself."""

import pytest

from plugins.importer.pasted.decoded import NotHtml, decode

PAGE = '<meta charset="{}"><p>Société : œuvre à 5 €</p>'


@pytest.mark.parametrize(("declared", "written"), [
    ("utf-8", "utf-8"), ("utf-8", "cp1252"), ("iso-8859-1", "cp1252"), ("iso-8859-1", "utf-8"),
    ("windows-1252", "cp1252"), ("utf-8", "utf-8-sig"), ("utf-8", "utf-16"), ("nonsense", "utf-8"),
    ("nonsense", "cp1252"), ("ascii", "cp1252"),
])
def test_words_are_what_was_written(declared: str, written: str):
    """A mark of the order of bytes says it best, then UTF-8 that is valid, then the page."""
    assert "<p>Société : œuvre à 5 €</p>" in decode(PAGE.format(declared).encode(written))


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_chinese_pages_are_read(declared: str):
    """Browsers read gb2312 as what it has grown to."""
    written = f'<meta http-equiv=Content-Type content="text/html; charset={declared}"><p>公司法</p>'

    assert "<p>公司法</p>" in decode(written.encode(declared))


def test_of_a_clipboard_what_was_selected_counts():
    """Windows puts the page around it there, too."""
    assert decode(b"<html><p>x</p><!--StartFragment--><p>a</p><!--EndFragment--></html>") == \
        "<p>a</p>"


@pytest.mark.parametrize("data", [b"%PDF-1.7\0\1\2", b"PK\3\4\0\0", b"\0" * 50])
def test_what_is_no_text_is_refused(data: bytes):
    """In a sentence that names what would do."""
    with pytest.raises(NotHtml):
        decode(data)
