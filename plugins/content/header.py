"""Read the `key: value` lines at the top of a content file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plugins.content.source import Source
from plugins.content.text import Kind, listed
from plugins.core.html import UNSEEN, without_comments
from plugins.core.messages import Message, Problem, say
from plugins.register.keys import far_day, slug_faults

UNWRITTEN = "…"
"""Takes the place of what the editor writes in a new text; the check reports it."""


@dataclass(frozen=True)
class Key:
    """A key of the header of one kind of text, and all that is done with it.

    `shown` are words that readers see: templates are given them typeset, as `article.summary`;
    others they find in `article.header`. Those that are `mailed` are in an email too. A key that
    names topics says of which kind; one of `choices` may take `several`, with commas. A new text
    has a line of what is `begun` with this value, a translation one of what is not `copied`.
    """

    required: bool = False
    shown: bool = False
    mailed: bool = False
    is_day: bool = False
    choices: tuple[str, ...] = ()
    several: bool = False
    topic: str = ""
    begun: str | None = None
    copied: bool = True


SLUG = Key(begun="", copied=False)
STATUS = Key(choices=("published", "draft"), begun="draft", copied=False)
QUESTION = Key(choices=("yes", "no"))

ACCEPTED = Key(several=True, copied=False, choices=(
    "summary", "slug", "long-subject", "subject", "unwritten", "attachments", "images", "headings",
    "tables", "shortcodes", "link-words", "bare-links", "unlinked", "typography", "languages",
    "glossary", "markdown", "code", "untranslated", "outdated", "moved", "days", "card",
    "email", "search-title"))
"""The kinds of warnings that are right in this text, on its card or in its email."""

KEYS: dict[Kind, dict[str, Key]] = {
    "article": {
        "title": Key(required=True, shown=True, begun=""),
        "category": Key(required=True, topic="category", begun=""),
        "tags": Key(topic="tag", begun=""),
        "laws": Key(),
        "authors": Key(topic="author", begun="editors"),
        "summary": Key(shown=True, mailed=True, begun=""),
        "slug": SLUG,
        "search-title": Key(shown=True),
        "pinned": QUESTION,
        "noindex": QUESTION,
        "modified": Key(is_day=True),
        "changes": Key(shown=True),
        "accept": ACCEPTED,
        "status": STATUS,
    },
    "page": {
        "title": Key(required=True, shown=True),
        "slug": SLUG,
        "summary": Key(shown=True),
        "search-title": Key(shown=True),
        "noindex": QUESTION,
        "template": Key(choices=("page", "legal")),
        "modified": Key(is_day=True),
        "accept": ACCEPTED,
        "status": STATUS,
    },
    "issue": {
        "date": Key(required=True, is_day=True, begun=""),
        "subject": Key(required=True, shown=True, mailed=True, begun=UNWRITTEN),
        "preview": Key(required=True, shown=True, mailed=True, begun=UNWRITTEN),
        "articles": Key(required=True, begun=UNWRITTEN),
        "show": Key(choices=("summary", "full")),
        "number": Key(),
        "title": Key(shown=True, mailed=True),
        "accept": ACCEPTED,
        "status": STATUS,
    },
}
"""Every key by the kind of text, in the order in which messages name them."""

IN_THE_NAME = {"article": ("date", "key", "lang", "language"), "page": ("key", "lang", "language"),
               "issue": ("key", "lang", "language")}
"""What the file's name says already, and the header must not say again."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# French is typed with a space before the colon, which may be a no-break one.
LINE = re.compile(r"([A-Za-z][\w-]*)\s*:\s*(.*)")


@dataclass(frozen=True)
class Header:
    """The values of a header, the line of each, and the body with the line it begins on."""

    values: Mapping[str, str]
    lines: Mapping[str, int]
    body: str
    body_line: int

    def get(self, name: str) -> str:
        """Return the value of `name`, or nothing."""
        return self.values.get(name, "")

    def says(self, name: str) -> bool:
        """Tell whether a question is answered with yes."""
        return self.get(name) == "yes"

    def listed(self, name: str) -> tuple[str, ...]:
        """Return the comma-separated values of `name`, each once."""
        return tuple(dict.fromkeys(listed(self.get(name))))

    def line_at(self, place: int) -> int:
        """Return the line of the file on which a place of the body is."""
        return self.body_line + self.body.count("\n", 0, place)

    def day(self, name: str) -> date | None:
        """Return the date of `name`, if it is given and real."""
        try:
            return date.fromisoformat(self.get(name))
        except ValueError:
            return None


def shown_keys() -> list[str]:
    """Return the keys whose words readers see, in a text of any kind."""
    return list(dict.fromkeys(name for keys in KEYS.values() for name, key in keys.items()
                              if key.shown))


