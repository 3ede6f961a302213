"""Send the site in an order that never leaves a reader with a link to nowhere."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from plugins.core.messages import Message, say
from plugins.publish.manifest import UNKNOWN, Manifest, Mark, SendError, packed, unpacked
from plugins.publish.plan import Plan, empty_folders, in_the_way


class Target(Protocol):
    """Where the site goes; every method raises SendError with a way out."""

    def takes(self, path: str) -> bool:
        """Tell whether a file of the site has a use there."""

    def read(self) -> bytes | None:
        """Return the manifest that is kept there, None if there is none."""

    def claim(self, manifest: bytes) -> bool:
        """Write the manifest unless another has since `read`; tell whether it is ours."""

    def write(self, manifest: bytes) -> None:
        """Write the manifest."""

    def send(self, paths: Sequence[str]) -> None:
        """Put files of the site in place, each whole."""

    def remove(self, paths: Sequence[str], folders: Sequence[Sequence[str]]) -> None:
        """Remove files, then those of the folders that are empty, deepest first."""


def look(target: Target, takeover: bool = False) -> Manifest:
    """Return what stands there.

    Raises SendError if another publication is under way, which `takeover` denies.
    """
    there = unpacked(target.read())
    if there.mark and not takeover and there.mark.counts(datetime.now(UTC)):
        raise SendError(_busy(there.mark))
    return replace(there, mark=None)


def carry_out(target: Target, plan: Plan, ours: Mapping[str, str], there: Manifest, mark: Mark,
              tell: Callable[[Message], None]) -> None:
    """Send and remove what the plan says; what it did is remembered there, even half-way.

    `ours` are path and digest of the site's files, `there` what `look` has returned. Interrupted
    anywhere, the next publication sends again what may be half done, and removes what it should.
    """
    if plan.idle:
        return
    files = {**there.files, **dict.fromkeys([*plan.sent, *plan.remove], UNKNOWN)}
    if not target.claim(packed(Manifest(files, mark))):
        raise SendError(_busy(unpacked(target.read()).mark or mark))
    first = in_the_way(plan.remove, ours)
    last = [path for path in plan.remove if path not in first]
    try:
        if first:
            target.remove(first, empty_folders(first, ours))
        for number, batch in enumerate(plan.batches, 1):
            tell(say("Sending files: {count} ({number} of {batches})…", count=len(batch),
                     number=number, batches=len(plan.batches)))
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
