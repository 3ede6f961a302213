"""Typeset French and English, each as it is typeset, without touching what is not text."""

import html as references
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from plugins.core.html import Token, tokens
from plugins.typography.edits import Rule, apply
from plugins.typography.hiding import hide, raw_places, show
from plugins.typography.languages import RULES
from plugins.typography.marks import mark_chinese, raise_ordinals
from plugins.typography.passages import language, passages


def typeset(html: str, lang: str) -> str:
    """Return `html`, a fragment or a page, with its text typeset in the language of each element.

    `lang` is the language around it (BCP 47); languages other than French and English are left
    alone. Tags, comments and code are returned byte for byte; it never raises.
    """
    found = list(tokens(html))
    written = [token.source for token in found]
    raw = raw_places(html, found)
    for passage in passages(found, lang):
        typed = _typeset_pieces(passage.pieces, RULES[passage.lang])
        for place, before, after in zip(passage.places, passage.pieces, typed, strict=True):
            if before != after and place not in raw:
                written[place] = _escaped(after, found[place])
    return "".join(written)


def marked(text: object, lang: str) -> str:
    """Return words that are typeset as HTML: Chinese marked, the letters of ordinals raised.

    `<` is a character, unless a template says that the words are HTML already.
    """
    html = str(text) if hasattr(text, "__html__") else references.escape(str(text), quote=False)
    return raise_ordinals(mark_chinese(html, lang), lang)


@lru_cache(maxsize=20_000)  # titles, and the words of a register, are asked for again and again
def typeset_text(text: str, lang: str) -> str:
    """Return plain `text`, such as a title or a subject, typeset in `lang`; `<` is a character."""
    code = language(lang)
    return _typeset_pieces([text], RULES[code])[0] if code and text else text


def _typeset_pieces(pieces: Sequence[str], rules: Sequence[Rule]) -> list[str]:
    """Return the pieces of one passage after all rules."""
    written = "".join(pieces)
    if written.isspace():  # what is between two blocks
        return list(pieces)
    text, hidden = hide(written)
    ends: Sequence[int] = list(accumulate(map(len, pieces)))
    marks = set(text)
    for asked_at, edits in rules:
        if not asked_at or not marks.isdisjoint(asked_at):
            edited, ends = apply(text, ends, edits(text))
            if edited is not text:
                text, marks = edited, set(edited)
    return show([text[start:end] for start, end in pairwise([0, *ends])], hidden)


def _escaped(text: str, token: Token) -> str:
    """Return changed text as HTML; what was a reference does not become markup."""
    return references.escape(text, quote=False) if token.source != token.text else text
