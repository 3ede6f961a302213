"""Mark words in HTML: Chinese as Chinese, so that it is pronounced and drawn as such; letters of
French ordinals as raised: 1er, 2e, XXIe, nos 3 et 4.

The letters stay what they are, so that a voice reads them, and who copies them gets `1er`. Mme, Me
and MM. stay plain, as the Lexique has them beside a name that is printed in full.
"""

import re
from itertools import accumulate

from plugins.core.html import MARKUP, Token, attributes, keep_open, tokens
from plugins.core.plain_text import HAN, IDEOGRAPHS, expression
from plugins.typography.edits import HIDDEN, SPACE
from plugins.typography.hiding import hide, raw_places
from plugins.typography.languages import SEVERAL
from plugins.typography.passages import passages

PARTNERS = dict(zip("》」』）〉】〕〗”", "《「『（〈【〔〖“", strict=True))
OPENING = frozenset(PARTNERS.values())

RUN = expression(f"[\u3000-\u303f\uff01-\uff5e\u00b7“”{IDEOGRAPHS}]+")
"""Chinese characters and punctuation, with the quotes that Chinese shares with English."""

WORDS = expression(f"[{IDEOGRAPHS}{''.join(OPENING)}]"
                   f"(?:.*[{IDEOGRAPHS}{''.join(PARTNERS)}])?", re.S)
"""From the first character or opening mark to the last character or closing mark."""

OTHER = ("zh", "ja", "ko")

LEFT_ALONE = ("code", "pre", "kbd", "samp", "script")

BEFORE = rf"(?:(?<![\w.,:/\\@#&=+_{HIDDEN}-])|(?<=[IVXLC\dr]e[-‑–]))"
AFTER = rf"(?![\w@°{HIDDEN}]|[-‑–](?!(?:[IVXLC]+|\d{{1,4}})e\b)\w|[+.'’/_]\w)"
"""What no ordinal is next to: the rest of a name, a number or an address; but it may be next to
another one, XVe-XVIe.
"""

ROMAN = r"(?!CIe)(?=[IVXLC]{2})C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
"""Two letters at least (“Le” and “Ce” are words), and not the firm of “& CIe”."""

NUMBER = "|".join((
    rf"1(?=(?:er|re|ère)s?{AFTER})",
    rf"2(?=(?:nde?|de)s?{AFTER})",
    rf"(?:[2-9]|[1-9]\d{{1,3}}|(?<=\d[\u00a0\u202f ])\d{{3}})(?=(?:e|ème)s?{AFTER})",
    rf"I(?=er{AFTER})",
    rf"{ROMAN}(?=(?:e|ème){AFTER})",
    rf"[VX](?=e{SPACE}[^\W\d_])",
))

ORDINAL = expression(rf"{BEFORE}(?:(?:{NUMBER})(?P<letters>(?:er|re|ère|ème|nde?|de|e)s?)"
                     rf"|[Nn](?P<several>{SEVERAL}))")

HINT = expression(r"[\dIVXNn](?:(?<=\d)(?:er|re|ère|ème|nde?|de|e)s?|(?<=[IVX])(?:er|e|ème)"
                  r"|(?<=\b[Nn])os)\b")
"""What is in every text that holds an ordinal."""

RAISED = ("sup", "sub")
"""The elements in which letters are raised or lowered already."""


def mark_chinese(html: str, lang: str) -> str:
    """Return `html` with each run of Chinese in `<span lang="zh-Hans">`.

    Text in an element with a `lang` of its own, and code, are left alone; so is all
    of an edition that is itself written in Chinese characters.
    """
    if lang.split("-", maxsplit=1)[0] in OTHER or not HAN.search(html):
        return html
    apart: list[str] = []
    pieces = MARKUP.split(html)
    for place, piece in enumerate(pieces):
        if place % 2:
            keep_open(piece, apart, _is_apart)
        elif not apart and not piece.isascii():
            pieces[place] = RUN.sub(_marked, piece)
    return "".join(pieces)


def _marked(run: re.Match[str]) -> str:
    """Return a run with its words marked; a mark whose partner is elsewhere stays outside."""
    text = run[0]
    parts: list[str] = []
    done = 0
    for place in [*_alone(text), len(text)]:
        part = text[done:place]
        if HAN.search(part):
            part = WORDS.sub(r'<span lang="zh-Hans">\g<0></span>', part, count=1)
        parts += part, text[place:place + 1]
        done = place + 1
    return "".join(parts)


def _alone(text: str) -> list[int]:
    """Return where the marks are that do not come in pairs; “ alone around words is not Chinese."""
    waiting: list[int] = []
    alone: list[int] = []
    for place, mark in enumerate(text):
        if mark in OPENING and (waiting or mark != "“"):
            waiting.append(place)
        elif mark in PARTNERS and waiting and text[waiting[-1]] == PARTNERS[mark]:
            waiting.pop()
        elif mark in OPENING or mark in PARTNERS:
            alone += [*waiting, place]
            waiting = []
    return sorted(alone + waiting)


def _is_apart(element: str, tag: str) -> bool:
    """Tell whether nothing is marked in an element."""
    return element in LEFT_ALONE or ("lang" in tag.lower() and "lang" in attributes(tag))


def raise_ordinals(html: str, lang: str) -> str:
    """Return `html`, which is typeset, with the letters of French ordinals in `<sup>`.

    `lang` is the language around it; nothing else changes, and nothing is raised twice.
    """
    if not HINT.search(html):
        return html
    found = list(tokens(html))
    written = [token.source for token in found]
    kept = _raised_places(found) | raw_places(html, found)
    for passage in passages(found, lang):
        if passage.lang == "fr":
            places = [place if place not in kept else -1 for place in passage.places]
            for place, start, end in _letters(passage.pieces, places):
                source = written[place]
                written[place] = f"{source[:start]}<sup>{source[start:end]}</sup>{source[end:]}"
    return "".join(written)


def _letters(pieces: list[str], places: list[int]) -> list[tuple[int, int, int]]:
    """Return the place, start and end of all letters to be raised, the last first."""
    text, _ = hide("".join(pieces))
    ends = list(accumulate(map(len, pieces)))
    found, number = [], 0
    for match in ORDINAL.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        while ends[number] <= start:
            number += 1
        begun = ends[number] - len(pieces[number])
        if places[number] >= 0 and end <= ends[number]:
            found.append((places[number], start - begun, end - begun))
    return found[::-1]


def _raised_places(found: list[Token]) -> set[int]:
    """Return where the text of a raised or lowered element is."""
    depth, places = 0, set[int]()
    for place, token in enumerate(found):
        if token.text in RAISED and token.kind in ("open", "close"):
            depth = max(depth + (1 if token.kind == "open" else -1), 0)
        elif depth:
            places.add(place)
    return places
