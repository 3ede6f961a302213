"""Mark each paragraph of a settled Word file with what its styles and its numbering say of it.

Emphasis that a style of characters gives is written on the run itself, and the number of a list
that says more than a number as words.

What Word numbers is in no text of the file. `1.` becomes a list; what says more than a number, as
“Article 2”, “1.1” or “a)” do, others may cite, so it is written as words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from plugins.core.plain_text import number_of
from plugins.importer.shape import facts
from plugins.importer.word.tree import (
    BODY,
    VAL,
    Styles,
    W,
    flag,
    list_of,
    number_in,
    run,
    value,
    words_of,
)

PLAIN = re.compile(r"\(?%(\d)[.)]?\s*")
"""What a list of Markdown shows, too: a number of its own, and a mark."""

PART = re.compile(r"%(\d)")

SPELLED = {10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i", 40: "xl", 50: "l", 90: "xc", 100: "c"}

CHINESE = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Level:
    """A level of a list: how its numbers are written, where they begin, what is around them."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(frozen=True)
class Mark:
    """What stands before a paragraph of a list: a bullet, a number, or a label in words."""

    kind: str
    depth: int
    number: int = 0
    label: str = ""


@dataclass
class Lists:
    """The lists of a file, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    family: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def mark(self, number: str, depth: int) -> Mark | None:
        """Count one paragraph of a list and return what stands before it; None for nothing."""
        level = self.levels.get(number, {}).get(depth)
        if level is None:
            return None
        if level.form == "bullet":
            return Mark("bullet", depth)
        value = self._counted(number, depth, level)
        if level.form == "none" or not PART.search(level.text):
            return Mark("label", depth, label=level.text.strip()) if level.text.strip() else None
        if level.form == "decimal" and PLAIN.fullmatch(level.text):
            return Mark("number", depth, value)
        return Mark("label", depth, value, self._label(number, level))

    def _counted(self, number: str, depth: int, level: Level) -> int:
        counts = self.counts.setdefault(self.family[number], {})
        if number not in self.begun:
            self.begun.add(number)
            for (own, place), start in self.restarts.items():
                if own == number:
                    counts[place] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [place for place in counts if place > depth]:
            del counts[deeper]
        return counts[depth]

    def _label(self, number: str, level: Level) -> str:
        levels, counts = self.levels[number], self.counts[self.family[number]]

        def part(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            own = levels.get(place, Level())
            return spelled(counts.get(place, own.start), own.form)

        return PART.sub(part, level.text).strip()


def read_lists(root: Element) -> Lists:
    """Return the lists that a file declares."""
    lists = Lists()
    families = {each.get(f"{W}abstractNumId", ""): {
        number_of(own): _read_level(level) for level in each.findall(f"{W}lvl")
        if (own := level.get(f"{W}ilvl", "0")).isdigit()}
        for each in root.findall(f"{W}abstractNum")}
    for each in root.findall(f"{W}num"):
        number = each.get(f"{W}numId", "")
        lists.family[number] = value(each, "abstractNumId")
        levels = dict(families.get(lists.family[number], {}))
        for change in each.findall(f"{W}lvlOverride"):
            depth = number_of(change.get(f"{W}ilvl", "0"))
            if (level := change.find(f"{W}lvl")) is not None:
                levels[depth] = _read_level(level)
            if start := value(change, "startOverride"):
                lists.restarts[number, depth] = number_of(start)
        lists.levels[number] = levels
    return lists


def spelled(value: int, form: str) -> str:
    """Return a number as a level of a list writes it."""
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        roman = ""
        for size in sorted(SPELLED, reverse=True):
            roman, value = roman + SPELLED[size] * (value // size), value % size
        return roman.upper() if form == "upperRoman" else roman
    if form.startswith(("chinese", "ideograph", "japanese", "taiwanese")) and 0 < value < 100:
        tens, ones = divmod(value, 10)
        ten = ("" if tens < 2 else CHINESE[tens]) + "十" if tens else ""
        return ten + (CHINESE[ones] if ones else "")
    return f"{value:02}" if form == "decimalZero" else str(value)


def _read_level(element: Element) -> Level:
    return Level(value(element, "numFmt") or "decimal", value(element, "lvlText"),
                 number_in(element, "start") if value(element, "start").isdigit() else 1)


DEEPER = re.compile(r"list (?:bullet|number) (\d)")

QUOTES = ("quote", "intense quote", "block text")

FIRST_ROW = 0x20
"""The bit of `tblLook` that has the first row look like a head (ECMA-376, 17.4.55)."""


def mark(root: Element, styles: Styles, lists: Lists) -> None:
    """Change the tree of a part: marks and labels before the words, heads of tables named."""
    for each in root.iter(f"{W}t"):
        each.text = facts.unmarked(each.text or "")
    for each in root.iter(f"{W}tbl"):
        _name_head(each)
    in_cells = {each for cell in root.iter(f"{W}tc") for each in cell.iter(f"{W}p")}
    for each in root.iter(f"{W}p"):
        _emphasise(each, styles)
        found = facts.marked(_facts(each, styles, lists, each in in_cells))
        if found and (words_of(each).strip()):
            _put_first(each, run(found))


def _facts(paragraph: Element, styles: Styles, lists: Lists, in_cell: bool) -> dict[str, str]:
    properties = paragraph.find(f"{W}pPr")
    style = value(properties, "pStyle") or styles.usual
    level = _level(properties, style, styles)
    listed = _listed(paragraph, style, styles, lists, level >= 0)
    if level >= 0 and not in_cell:
        return {facts.LEVEL: str(level)}
    if listed:
        return {facts.LIST: listed}
    if any(name in QUOTES for name in styles.names(style)):
        return {facts.QUOTE: "yes"}
    if "caption" in styles.names(style):
        return {facts.CAPTION: "yes"}
    look = "" if in_cell else _look(paragraph, style, styles)
    return {facts.LOOK: look} if look else {}


def _level(properties: Element | None, style: str, styles: Styles) -> int:
    """Return the level of a heading, by its style or its own outline; -1 for no heading."""
    level, own = styles.level(style), value(properties, "outlineLvl")
    if level < 0 and own:
        return outline + 1 if (outline := number_of(own, BODY)) < BODY else -1
    return level


def _listed(paragraph: Element, style: str, styles: Styles, lists: Lists, is_heading: bool) -> str:
    """Count a paragraph of a list, write a label before its words, and return its mark."""
    number, depth = list_of(paragraph.find(f"{W}pPr"))
    if not number:
        number, depth = styles.list_of(style)
    counted = lists.mark(number, depth) if number and words_of(paragraph).strip() else None
    if counted is None:
        return ""
    label = counted.label or (f"{counted.number}." if counted.kind == "number" else "")
    if label and (counted.kind == "label" or is_heading):
        _put_first(paragraph, run(f"{label} "))
    # Each level of “List Bullet 2” is a list of its own in Word.
    by_name = next((int(found[1]) - 1 for name in styles.names(style)
                    if (found := DEEPER.fullmatch(name))), 0)
    return f"{counted.kind},{counted.depth or by_name},{counted.number}"


def _look(paragraph: Element, style: str, styles: Styles) -> str:
    """Return how a paragraph looks where a heading could look so: `bold,size,usual size`."""
    runs = [each for each in paragraph.iter(f"{W}r") if words_of(each).strip()]
    if not runs or len(words_of(paragraph)) > facts.LONGEST_LOOK:
        return ""
    sizes, bold = set(), []
    for each in runs:
        properties = each.find(f"{W}rPr")
        own = flag(properties, "b")
        bold.append(own if own is not None else styles.is_on(style, "b"))
        sizes.add(number_in(properties, "sz") or styles.size_of(style))
    if len(sizes) > 1 or not (all(bold) or min(sizes) > styles.size):
        return ""
    return f"{'bold' if all(bold) else 'plain'},{sizes.pop()},{styles.size}"


def _emphasise(paragraph: Element, styles: Styles) -> None:
    """Write on each run what the style of its characters says."""
    for each in paragraph.iter(f"{W}r"):
        properties = each.find(f"{W}rPr")
        style = value(properties, "rStyle")
        if properties is None or not style:
            continue
        for name, is_so in (("b", styles.is_on(style, "b")), ("i", styles.is_on(style, "i"))):
            if is_so and flag(properties, name) is None:
                SubElement(properties, f"{W}{name}")
        if (raised := styles.raised(style)) and properties.find(f"{W}vertAlign") is None \
                and not any(_notes(each)):
            SubElement(properties, f"{W}vertAlign").set(VAL, raised)


def _notes(element: Element) -> Iterator[Element]:
    for name in ("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef"):
        yield from element.iter(f"{W}{name}")


def _put_first(paragraph: Element, element: Element) -> None:
    paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, element)


def _name_head(table: Element) -> None:
    """Name the first row a head where it looks like one, and no row is named."""
    rows, look = table.findall(f"{W}tr"), table.find(f"{W}tblPr/{W}tblLook")
    if len(rows) < 2 or look is None or any(table.iter(f"{W}tblHeader")):
        return
    value = look.get(VAL, "0")
    bits = int(value, 16) if value.isalnum() else 0
    if bits & FIRST_ROW or look.get(f"{W}firstRow") in ("1", "true", "on"):
        properties = rows[0].find(f"{W}trPr")
        if properties is None:
            properties = Element(f"{W}trPr")
            rows[0].insert(0, properties)
        SubElement(properties, f"{W}tblHeader")
