"""Cut the file of an export into its pieces, and mend what is broken in it.

WordPress writes its exports (WXR 1.0 to 1.2) by printing, and what plugins print into them often
breaks the rules of XML, at which a parser stops. Their shape never varies, though: pieces that lie
side by side, each of elements without children of their own. So each element is found by its own
end, one broken piece does not take the others with it, and no entity is ever declared or expanded.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from plugins.core.files import reading
from plugins.core.messages import Message, Problem, say

MOST_PIECE = 24_000_000
"""Characters of one piece; a book has a million. What is longer is left out, and told."""

BLOCK = 100_000
"""Bytes that are read at once, and the rest of the line in which they end."""

MOST_LINE = 4_000_000
"""Bytes that are read of such a rest where a file has no line ends."""

WITHIN = re.compile(rb".*[^>\]\s](?=<)", re.DOTALL)
"""Such a line up to where no mark of an export can be cut apart: between words and a tag."""

PIECES = "item|wp:author|wp:category|wp:tag|wp:term"
OPENING = re.compile(rf"<({PIECES})(?:\s[^>]*)?>")
INSIDE = re.compile(rf"</({PIECES})\s*>|<([\w:.-]+)(?:\s[^<>]*)?>\s*<!\[CDATA\[")
LEAF = re.compile(r"<([\w:.-]+)((?:\s[^<>]*)?)(?<!/)>\s*(?:<!\[CDATA\[(.*?)\]\]>\s*|([^<]*))"
                  r"</\1\s*>|<(/?)(wp:(?:postmeta|comment|termmeta|commentmeta))\s*>", re.DOTALL)
ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+")
"""What XML 1.0 (2.2) excludes."""

SPLIT = "]]]]><![CDATA[>"
"""How an export writes “]]>” within CDATA."""

ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w-]+)[\"']")
ENCODINGS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252"}
"""Of others than UTF-8, those that are met; what browsers make of the first, too."""


def _windows_letters(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start:error.end].decode("cp1252", "replace"), error.end


codecs.register_error("as Windows", _windows_letters)


@dataclass(frozen=True)
class Leaf:
    """An element without children, within which of the groups of its piece, if any, and its line.

    A group is opened by a leaf of its name without a value.
    """

    name: str
    attributes: dict[str, str]
    value: str
    line: int


@dataclass(frozen=True)
class Piece:
    """A part of the file: what it is, "" for what lies between the others; the line it begins on.

    `cut` tells that the file ends within it.
    """

    name: str
    line: int
    text: str
    cut: bool = False


class Breaks:
    """Collects what is broken in one file: of each kind the first line, and how many there are."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._found: dict[str, tuple[int, Message, int]] = {}

    def add(self, line: int, message: Message) -> None:
        """Remember what is wrong on a line."""
        first, sentence, count = self._found.get(message.text, (line, message, 0))
        self._found[message.text] = first, sentence, count + 1

    def problems(self) -> Iterator[Problem]:
        """Yield a warning for each kind of break, in the order of their first lines."""
        for line, message, count in sorted(self._found.values(), key=lambda each: each[0]):
            yield Problem(str(self.path), line, say(
                "{message} (this line and {count} more)", message=message, count=count - 1)
                if count > 1 else message, "warning")


def cut(path: Path, breaks: Breaks) -> Iterator[Piece]:
    """Yield the pieces of an export in their order; raises DiskError if it cannot be read."""
    cutter = _Cutter(breaks)
    for number, line in _lines(path, breaks):
        yield from cutter.read(number, line)
    yield from cutter.end()


def leaves(piece: Piece, breaks: Breaks) -> Iterator[Leaf]:
    """Yield the elements of a piece, and where its groups begin and end ("/wp:comment")."""
    line, place = piece.line, 0
    for found in LEAF.finditer(piece.text):
        line, place = line + piece.text.count("\n", place, found.start()), found.start()
        name, attributes, cdata, plain, closing, group = found.groups()
        if group:
            yield Leaf(f"{closing}{group}", {}, "", line)
            continue
        value = unescape(plain) if cdata is None else cdata.replace(SPLIT, "]]>")
        if cdata is not None and "]]>" in cdata.replace(SPLIT, ""):
            breaks.add(line + cdata.count("\n", 0, cdata.replace(SPLIT, " " * len(SPLIT))
                                          .index("]]>")), say(
                "“]]>” stands within a text, where an export writes it otherwise; it is taken as a "
                "part of the text"))
        if "<wp:post_type>" in value:
            breaks.add(line, say("the end of “{name}” is missing here, so what follows belongs to "
                                 "it; export this text again", name=name))
        yield Leaf(name, {key: unescape(one or other)
                          for key, one, other in ATTRIBUTE.findall(attributes)}, value, line)


