"""Read a drawing (SVG): its size, and what it would do in the browser of who looks at it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from plugins.core.messages import Failure, Message, say

ACTING = frozenset(("script", "foreignobject", "handler", "listener", "iframe", "object", "embed",
                    "audio", "video"))
"""The elements, in small letters, that run programs or bring another document into a drawing."""

HREFS = frozenset(("href", "src", "http://www.w3.org/1999/xlink href"))

ADDRESSES = re.compile(r"""url\(\s*["']?\s*([^)"']*)|@import\s+["']([^"']*)""", re.IGNORECASE)
"""What a style takes from elsewhere (CSS Values 4, 4.5)."""

WITHIN = re.compile(r"#|data:(?:image|font|application/(?:x-|vnd\.ms-)?(?:font|octet))|\Z",
                    re.IGNORECASE)
"""How the address of something in the drawing itself begins."""

PROGRAM = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data\s*:\s*text)[\s\w/+-]*[:;,]",
                     re.IGNORECASE)

LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


class Unreadable(Failure):
    """The file is not an image that we can read, is damaged or too large."""


@dataclass
class Scanner:
    """What was found in a drawing so far, each with its line."""

    faults: list[tuple[int, Message]] = field(default_factory=list)
    style: list[str] | None = None
    begun: int = 0

    def enter(self, line: int, name: str, attributes: Mapping[str, str]) -> None:
        """Look at a start tag."""
        element = name.rpartition(" ")[2].lower()
        if element in ACTING:
            self.faults.append((line, _acts(f"<{name.rpartition(' ')[2]}>")))
        if element == "style":
            self.style, self.begun = [], line
        for key, value in attributes.items():
            self.faults += ((line, fault) for fault in _attribute_faults(element, key, value))

    def leave(self, name: str) -> None:
        """Look at the style that ends, whose lines begin at its tag."""
        if self.style is not None and name.rpartition(" ")[2].lower() == "style":
            written, self.style = "".join(self.style), None
            self.faults += ((self.begun + written.count("\n", 0, place), message)
                            for place, message in _style_faults(written))


def drawing_faults(data: bytes) -> list[tuple[int, Message]]:
    """Return what a drawing would do or fetch, with the line of each; nothing of no XML."""
    scanner, parser = Scanner(), expat.ParserCreate(namespace_separator=" ")

    def hear(text: str) -> None:
        if scanner.style is not None:
            scanner.style.append(text)

    def instruct(target: str, text: str) -> None:
        if target == "xml-stylesheet":
            address = re.search(r"""href\s*=\s*["']([^"']*)""", text)
            scanner.faults.append((parser.CurrentLineNumber,
                                   _fetches(address[1] if address else text)))

    parser.StartElementHandler = lambda name, attributes: scanner.enter(
        parser.CurrentLineNumber, name, attributes)
    parser.EndElementHandler = scanner.leave
    parser.CharacterDataHandler = hear
    parser.ProcessingInstructionHandler = instruct
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError):  # reported where its size is read
        return scanner.faults
    return scanner.faults


def drawing_size(data: bytes) -> tuple[int, int]:
    """Return the size of an SVG: its own, else its view box's (SVG 2, 8.2).

    Raises Unreadable if it has neither.
    """
    root = ElementTree.fromstring(data)
    box = [float(number) for number in re.split(r"[\s,]+", root.get("viewBox", "").strip())
           if number]
    own = [LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if own[0] and own[1]:
        return _whole(float(own[0][1]), float(own[1][1]))
    if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
        raise Unreadable(say("the drawing says neither width and height nor a viewBox; save it "
                             "with one of them"))
    given = float(own[0][1]) if own[0] else box[2]
    return _whole(given, given * box[3] / box[2])


def _attribute_faults(element: str, key: str, value: str) -> Iterator[Message]:
    if re.fullmatch(r"on\w+", key, re.IGNORECASE):
        yield _acts(key)
    elif PROGRAM.match(re.sub(r"[\t\n\r]", "", value)):  # browsers do not see these
        yield _acts(f"{key.rpartition(' ')[2]}=\"{value.strip()[:20]}…\"")
    elif key in HREFS:
        # A link waits for a reader; everything else is fetched with the drawing.
        if element != "a" and not WITHIN.match(value.strip()):
            yield _fetches(value.strip())
    elif " " not in key:
        yield from (message for _, message in _style_faults(value))


def _style_faults(style: str) -> Iterator[tuple[int, Message]]:
    for found in ADDRESSES.finditer(style):
        address = (found[1] or found[2] or "").strip()
        if not WITHIN.match(address):
            yield found.start(), _fetches(address)


def _acts(what: str) -> Message:
    return say("the drawing would run a program in the browser of a reader: {what}; take it out, "
               "or save the drawing again as plain SVG", what=what)


def _fetches(address: str) -> Message:
    return say("the drawing takes {address} from elsewhere, which no page may load; embed it in "
               "the drawing, or take it out", address=address[:60])


def _whole(width: float, height: float) -> tuple[int, int]:
    return max(1, round(width)), max(1, round(height))
