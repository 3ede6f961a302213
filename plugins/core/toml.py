"""Read a TOML declaration of the content folder, or say on which line it is wrong."""

import re
import tomllib
from pathlib import Path
from typing import Any

from plugins.core.messages import ContentError, Problem, say, unreadable


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a file.

    Raises ContentError with the line if the file is missing or no TOML (https://toml.io).
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ContentError(Problem(str(path), 0, say(
            "the file is missing; write it, or bring it back"))) from None
    except UnicodeDecodeError as error:
        raise ContentError(Problem(str(path), error.object[:error.start].count(b"\n") + 1, say(
            "the file is not in UTF-8; save it with the encoding UTF-8"))) from None
    except OSError as error:
        raise ContentError(unreadable(path, error.strerror)) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))  # else: at the end of the document
        number = int(line[1]) if line else path.read_text(encoding="utf-8-sig").count("\n") + 1
        raise ContentError(Problem(str(path), number, say(
            "this is not TOML: {reason}; correct the line", reason=error))) from None


def line_of(path: Path, start: str) -> int:
    """Return the line of a file that begins with `start`, or 0."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1)
                 if line.strip().startswith(start)), 0)