def new_header(kind: Kind, **values: str) -> str:
    """Return the header of a new text, with these values in place of the usual ones."""
    begun = {name: key.begun for name, key in KEYS[kind].items() if key.begun is not None}
    given = begun | values
    return "".join(f"{_line(name, given[name])}\n" for name in KEYS[kind] if name in given)


def translated_header(kind: Kind, lines: Iterable[str]) -> list[str]:
    """Return the lines of a header as a translation begins with them."""
    own = {name for keys in KEYS.values() for name, key in keys.items() if not key.copied}
    kept = [line for line in lines
            if (found := LINE.fullmatch(line.strip())) and found[1].lower() not in own]
    return kept + [_line(name, key.begun) for name, key in KEYS[kind].items()
                   if not key.copied and key.begun is not None]


def unknown_day(value: str) -> Message:
    """Say that a day is in no calendar, or not written as one."""
    return say("“{value}” is not a valid date; write it like 2018-07-03", value=value)


def split(text: str) -> tuple[list[str], str, int]:
    """Return the header's lines, the body, and the line on which the body begins."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((place for place, line in enumerate(lines) if line.strip()), 0)
    fenced = lines[start].strip() == "---"
    end = start + fenced
    while end < len(lines) and (lines[end].strip() != "---" if fenced else lines[end].strip()):
        end += 1
    header = [""] * (start + fenced) + lines[start + fenced:end]
    return header, "\n".join(lines[end + 1:]), end + 2


def read_header(source: Source, text: str) -> tuple[Header, list[Problem]]:
    """Return the header of a content file and what is wrong with it."""
    lines, body, body_line = split(text)
    values: dict[str, str] = {}
    numbers: dict[str, int] = {}
    problems = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name, value, message = _read_line(source.kind, line, values)
        if message:
            problems.append(Problem(source.path, number, message))
        if name and name not in values:
            values[name], numbers[name] = value, number
    whole = [] if body else [line.strip() for line in text.lstrip("\ufeff\r\n\t ").splitlines()]
    if whole[:1] == ["---"] and whole.count("---") == 1:  # then all of the text is its header
        problems = [Problem(source.path, text.count("\n", 0, text.index("---")) + 1, say(
            "nothing ends the header that “---” begins; write “---” below its last line, too, or "
            "delete this one"))]
    header = Header(values, numbers, body, body_line)
    problems += [Problem(source.path, header.lines.get(name, 1), message)
                 for name, message in _value_faults(source, header)]
    return header, problems


def _read_line(kind: Kind, line: str, values: Mapping[str, str]
               ) -> tuple[str, str, Message | None]:
    written = LINE.fullmatch(line.strip())
    if not written:
        return "", "", say("the header line “{line}” is not “key: value”; a blank line ends the "
                           "header", line=line.strip()[:60])
    name, value = written[1].lower(), without_comments(
        written[2].translate(UNSEEN)).strip()
    if name in IN_THE_NAME[kind]:
        return "", "", say("“{name}” is in the file’s name already; delete the line", name=name)
    if name not in KEYS[kind]:
        return "", "", say("there is no “{name}” in this header; the keys are {keys}",
                           name=name, keys=", ".join(KEYS[kind]))
    if name in values:
        return name, "", say("“{name}” is given twice; delete one of the two lines", name=name)
    return name, value, None


def _value_faults(source: Source, header: Header) -> Iterator[tuple[str, Message]]:
    for name, key in KEYS[source.kind].items():
        if key.required and not header.get(name).strip(" ,"):
            yield name, say("the header has no “{name}”; add a line “{name}: …”", name=name)
    for name, key in KEYS[source.kind].items():
        value = header.get(name)
        day = header.day(name) if key.is_day and DAY.fullmatch(value) else None
        message = far_day(day) if day else unknown_day(value) if key.is_day and value else None
        if message:
            yield name, message
    changed = header.day("modified")
    if changed and source.date and changed < source.date and not far_day(changed):
        yield "modified", say("the article is dated {date}; it cannot have been changed before",
                              date=source.date.isoformat())
    if header.get("changes") and not header.get("modified"):
        yield "changes", say("“changes” says what changed, and “modified” not when; add a line "
                             "“modified: 2018-07-03”")
    for name, key in KEYS[source.kind].items():
        for value in header.listed(name) if key.several else (header.get(name),):
            if key.choices and value and value not in key.choices:
                yield name, say("“{value}” is not a choice for “{name}”; the choices are {choices}",
                                value=value, name=name, choices=", ".join(key.choices))
    if len(header.listed("category")) > 1:
        yield "category", say("an article has one category; keep one of {keys}, and make the "
                              "others tags", keys=", ".join(header.listed("category")))
    if header.get("slug"):
        yield from (("slug", message) for message in slug_faults(header.get("slug")))


def _line(name: str, value: str) -> str:
    return f"{name}: {value}" if value else f"{name}:"
