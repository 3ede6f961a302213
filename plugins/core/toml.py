"""Read a TOML declaration of the content folder, or say on which line it is wrong; write texts."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from copy import deepcopy
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from plugins.core.files import is_no_file
from plugins.core.messages import (
    ContentError,
    Message,
    Problem,
    not_a_file,
    not_utf8,
    say,
    unreadable,
    why,
)

PART = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+)"""
PARTS = re.compile(PART)
NAME = re.compile(rf"[ \t]*(\[\[?)?[ \t]*({PART}(?:[ \t]*\.[ \t]*{PART})*)[ \t]*[]=]")
"""The heading of a table, or a key before its value."""

TEXT = re.compile(r'"""[\s\S]*?"""' r"|'''[\s\S]*?'''" rf"|{PART}|#.*")
"""A text, of one line or of several; what else could hold its marks; a comment."""

HEADING = re.compile(r"^\[[\w-]+\][ \t]*(?:#.*)?$", re.MULTILINE)
"""The heading of a table at the top, where a file may be divided."""

MEANT = (
    ("Invalid date", re.compile(r"(\d{4}-\d\d-\d\d)"), say(
        "the calendar has no “{written}”; write a day that there is")),
    ("Expected newline", re.compile(r"=\s*(\d{4}-\d\d)\s*(?:#|$)"), say(
        "a month is a text; write it between straight quotation marks: {typed}")),
    ("", re.compile(r"=\s*(\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
                    r"|\d{1,2}[a-z]{0,2}\s+[^\W\d]+\.?\s+\d{4})\s*(?:#|$)"),
     say("“{written}” is not how TOML writes a day; write year, month and day as in 2018-08-31")),
    ("", re.compile(r"^[^=]*=[\s[]*([“”«„‘’].*?|'[^']*'\w.*?|(?!(?i:true|false))[^\W\d].*?)]?\s*$"),
     say("only straight quotation marks hold a text; write {sample} instead of {written}")),
    ("Unclosed array", re.compile(r"(.*)"), say(
        "a comma is missing in the list, or “]” at its end; add it")),
    ("Expected newline", re.compile(r'=\s*("[^"]*"[^"#=]+".*)'), say(
        "a text ends at the next straight quotation mark; inside it, write “…” or « … »")),
    ("Expected '='", re.compile(r"\s*([\w.-]+)\s*[:\"]"), say(
        "write “=” between “{written}” and its value")),
    ("", re.compile(r"^\s*(\[[^\"'\]]*(?:[^A-Za-z0-9_.\[\]\s-]|[\w-][ \t]+[\w-])[^\]]*\]+)"), say(
        "“{written}” cannot be a heading; use letters without accents, digits and hyphens only")),
    ("Cannot", re.compile(r"\s*(.*?)\s*(?:=|$)"), say(
        "“{written}” is given twice; rename or delete one of the two")),
    (r"Illegal character '\n'", re.compile(r"\s*(.*)"), say(
        "the quotation mark at the end is missing in “{written}”; add it")),
)
"""What editors write that is no TOML: its parser's reason, the line, and what to say instead."""


