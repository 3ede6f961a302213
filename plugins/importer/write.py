"""Put what an import has made into the content folder: again and again, over no editor's edit.

What was written is remembered by its digest. A file that is otherwise now is an editor’s and stays;
so does the absence of one. Everything lies ready before the first file is put in its place by a
rename, so that a kill leaves each file as it was or will be, and the next import goes on.
"""

import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
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
    """What becomes of one file below the content folder, and both versions where they differ.

    `digest` is that of what is made.
    """

    file: str
    fate: Fate
    digest: str
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


@dataclass(frozen=True)
class Memory:
    """What was written the last time: a digest for each file, and the item that it was made of."""

    written: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)

    def unedited(self, content: Path) -> frozenset[str]:
        """Return the files that are as they were written."""
        return frozenset(file for file, digest in self.written.items()
                         if _digest(content / file) == digest)


def begin(folder: Folder) -> Memory:
    """Return what was written the last time, with nothing staged."""
    with writing(folder.var):
        shutil.rmtree(folder.staged, ignore_errors=True)
        folder.staged.mkdir(parents=True)
    with suppress(OSError, ValueError, AttributeError):  # whatever somebody has made of it
        known = json.loads(folder.memory.read_bytes())
        return Memory({file: digest for file, digest in known.get("written", {}).items()
                       if isinstance(digest, str)},
                      {file: item for file, item in known.get("items", {}).items()
                       if isinstance(item, int)})
    return Memory()


def decide(folder: Folder, files: Iterable[str], memory: Memory) -> Iterator[Decision]:
    """Yield what becomes of each staged file."""
    for file in files:
        there, made = folder.content / file, folder.staged / file
        digest = _digest(made)
        fate = _fate(_digest(there), digest, memory.written.get(file))
        yield Decision(file, fate, digest,
                       tuple(_difference(there, made)) if fate == "both" else ())


def put(folder: Folder, files: Iterable[str], gone: Iterable[str], memory: Memory) -> None:
    """Put staged files in place, in this order, then remove those `gone`, and remember `memory`.

    Raises DiskError.
    """
    listed = list(files)
    with writing(folder.content):
        flush(folder.staged / file for file in listed)
        for file in listed:
            move(folder.staged / file, folder.content / file)
        for file in gone:
            (folder.content / file).unlink(missing_ok=True)
        flush({(folder.content / file).parent for file in listed})
    with writing(folder.memory):
        write_atomically(folder.memory, json.dumps(
            {"written": memory.written, "items": memory.items}, indent=0,
            sort_keys=True).encode())
    discard(folder)


def discard(folder: Folder) -> None:
    """Remove what is staged."""
    shutil.rmtree(folder.staged, ignore_errors=True)


def remembered(decisions: Iterable[Decision], memory: Memory, items: Mapping[str, int],
               gone: Collection[str]) -> Memory:
    """Return what is to be remembered of what is written now, and of what was and is edited."""
    now = {each.file: each.digest for each in decisions
           if each.fate in (*WRITTEN, "same")}
    written = {file: digest for file, digest in {**memory.written, **now}.items()
               if file not in gone}
    return Memory(written, {file: item for file, item in {**memory.items, **items}.items()
                            if file in written})


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
