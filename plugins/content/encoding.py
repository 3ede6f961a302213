"""Decode a text file as editors' programs save it, and refuse what no page can hold."""

import re
from collections.abc import Iterator
from pathlib import Path

from plugins.core.messages import ContentError, Problem, say

INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that XML 1.0 (2.2) excludes, and that a feed may therefore not carry."""


def decode(path: Path, data: bytes) -> str:
    """Return the text of a file in UTF-8.

    Raises ContentError with the line of what is not UTF-8, or of a control character.
    """
    try:
        text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise ContentError(Problem(str(path), data[:error.start].count(b"\n") + 1, say(
            "the file is not in UTF-8; save it with the encoding UTF-8"))) from None
    problems = list(_invisible(path, text))
    if problems:
        raise ContentError(*problems)
    return text


def _invisible(path: Path, text: str) -> Iterator[Problem]:
    for found in INVISIBLE.finditer(text):
        yield Problem(str(path), text.count("\n", 0, found.start()) + 1, say(
            "an invisible character (U+{code}) stands here; delete it and type the words around "
            "it again", code=f"{ord(found[0]):04X}"))
