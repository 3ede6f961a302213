"""Put what an import has made into the content folder: again and again, over no editor's edit.

What was written is remembered by its digest. A file that is otherwise now is an editor’s and stays;
so does the absence of one. Everything lies ready before the first file is put in its place by a
rename, so that a kill leaves each file as it was or will be, and the next import goes on.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Literal

from plugins.atomic.disk import move
from plugins.core.files import content_digest, flush, write_atomically, writing

MEMORY = "wordpress.json"
Fate = Literal["new", "same", "changed", "edited", "both", "deleted"]
"""What becomes of a file: “edited” is an editor's, “both” has changed in the export as well."""

WRITTEN: tuple[Fate, ...] = ("new", "changed")
MOST_DIFF = 60
"""Lines of a difference that a report shows."""


@dataclass(frozen=True)
class Decision:
    """What becomes of one file below the content folder, and both versions where they differ."""

    file: str
    fate: Fate
    difference: tuple[str, ...] = ()


@dataclass(frozen=True)
class Folder:
    """Where an import works: `staged` holds what it has made, until it is put into `content`."""

    content: Path
    var: Path

    @property
    def staged(self) -> Path:
        """What is made, below the same names as in the content folder."""
        return self.var / "staging"

    @property
    def memory(self) -> Path:
        """What was written the last time."""
        return self.var / MEMORY


def begin(folder: Folder) -> Mapping[str, str]:
    """Return what was written the last time, a digest for each file, with nothing staged."""
    with writing(folder.var):
        shutil.rmtree(folder.staged, ignore_errors=True)
        folder.staged.mkdir(parents=True)
    with suppress(OSError, ValueError):
        known = json.loads(folder.memory.read_bytes())
        if isinstance(known, dict):
            return {file: digest for file, digest in known.items() if isinstance(digest, str)}
    return {}


def decide(folder: Folder, files: Iterable[str], memory: Mapping[str, str]) -> Iterator[Decision]:
    """Yield what becomes of each staged file."""
    for file in files:
        there, made = folder.content / file, folder.staged / file
        fate = _fate(_digest(there), _digest(made), memory.get(file))
        yield Decision(file, fate, tuple(_difference(there, made)) if fate == "both" else ())


def put(folder: Folder, files: Iterable[str], memory: Mapping[str, str]) -> None:
    """Put staged files in place, in this order, and remember `memory`; raises DiskError."""
    listed = list(files)
    with writing(folder.content):
        flush(folder.staged / file for file in listed)
        for file in listed:
            move(folder.staged / file, folder.content / file)
        flush({(folder.content / file).parent for file in listed})
    with writing(folder.memory):
        write_atomically(folder.memory, json.dumps(memory, indent=0, sort_keys=True).encode())
    shutil.rmtree(folder.staged, ignore_errors=True)


def remembered(folder: Folder, decisions: Iterable[Decision], memory: Mapping[str, str]
               ) -> dict[str, str]:
    """Return what is to be remembered: the digest of what is written now, or was and is edited."""
    return {**memory, **{each.file: digest for each in decisions
                         if each.fate in (*WRITTEN, "same")
                         and (digest := _digest(folder.staged / each.file))}}


def _fate(there: str, made: str, known: str | None) -> Fate:
    if not there:
        return "deleted" if known else "new"
    if there == made:
        return "same"
    if known == there:
        return "changed"
    return "edited" if known == made else "both"


def _digest(path: Path) -> str:
    """Return the digest of a file, "" if there is none; of a link too, which leads elsewhere."""
    try:
        return content_digest(path.read_bytes()).hex()
    except FileNotFoundError:
        return ""


def _difference(there: Path, made: Path) -> Iterator[str]:
    try:
        one, other = (path.read_text("utf-8").splitlines() for path in (there, made))
    except UnicodeDecodeError:  # a picture
        return
    lines = list(unified_diff(one, other, "content", "import", n=0, lineterm=""))
    yield from lines[:MOST_DIFF]
    if len(lines) > MOST_DIFF:
        yield "…"
