"""Gather the text that is read in one breath: one block, one language, across inline tags."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from plugins.core.html import VOID, Token, attributes
from plugins.typography.edits import HIDDEN

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center",
    "col", "colgroup", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre",
    "section", "select", "summary", "table", "tbody", "td", "template", "tfoot", "th", "thead",
    "title", "tr", "ul", "video", "audio",
))

SEEN = frozenset(("embed", "img", "input", "object"))
"""Empty elements that a reader sees: to the text around them they are a word."""

LITERAL = frozenset(("code", "kbd", "samp", "pre", "math", "svg", "tt"))

CLOSED_BY_ITSELF = frozenset(("p", "li", "dt", "dd", "td", "th", "tr", "option"))


@dataclass
class Passage:
    """Text of one language, with the index of the token that each piece of it came from."""

    lang: str
    pieces: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


@dataclass
class Context:
    """What an open element decides: its language ("" where nothing is typeset), its passage."""

    name: str
    lang: str
    block: int = -1
    passage: Passage | None = None


class Gathering:
    """The passages found so far, and the elements that are open."""

    def __init__(self, lang: str) -> None:
        self.passages: list[Passage] = []
        self.block = 0
        self.voices = [Context("", language(lang))]
        self.open: list[tuple[str, bool]] = []
        self.names: Counter[str] = Counter()

    def add(self, text: str, place: int) -> None:
        """Add a piece of text to the passage that is being read."""
        voice = self.voices[-1]
        if not voice.lang:
            return
        if voice.passage is None or voice.block != self.block:
            voice.passage, voice.block = Passage(voice.lang), self.block
            self.passages.append(voice.passage)
        voice.passage.pieces.append(text)
        voice.passage.places.append(place)

    def enter(self, name: str, tag: str) -> None:
        """Follow the start tag of an element."""
        if name in BLOCKS:
            self.block += 1
            self._close_what_ends_here(name)
        if name in SEEN:
            self.add(HIDDEN, -1)
        if name in VOID or tag.endswith("/>"):
            return
        voice = self._voice_of(name, tag)
        if voice:
            self.voices.append(voice)
        self.open.append((name, voice is not None))
        self.names[name] += 1

    def leave(self, name: str) -> None:
        """Follow an end tag; one that closes nothing is ignored, as in a browser."""
        if name in BLOCKS:
            self.block += 1
        while self.names[name]:
            last, speaks = self.open.pop()
            self.names[last] -= 1
            if speaks:
                self.voices.pop()
            if last == name:
                break

    def _voice_of(self, name: str, tag: str) -> Context | None:
        """Return a context if the element speaks for itself; the text around sees a word."""
        current = self.voices[-1].lang
        if name == "sup" and "fnref" in tag:
            return Context(name, current)
        spoken = attributes(tag).get("lang") if "lang" in tag.lower() else None
        lang = current if spoken is None else language(spoken)
        if name in LITERAL or (not current and spoken is None):
            lang = ""
        if lang == current:
            return None
        self.add(HIDDEN, -1)
        return Context(name, lang)

    def _close_what_ends_here(self, name: str) -> None:
        """Close a paragraph or an item whose end tag was left out."""
        last = self.open[-1][0] if self.open else ""
        if last == "p" or (last == name and name in CLOSED_BY_ITSELF):
            self.leave(last)


def language(code: str) -> str:
    """Return the language of a code such as fr-FR, or "" when it is left alone."""
    primary = code.strip().lower().replace("_", "-").partition("-")[0]
    return primary if primary in ("fr", "en") else ""


def passages(tokens: Iterable[Token], lang: str) -> list[Passage]:
    """Return the passages of HTML whose own language is `lang`."""
    gathering = Gathering(lang)
    for place, token in enumerate(tokens):
        if token.kind == "text":
            gathering.add(token.text, place)
        elif token.kind == "open":
            gathering.enter(token.text, token.source)
        elif token.kind == "close":
            gathering.leave(token.text)
    return gathering.passages
