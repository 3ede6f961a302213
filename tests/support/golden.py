"""Compare what is made with a golden file, which a person has read.

`GOLDEN=write` in the environment takes over what is made; the difference is then read before it
is committed.
"""

import os
import re
from difflib import unified_diff
from pathlib import Path

import pytest

WRITE = os.environ.get("GOLDEN") == "write"

BETWEEN_TAGS = re.compile(r"(?<=>)(?=<)")


def same_as_golden(golden: Path, found: str) -> None:
    """Fail with the lines that differ from a golden file, or write it again."""
    if WRITE:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(found.encode())
    wanted = golden.read_bytes().decode() if golden.exists() else ""
    if found != wanted:
        pytest.fail(f"{golden.name} is not what a person has read; if it is right now, "
                    "GOLDEN=write takes it over:\n"
                    + "\n".join(unified_diff(_lines(wanted), _lines(found), "read", "made", "", "",
                                             n=1, lineterm="")), pytrace=False)


def _lines(text: str) -> list[str]:
    """Part HTML between its tags, too: a line of an email holds many."""
    return [part for line in text.split("\n") for part in BETWEEN_TAGS.split(line)]
