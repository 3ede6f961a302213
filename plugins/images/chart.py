"""Draw a table of names and numbers as bars, and say where that cannot be done."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape
from itertools import cycle
from xml.etree.ElementTree import Element

from plugins.core.html import MARKUP
from plugins.core.markdown_source import read_source
from plugins.core.messages import Message, say
from plugins.core.plain_text import expression, fill
from plugins.typography import typeset_text

ASKED = r"\{:?[ ]*\.chart[ ]*\}"
"""What is written on the line below a table that is to be a chart."""

ASKED_LINE = expression(rf"[ \t>]*{ASKED}[ \t]*")
BETWEEN_CELLS = expression(r"(?<!\\)\|")
DASHES = expression(r"(?=.*-)[ \t>|:-]+")
"""The second line of a table."""

CHART = expression(
    r'<figure class="chart">(<section aria-label="[^"]*" class="table".*?)</figure>', re.S)
"""What `figure_of` has made; an editor’s own figure of this class is none."""

ROW = expression(r"<tr>(.*?)</tr>", re.S)
CELL = expression(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.S)
NOTE = expression(r"<sup id=.*?</sup>", re.S)

NO_FIGURE = expression("[-–—]?")
ENGLISH = r"[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
OTHERS = r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"
FIGURE = {english: expression(rf"(?P<sign>[-–−+]?) ?(?P<before>[$€£¥]?) ?"
                              rf"(?P<number>{number})(?P<unit>[^0-9]*)")
          for english, number in ((True, ENGLISH), (False, OTHERS))}
"""A number as English writes it, and as French and most other languages do."""

MOST_ROWS, MOST_COLUMNS = 50, 3

LINE, BAR, STEP, GAP = 20, 12, 18, 8
"""Pixels: the height of a line of words, of a bar, from a bar to the next, below a row."""

COLUMNS = 40
"""The widest words of a line, as many as a phone has room for."""

WIDTH, NARROWEST, DIGIT = 360, 288, 8
"""Pixels: of a drawing where nothing stretches it, of a phone's text, of a digit at most."""

SHADES = ('opacity=".8"', 'opacity=".5"', 'fill="none" stroke="currentColor"')
"""The bars of each column, told apart without a colour."""

Rows = Sequence[Sequence[str]]
"""The words of each cell, the head first."""


def asks_for_chart(table: Element) -> bool:
    """Tell whether a table is to be a chart; the line that says so is no row of it any more."""
    body = table.find("tbody")
    rows = [] if body is None else list(body)
    # In a quotation Python-Markdown makes a row of the line without words below a table, too.
    while rows and not rows[-1][0].text:
        rows.pop()
    if body is None or not rows or not re.fullmatch(ASKED, rows[-1][0].text or ""):
        return False
    body[:] = rows[:-1]
    return True


def figure_of(box: Element) -> Element:
    """Return the figure that a chart and its table share."""
    figure = Element("figure", {"class": "chart"})
    figure.tail, box.tail = box.tail, None
    figure.append(box)
    return figure


def wrong_charts(html: str, body: str, lang: str) -> Iterator[tuple[int, Message]]:
    """Yield the line in the body, which begins with 1, and the fault of what is no chart."""
    asked, lines = list[int](), read_source(body).outside_code.split("\n")
    for number, line in enumerate(lines, 1):
        if not ASKED_LINE.fullmatch(line):
            continue
        if _is_table(lines[:number - 1]) and not "".join(lines[number:number + 1]).strip(" \t>"):
            asked.append(number)
        else:
            yield number, say("“{words}” makes a chart of a table with two to four columns; write "
                              "it on the line right below one, and nothing on the next",
                              words=line.strip(" \t>"))
    for number, table in zip(asked, CHART.findall(html), strict=False):
        rows = _rows(table)
        # Between the head and its rows is the line of dashes.
        yield from ((number - len(rows) + place - (place == 0), message)
                    for place, message in _faults(rows, lang))


def _is_table(above: Sequence[str]) -> bool:
    start = next((place for place in range(len(above), 0, -1)
                  if not above[place - 1].strip(" \t>")), 0)
    head, dashes = [*above[start:start + 2], "", ""][:2]
    return DASHES.fullmatch(dashes) is not None and _bars(head) == _bars(dashes) > 0


def _bars(line: str) -> int:
    """Return how many bars of a line are between two cells; those at its ends are optional."""
    return len(BETWEEN_CELLS.findall(line.strip(" \t>").removeprefix("|").removesuffix("|")))


def _faults(rows: Rows, lang: str) -> Iterator[tuple[int, Message]]:
    """Yield the place of a row, the head's is 0, and what a chart cannot show of it."""
    if len(rows[0]) > 1 + MOST_COLUMNS:
        yield 0, say("a chart has a column of names, and one to {most} of numbers; divide the "
                     "table", most=MOST_COLUMNS)
        return
    if not 1 < len(rows) <= 1 + MOST_ROWS:
        yield 0, say("a chart has one to {most} rows below its head; write them, or divide the "
                     "table", most=MOST_ROWS)
    cells = [(place, cell) for place, row in enumerate(rows[1:], 1) for cell in row[1:]]
    with_unit = next((cell for _, cell in cells if _unit(cell, lang)), "")
    for place, row in enumerate(rows[1:], 1):
        if not row[0]:
            yield place, say("this row of a chart has no name; write it into the first cell")
    for place, cell in cells:
        yield from ((place, fault) for fault in _wrong(cell, with_unit, lang))


