"""Refuse the HTML of a text that would break its page, vanish from it, or act there."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import islice

from plugins.content.survey import NAME
from plugins.core.html import MARKUP, VOID, attributes
from plugins.core.markdown_source import read_source
from plugins.core.messages import Message, say
from plugins.core.plain_text import expression

SHOWN = 40
"""Characters of a tag that are enough to find it."""

MOST_TOLD = 100
"""Faults of one text that are reported: after these, a person looks for the others."""

SHUT_OUT = frozenset((
    "iframe", "frame", "script", "style", "link", "meta", "base", "object", "embed", "applet",
    "video", "audio"))
"""The elements that run or fetch what the policy does not let in: readers would see nothing."""

CONTROLS = frozenset(("form", "input", "button", "select", "textarea"))

ELEMENTS = """
    a abbr acronym address article aside b bdi bdo big blockquote caption center cite code colgroup
    data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header
    hgroup i ins kbd label li map mark math menu meter nav ol optgroup option p picture pre progress
    q rp rt ruby s samp section small span strike strong sub summary sup svg table tbody td tfoot th
    thead time tr tt u ul var"""

KNOWN = VOID | SHUT_OUT | CONTROLS | frozenset(ELEMENTS.split())
"""The elements that a text may hold, and those that are reported by themselves."""

FOREIGN = frozenset(("svg", "math"))
"""The elements whose contents have names of their own."""

CLOSED_BY_THEMSELVES = frozenset((
    "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot",
    "th", "thead", "tr"))
"""The elements that end with their parent or with the next one (HTML, 13.1.2.4 Optional tags)."""

WELL = expression(r"""</?[A-Za-z][^\s/>"'<=]*+
    (?:\s++[^\s"'<>/=]++
        (?:\s*+=\s*+(?:"(?:(?!\n\s*\n|</?[A-Za-z])[^"])*+"|'(?:(?!\n\s*\n|</?[A-Za-z])[^'])*+'
            |[^\s"'<>=`]++))?+
    )*+\s*+/?>""", re.VERBOSE)
"""A tag with its attributes; a value that holds a tag or a blank line has lost its end."""

PRINTED = expression(r"<(?:!--|!\[[^<>\n]*+>|/?([A-Za-z][A-Za-z0-9]*+)\s[^<>=]*+=)")
"""What was to be a comment or a tag, where Markdown sees none."""

ADDRESSES = frozenset(("href", "action", "formaction", "xlink:href"))
ACTS = expression(r"(?:javascript|vbscript|data):", re.IGNORECASE)
BLANKS = expression(r"[\0-\x20]")


@dataclass(frozen=True)
class Typed:
    """A tag of the HTML, and how many like it are before it and with it.

    `written` is what to look for in the source if the tag is not there, because Markdown made it.
    """

    name: str
    tag: str
    number: int
    written: str = ""


Fault = tuple[Typed, Message]


def wrong_html(html: str, body: str) -> Iterator[tuple[int, Message]]:
    """Yield the line in the body, which begins with 1, and the message of each fault."""
    source = read_source(body).outside_code
    places: dict[str, list[int]] = {}
    for typed, message in islice(_faults(html, source), MOST_TOLD):
        yield source.count("\n", 0, _place(typed, source, places)) + 1, message
    for found in PRINTED.finditer(source):
        if escape(found[0], quote=False) in html and (not found[1] or found[1].lower() in KNOWN):
            yield source.count("\n", 0, found.start()) + 1, _unfinished(found[0]) if found[1] \
                else _unknown(found[0]) if found[0][2] == "[" else say(
                    "the comment that begins here has no end; write “-->” behind it")


def _place(typed: Typed, source: str, places: dict[str, list[int]]) -> int:
    """Return where a tag is in the source; `places` keeps where all like it are."""
    if typed.tag not in places:
        places[typed.tag] = [each.start() for each in re.finditer(re.escape(typed.tag), source)]
    if found := places[typed.tag]:
        return found[min(typed.number, len(found)) - 1]
    return next((place for written in (typed.written, f"<{typed.name}")
                 if written and (place := source.find(written)) >= 0), 0)


def _faults(html: str, source: str) -> Iterator[Fault]:
    opened: list[Typed] = []
    names, told, count, ids = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for tag in MARKUP.findall(html):
        count[tag] += 1
        found = NAME.match(tag)
        typed = Typed(found[1].lower() if found else "", tag, count[tag])
        foreign = any(map(names.__getitem__, FOREIGN))
        if typed.name.startswith("/"):
            yield from _end(typed, opened, names, told, source)
        elif typed.name not in KNOWN and not foreign:
            told[typed.name] += 1
            if not tag.startswith("<!--"):
                yield typed, _unknown(tag)
        else:
            yield from _wrong_attributes(typed, ids)
            if not (typed.name in VOID or (foreign and tag.endswith("/>"))):
                opened.append(typed)
                names[typed.name] += 1
    yield from ((typed, _unclosed(typed)) for typed in opened)


def _end(typed: Typed, opened: list[Typed], names: Counter[str], told: Counter[str], source: str
         ) -> Iterator[Fault]:
    """Yield what is wrong where an element ends, and take from `opened` what ends with it.

    `names` counts what is open, `told` what has been reported and may still be closed.
    """
    name = typed.name[1:]
    if not names[name]:
        told[name] -= 1
        if told[name] < 0:
            told[name] = 0
            yield typed, say("“{tag}” ends nothing that is open; take it out, or write “{begin}” "
                             "where it begins", tag=typed.tag, begin=f"<{name}>")
        return
    names[name] -= 1
    while (inner := opened.pop()).name != name:
        names[inner.name] -= 1
        if inner.name not in CLOSED_BY_THEMSELVES:
            told[inner.name] += 1
            at = inner if inner.tag in source else typed
            yield at, _unclosed(inner)


def _wrong_attributes(typed: Typed, ids: Counter[str]) -> Iterator[Fault]:
    name, tag = typed.name, typed.tag
    if name in CONTROLS:
        yield typed, say("<{name}> sends nothing from a text; take it out, or write a link to a "
                         "form of the site, [words]({{form}}…)", name=name)
    elif name in SHUT_OUT:
        yield typed, say(
            "the site’s security policy blocks <{name}>, and readers would see nothing; take "
            "it out, or write a link to what it shows", name=name)
    elif len(tag) == len(name) + 2:
        return
    elif not WELL.fullmatch(tag):
        yield typed, _unfinished(tag)
    elif "=" in tag:
        for key, value in attributes(tag).items():
            ids[value] += key == "id"
            if key == "id" and ids[value] == 2:
                yield replace(typed, written=f"#{value}"), say(
                    "two places of the text are called “{anchor}”, and links lead to the first; "
                    "give one of them another name", anchor=value)
            elif key == "class" and value.startswith("Mso"):
                yield typed, say("“{tag}” comes from a word processor; paste the words as plain "
                                 "text", tag=_shown(tag))
            elif key == "style" or key.startswith("on"):
                yield replace(typed, written=key), say(
                    "the site’s security policy leaves “{name}” in <{tag}> without effect; take it "
                    "out", name=key, tag=name)
            elif key in ADDRESSES and ACTS.match(BLANKS.sub("", value)):
                yield replace(typed, written=value), say(
                    "no link may lead to “{address}”, which is a program or a file in itself; "
                    "write the address of a page", address=_shown(value))


def _unknown(tag: str) -> Message:
    return say("“{tag}” has no place in a text, and readers would not see it; write “&lt;” for “<” "
               "to show it, or take it out", tag=_shown(tag))


def _unclosed(typed: Typed) -> Message:
    return say("“{tag}” is not closed where it should be; write “{end}” at its end, or “&lt;” for "
               "“<” if it is not a tag", tag=_shown(typed.tag), end=f"</{typed.name}>")


def _unfinished(tag: str) -> Message:
    return say("the tag “{tag}” is not written well; each value of it needs two quotation marks, "
               "and the tag a “>” behind them", tag=_shown(tag))


def _shown(tag: str) -> str:
    return tag if len(tag) <= SHOWN else f"{tag[:SHOWN]}…"
