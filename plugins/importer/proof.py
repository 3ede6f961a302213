"""Prove that a reader sees the same words, in their order, before and after a conversion."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from markdown import Markdown

from plugins.content.markdown import converter
from plugins.content.typed_html import CONTROLS
from plugins.core.html import UNSEEN, without_comments
from plugins.forms.wordpress.shortcodes import find_shortcodes
from plugins.importer.carrier import plain
from plugins.importer.flow import DRAWINGS, FRAMES, SILENT, frame_of
from plugins.importer.tree import Element, is_unseen, read_tree

WORD = re.compile(r"\w+|[^\w\s]")
NEAR = 8
"""Words before a difference by which a person finds it."""

LONGEST = 12
"""Words of one difference that are shown."""

MOST_COMPARED = 4_000
"""Words that differ up to which the places are sought one by one, which takes their square."""

_INLINE = """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby rp rt s
    samp small span strike strong sub sup time tt u var wbr"""
INLINE = frozenset(_INLINE.split())
"""What parts no word where it begins or ends."""

UNTOLD = SILENT | CONTROLS | DRAWINGS | {"script"}
"""What has no words that a text could show."""

LEVELLED = str.maketrans({
    **dict.fromkeys("«»“”„‟‹›＂″", '"'), **dict.fromkeys("‘’‚‛′´`＇", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-")})


@dataclass(frozen=True)
class Difference:
    """Words that differ, and those before them."""

    before: str
    after: str
    near: str


def words(html: str) -> list[str]:
    """Return the words and signs that a reader sees, in order; their typography levelled.

    Notes come last, in the order of their calls; forms have no words here.
    """
    root = read_tree(without_comments(html))
    notes: dict[str, list[str]] = {}
    calls: list[str] = []
    text = "".join(_seen(root, notes, calls))
    calls = [call for call in dict.fromkeys(calls) if call in notes]
    rest = [note for note in notes if note not in calls]
    shown = "\n".join((text, *("".join(notes[note]) for note in (*calls, *rest))))
    return WORD.findall(levelled(_without_forms(shown)))


def levelled(text: str) -> str:
    """Return words without what typesetting changes."""
    return unicodedata.normalize("NFKC", plain(text).translate(UNSEEN).translate(LEVELLED))


def _seen(root: Element, notes: dict[str, list[str]], calls: list[str]) -> Iterator[str]:
    """Yield the text of an element; its notes are put among `notes`, their calls into `calls`."""
    waiting: list[tuple[Element | str, list[str] | None]] = [
        (each, None) for each in reversed(root.inside)]
    while waiting:
        node, note = waiting.pop()
        if isinstance(node, str):
            if note is None:
                yield node
            else:
                note.append(node)
            continue
        if node.name in UNTOLD or is_unseen(node) or (
                node.name == "a" and "footnote-backref" in node.classes()):  # the way back
            continue
        if call := _called(node):
            calls.append(call)
            continue
        if node.name == "li" and node.given.get("id", "").startswith("fn-"):
            note = notes.setdefault(node.given["id"], [])
        inside = [frame_of(node)[1]] if node.name in FRAMES else node.inside
        gap: Sequence[str] = () if node.name in INLINE else ("\n",)
        waiting += [(each, note) for each in (*gap, *reversed(inside), *gap)]


def _called(node: Element) -> str:
    """Return the id of the note that an element calls for."""
    links = node.near("a") if node.name == "sup" else ()
    return next((address[1:] for link in links
                 if (address := link.given.get("href", "")).startswith("#fn-")), "")


def _without_forms(text: str) -> str:
    done, parts = 0, list[str]()
    for shortcode in find_shortcodes(text) if "[" in text or "［" in text else ():
        parts += text[done:shortcode.start], " "
        done = shortcode.end
    return "".join(parts) + text[done:]


def compare(before: str, after: str) -> tuple[Difference, ...]:
    """Return where the words of two pieces of HTML differ."""
    first, second = words(before), words(after)
    if first == second:
        return ()
    start = next((place for place, (one, other) in enumerate(zip(first, second, strict=False))
                  if one != other), min(len(first), len(second)))
    end = next((place for place, (one, other) in enumerate(
        zip(first[start:][::-1], second[start:][::-1], strict=False)) if one != other),
        min(len(first), len(second)) - start)
    return tuple(_differences(first, second, start, end))


def _differences(first: list[str], second: list[str], start: int, end: int) -> Iterator[Difference]:
    """Yield what differs between a place and another, counted from the end."""
    one, other = first[start:len(first) - end], second[start:len(second) - end]
    codes: Sequence[tuple[str, int, int, int, int]] = (
        ("replace", 0, len(one), 0, len(other)),)
    if max(len(one), len(other)) <= MOST_COMPARED:
        codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for kind, a, b, c, d in codes:
        if kind != "equal":
            place = start + a
            yield Difference(_shown(one[a:b]), _shown(other[c:d]),
                             " ".join(first[max(place - NEAR, 0):place]))


def _shown(some: Sequence[str]) -> str:
    return " ".join([*some[:LONGEST], *(["…"] if len(some) > LONGEST else [])])


def rendered(markdown: str) -> str:
    """Return a body as a build renders it, before it is typeset."""
    return str(_converter().reset().convert(markdown))


@cache
def _converter() -> Markdown:
    return converter(str, str)