class _Cutter:
    """Finds where each piece begins and ends; what stands in CDATA is never a mark."""

    def __init__(self, breaks: Breaks) -> None:
        self.breaks = breaks
        self.name = self.cdata = ""
        self.first = self.size = 0
        self.kept: list[str] = []

    def read(self, number: int, text: str) -> Iterator[Piece]:
        """Take some lines, the first of this number, and yield the pieces that end in them."""
        place = 0
        while place < len(text):
            if self.cdata:
                place = self._in_cdata(text, place)
                continue
            found = (INSIDE if self.name else OPENING).search(text, place)
            if not self.name:
                if not self.kept:
                    self.first = number + text.count("\n", 0, place)
                self._keep(text[place:found.start() if found else None])
                if found:
                    yield from self._taken()
                    self.name = found[1]
                    self.first = number + text.count("\n", 0, found.start())
            else:
                self._keep(text[place:found.end() if found else None])
                if found and found[2]:
                    self.cdata = found[2]
                elif found and found[1] == self.name:
                    yield from self._taken()
            place = found.end() if found else len(text)

    def end(self) -> Iterator[Piece]:
        """Yield what the end of the file leaves, as far as it goes."""
        if self.name:
            self.breaks.add(self.first, say(
                "the file ends in the middle of what begins here; the rest is missing, so export "
                "again"))
            if self.cdata:
                self._keep(f"]]></{self.cdata}>")
        yield from self._taken(cut=bool(self.name))

    def _in_cdata(self, text: str, place: int) -> int:
        found = re.compile(rf"\]\]>\s*</{re.escape(self.cdata)}\s*>").search(text, place)
        self._keep(text[place:found.end() if found else None])
        if not found:
            return len(text)
        self.cdata = ""
        return found.end()

    def _keep(self, text: str) -> None:
        self.size += len(text)
        if self.size <= MOST_PIECE:
            self.kept.append(text)

    def _taken(self, cut: bool = False) -> Iterator[Piece]:
        if self.size > MOST_PIECE:
            self.breaks.add(self.first, say(
                "what begins here is longer than {most} million characters and is left out; look "
                "for a picture that is written into it", most=MOST_PIECE // 1_000_000))
        elif self.kept:
            yield Piece(self.name, self.first, "".join(self.kept), cut)
        self.name, self.kept, self.size = "", [], 0


def _lines(path: Path, breaks: Breaks) -> Iterator[tuple[int, str]]:
    """Yield some lines at a time, with the number of the first; no end of a text is cut apart."""
    number, held = 1, ""
    for data, encoding in _blocks(path):
        text = _mended(data, encoding, number, breaks)
        if held and not text.lstrip().startswith("</"):
            yield number - held.count("\n"), held
            held = ""
        held += text
        number += text.count("\n")
        if not held.endswith(("]]>", "]]>\n")):
            yield number - held.count("\n"), held
            held = ""
    if held:
        yield number - held.count("\n"), held


def _blocks(path: Path) -> Iterator[tuple[bytes, str]]:
    """Yield the bytes of some lines, with their encoding; a very long one in parts."""
    with reading(path), path.open("rb") as file:
        rest, encoding = b"", "utf-8"
        while data := file.read(BLOCK) + file.readline(MOST_LINE):
            if not rest and (declared := ENCODING.search(data[:200])):
                encoding = ENCODINGS.get(declared[1].decode().lower(), "utf-8")
            whole, data, rest = data.endswith(b"\n"), rest + data, b""
            if not whole and (safe := WITHIN.match(data)):
                data, rest = data[:safe.end()], data[safe.end():]
            yield data, encoding
        if rest:
            yield rest, encoding


def _mended(data: bytes, encoding: str, number: int, breaks: Breaks) -> str:
    """Return lines as text, without what no text may hold; `number` is that of the first."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "".join(_as_windows(line, encoding, place, breaks)
                       for place, line in enumerate(data.splitlines(keepends=True), number))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found in CONTROLS.finditer(text):
        breaks.add(number + text.count("\n", 0, found.start()), say(
            "there are control characters here, which no text may hold; they are left out"))
    text = CONTROLS.sub("", text)
    return text.removeprefix("\ufeff") if number == 1 else text


def _as_windows(line: bytes, encoding: str, number: int, breaks: Breaks) -> str:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        breaks.add(number, say("the line is not in UTF-8, as the file says it is; it is read as "
                               "Windows and old databases write letters"))
        return line.decode(encoding, "as Windows")
