"""Decode the bytes of HTML, whatever they say of themselves: from bytes to text."""

import codecs
import re

from plugins.core.messages import Failure, say

DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w.:-]+)""", re.I)

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))

WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
         "big5": "big5hkscs"}
"""What browsers read instead (https://encoding.spec.whatwg.org/#names-and-labels)."""

MOST_BYTES = 50_000_000

FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.S)
"""What was selected, where the clipboard holds the page around it, too."""


class NotHtml(Failure):
    """The bytes are no HTML that can be read."""


def decode(data: bytes) -> str:
    """Return HTML as text; raises NotHtml.

    A byte order mark says it best, then UTF-8 that is valid, then what the page declares.
    """
    if len(data) > MOST_BYTES:
        raise NotHtml(say("the page is larger than {most} MB; copy the part with the text out of "
                          "it", most=MOST_BYTES // 1_000_000))
    if b"\0" in data[:4000] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotHtml(say("this is no web page; give a file that ends in .docx or .html"))
    text = _decoded(data).replace("\r\n", "\n").replace("\0", "")
    chosen = FRAGMENT.search(text)
    return chosen[1] if chosen else text


def _decoded(data: bytes) -> str:
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff")
    declared = DECLARED.search(data[:4096])
    names = ["utf-8", declared[1].decode("ascii") if declared else "", "gb18030"]
    if not declared or _usual(names[1]) in ("utf-8", "cp1252"):
        names = ["utf-8", "cp1252"]
    for name in names:
        try:
            return data.decode(_usual(name))
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _usual(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return name
    return WIDER.get(found, found)
