"""Write the words of one paragraph as Markdown: runs of text, each with what it is set in.

Where marks begin and end is worked out from the runs, not from the tags: so nothing is doubled,
empty or left open, and no space is inside emphasis, where it would print its asterisks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from plugins.core.html import UNSEEN
from plugins.forms.wordpress.shortcodes import find_shortcodes, written_well
from plugins.importer.carrier import Carrier, hide, plain

GAP = re.compile(r"[ \t\r\n\f]+")

BARE = re.compile(r"(?<![\w/.@])(?:https?://|www\.)[^\s<>\"«»“”()]*[\w/]")
"""An address that nobody made a link of."""

STARS = {"strong": "**", "em": "*"}

Kind = Literal["text", "code", "piece", "break"]


@dataclass(frozen=True)
class Marks:
    """What words are set in: `strong`, `em` or the tag of another element; where they lead."""

    tags: tuple[str, ...] = ()
    link: str = ""

    def within(self, tag: str) -> "Marks":
        """Return these and one more."""
        return self if tag in self.tags else replace(self, tags=(*self.tags, tag))

    def common(self, other: "Marks") -> "Marks":
        """Return what is in both."""
        if self is other:
            return self
        return Marks(tuple(tag for tag in self.tags if tag in other.tags),
                     self.link if self.link == other.link else "")

    def names(self) -> list[str]:
        """Return all as names, the link first."""
        return [f"({self.link})", *self.tags] if self.link else list(self.tags)


BARELY = Marks()
"""What plain words are set in: nothing."""


class Run(NamedTuple):
    """Words that are set alike; a `piece` is Markdown already."""

    kind: Kind
    text: str = ""
    marks: Marks = BARELY


@dataclass
class Event:
    """The beginning or the end of a mark, or words; `pair` is the place of its other end."""

    kind: Literal["open", "close", "words"]
    text: str
    pair: int = -1
    shown: str = ""
    first: str = "<"
    last: str = ">"


def write_runs(runs: Sequence[Run], carrier: Carrier, line_break: str = "<br>") -> str:
    """Return runs as Markdown, its signs and pieces hidden; nothing if nobody sees any."""
    if all(run.kind == "text" and run.marks is BARELY for run in runs):
        text = _clean("".join([run.text for run in runs])).strip()
        if not ("[" in text or "［" in text or "://" in text or "www." in text):
            return hide(text)
    known = list(_known(_with_shortcodes(_levelled(runs), carrier), carrier))
    return "".join(_written(_events(known, carrier, line_break), carrier))


def _clean(text: str) -> str:
    """Return a text without what nobody sees, each gap as one space."""
    return GAP.sub(" ", text if text.isascii() else plain(text).translate(UNSEEN))


def _levelled(runs: Sequence[Run]) -> list[Run]:
    """Return runs without doubled spaces, and each space set in what is on both sides of it."""
    parts: list[Run] = []
    blank = True
    for run in runs:
        if run.kind == "break" or run.kind == "piece":
            if run.kind == "break" and parts and parts[-1].text == " ":
                parts.pop()
            parts.append(run)
            blank = run.kind == "break"
            continue
        text = _clean(run.text)
        if run.kind == "text" and blank and text.startswith(" "):
            text = text[1:]
        if run.kind == "code":
            text = text.strip()
            parts += [Run("code", text, run.marks)] if text else []
            blank = blank and not text
        elif text:
            parts += [Run("text", _one_gap(part), run.marks) for part in _edges(text)]
            blank = text.endswith(" ")
    shown = [place for place, run in enumerate(parts) if not _is_gap(run)]
    return _joined(_spaced(parts[shown[0]:shown[-1] + 1])) if shown else []


def _spaced(parts: Sequence[Run]) -> Iterator[Run]:
    marks = [run.marks for run in parts if not _is_gap(run)]
    seen = 0
    for run in parts:
        if not _is_gap(run):
            seen += 1
            yield run
        elif run.kind == "break":
            yield run
        else:
            around = marks[seen - 1:seen] + marks[seen:seen + 1] if seen else []
            both = around[0].common(around[1]) if len(around) == 2 else BARELY
            yield Run("text", run.text, both)


def _edges(text: str) -> list[str]:
    """Return the gaps at both ends of a text, and what is between them."""
    inner = text.strip()
    start = text.index(inner)
    return [part for part in (text[:start] if inner else text, inner, text[start + len(inner):]
                              if inner else "") if part]


def _one_gap(part: str) -> str:
    """Return a part of a text; of several spaces one, which keeps the words together if one did."""
    return next((space for space in part if space != " "), " ") if part.isspace() else part


def _is_gap(run: Run) -> bool:
    return run.kind == "break" or (run.kind == "text" and not run.text.strip())


def _joined(parts: Iterable[Run]) -> list[Run]:
    """Return the runs, those that are set alike as one; a space begins none."""
    joined: list[Run] = []
    for run in parts:
        last = joined[-1] if joined else None
        if last and run.kind == last.kind in ("text", "code") and run.marks == last.marks \
                and not _is_gap(last):
            joined[-1] = Run(run.kind, last.text + run.text, run.marks)
        else:
            joined.append(run)
    return joined


def _with_shortcodes(runs: list[Run], carrier: Carrier) -> Iterator[Run]:
    """Yield the runs, the shortcodes of forms as WordPress itself writes them."""
    if not any("[" in run.text or "［" in run.text for run in runs):
        yield from runs
        return
    text = "".join(run.text if run.kind == "text" else "\ue000" * (len(run.text) or 1)
                   for run in runs)
    found = find_shortcodes(text)
    if not found:
        yield from runs
        return
    place = 0
    for run in runs:
        end = place + (len(run.text) or 1)
        position = place
        for shortcode in found:
            if run.kind == "text" and shortcode.start < end and shortcode.end > place:
                if shortcode.start >= position:
                    yield run._replace(text=run.text[position - place:shortcode.start - place])
                    yield Run("piece", carrier.piece(written_well(shortcode)))
                position = min(shortcode.end, end)
        yield run._replace(text=run.text[position - place:]) if position > place else run
        place = end


def _known(runs: Iterator[Run], carrier: Carrier) -> Iterator[Run]:
    """Yield the runs, each address that is no link yet as one."""
    for run in runs:
        if run.kind != "text" or run.marks.link or not ("://" in run.text or "www." in run.text):
            yield run
            continue
        done = 0
        for found in BARE.finditer(run.text):
            full = found[0] if "//" in found[0] else f"https://{found[0]}"
            if link := carrier.destination(full, ""):
                yield run._replace(text=run.text[done:found.start()])
                yield run._replace(text=found[0], marks=replace(run.marks, link=link))
                done = found.end()
        yield run._replace(text=run.text[done:])


def _events(runs: Sequence[Run], carrier: Carrier, line_break: str) -> list[Event]:
    """Return the runs with what begins and ends between them; what lasts longer is outside."""
    shown = [run for run in runs if run.text or run.kind == "break"]
    events: list[Event] = []
    opened: list[tuple[str, int]] = []
    for place, run in enumerate(shown):
        wanted = run.marks.names()
        kept = 0
        while kept < len(opened) and opened[kept][0] in wanted:
            kept += 1
        while len(opened) > kept:
            _end(opened, events)
        inside = {name for name, _ in opened}
        begun = [] if _is_gap(run) else [name for name in wanted if name not in inside]
        if len(begun) > 1:
            begun.sort(key=lambda name: -_reach(name, shown, place))
        for name in begun:
            opened.append((name, len(events)))
            events.append(Event("open", name))
        events.append(_words(run, carrier, line_break))
    while opened:
        _end(opened, events)
    return events


def _end(opened: list[tuple[str, int]], events: list[Event]) -> None:
    name, place = opened.pop()
    events[place].pair = len(events)
    events.append(Event("close", name, place))


def _reach(name: str, runs: Sequence[Run], place: int) -> int:
    """Return how many runs from a place on are set in something; twenty are as good as more."""
    reach = 0
    for run in runs[place:place + 20]:
        if name not in run.marks.names():
            break
        reach += 1
    return reach


def _words(run: Run, carrier: Carrier, line_break: str) -> Event:
    if run.kind == "break":
        return Event("words", line_break, first=" ", last=" ")
    if run.kind == "piece":
        return Event("words", run.text, first="(", last=")")
    if run.kind == "code":
        # Python-Markdown takes a comment in a span for one that goes on in a table of HTML.
        is_html = carrier.fenceless or "<!--" in run.text
        code = carrier.piece((code_element if is_html else code_span)(run.text))
        return Event("words", code, first="`", last="`")
    return Event("words", hide(run.text), shown=run.text, first=run.text[0], last=run.text[-1])


def code_span(code: str) -> str:
    """Return words as code, between as many backticks as it needs."""
    code = " ".join(plain(code).split())
    fence = "`" * (max((len(found) for found in re.findall("`+", code)), default=0) + 1)
    gap = " " if code[:1] == "`" or code[-1:] == "`" else ""
    return f"{fence}{gap}{code}{gap}{fence}"


def code_element(code: str) -> str:
    """Return words as code in HTML, where a tag in it would be one."""
    written = re.sub(r"[^\w\s]|_", lambda sign: f"&#{ord(sign[0])};", " ".join(plain(code).split()))
    return f"<code>{written}</code>"


def _written(events: list[Event], carrier: Carrier) -> Iterator[str]:
    starred = set[int]()
    addresses = {place: event.text[1:-1] for place, event in enumerate(events)
                 if event.kind == "open" and event.pair == place + 2
                 and "://" in event.text and event.text == f"({events[place + 1].shown})"}
    for place, event in enumerate(events):
        if place in addresses:
            yield carrier.piece(f"<{addresses[place]}>")
            continue
        if addresses and {place - 1, place - 2} & addresses.keys():
            continue
        if event.kind == "open" and event.text in STARS and _takes_stars(events, place, starred):
            starred |= {place, event.pair}
        if event.kind == "words":
            yield event.text
        elif event.text.startswith("("):
            yield carrier.piece("[" if event.kind == "open" else f"]{event.text}")
        elif place in starred:
            yield carrier.piece(STARS[event.text])
        else:
            tag = event.text if event.kind == "open" else f"/{event.text.partition(' ')[0]}"
            yield carrier.piece(f"<{tag}>")


def _takes_stars(events: list[Event], place: int, starred: set[int]) -> bool:
    """Tell whether asterisks make the emphasis that begins here (CommonMark, 6.2)."""
    end = events[place].pair
    if {place - 1, end + 1} & starred:
        return False
    around = (events[place - 1].last if place else "",
              events[end + 1].first if end + 1 < len(events) else "")
    inside = events[place + 1].first, events[end - 1].last
    return all(not beside.isalnum() or (inner.isalnum() and not (inner + beside).isdecimal())
               for beside, inner in zip(around, inside, strict=True))
