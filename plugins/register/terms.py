"""Find the terms of a glossary in texts of one language, and the words that it asks to avoid.

No library of grammar is asked: a term is found in its plural, too, where each word of it may take
the usual ending; whatever else it is called must be declared.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from itertools import groupby
from typing import NamedTuple

from plugins.core.html import MARKUP, attributes, keep_open

ENDINGS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "fr": ((r"[sxz]", "", ""), ("al", "al", "(?:al|aux)"), ("", "", "[sx]?")),
    "en": ((r"(?:[sxz]|[cs]h)", "", "(?:es)?"), (r"(?<![aeiou])y", "y", "(?:y|ies)"),
           ("", "", "s?")),
}
"""How a word ends, what is taken off, and what it may end with: its plural, too."""

LEAST = 3
"""Letters of a word that may be in the plural; “de” and “la” are not."""

APART = frozenset((
    "a", "abbr", "aside", "button", "caption", "code", "dfn", "dt", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "kbd", "label", "pre", "samp", "script", "style", "summary", "sup", "svg",
    "table", "textarea"))
"""The elements that are no running text, or whose words lead elsewhere."""

NOTES = 'class="footnote"'

NEAR = 20
"""Characters between a term and its Chinese that the text itself gives, “(en chinois : …)”."""

MARKED = re.compile(
    r'<span class="term" data-term="([^"]+)">([^<]*)(?:<span> \(<span lang="zh-Hans">[^<]*'
    r"</span>\)</span>)?</span>")
"""A term as `mark` writes it: its key, and the words of the text."""


class Spelling(NamedTuple):
    """A way to write the term with this key; `right` is its name, for words to be avoided."""

    written: str
    key: str
    right: str
    chinese: str = ""
    avoided: bool = False


@dataclass(frozen=True)
class Wording:
    """How the terms are written in a language, and what is not to be written for them."""

    lang: str
    spellings: tuple[Spelling, ...] = ()

    def avoided(self, text: str) -> Iterator[tuple[int, str, str]]:
        """Yield the place of each word to avoid in plain words, as written, and the right one."""
        for found in self._found(text):
            spelling = self._spelling(found)
            if spelling.avoided:
                yield found.start(), found[0], spelling.right

    def mark(self, html: str) -> str:
        """Return a text with the first mention of each term in running text marked.

        The Chinese follows in brackets, unless the text gives it there itself: so every program
        can show it, and a page may replace it.
        """
        if next(self._found(html), None) is None:
            return html
        pieces, apart, seen = MARKUP.split(html), list[str](), set[str]()
        for place, piece in enumerate(pieces):
            if place % 2:
                keep_open(piece, apart, self._is_apart)
            elif not apart and self._pattern:
                pieces[place] = self._pattern.sub(partial(
                    self._marked, seen=seen, pieces=pieces, place=place), piece)
        return "".join(pieces)

    def _found(self, text: str) -> Iterator[re.Match[str]]:
        return self._pattern.finditer(text) if self._pattern else iter(())

    @cached_property
    def _ordered(self) -> list[Spelling]:
        """The spellings by how they begin; of those that begin alike, the longest first."""
        return sorted(self.spellings, key=lambda one: (
            one.written[0].lower(), -len(_beginning(one)), _beginning(one), -len(one.written)))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Each spelling is a group; a text is compared only with those that begin as it does."""
        if not self.spellings:
            return None
        alike = {
            letter: "|".join(self._of_one_letter(spellings))
            for letter, spellings in groupby(self._ordered, lambda one: one.written[0].lower())}
        begun = "|".join(f"(?<={_either(letter)})(?:{rest})" for letter, rest in alike.items())
        return re.compile(rf"{_either(''.join(alike))}(?<![\w@.-].)(?:{begun})(?![\w-]|[.@]\w)")

    def _of_one_letter(self, spellings: Iterable[Spelling]) -> Iterator[str]:
        for begun, same in groupby(spellings, _beginning):
            rests = "|".join(_expression(one.written, begun, self.lang) for one in same)
            yield f"{_either(begun[1:])}(?:{rests})"

    def _spelling(self, found: re.Match[str]) -> Spelling:
        assert found.lastindex
        return self._ordered[found.lastindex - 1]

    def _marked(self, found: re.Match[str], seen: set[str], pieces: list[str], place: int) -> str:
        _, key, _, chinese, avoided = self._spelling(found)
        if avoided or key in seen:
            return found[0]
        seen.add(key)
        beside = chinese and not _is_beside(chinese, found, pieces, place)
        added = f'<span> (<span lang="zh-Hans">{escape(chinese)}</span>)</span>' if beside else ""
        return f'<span class="term" data-term="{key}">{found[0]}{added}</span>'

    def _is_apart(self, element: str, tag: str) -> bool:
        lang = attributes(tag).get("lang", self.lang) if "lang" in tag.lower() else self.lang
        return element in APART or NOTES in tag or (
            lang.partition("-")[0].lower() != self.lang.partition("-")[0])


def _is_beside(chinese: str, found: re.Match[str], pieces: list[str], place: int) -> bool:
    """Tell whether a text gives the Chinese of a term right before or after it."""
    before, after = found.string[:found.start()], found.string[found.end():]
    near = len(chinese) + NEAR
    return (chinese in "".join((after, *pieces[place + 2:place + 5:2]))[:near]
            or chinese in "".join((*pieces[max(place - 4, 0):place:2], before))[-near:])


def _either(letter: str) -> str:
    """Return what finds a letter, small or capital."""
    return f"[{re.escape(letter + letter.upper())}]" if letter else ""


def _beginning(spelling: Spelling) -> str:
    """Return the first letters of a spelling, which are the same in its plural."""
    two = spelling.written[:2]
    return (two if len(spelling.written) > LEAST and two.isalpha() else two[:1]).lower()


def _expression(written: str, begun: str, lang: str) -> str:
    """Return what finds a spelling after its beginning.

    What is written in small letters begins a sentence, too; capitals are meant.
    """
    parts = re.split(r"(\s+)", written)
    found = "".join(r"\s+" if part.isspace() else _inflected(part, lang) for part in parts)
    first = re.escape(written[:len(begun)])
    rest = found.removeprefix(first)
    return f"((?i:{rest}))" if written == written.lower() else f"((?<={first}){rest})"


def _inflected(part: str, lang: str) -> str:
    """Return what finds a word, in its plural, too."""
    stem, ending = part, ""
    if len(part) >= LEAST:
        for last, cut, new in ENDINGS.get(lang.partition("-")[0], ()):
            if re.search(f"{last}$", part):
                stem, ending = part.removesuffix(cut), new
                break
    plain = re.sub("['’]", "['’]", re.escape(stem)).replace(r"\-", "[-\u2011]")
    return plain.replace(r"\&", "&(?:amp;)?") + ending
