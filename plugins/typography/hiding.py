"""Find what is never typeset although it stands in a text: addresses, numbers, places, tags."""

import re

from plugins.typography.characters import HIDDEN, SPACE
from plugins.typography.identifiers import identifiers

LAST = r"""[^\s<>"«»“”.,;:!?…)\]'’\ue000]"""
"""The last character of an address: a mark after it belongs to the sentence."""

REST = r"""[^\s<>"«»“”\ue000]*"""

NEVER = re.compile(r"|".join((
    r"\ue000",
    r"\{\{[^{}]*+\}\}",
    r"\{%(?:[^{}%]|%(?!\}))*+%\}",
    r"\{#(?:[^{}#]|#(?!\}))*+#\}",
    r"\*\|[^|*\n]{1,200}+\|\*",
    r"\{(?:filename|static|attach|author|category|tag|index|form)\}" + REST + LAST,
    r"\{[\w.!:<>^=+\[\]-]*+\}",
    # A shortcode: values named with `=`, or a compound name before a number or a quoted title.
    r"\[/?[A-Za-z][\w-]*+(?:\s[^\[\]=]*+=[^\[\]]*+)?/?\]",
    r"\[[A-Za-z][a-z\d]*[-_][\w-]*+\s+[\d\"'][^\[\]]*+\]",
    r"(?:\b(?:https?|s?ftp|file|ssh|git)://|\b(?:mailto|tel|data|urn|doi):(?=\w)|\bwww\.)"
    + REST + LAST,
    # An email; but in “d'info@…” the d' is French elision.
    r"(?:(?<![\w.+'’-])(?![cdjlmnst]'|qu')|(?<=\b[cdjlmnst]['’])|(?<=\bqu['’]))"
    r"[\w.+'-]{1,64}+@[\w-]++(?:\.[\w-]++)++",
    # A path, from the root, the folder, the house or a drive.
    r"(?<![^\s(«“])(?:~|\.{1,2}|[A-Za-z]:)?[/\\](?=\w|\.)" + REST + LAST,
    r"(?<![\w+])\+\d{1,3}(?:[ .\u00a0\u202f-]?(?:\(0\)[ ]?)?\d{1,4}){2,6}(?![\w])",
    r"(?<![\w+.,-])0\d(?:[ .\u00a0\u202f-]\d\d){4}(?!\w)",
    # An emoticon; after a space that typesetting has put there it is a mark.
    r"(?<![^\s(])(?<!\u202f)(?<!«\u00a0)[:;=8]['’]?-?[()DPpO|/\\*\[\]](?![^\s.,;:!?…)<])",
    # An ellipsis written with spaces, and quotes written with two apostrophes.
    r"\.(?:[ \u00a0\u202f]\.)++",
    r"'{2,}+",
)))

REFERENCE = re.compile(rf"&#?\w{{1,32}}{SPACE}*+;")
"""What is a character reference, or would become one if a space went away."""


def hide(text: str) -> tuple[str, str]:
    """Return `text` with a stand-in for each character never to be changed, and those in order."""
    spans = [match.span() for match in NEVER.finditer(text)]
    spans += [match.span() for match in REFERENCE.finditer(text)]
    spans += identifiers(text)
    parts: list[str] = []
    hidden: list[str] = []
    done = 0
    for start, end in sorted(spans):
        start = max(start, done)
        if end > start:
            parts += text[done:start], HIDDEN * (end - start)
            hidden.append(text[start:end])
            done = end
    return "".join(parts) + text[done:], "".join(hidden)


def show(pieces: list[str], hidden: str) -> list[str]:
    """Return `pieces` with the characters that `hide` took out of them."""
    shown, used = [], 0
    for piece in pieces:
        parts = piece.split(HIDDEN)
        count = len(parts) - 1
        letters = [*hidden[used:used + count], ""]
        shown.append("".join(part + letter for part, letter in zip(parts, letters, strict=True)))
        used += count
    return shown
