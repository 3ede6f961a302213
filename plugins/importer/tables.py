"""Write a table as lines of Markdown, or where these have no room for it, as HTML.

Lines hold a head and cells of words. What spans several cells, holds a list or has no head is
HTML with Markdown in its cells, so that notes and links in them are what they are elsewhere. A
table that only arranges a page is none.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plugins.core.messages import say
from plugins.core.plain_text import number_of
from plugins.importer.carrier import Carrier, convert_blocks
from plugins.importer.flow import BLOCKS, Block, Draw, flow, line
from plugins.importer.runs import Marks
from plugins.importer.tree import Element, is_unseen, without_strong

MOST_SPANNED = 100
SIDE = re.compile(r"(?:\btext-align\s*:\s*|\bhas-text-align-|^)(right|center)\b")
RULES = {"right": "---:", "center": ":---:"}
CAPTION = say("a legend is a paragraph now, because Markdown has no room for it there; see whether "
              "readers see to what it belongs")


@dataclass(frozen=True)
class Cell:
    """A cell: what it is, and whether it is more than words in a line."""

    element: Element
    spans: tuple[tuple[str, int], ...]
    rich: bool

    @property
    def head(self) -> bool:
        """Whether it names a row or a column."""
        return self.element.name == "th"

    @property
    def side(self) -> str:
        """To which side its words are set: “right”, “center”, or nothing."""
        given = self.element.given
        found = (SIDE.search(given.get(name, "")) for name in ("align", "style", "class"))
        return next((each[1] for each in found if each), "")


Row = list[Cell]


def draw_table(block: Block, carrier: Carrier, draw: Draw, depth: int) -> Iterator[str]:
    """Yield a table, its words before or behind it as paragraphs."""
    element = block.element
    captions = [each for each in element.all("caption") if each.words()]
    for caption in captions:
        carrier.tell(CAPTION, caption)
    rows = [row for row in _rows(element) if any(
        cell.element.words() or any(cell.element.all("img", "iframe")) for cell in row)]
    arranges, fits = _arranges(element, rows), _fits_lines(rows)
    if arranges or (depth and not fits):
        if len(rows) > 1 and not arranges:
            carrier.tell(say("a table in a list, a quotation or a note is written as paragraphs, "
                             "because Markdown has no room for it there"), element.words())
        cells = [node for row in rows for cell in row for node in ("\0", *cell.element.inside)]
        yield from flow([*captions, *cells, "\0"], carrier, draw, depth, block.marks)
        return
    yield from flow(captions, carrier, draw, depth, block.marks)
    if not rows:
        return
    written = _lines(rows, block.marks, carrier) if fits \
        else _html(rows, block.marks, carrier, draw)
    yield f"<p>{carrier.block(written)}</p>"


def _rows(table: Element) -> Iterator[Row]:
    for part in table.elements():
        for row in part.elements() if part.name in ("thead", "tbody", "tfoot") else [part]:
            if row.name == "tr" and not is_unseen(row):
                yield [_cell(cell) for cell in row.elements() if cell.name in ("td", "th")]


def _cell(element: Element) -> Cell:
    spans = tuple((name, number) for name in ("colspan", "rowspan")
                  if 1 < (number := number_of(element.given.get(name, "").strip()))
                  <= MOST_SPANNED)
    rich = any(isinstance(each, Element) and (each.name in BLOCKS) for each in element.every())
    return Cell(element, spans, rich)


def _arranges(table: Element, rows: Sequence[Row]) -> bool:
    """Tell whether a table only arranges a page: it has one column or one row, or holds another."""
    return (table.given.get("role") == "presentation" or any(table.all("table"))
            or all(len(row) < 2 for row in rows)
            or (len(rows) == 1 and not any(cell.head for cell in rows[0])
                and any(cell.rich for cell in rows[0])))


def _fits_lines(rows: Sequence[Row]) -> bool:
    """Tell whether lines of Markdown hold a table: words under a head, nothing joined."""
    return len(rows) > 1 and _is_head(rows[0]) and not any(
        cell.spans or cell.rich or (cell.head and place) for row in rows[1:]
        for place, cell in enumerate(row)) and not any(
        cell.spans or cell.rich for cell in rows[0]) and all(
        len(row) <= len(rows[0]) for row in rows)


def _is_head(row: Row) -> bool:
    """Tell whether a row names the columns: by its element, or by its strong words."""
    return all(cell.head for cell in row) or all(
        cell.head or not cell.element.words() or _is_strong(cell.element) for cell in row)


def _is_strong(element: Element) -> bool:
    strong = " ".join(each.words() for each in element.all("strong", "b"))
    return strong.split() == element.words().split()


def _lines(rows: Sequence[Row], marks: Marks, carrier: Carrier) -> str:
    """Return a table as lines; the first row is its head."""
    width = len(rows[0])
    written = [[_words(cell, marks, carrier, head=not number) for cell in row]
               for number, row in enumerate(rows)]
    cells = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in written]
    sides = [{row[place].side for row in rows[1:] if place < len(row)
              and row[place].element.words()} for place in range(width)]
    _tell_sides(rows, carrier, (each for each in sides if len(each) > 1))
    rules = [RULES.get("".join(each) if len(each) == 1 else "", "---") for each in sides]
    return "\n".join([cells[0], f"| {' | '.join(rules)} |", *cells[1:]])


def _tell_sides(rows: Sequence[Row], carrier: Carrier, sides: Iterable[Collection[str]]) -> None:
    if any(any(each) for each in sides):
        carrier.tell(say("words of a table were set to the right or in the middle, and are to the "
                         "left here"), " ".join(cell.element.words() for cell in rows[0]))


def _words(cell: Cell, marks: Marks, carrier: Carrier, head: bool) -> str:
    names = head and _is_strong(cell.element)
    inside = without_strong(cell.element) if names else cell.element.inside
    start = carrier.piece("")  # behind which no line begins
    return carrier.put_back(start + line(inside, carrier, marks, carrier.piece("<br>")))


def _html(rows: Sequence[Row], marks: Marks, carrier: Carrier, draw: Draw) -> str:
    """Return a table as HTML; each element says that there is Markdown in it."""
    fenceless, carrier.fenceless = carrier.fenceless, True
    _tell_sides(rows, carrier, ({cell.side for cell in row} for row in rows))
    written = ['<table markdown="1">']
    for row in rows:
        written.append('<tr markdown="1">')
        for cell in row:
            spans = "".join(f' {name}="{value}"' for name, value in cell.spans)
            name = cell.element.name
            if cell.rich:
                inner = convert_blocks(flow(cell.element.inside, carrier, draw, 1, marks), carrier)
                written.append(f'<{name} markdown="block"{spans}>\n\n{inner}\n\n</{name}>')
            else:
                inner = _words(cell, marks, carrier, head=False)
                written.append(f'<{name} markdown="1"{spans}>{inner}</{name}>')
        written.append("</tr>")
    carrier.fenceless = fenceless
    return "\n".join([*written, "</table>"])