def _wrong(cell: str, with_unit: str, lang: str) -> Iterator[Message]:
    """Yield what is wrong with a cell; `with_unit` is the first of its chart that has a unit."""
    if not _figure(cell, lang) and not NO_FIGURE.fullmatch(cell):
        yield say("a chart cannot draw “{cell}”; write a number, such as {example}, or “–” where "
                  "there is none", cell=cell, example="1,234.5" if lang == "en" else "1 234,5")
    elif _unit(cell, lang) not in ("", _unit(with_unit, lang)):
        yield say("“{cell}” and “{other}” of the same chart have different units; write both in "
                  "one", cell=cell, other=with_unit)


def _figure(cell: str, lang: str) -> re.Match[str] | None:
    return FIGURE[lang == "en"].fullmatch(re.sub(r"\s", " ", cell))


def _unit(cell: str, lang: str) -> str:
    """Return the unit of a number, in the singular, or nothing."""
    found = _figure(cell, lang)
    return found["before"] + found["unit"].strip().rstrip("s") if found else ""


def _value(cell: str, lang: str) -> float:
    """Return the number of a cell; where there is none, 0, of which no bar is drawn."""
    found = _figure(cell, lang)
    if not found:
        return 0.0
    number = found["number"].replace(" ", "")
    plain = number.replace(",", "" if lang == "en" else ".")
    return -float(plain) if found["sign"] and found["sign"] != "+" else float(plain)


def with_charts(html: str, lang: str) -> str:
    """Return a text in which each chart is drawn above its table.

    A drawing has the colour of the words around it; its bars have a part of the width, so that
    they stretch with it while the words stay as large as they are.
    """
    return CHART.sub(lambda found: f'<figure class="chart">{_drawing(_rows(found[1]), lang)}'
                                   f"{found[1]}</figure>", html)


def _rows(table: str) -> Rows:
    return [[unescape(MARKUP.sub("", NOTE.sub("", cell))).strip() for cell in CELL.findall(row)]
            for row in ROW.findall(table)]


def _drawing(rows: Rows, lang: str) -> str:
    heads, y = rows[0][1:], LINE * len(rows[0][1:]) + GAP
    place = _scale([_value(cell, lang) for row in rows[1:] for cell in row[1:]],
                   max((len(cell) for row in rows[1:] for cell in row[1:]), default=0))
    parts = list(_legend(heads))
    for name, *cells in rows[1:]:
        lines = fill(name, COLUMNS).split("\n")
        parts += (_text(line, y + LINE * number + 15) for number, line in enumerate(lines))
        y += LINE * len(lines)
        for shade, cell in zip(cycle(SHADES), cells):
            start, end = sorted((place(0), place(_value(cell, lang))))
            parts += _bar(f"{start:.4g}%", f"{end - start:.4g}%", y, shade), _text(
                cell, y + 12, f'x="{end:.4g}%" dx="6" ')
            y += STEP
        y += GAP
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="chart__drawing" role="img" '
            f'aria-label="{escape(typeset_text(_words(rows), lang))}" data-pagefind-ignore="" '
            f'width="{WIDTH}" height="{y}" fill="currentColor" font-size="14" '
            f'font-family="Lettre Serif, Lettre Han">{"".join(parts)}</svg>')


def _scale(values: Sequence[float], longest: int) -> Callable[[float], float]:
    """Return what gives the place of a number in percent of the width, which leaves room for so
    many characters behind the longest bar.
    """
    least, most = min([0.0, *values]), max([0.0, *values])
    room = max(40.0, 100 - 100 * DIGIT * (longest + 1) / NARROWEST)
    return lambda value: (value - least) * room / (most - least or 1)


def _legend(heads: Sequence[str]) -> Iterator[str]:
    """Yield the names of the columns, each but a single one behind a piece of its bars."""
    for number, (head, shade) in enumerate(zip(heads, cycle(SHADES))):
        if len(heads) > 1:
            yield _bar("1", f"{BAR}", LINE * number + 2, shade)
        behind = f'x="{BAR + 8}" ' if len(heads) > 1 else ""
        yield _text(head, LINE * number + 15, f'{behind}font-weight="600" '
                                              'font-family="Lettre Serif Semibold, Lettre Han" ')


def _bar(x: str, width: str, y: int, shade: str) -> str:
    return f'<rect x="{x}" y="{y + 1}" width="{width}" height="{BAR}" {shade}/>'


def _text(words: str, y: int, attributes: str = "") -> str:
    return f'<text {attributes}y="{y}">{escape(words, quote=False)}</text>'


def _words(rows: Rows) -> str:
    """Return the figures of a chart for those who do not see it."""
    (_, *heads), *others = rows
    return f"{', '.join(heads)}. {'; '.join(', '.join(row) for row in others)}."
