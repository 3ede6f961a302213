"""Mark Chinese words as Chinese, so that they are pronounced and drawn as such."""

import re

from plugins.core.html import MARKUP, attributes, keep_open
from plugins.core.plain_text import HAN, IDEOGRAPHS, expression

PARTNERS = dict(zip("》」』）〉】〕〗”", "《「『（〈【〔〖“", strict=True))
OPENING = frozenset(PARTNERS.values())

RUN = expression(f"[\u3000-\u303f\uff01-\uff5e\u00b7“”{IDEOGRAPHS}]+")
"""Chinese characters and punctuation, with the quotes that Chinese shares with English."""

WORDS = expression(f"[{IDEOGRAPHS}{''.join(OPENING)}]"
                   f"(?:.*[{IDEOGRAPHS}{''.join(PARTNERS)}])?", re.S)
"""From the first character or opening mark to the last character or closing mark."""

OTHER = ("zh", "ja", "ko")

LEFT_ALONE = ("code", "pre", "kbd", "samp", "script")


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
        elif not apart:
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
