"""Read a Word file as HTML: mammoth writes what `settled` and `marked` have prepared.

    data → opened → settled → marked → mammoth → Read(html, seen, pictures, losses)
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import mammoth

from plugins.core.messages import Failure, say
from plugins.images.fitting import cropped
from plugins.images.svg import Unreadable
from plugins.importer.markdown import Loss, changes, comment, near
from plugins.importer.shape.facts import MARK
from plugins.importer.word.marked import mark, read_lists
from plugins.importer.word.opened import NotWord, Opened, open_word
from plugins.importer.word.settled import Told, settle
from plugins.importer.word.tree import Styles, W, words_of

NOTES = ("footnotes", "endnotes")

STYLES = """
p:unordered-list(1) => p:fresh
p:ordered-list(1) => p:fresh
u => span
"""
"""Lists are marked already; what is underlined in Word is a link on a page."""


@dataclass(frozen=True)
class Read:
    """A text as it was read: HTML whose marks `shape` reads, and the bytes of its pictures by
    the address that the HTML gives them.

    `seen` is what a reader of the original sees, as HTML without any shape.
    """

    html: str
    seen: str
    pictures: dict[str, bytes]
    losses: tuple[Loss, ...]
    title: str = ""
    """What the file calls itself, where the text names no title."""


class Tracked(Failure):
    """The file holds tracked changes, and only a person may settle them."""


def read_word(data: bytes, strict: bool = False) -> Read:
    """Return a Word file as HTML; raises NotWord, and with `strict` Tracked."""
    opened = open_word(data)
    try:
        return _read(opened, strict)
    except (RecursionError, KeyError, ValueError, TypeError, AttributeError, IndexError,
            OSError) as error:  # what mammoth meets in a file that follows no schema
        raise NotWord(say("Word wrote this file otherwise than its standard says; open it there, "
                          "and save it again")) from error


def _read(opened: Opened, strict: bool) -> Read:
    told, styles = Told(), Styles(opened.beside("styles"))
    lists = read_lists(opened.beside("numbering"))
    parts = [opened.trees[opened.main], *map(opened.beside, NOTES)]
    for part in parts:
        settle(part, styles, told)
    tracked = told.accepted + told.dropped
    if strict and tracked:
        raise Tracked(say("the text holds tracked changes; accept or reject them in Word, or leave "
                          "out “--strict”"))
    for part in parts:
        mark(part, styles, lists)
    seen = "".join(_seen(opened))
    opened.trees.pop(opened.path("numbering"), None)
    pictures: dict[str, bytes] = {}
    html = _convert(opened, pictures, told)
    if tracked:
        told.losses.insert(0, changes(told.accepted, told.dropped))
    return Read(html, seen, pictures,
                (*told.losses, *_comments(opened), *_margins(opened)))


def _convert(opened: Opened, pictures: dict[str, bytes], told: Told) -> str:
    def keep(image: mammoth.documents.Image) -> dict[str, str]:
        alt = MARK.sub("", image.alt_text or "")
        try:
            with image.open() as file:
                data = _shown(file.read(), image.alt_text or "")
        except (OSError, ValueError, KeyError, Unreadable) as error:
            what = error.message if isinstance(error, Unreadable) else say(
                "a picture lies outside of the file and is not kept")
            told.losses.append(Loss(what, near(alt)))
            return {"src": "", "alt": ""}
        address = f"word:{hashlib.sha256(data).hexdigest()[:16]}"
        pictures[address] = data
        return {"src": address, "alt": alt}

    result = mammoth.convert_to_html(
        opened.packed(), convert_image=mammoth.images.img_element(keep), style_map=STYLES,
        include_embedded_style_map=False, ignore_empty_paragraphs=True, id_prefix="word-")
    return str(result.value)


def _shown(data: bytes, alt: str) -> bytes:
    """Return a picture without what is cut off from it, as the mark in its words says."""
    found = MARK.search(alt)
    if not found:
        return data
    left, top, right, bottom = map(int, found[1].split(","))
    return cropped(data, (left, top, right, bottom))


def _seen(opened: Opened) -> Iterator[str]:
    """Yield the paragraphs of the text, then those of its notes as they are called for."""
    main = opened.trees[opened.main]
    calls = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
    notes = {(kind, each.get(f"{W}id", "")): each for kind in NOTES
             for each in opened.beside(kind)}
    called = [(calls[each.tag], each.get(f"{W}id", "")) for each in main.iter()
              if each.tag in calls]
    for body in (main, *(notes[call] for call in called if call in notes)):
        for each in body.iter(f"{W}p"):
            if words := MARK.sub("", words_of(each)).strip():
                yield f"<p>{escape(words)}</p>\n"


def _comments(opened: Opened) -> Iterator[Loss]:
    for each in opened.beside("comments"):
        yield comment(each.get(f"{W}author", ""), words_of(each))


def _margins(opened: Opened) -> Iterator[Loss]:
    """Yield what stands on every page above and below the text."""
    told = set()
    for tree in opened.trees.values():
        words = near(words_of(tree)) if tree.tag in (f"{W}hdr", f"{W}ftr") else ""
        if any(sign.isalpha() for sign in words) and words not in told:
            told.add(words)
            yield Loss(say("what stands at the head or the foot of each page is left out"), words)
