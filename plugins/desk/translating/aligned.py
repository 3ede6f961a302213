"""Lay a text beside its translation, paragraph by paragraph, with what has changed in it since."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, TypeVar

GAP = re.compile(r"(\n(?:[ \t]*\n)+)")
"""What parts two paragraphs."""

HEADING = re.compile(r" {0,3}#{1,6}[ \t]")

PICTURE = re.compile(r"!\[.*?\]\(([^()\s]+)")
"""The address of a picture, which is the same in every language."""

ALIKE = 0.5
"""How much two paragraphs have in common if one was made of the other."""

Change = Literal["", "changed", "added", "removed"]
Pair = tuple[str, str]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Row:
    """A paragraph of the original as it is now and as it was before, and its translation.

    One that was added was not there before, one that was removed is not there now. `gap` is what
    parts the translation from the next one.
    """

    now: str
    before: str
    translation: str = ""
    gap: str = ""

    @property
    def change(self) -> Change:
        """What has become of it since it was translated."""
        if self.now == self.before:
            return ""
        return "changed" if self.now and self.before else "added" if self.now else "removed"


def aligned(now: str, before: str, translation: str) -> list[Row]:
    """Return a body beside its translation, which was made when the body was as `before`.

    Sections begin with a heading, and stay together if there are as many; in one, paragraphs
    follow each other, and a picture stands beside the same one. No word of the translation is left
    out.
    """
    found = list(_changes(_paragraphs(now), _paragraphs(before)))
    translated = _with_gaps(translation)
    ours = [old or (new if _place_of(new, translated) is not None else "") for new, old in found]
    rest = iter(_shared([*filter(None, ours)], translated))
    rows = [Row(new, old, *_whole(next(rest) if own else []))
            for (new, old), own in zip(found, ours, strict=True)]
    return [*rows, *(Row("", "", *_whole(share)) for share in rest)]


def joined(paragraphs: Iterable[str], gaps: Iterable[str]) -> str:
    """Return the paragraphs of a body as they were typed; an empty one is left out."""
    kept = [(words.strip("\n"), gap) for words, gap in zip(paragraphs, gaps, strict=True)
            if words.strip()]
    return "".join(words + (gap or "\n\n") for words, gap in kept[:-1]) + "".join(
        words for words, _ in kept[-1:])


def _paragraphs(body: str) -> list[str]:
    return [words for words, _ in _with_gaps(body)]


def _with_gaps(body: str) -> list[Pair]:
    """Return paragraphs, each with what parts it from the next one."""
    parts = [*GAP.split(body.strip("\n")), ""]
    return [(words, gap) for words, gap in zip(parts[::2], parts[1::2], strict=True) if words]


def _changes(now: Sequence[str], before: Sequence[str]) -> Iterator[Pair]:
    """Yield the paragraphs now, each with what it was before; nothing for one that was not."""
    for what, start, end, begin, stop in SequenceMatcher(None, before, now, False).get_opcodes():
        old, new = before[start:end], now[begin:stop]
        yield from _paired(old, new) if what == "replace" else zip_longest(new, old, fillvalue="")


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Yield paragraphs that differ, each with the most alike of those before, in their order."""
    begin = 0
    for words in old:
        alike = [SequenceMatcher(None, words, other, False).ratio() for other in new[begin:]]
        best = max(alike, default=0.0)
        if best < ALIKE:
            yield "", words
            continue
        place = begin + alike.index(best)
        yield from ((other, "") for other in new[begin:place])
        yield new[place], words
        begin = place + 1
    yield from ((other, "") for other in new[begin:])


def _shared(originals: Sequence[str], translated: Sequence[Pair]) -> list[list[Pair]]:
    """Return for each paragraph of an original those of the translation that belong to it.

    What belongs to none of them comes last.
    """
    ours = _sections(originals, lambda words: words)
    theirs = _sections(translated, lambda pair: pair[0])
    if len(ours) != len(theirs) or not all(own or not other for own, other in
                                           zip(ours, theirs, strict=True)):
        ours, theirs = [list(originals)], [list(translated)]
    return [share for own, other in zip(ours, theirs, strict=True)
            for share in _in_order(own, other)]


def _sections(items: Sequence[Item], words: Callable[[Item], str]) -> list[list[Item]]:
    """Return what stands before the first heading, then each heading with what follows it."""
    found: list[list[Item]] = [[]]
    for item in items:
        if HEADING.match(words(item)):
            found.append([])
        found[-1].append(item)
    return found


def _place_of(words: str, translated: Sequence[Pair]) -> int | None:
    """Return which paragraph of a translation shows the picture of one of the original."""
    picture = PICTURE.search(words)
    return next((place for place, (other, _) in enumerate(translated)
                 if picture and picture[1] in PICTURE.findall(other)), None)


def _in_order(own: Sequence[str], translated: list[Pair]) -> Iterator[list[Pair]]:
    """Yield one for each paragraph, the last one with all that is left."""
    number, last = len(own), max(len(own) - 1, 0)
    for place, words in enumerate(own):
        if (at := _place_of(words, translated)) is not None:
            if place:
                yield from _in_order(own[:place], translated[:at])
            yield translated[at if place else 0:at + 1 if place < last else None]
            if place < last:
                yield from _in_order(own[place + 1:], translated[at + 1:])
            return
    yield from (translated[place:place + 1] for place in range(last))
    if number or translated:
        yield translated[last:]


def _whole(share: Sequence[Pair]) -> Pair:
    """Return paragraphs of a translation as one text, and what follows it."""
    return "".join(words + gap for words, gap in share[:-1]) + "".join(
        words for words, _ in share[-1:]), "".join(gap for _, gap in share[-1:])
