"""Write HTML of any origin as Markdown that our check accepts, and tell what could not be kept."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.core.messages import Message, say
from plugins.core.plain_text import hang, number_of
from plugins.importer.carrier import Carrier, convert_blocks, linked_anchors, plain
from plugins.importer.flow import HEADINGS, LISTS, Block, flow, line, paragraphs
from plugins.importer.runs import Marks, Run
from plugins.importer.tables import CAPTION, draw_table
from plugins.importer.tree import Element, is_unseen, read_tree, without_strong

HEADING = re.compile(r"<(/?)h([1-6])>")
NOTE = "fn-"
"""What the id of a note begins with."""

NEAR = 60
"""Letters of the words that are told beside what was not kept."""

DEEPEST = 8
"""Lists and quotations within each other; what is deeper stands beside the last one."""

LONGEST = 999
"""The last number that our dialect takes for one of a list."""

LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|brush:)-?\s*([A-Za-z0-9+#-]+)")
LINES = re.compile("<p>\ue202|<hr")
CODE_IN_LIST = re.compile(".*(?:\ue202|<hr)", re.DOTALL)
IN_TITLE = re.compile(r"[\\`<>{}\[\]&*_]")
"""What the words below a picture cannot hold where Markdown has them."""


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


def draw(block: Block, carrier: Carrier, depth: int) -> Iterator[str]:
    """Yield a block as HTML of the simplest kind, its lines of Markdown as pieces."""
    element, name = block.element, block.element.name
    if is_unseen(element):
        return
    if name in HEADINGS:
        yield from _heading(block, carrier, depth)
    elif name in LISTS or name == "li":
        yield from _list(block, carrier, depth)
    elif name == "blockquote":
        yield from _quotation(block, carrier, depth)
    elif name == "pre":
        yield from _code(element, carrier, depth)
    elif name == "hr":
        yield "<hr>"
    elif name == "figure":
        yield from _figure(block, carrier, depth)
    elif name == "dl":
        yield from _definitions(block, carrier, depth)
    else:
        yield from draw_table(block, carrier, draw, depth)


def _quotation(block: Block, carrier: Carrier, depth: int) -> Iterator[str]:
    fenceless, carrier.fenceless = carrier.fenceless, carrier.fenceless or bool(depth)
    inner = list(flow(block.element.inside, carrier, draw, depth + 1, block.marks))
    carrier.fenceless = fenceless
    if depth >= DEEPEST:
        yield from inner
    elif inner:
        written = convert_blocks(_apart(inner, carrier), carrier)
        yield f"<p>{carrier.block(hang(written, '> ', '> '))}</p>"


def _apart(inner: Iterable[str], carrier: Carrier) -> Iterator[str]:
    """Yield blocks with nothing between a list, or the beginning of an item, and lines of Markdown.

    Our dialect would take code there for words of the list.
    """
    before = ""
    for block in inner:
        lines = CODE_IN_LIST if block.startswith(("<ul", "<ol")) else LINES
        if before.startswith(("<ul", "<ol")) and lines.match(block):
            yield carrier.nothing()
        yield block
        before = block


def _heading(block: Block, carrier: Carrier, depth: int) -> Iterator[str]:
    """Yield a heading; one in a list or a quotation is a paragraph of strong words."""
    element = block.element
    marks = Marks(tuple(tag for tag in block.marks.tags if tag != "strong"), block.marks.link)
    if any(element.all("img")):
        yield from flow(element.inside, carrier, draw, depth, marks)
        return
    if depth:
        words = line(element.inside, carrier, Marks(("strong", *marks.tags), marks.link))
        yield from (f"<p>{words}</p>",) if words else ()
    elif words := line(without_strong(element), carrier, marks):
        anchor = element.given.get("id", "")
        place = carrier.piece(f" {{#{anchor}}}") if anchor in carrier.anchors else ""
        yield f"<{element.name}>{words}{place}</{element.name}>"


def _list(block: Block, carrier: Carrier, depth: int) -> Iterator[str]:
    element = block.element
    items = [[*item.inside] for item in _items(element)]
    drawn = [list(flow(item, carrier, draw, depth + 1, block.marks)) for item in items]
    drawn = [[*_apart(["<ul>", *inner], carrier)][1:] for inner in drawn if inner]
    if depth >= DEEPEST:
        yield from (one for inner in drawn for one in inner)
        return
    if not drawn:
        return
    if element.name == "ol" and element.given.get("type", "1") in ("a", "A", "i", "I"):
        carrier.tell(say("a list was counted by letters or Roman numerals, and is by numbers now; "
                         "see whether the text names its items"), element.words())
    start = number_of(element.given.get("start", "1").strip(), LONGEST + 1)
    given = f' start="{start}"' if start <= LONGEST else ""
    name = f"ol{given}" if element.name == "ol" else "ul"
    tight = all(first.startswith("<p>") and all(one.startswith(("<ul", "<ol")) for one in others)
                for first, *others in drawn)
    yield f"<{name}>{''.join(_item(inner, tight) for inner in drawn)}</{name[:2]}>"


def _items(element: Element) -> Iterator[Element]:
    """Yield the items of a list; a list that is in none belongs to the one before it."""
    if element.name == "li":
        yield element
        return
    last: Element | None = None
    for each in element.inside:
        if isinstance(each, Element) and each.name == "li":
            if last:
                yield last
            last = Element("li", each.given, [*each.inside])
        elif isinstance(each, Element) or each.strip():
            last = last or Element("li")
            last.inside.append(each)
    if last:
        yield last


def _item(inner: Sequence[str], tight: bool) -> str:
    if tight:
        return f"<li>{inner[0].removeprefix('<p>').removesuffix('</p>')}{''.join(inner[1:])}</li>"
    return f"<li>{''.join(inner)}</li>"


def _code(element: Element, carrier: Carrier, depth: int) -> Iterator[str]:
    code = "".join(each if isinstance(each, str) else "\n" if each.name == "br" else ""
                   for each in element.every())
    lines = plain(code).replace("\r\n", "\n").expandtabs(4).strip("\n").rstrip()
    if not lines.strip():
        return
    if carrier.fenceless or (depth and "<" in lines):  # it would be HTML there
        runs = [run for row in lines.split("\n") for run in (Run("code", row), Run("break"))]
        yield from paragraphs(runs, carrier)
        return
    given = " ".join(each.given.get("class", "") for each in (element, *element.all("code")))
    language = LANGUAGE.search(given)
    longest = max((len(found) for found in re.findall("`{3,}", lines)), default=2)
    fence = "`" * (longest + 1)
    opening = fence + (language[1] if language else "")
    written = "\n".join((opening, lines, fence))
    yield f"<p>{carrier.block(written)}</p>"


def _figure(block: Block, carrier: Carrier, depth: int) -> Iterator[str]:
    """Yield a picture with the words below it; of anything else, what is in it."""
    element = block.element
    images, captions = list(element.all("img")), list(element.all("figcaption"))
    words = captions[0].words() if len(captions) == 1 else ""
    simple = not (list(captions[0].all("a", "sup")) if captions else ()) \
        and not IN_TITLE.search(words) and not any(element.all("table", "iframe", "video"))
    if not (len(images) == 1 and words and simple):
        if words and (images or any(element.all("table"))):
            carrier.tell(CAPTION, words)
        yield from flow(element.inside, carrier, draw, depth, block.marks)
    elif written := carrier.image(images[0], plain(words).replace('"', "”")):
        if any(each.words() != words for each in captions[0].all("em", "i", "strong", "b")):
            carrier.tell(say("the words below a picture have no emphasis here"), words)
        yield f"<p>{carrier.piece(written)}</p>"
    else:
        yield from flow(captions, carrier, draw, depth, block.marks)


def _definitions(block: Block, carrier: Carrier, depth: int) -> Iterator[str]:
    """Yield terms and what they mean, each in a paragraph, the term in strong words."""
    for each in block.element.inside:
        marks = block.marks
        if isinstance(each, Element) and each.name == "dt":
            marks = marks.within("strong")
        yield from flow([each], carrier, draw, depth, marks)
