"""Lay rows out in columns, for a terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from plugins.core.messages import Message
from plugins.core.numbers import number, percent
from plugins.core.wrapping import columns as width

Cell = Message | str | int | float
"""A whole number is a count, another number a part of one; both stand at the right of a column."""

GAP = "  "


def columns(rows: Iterable[Sequence[Cell]], gettext: Callable[[str], str], lang: str
            ) -> Iterator[str]:
    """Yield each row as a line; a text at the end of its row takes what room it needs."""
    listed = list(rows)
    written = [[_written(cell, gettext, lang) for cell in row] for row in listed]
    widths: dict[int, int] = {}
    for row, texts in zip(listed, written, strict=True):
        for place, text in enumerate(texts):
            if place < len(row) - 1 or _is_number(row[place]):
                widths[place] = max(widths.get(place, 0), width(text))
    for row, texts in zip(listed, written, strict=True):
        padded = (_padded(text, widths.get(place, 0), _is_number(row[place]))
                  for place, text in enumerate(texts))
        yield GAP.join(padded).rstrip()


def _written(cell: Cell, gettext: Callable[[str], str], lang: str) -> str:
    if isinstance(cell, Message):
        return cell.render(gettext)
    if isinstance(cell, int):
        return number(cell, lang)
    return percent(cell, lang) if isinstance(cell, float) else cell


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def _padded(text: str, room: int, right: bool) -> str:
    space = " " * (room - width(text))
    return space + text if right else text + space
