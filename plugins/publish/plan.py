"""Say which files are to be sent, in which order, and which are to be removed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby

LAST = (".xml", "robots.txt")
"""What tells machines where pages are: feeds, sitemap. It speaks of pages that must be there."""

COPIES = (".gz", ".br")
"""What a web server sends in place of the file beside it."""


@dataclass(frozen=True)
class Plan:
    """What is to be done: batches of files to send, one after the other, then those to remove."""

    batches: tuple[tuple[str, ...], ...]
    remove: tuple[str, ...]
    unchanged: int

    @property
    def sent(self) -> tuple[str, ...]:
        """Every file to send, in order."""
        return tuple(path for batch in self.batches for path in batch)

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not self.batches and not self.remove


def make_plan(ours: Mapping[str, str], there: Mapping[str, str], leaves: Collection[str]) -> Plan:
    """Return what makes the server's files equal to ours; both are path and digest.

    `leaves` are the folders of the pages that others list: articles, issues. A page goes before
    the pages that link to it: new before changed, as no changed page can be linked to from a new
    one that is not there; then leaves before lists, and the home pages after all others.
    """
    changed = [path for path, digest in ours.items() if there.get(path) != digest]

    def turn(path: str) -> tuple[int, bool, bool, int]:
        return _turn(path, path in there, tuple(leaves))

    ordered = sorted(changed, key=lambda path: (turn(path), path))
    return Plan(tuple(tuple(batch) for _, batch in groupby(ordered, turn)),
                tuple(sorted(there.keys() - ours.keys())), len(ours) - len(changed))


def original(path: str) -> str:
    """Return the file that `path` is a packed copy of, or `path` itself."""
    return path[:-3] if path.endswith(COPIES) else path


def in_the_way(removed: Collection[str], ours: Collection[str]) -> list[str]:
    """Return the removals that must come first: a file where a folder will be, or the reverse."""
    folders, files = {folder for path in ours for folder in _folders(path)}, set(ours)
    return [path for path in removed if path in folders or not files.isdisjoint(_folders(path))]


def empty_folders(removed: Collection[str], ours: Collection[str]) -> list[list[str]]:
    """Return the folders that removals may leave empty, a list for each depth, deepest first."""
    kept = {folder for path in ours for folder in _folders(path)}
    left = {folder for path in removed for folder in _folders(path)} - kept
    by_depth = sorted(left, key=lambda folder: (-folder.count("/"), folder))
    return [list(level) for _, level in groupby(by_depth, lambda folder: folder.count("/"))]


def _turn(path: str, known: bool, leaves: tuple[str, ...]) -> tuple[int, bool, bool, int]:
    path = original(path)
    if path.endswith(LAST) or path.startswith("_"):
        return 2, False, False, 0
    if path.endswith(".html"):
        return 1, known, not path.startswith(leaves), -path.count("/")
    return 0, known, False, 0


def _folders(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
