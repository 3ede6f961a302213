"""Read a TOML declaration of the content folder, or say on which line it is wrong."""

import re
import tomllib
from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from plugins.core.files import is_no_file
from plugins.core.messages import (
    ContentError,
    Message,
    Problem,
    not_a_file,
    not_utf8,
    say,
    unreadable,
)

HEADING = re.compile(r"\s*\[\[?([^\]]*)\]")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a file.

    Raises ContentError with the line if the file is missing or no TOML (https://toml.io).
    """
    if is_no_file(path):
        raise ContentError(not_a_file(path))
    try:
        return deepcopy(_parsed(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise ContentError(Problem(str(path), 0, say(
            "the file is missing; create it, or restore it"))) from None
    except UnicodeDecodeError as error:
        raise ContentError(not_utf8(path, error)) from None
    except OSError as error:
        raise ContentError(unreadable(path, error.strerror)) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))  # else: at the end of the document
        number = int(line[1]) if line else path.read_text(encoding="utf-8-sig").count("\n") + 1
        raise ContentError(Problem(str(path), number, say(
            "this is not TOML: {reason}; correct the line", reason=error))) from None


@lru_cache(maxsize=64)
def _parsed(text: str) -> dict[str, Any]:
    """Return the tables of a text; a command asks for the same file several times."""
    return tomllib.loads(text)


def line_of(path: Path, table: str, key: str = "", number: int = 1) -> int:
    """Return the line of a key in its table, else that of the table or of one below it, else 0.

    `number` counts the tables of one name, `[[a.b]]`, from 1; above all tables `table` is "".
    """
    inside, found, seen = "", 0, int(not table)
    for line_number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if heading := HEADING.match(line):
            inside = heading[1].strip()
            seen += inside == table
        if not found and f"{inside}.".startswith(f"{table}.") and max(seen, 1) == number:
            found = line_number
        elif inside == table and seen == number and key and re.match(
                rf"\s*{re.escape(key)}\s*[.=]", line):
            return line_number
    return found


def unknown_table(table: str, tables: Iterable[str]) -> Message:
    """Say that a file may not hold a table, and which ones it may."""
    return say("there is no table “{table}”; the tables are {tables}",
               table=table, tables=", ".join(tables))
