"""Count the lists of a Word file: from `numbering.xml` to the mark of each paragraph.

What Word numbers is in no text of the file. `1.` becomes a list; what says more than a number, as
“Article 2”, “1.1” or “a)” do, others may cite, so it is written as words.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from plugins.importer.word.styles import VAL, W

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


def read_lists(root: Element | None) -> Lists:
    """Return the lists that a file declares."""
    lists = Lists()
    families = {each.get(f"{W}abstractNumId", ""): {
        int(level.get(f"{W}ilvl", "0")): _level(level) for level in each.findall(f"{W}lvl")
        if level.get(f"{W}ilvl", "0").isdigit()}
        for each in (root.findall(f"{W}abstractNum") if root is not None else ())}
    for each in root.findall(f"{W}num") if root is not None else ():
        number, family = each.get(f"{W}numId", ""), each.find(f"{W}abstractNumId")
        lists.family[number] = family.get(VAL, "") if family is not None else ""
        levels = dict(families.get(lists.family[number], {}))
        for change in each.findall(f"{W}lvlOverride"):
            depth = int(change.get(f"{W}ilvl", "0"))
            start, level = change.find(f"{W}startOverride"), change.find(f"{W}lvl")
            if level is not None:
                levels[depth] = _level(level)
            if start is not None:
                lists.restarts[number, depth] = int(start.get(VAL, "1"))
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


def _level(element: Element) -> Level:
    form, text, start = (element.find(f"{W}{name}") for name in ("numFmt", "lvlText", "start"))
    begin = start.get(VAL, "1") if start is not None else "1"
    return Level(form.get(VAL, "decimal") if form is not None else "decimal",
                 text.get(VAL, "") if text is not None else "",
                 int(begin) if begin.isdigit() else 1)
