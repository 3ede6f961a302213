"""Set HTML of articles as plain text for people: blocks, numbered links, notes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from bs4 import Comment, Tag
from bs4.element import NavigableString

from plugins.core.html import has_class, read
from plugins.core.plain_text import SPACE, WIDTH, Cell, fill, grid, hang, headline, row_by_row
from plugins.newsletter.email.tables import Value, read_table, said
from plugins.newsletter.mailchimp import merge_tags

Links = Mapping[str, int]
"""Number of each address, as the list at the end of the email gives it."""

_UNBROKEN = 10_000
"""Columns of a cell whose lines the table breaks."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))
_INTEGER = re.compile(r"\s*([+-]?[0-9]{1,9})")
_QUOTES = {"fr": (("«\u00a0", "\u00a0»"), ("“", "”"))}
_ENGLISH_QUOTES = (("“", "”"), ("‘", "’"))
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain(html: str, links: Links, width: int = WIDTH, lang: str = "en", note: str = "note"
          ) -> str:
    """Return an HTML fragment as plain text of at most `width` columns, no merge tag in it.

    `lang` is the language around it, and `note` what it calls a note.
    """
    tree = read(html)
    tree["lang"] = lang
    for call in tree.select(".footnote-ref"):
        call.string = f"[{note} {call.get_text(strip=True)}]"
    for notes in tree.select(".footnote"):
        notes["data-note"] = note
    blocks = _draw_blocks(tree, links, width)
    return merge_tags.escape("\n\n".join(block for block in blocks if block))


def number_links(*fragments: str) -> dict[str, int]:
    """Return the addresses that HTML fragments lead to, numbered from 1 in reading order."""
    anchors = (a for html in fragments for a in read(html).select("a"))
    addresses = dict.fromkeys(str(anchor["href"]) for anchor in anchors if _is_listed(anchor))
    return {address: number for number, address in enumerate(addresses, 1)}


def _is_listed(anchor: Tag) -> bool:
    """Tell whether a reader of plain text needs the address: not if the link already shows it."""
    address = str(anchor.get("href", ""))
    shown = anchor.get_text(strip=True)
    return not address.startswith("#") and address.removeprefix("mailto:") not in ("", shown)


def _draw_blocks(node: Tag, links: Links, width: int) -> Iterator[str]:
    run = ""
    for child in node.children:
        if isinstance(child, Tag) and _is_block(child):
            yield fill(run.strip(" \n\u00a0"), width)
            run = ""
            yield _BLOCKS.get(child.name, _paragraph)(child, links, width)
        else:
            run += _inline(child, links)
    yield fill(run.strip(" \n\u00a0"), width)


def _is_block(node: Tag) -> bool:
    """Tell whether an element is a block, whatever its name: it is known as one, or holds one."""
    return node.name in _BLOCKS or (
        node.name not in _INLINES and node.find(list(_BLOCKS)) is not None)


def _inline(node: object, links: Links) -> str:
    if isinstance(node, Tag):
        return _INLINES.get(node.name, _children)(node, links)
    if isinstance(node, NavigableString) and not isinstance(node, Comment):
        return SPACE.sub(" ", node.translate(_INVISIBLE))
    return ""


def _children(node: Tag, links: Links) -> str:
    return "".join(_inline(child, links) for child in node.children)


def _anchor(node: Tag, links: Links) -> str:
    if has_class(node, "footnote-backref"):
        return ""
    shown = _children(node, links)
    number = links.get(str(node.get("href", ""))) if _is_listed(node) else None
    return f"{shown} [{number}]" if number else shown


def _image(node: Tag, links: Links) -> str:
    figure = node.find_parent("figure")
    if figure and figure.find("table"):  # a chart, whose figures follow
        return ""
    return f"[{node['alt']}]" if node.get("alt") else ""


def _quote(node: Tag, links: Links) -> str:
    """Return words in the quotation marks of the language around them, those inside others."""
    around = node.find_parent(lang=True)
    lang = str(around["lang"]) if around else ""
    pairs = _QUOTES.get(lang.partition("-")[0].lower(), _ENGLISH_QUOTES)
    opening, closing = pairs[len(node.find_parents("q")) % len(pairs)]
    return f"{opening}{_children(node, links)}{closing}"


