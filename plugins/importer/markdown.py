"""Write HTML of any origin as Markdown that our check accepts, and tell what could not be kept."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from plugins.core.messages import Message, say
from plugins.core.plain_text import hang
from plugins.importer.carrier import Carrier, convert_blocks, linked_anchors
from plugins.importer.draw import draw
from plugins.importer.flow import flow
from plugins.importer.tree import Element, read_tree

HEADING = re.compile(r"<(/?)h([1-6])>")
NOTE = "fn-"
"""What the id of a note begins with."""

NEAR = 60
"""Letters of the words that are told beside what was not kept."""


@dataclass(frozen=True)
class Loss:
    """What could not be kept, and words beside it, at most 60 characters."""

    what: Message
    near: str


@dataclass(frozen=True)
class Converted:
    """A body in Markdown, and what it does not hold of the HTML."""

    markdown: str
    losses: tuple[Loss, ...] = ()


def to_markdown(html: str, lang: str, address: Callable[[str], str],
                picture: Callable[[str, str], str]) -> Converted:
    """Return HTML as Markdown.

    `address` gives what a link has for an address, or nothing where only its words are kept;
    `picture` the same for the address of an image and its alternative text. The call for a note is
    `<sup class="footnote"><a href="#fn-x">`, the note itself `<li id="fn-x">`, anywhere.
    """
    root = read_tree(html)
    notes = _take_notes(root)
    carrier = Carrier(lang, address, picture, notes, linked_anchors(root))
    body = convert_blocks(_levelled(flow(root.inside, carrier, draw)), carrier)
    parts = [body, *_written_notes(carrier)]
    markdown = "\n\n".join(part for part in parts if part)
    return Converted(f"{markdown}\n" if markdown else "",
                     tuple(Loss(what, near) for what, near in carrier.told))


def _take_notes(root: Element) -> dict[str, Element]:
    """Return the notes of a text by their ids, and take them out of it."""
    found: dict[str, Element] = {}
    for parent in [root, *(each for each in root.every() if isinstance(each, Element))]:
        for each in parent.elements():
            if each.name == "li" and each.given.get("id", "").startswith(NOTE):
                found.setdefault(each.given["id"], each)
                parent.inside.remove(each)
    return found


def _written_notes(carrier: Carrier) -> Iterator[str]:
    """Yield the notes in the order of their calls; one may call for another."""
    written = 0
    while written < len(carrier.numbers):
        target, number = list(carrier.numbers.items())[written]
        written += 1
        inner = convert_blocks(flow(carrier.notes[target].inside, carrier, draw, 1), carrier)
        yield hang(inner, f"[^{number}]: ", "    ")
    idle: Mapping[str, Element] = {target: note for target, note in carrier.notes.items()
                                   if target not in carrier.numbers and note.words()}
    for note in idle.values():
        carrier.tell(say("nothing in the text calls for this note, and it stands at the end as a "
                         "paragraph; write “[^…]” where it belongs, or delete it"), note.words())
        yield convert_blocks(flow(note.inside, carrier, draw, 1), carrier)


def _levelled(blocks: Iterator[str]) -> Iterator[str]:
    """Yield the blocks, their headings below the page's title, and no level left out.

    What was below another heading still is, whatever its number was.
    """
    above: list[int] = []
    for block in blocks:
        if not (found := HEADING.match(block)):
            yield block
            continue
        level = int(found[2])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        new = min(len(above) + 1, 6)
        yield f"<h{new}>{block[4:-5]}</h{new}>"


def near(words: str) -> str:
    """Return words short enough to be told beside a loss."""
    level = " ".join(words.split())
    return level if len(level) <= NEAR else level[:NEAR - 1].rstrip() + "…"


def hidden(words: str) -> Loss:
    """Say that words are left out that the original does not show."""
    return Loss(say("hidden words are left out"), near(words))


def changes(accepted: int, dropped: int) -> Loss:
    """Say what became of tracked changes: insertions accepted, deletions dropped."""
    return Loss(say("tracked changes: {accepted} accepted, {dropped} dropped", accepted=accepted,
                    dropped=dropped), "")


def comment(author: str, words: str) -> Loss:
    """Say that a comment is left out, and whose it is where that is known."""
    what = say("a comment of {author} is left out", author=author) if author else \
        say("a comment is left out")
    return Loss(what, near(words))