class Place(NamedTuple):
    """A line that names something: a heading of tables, or a key; `name` has its tables in it."""

    line: int
    name: str
    heads: bool


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a file.

    Raises ContentError with the line if the file is missing or no TOML (https://toml.io).
    """
    return _read(path, deepcopy)


def read_tables(path: Path) -> Mapping[str, Any]:
    """Return the tables of a file, which nobody may change; raises ContentError as `read_toml`.

    After an edit, what is the same is the same object.
    """
    return _read(path, dict)


def _read(path: Path, lend: Callable[[dict[str, Any]], dict[str, Any]]
          ) -> dict[str, Any]:
    if is_no_file(path):
        raise ContentError(not_a_file(path))
    try:
        return lend(_parsed(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise ContentError(Problem(str(path), 0, say(
            "the file is missing; create it, or restore it"))) from None
    except UnicodeDecodeError as error:
        raise ContentError(not_utf8(path, error)) from None
    except OSError as error:
        raise ContentError(unreadable(path, why(error))) from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError(_no_toml(path, str(error))) from None
    except ValueError:  # what Python refuses: a number of thousands of digits
        raise ContentError(Problem(str(path), _fullest(path, r"\d"), say(
            "a number has more digits than a computer counts here; write fewer"))) from None
    except RecursionError:
        raise ContentError(Problem(str(path), _fullest(path, r"[\[{.]"), say(
            "lists or tables are nested too deeply here; write fewer levels"))) from None


@lru_cache(maxsize=64)
def _parsed(text: str) -> dict[str, Any]:
    """Return the tables of a text; a command asks for the same file several times."""
    return {name: table for part in _parts(text) for name, table in _part(part).items()}


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[str, ...]:
    """Return a text in parts that say the same each by itself, the whole where there are none.

    A file of hundreds of tables is read by its parts: after an edit, of one alone.
    """
    places = (0, *(heading.start() for heading in HEADING.finditer(text)), len(text))
    parts = tuple(text[begin:end] for begin, end in pairwise(places))
    # What looks like a heading inside a text or a list leaves the part before it unfinished.
    with suppress(ValueError, RecursionError):
        names = [name for part in parts for name in _part(part)]
        if len(names) == len(set(names)):
            return parts
    return (text,)


@lru_cache(maxsize=4096)
def _part(text: str) -> Mapping[str, Any]:
    return tomllib.loads(text)


def line_of(path: Path, table: str, key: str = "", number: int = 1) -> int:
    """Return the line of a key in its table, else that of the table or of one below it, else 0.

    `number` counts the tables of one name, `[[a.b]]`, from 1; above all tables `table` is "".
    """
    wanted, found, seen = f"{table}.{key}.".lstrip(".") if key else "", 0, 0
    first = (table or key).partition(".")[0]
    for place in _places(path.read_text(encoding="utf-8-sig")).get(first, ()):
        seen += place.heads and place.name == table
        if max(seen, 1) == number:
            name = f"{place.name}."  # a key, or the table on one line that holds it
            if wanted and (name.startswith(wanted) or (
                    not place.heads and wanted.startswith(name))):
                return place.line
            if not found and f"{place.name}.".startswith(f"{table}."):
                found = place.line
    return found


@lru_cache(maxsize=4)
def _places(text: str) -> Mapping[str, list[Place]]:
    """Return the lines that name something, by the first part of the name."""
    found: dict[str, list[Place]] = {}
    above = 0
    for part in _parts(text):
        for line, name, heads in _places_in(part):
            found.setdefault(name.partition(".")[0], []).append(Place(above + line, name, heads))
        above += part.count("\n")
    return found


@lru_cache(maxsize=4096)
def _places_in(part: str) -> tuple[Place, ...]:
    inside, found = "", []
    for number, line in enumerate(TEXT.sub(_without_lines, part).split("\n"), 1):
        if named := NAME.match(line):
            name = ".".join(each.strip("\"'") for each in PARTS.findall(named[2]))
            if named[1]:
                inside = name
            elif inside:
                name = f"{inside}.{name}"
            found.append(Place(number, name, bool(named[1])))
    return tuple(found)


def _without_lines(text: re.Match[str]) -> str:
    """Return a text of one line as it is, and of another one the ends of its lines."""
    is_one = not text[0].startswith(('"""', "'''", "#"))
    return text[0] if is_one else "\n" * text[0].count("\n")


def _no_toml(path: Path, reason: str) -> Problem:
    """Say why a file is no TOML, in words of ours where an editor has meant something."""
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    found = re.search(r"at line (\d+)", reason)
    number = int(found[1]) if found else len(lines)  # at the end of the document
    for cause, pattern, message in MEANT:
        if cause in reason and (written := pattern.search(lines[number - 1])):
            return Problem(str(path), number, say(
                message.text, written=written[1], typed=f'"{written[1]}"', sample='"…"'))
    return Problem(str(path), number, say(
        "this is not TOML: {reason}; correct the line", reason=reason))


def _fullest(path: Path, sign: str) -> int:
    """Return the line that has the most of a sign."""
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    return max(enumerate(lines, 1), key=lambda line: len(re.findall(sign, line[1])))[0]


def with_table(data: bytes, table: str, beside: str = "") -> bytes:
    """Return a file with one more table, which begins with its heading; all else stays as it is.

    It comes after the last one below `beside`, or at the end; comments on top of the next one stay
    there. Raises UnicodeDecodeError.
    """
    text = data.decode()
    lines = re.findall(r".*\n|.+", text)
    heads = sorted(place for places in _places(text.removeprefix("\ufeff")).values()
                   for place in places if place.heads)
    own = [place.line for place in heads if f"{place.name}.".startswith(f"{beside}.")]
    at = next((place.line - 1 for place in heads if own and place.line > own[-1]), len(lines))
    while 0 < at < len(lines) and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    while at and not lines[at - 1].strip():
        at -= 1
    end = "\r\n" if "\r\n" in text else "\n"
    above, below = "".join(lines[:at]), "".join(lines[at:])
    gap = end * ((not above.endswith("\n")) + 1) if above else ""
    after = end if below.strip() and below[0] not in "\r\n" else ""
    return f"{above}{gap}{table.replace(chr(10), end)}{after}{below}".encode()


def quoted(text: str) -> str:
    """Return a text as TOML writes it: within these marks it escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def quoted_list(texts: Iterable[str]) -> str:
    """Return several texts as TOML writes them."""
    return f"[{', '.join(map(quoted, texts))}]"


def unknown_table(table: str, tables: Iterable[str]) -> Message:
    """Say that a file may not hold a table, and which ones it may."""
    return say("there is no table “{table}”; the tables are {tables}",
               table=table, tables=", ".join(tables))
