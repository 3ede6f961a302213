"""Read each value of a table with its heads, and write a wide table for a telephone.

A row becomes an item of a list, which needs no style sheet; where there is one and room, it draws
the list as a table again. Outlook for Windows, which knows neither, gets the table itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from bs4 import Comment, Tag

from plugins.core.html import has_class, read, write, write_whole
from plugins.core.plain_text import HAN, Cell, fits

SHEET = 64
"""Letters of 15 pixels beside each other in the 510 of the sheet, less what is around cells."""

PHONE = 34
"""The same in the 280 of a phone that is 320 wide."""

MOST_COLUMNS = 3
"""Of a table that a phone shows as one."""

MOST_LINES = 8
"""Of a cell, beyond which its column is too narrow to be read."""

MOST_SPANNED = 100

Heads = tuple[tuple[Tag, ...], ...]
"""Those of a value, by the row that they are in, the upper first."""

Places = list[list[Tag | None]]
"""The cells of a table by row and column; one that covers several places is in each."""


@dataclass(frozen=True)
class Value:
    """A cell, once in each of its rows, with the heads of its columns."""

    cell: Tag
    heads: Heads
    column: int
    columns: int


@dataclass(frozen=True)
class Table:
    """A table as it is read: the heads of each column, the values of each row."""

    heads: list[Heads]
    rows: list[list[Value]]

    @property
    def is_merged(self) -> bool:
        """Whether a value is under several heads, and none of them would be the right one."""
        return any(value.columns > 1 for row in self.rows for value in row)


def read_table(table: Tag) -> Table:
    """Return what a table says, whichever of its cells are merged."""
    places = _places(table)
    height = _head_rows(places)
    top = places[:height]
    return Table([_heads(top, column, 1) for column in range(max(map(len, places), default=0))],
                 [list(_values(row, top)) for row in places[height:]])


def said(heads: Heads, words: Callable[[Tag], str]) -> str:
    """Return the words of the heads of a value, as a label."""
    return " – ".join(", ".join(map(words, row)) for row in heads)


def stack_table(table: Tag, colon: str) -> None:
    """Write a table that a phone cannot show row by row; `colon` parts a head from its value."""
    found = read_table(table)
    cells = _measured(found)
    if len(found.heads) <= MOST_COLUMNS and fits(cells, PHONE, MOST_LINES):
        return
    wide = fits(cells, SHEET, MOST_LINES)
    if caption := table.find("caption", recursive=False):
        caption.name, caption.attrs = "p", {"class": "caption"}
        table.insert_before(caption.extract())
    blocks = read(_stacked(found, colon, wide and not found.is_merged)).contents
    if wide:
        table["class"], table["cellspacing"] = "grid", "0"
        blocks = [Comment(f"[if mso]>{write_whole(table)}<![endif]"),
                  Comment("[if !mso]><!"), *blocks, Comment("<![endif]")]
    table.replace_with(*blocks)


def _places(table: Tag) -> Places:
    """Return the cells by place, as a browser finds them (HTML, 4.9.12.1)."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    taken: list[dict[int, Tag]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row.find_all(["th", "td"], recursive=False):
            while column in taken[number]:
                column += 1
            after = column + _spanned(cell, "colspan")
            for covered in taken[number:number + _spanned(cell, "rowspan")]:
                for place in range(column, after):
                    covered.setdefault(place, cell)
            column = after
    width = max((max(row, default=-1) + 1 for row in taken), default=0)
    return [[row.get(column) for column in range(width)] for row in taken]


def _spanned(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "")).strip()
    return min(max(int(value[:5]), 1), MOST_SPANNED) if value.isdecimal() else 1


def _head_rows(places: Places) -> int:
    """Return how many rows there are above the values."""
    for number, row in enumerate(places):
        # What is above the heads of the rows has no words, and is often typed as a value.
        is_corner = len(row) > 1 and row[0] is not None and not write(row[0]).strip()
        if any(cell is not None and cell.name != "th" for cell in row[is_corner:]):
            return number
    return 0


def _values(row: list[Tag | None], top: Places) -> Iterator[Value]:
    column = 0
    while column < len(row):
        cell, after = row[column], column + 1
        while after < len(row) and cell is not None and row[after] is cell:
            after += 1
        if cell is not None:
            # What is as wide as the table is a title of what follows.
            heads = () if after - column == len(row) else _heads(top, column, after - column)
            yield Value(cell, heads, column, after - column)
        column = after


def _heads(top: Places, column: int, columns: int) -> Heads:
    named: set[int] = set()  # one that is in two rows counts in the upper
    found = []
    for row in top:
        cells = {id(cell): cell for cell in row[column:column + columns]
                 if cell is not None and id(cell) not in named and cell.get_text(strip=True)}
        named |= set(cells)
        found.append(tuple(cells.values()))
    return tuple(filter(None, found))


def _measured(table: Table) -> list[list[Cell]]:
    """Return the words of each place."""
    rows = [[Cell(said(heads, _breaking)) for heads in table.heads]]
    for row in table.rows:
        places = [Cell("")] * len(table.heads)
        for value in row:
            places[value.column] = Cell(_breaking(value.cell))
        rows.append(places)
    return rows


def _breaking(cell: Tag) -> str:
    """Return the words of a cell; between Chinese characters a line may break anywhere."""
    return HAN.sub(r" \g<0>", cell.get_text(" ", strip=True))


def _stacked(table: Table, colon: str, wide: bool) -> str:
    """Return the rows as a list; what is of a table alone is not said to a screen reader."""
    called: set[int] = set()
    blocks = ["".join(_block(value, colon, called) for value in row) for row in table.rows]
    items = [f'<li class="row">{block}</li>' for block in blocks if block]
    if wide and any(table.heads):
        heads = "".join(f'<div class="cell{_side(heads[-1][-1]) if heads else ""}">'
                        f"{said(heads, _without_notes)}</div>" for heads in table.heads)
        items.insert(0, f'<li class="heads" aria-hidden="true">{heads}</li>')
    return f'<ul class="{"rows wide" if wide else "rows"}">{"".join(items)}</ul>'


def _block(value: Value, colon: str, called: set[int]) -> str:
    """Return a value behind its heads; those `called` before do not call their notes again."""
    words = write(value.cell).strip()
    label = said(value.heads, lambda head: _without_notes(head) if id(head) in called
                 else write(head).strip()) if words else ""
    if label:
        called.update(id(head) for row in value.heads for head in row)
        label = f'<span class="label">{label}{escape(colon)}</span>'
    if value.cell.name == "th":
        words = f"<b>{words}</b>"
    return f'<div class="cell{_side(value.cell)}">{label}{words}</div>'


def _without_notes(head: Tag) -> str:
    tree = read(write(head))
    for note in tree.select("sup:has(.footnote-ref)"):
        note.decompose()
    return write(tree).strip()


def _side(cell: Tag) -> str:
    return next((f" {side}" for side in ("to-right", "to-center") if has_class(cell, side)), "")
