"""Send the site in an order that never leaves a reader with a link to nowhere."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Protocol

from plugins.core.files import original
from plugins.core.messages import Message, say
from plugins.publish.manifest import UNKNOWN, Manifest, Mark, SendError, packed, unpacked
from plugins.publish.target import Destination


class Target(Protocol):
    """What puts files in place there and removes them; each method raises SendError."""

    @property
    def destination(self) -> Destination:
        """Where that is."""

    def takes(self, path: str) -> bool:
        """Tell whether a file of the site has a use there."""

    def read(self) -> bytes | None:
        """Return the manifest that is kept there, None if there is none."""

    def differing(self, paths: Sequence[str]) -> Sequence[str]:
        """Return those of the paths at which something stands there that is not the site's."""

    def claim(self, manifest: bytes) -> bool:
        """Write the manifest unless another has since `read`; tell whether it is ours."""

    def write(self, manifest: bytes) -> None:
        """Write the manifest."""

    def send(self, paths: Sequence[str]) -> None:
        """Put files of the site in place, each whole."""

    def remove(self, paths: Sequence[str], folders: Sequence[Sequence[str]]) -> None:
        """Remove files, then those of the folders that are empty, deepest first."""


LAST = (".xml", "robots.txt")
"""What tells machines where pages are: feeds, sitemap. It speaks of pages that must be there."""

MANY, SHARE = 20, 10
"""Of so many pages or more, not more than one in so many is removed without a word."""


@dataclass(frozen=True)
class Transfer:
    """What is to be done: batches of files to send, one after the other, then those to remove."""

    batches: tuple[tuple[str, ...], ...]
    remove: tuple[str, ...]
    unchanged: int

    @property
    def sent(self) -> tuple[str, ...]:
        """Every file to send, in order."""
        return tuple(path for batch in self.batches for path in batch)

    @property
    def lost(self) -> tuple[str, ...]:
        """The pages to remove."""
        return tuple(path for path in self.remove if is_page(path))

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not self.batches and not self.remove


def read_manifest(target: Target, takeover: bool = False) -> Manifest:
    """Return the manifest that is there, without its mark.

    Raises SendError if another publication is under way, which `takeover` denies.
    """
    there = unpacked(target.read())
    if there.mark and not takeover and there.mark.counts(datetime.now(UTC)):
        raise SendError(_busy(there.mark))
    return replace(there, mark=None)


def others_files(target: Target, ours: Collection[str], there: Manifest) -> Sequence[str]:
    """Return what the site would overwrite there that no publication of it has put there."""
    fresh = [path for path in ours if path not in there.files]
    return sorted(target.differing(fresh)) if fresh else []


def loses_much(transfer: Transfer, there: Manifest) -> bool:
    """Tell whether so many pages are to be removed that it may be a mistake."""
    pages = sum(map(is_page, there.files))
    return pages >= MANY and len(transfer.lost) * SHARE > pages


def is_page(path: str) -> bool:
    """Tell whether a file of the site is a page."""
    return path.endswith(".html")


def carry_out(target: Target, transfer: Transfer, ours: Mapping[str, str], there: Manifest,
              mark: Mark, tell: Callable[[Message], None]) -> None:
    """Send and remove what is planned; what was done is remembered there, even half-way.

    `ours` are path and digest of the site's files, `there` what `read_manifest` has returned.
    Interrupted anywhere, the next publication sends again what may be half done, and removes what
    it should.
    """
    if transfer.idle:
        return
    files = {**there.files, **dict.fromkeys([*transfer.sent, *transfer.remove], UNKNOWN)}
    if not target.claim(packed(Manifest(files, mark))):
        raise SendError(_busy(unpacked(target.read()).mark or mark))
    first = in_the_way(transfer.remove, ours)
    last = [path for path in transfer.remove if path not in first]
    try:
        if first:
            target.remove(first, empty_folders(first, ours))
        for number, batch in enumerate(transfer.batches, 1):
            tell(say("Sending files: {count} ({number} of {batches})…", count=len(batch),
                     number=number, batches=len(transfer.batches)))
            target.send(batch)
            files.update((path, ours[path]) for path in batch)
        if last:
            tell(say("Removing files: {count}…", count=len(last)))
            target.remove(last, empty_folders(last, ours))
    except BaseException:
        with suppress(SendError):  # it may be unreachable; then the mark stays and runs out
            target.write(packed(Manifest(files)))
        raise
    target.write(packed(Manifest(ours)))


def _busy(mark: Mark) -> Message:
    return say("another publication has been under way since {since} (process {process} on "
               "{host}); wait until it has ended, or, if it was killed, add “--takeover”",
               since=mark.since, process=mark.process, host=mark.host)


def plan_transfer(ours: Mapping[str, str], there: Mapping[str, str], leaves: Collection[str]
                  ) -> Transfer:
    """Return what makes the server's files equal to ours; both are path and digest.

    `leaves` are the folders of the pages that others list: articles, issues. A page goes before
    the pages that link to it: new before changed, as no changed page can be linked to from a new
    one that is not there; then leaves before lists, and the home pages after all others.
    """
    changed = [path for path, digest in ours.items() if there.get(path) != digest]
    turn = partial(_turn, there=there, leaves=tuple(leaves))
    ordered = sorted(changed, key=lambda path: (turn(path), path))
    return Transfer(tuple(tuple(batch) for _, batch in groupby(ordered, turn)),
                    tuple(sorted(there.keys() - ours.keys())), len(ours) - len(changed))


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


def _turn(path: str, there: Collection[str], leaves: tuple[str, ...]
          ) -> tuple[int, bool, bool, int]:
    known, path = path in there, original(path)
    if path.endswith(LAST) or path.startswith("_"):
        return 2, False, False, 0
    if path.endswith(".html"):
        return 1, known, not path.startswith(leaves), -path.count("/")
    return 0, known, False, 0


def _folders(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