def _superscript(node: Tag, links: Links) -> str:
    if node.find(class_="footnote-ref"):  # parted from the word before
        return f"\u00a0{_children(node, links)}"
    return _children(node, links).translate(_SUPERSCRIPT)


def _paragraph(node: Tag, links: Links, width: int) -> str:
    return _joined(node, links, width, "\n\n")


def _joined(node: Tag, links: Links, width: int, between: str) -> str:
    return between.join(block for block in _draw_blocks(node, links, width) if block)


def _heading(node: Tag, links: Links, width: int) -> str:
    mark = "-" if node.name in ("h1", "h2") else "."
    return headline(_children(node, links).strip(" \n"), mark, width)


def _quotation(node: Tag, links: Links, width: int) -> str:
    return hang(_paragraph(node, links, width - 2), "> ", "> ")


def _verbatim(node: Tag, links: Links, width: int) -> str:
    return hang(node.get_text().strip("\n"), "    ", "    ")


def _list(node: Tag, links: Links, width: int) -> str:
    items = node.find_all("li", recursive=False)
    found = _INTEGER.match(str(node.get("start")))
    start = int(found[1]) if found else 1
    markers = [f"{n}. " if node.name == "ol" else "- " for n in range(start, start + len(items))]
    return "\n".join(_item(*pair, links, width) for pair in zip(items, markers, strict=True))


def _item(node: Tag, marker: str, links: Links, width: int) -> str:
    between = "\n\n" if node.find("p", recursive=False) else "\n"
    inner = _joined(node, links, width - len(marker), between)
    return hang(inner, marker, " " * len(marker))


def _glossary(node: Tag, links: Links, width: int) -> str:
    return _joined(node, links, width, "\n")


def _definition(node: Tag, links: Links, width: int) -> str:
    return hang(_paragraph(node, links, width - 4), "    ", "    ")


def _notes(node: Tag, links: Links, width: int) -> str:
    # A list inside a note is none of notes.
    items = enumerate(node.select(":scope > ol > li"), 1)
    return "\n".join(
        _item(item, f"[{node['data-note']} {number}] ", links, width) for number, item in items)


def _table(node: Tag, links: Links, width: int) -> str:
    table, drawn = read_table(node), dict[int, str]()

    def words(cell: Tag) -> str:
        if id(cell) not in drawn:  # a head is said with each of its values
            drawn[id(cell)] = _joined(cell, links, _UNBROKEN, "\n")
        return drawn[id(cell)]

    heads = [Cell(said(column, words), any(has_class(row[-1], "to-right") for row in column))
             for column in table.heads]
    rows = [_row(values, words, len(heads)) for values in table.rows]
    caption = node.find("caption", recursive=False)
    named = any(head.text for head in heads)
    lines = (row_by_row(rows, width) if table.is_merged
             else grid([heads, *rows] if named else rows, width, named))
    return "\n\n".join(filter(None, (_paragraph(caption, links, width) if caption else "", lines)))


def _row(values: Sequence[Value], words: Callable[[Tag], str], width: int) -> list[Cell]:
    row = [Cell("")] * width
    for value in values:
        row[value.column] = Cell(words(value.cell), has_class(value.cell, "to-right"),
                                 said(value.heads, words))
    return row


def _division(node: Tag, links: Links, width: int) -> str:
    return (_notes if has_class(node, "footnote") else _paragraph)(node, links, width)


_INLINES: Mapping[str, Callable[[Tag, Links], str]] = {
    "a": _anchor,
    "br": lambda node, links: "\n",
    "img": _image,
    "q": _quote,
    "sup": _superscript,
    "script": lambda node, links: "",
    "style": lambda node, links: "",
}

_BLOCKS: Mapping[str, Callable[[Tag, Links, int], str]] = {
    **dict.fromkeys((
        "address", "article", "aside", "center", "details", "dialog", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "header", "hgroup", "legend", "main", "nav", "p",
        "search", "section", "summary"), _paragraph),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "blockquote": _quotation,
    "dd": _definition,
    "div": _division,
    "dl": _glossary,
    "hr": lambda node, links, width: "* * *",
    "menu": _list,
    "ol": _list,
    "pre": _verbatim,
    "table": _table,
    "ul": _list,
}
