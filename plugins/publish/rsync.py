"""Put the site into a folder of a server by the system's own rsync, over ssh."""

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.core.messages import Message, say
from plugins.publish.manifest import NAME, SendError
from plugins.publish.target import RsyncFolder

SSH = ("ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15")
"""Never asks for a password: in CI nobody would answer."""

# -s keeps a name with spaces whole (its long name changed with version 3.2.4);
# --no-implied-dirs keeps the rights of folders that are there already; a file that is new
# gets the rights that a web server needs, whatever they are here and whatever the umask: that of
# a server is the server's, and in a folder of this machine rsync would take ours.
COMMON = ("rsync", "-s", "--from0", "--files-from=-", "--no-implied-dirs", "--chmod=D755,F644",
          "--timeout=60")
UMASK = 0o022

UNREACHABLE = {10, 12, 30, 35, 255}
"""Exit values for a connection that failed or broke (rsync(1), ssh(1))."""


@dataclass(frozen=True)
class Rsync:
    """A folder of a server, or of this machine."""

    destination: RsyncFolder
    site: Path

    def takes(self, path: str) -> bool:
        """A web server has a use for every file, the packed copies too."""
        return True

    def read(self) -> bytes | None:
        """Return the manifest that is kept there, None if there is none."""
        with TemporaryDirectory() as folder:
            self._run([NAME], self.destination.folder, f"{folder}/", "--ignore-missing-args")
            kept = Path(folder, NAME)
            return kept.read_bytes() if kept.is_file() else None

    def differing(self, paths: Sequence[str]) -> Sequence[str]:
        """Return those of the paths at which something stands there that is not the site's.

        rsync is asked what it would fetch, links as links, and fetches nothing.
        """
        told = self._run(paths, self.destination.folder, f"{self.site}/", "--ignore-missing-args",
                         "--dry-run", "--checksum", "--links", "--8-bit-output", "--out-format=%n")
        return sorted(set(paths).intersection(line.rstrip("/") for line in told.splitlines()))

    def claim(self, manifest: bytes) -> bool:
        """Write the manifest and look whether it is there: rsync cannot write on a condition."""
        self.write(manifest)
        return self.read() == manifest

    def write(self, manifest: bytes) -> None:
        """Write the manifest."""
        with TemporaryDirectory() as folder:
            Path(folder, NAME).write_bytes(manifest)
            self._run([NAME], f"{folder}/", self.destination.folder, "--ignore-times")

    def send(self, paths: Sequence[str]) -> None:
        """Put files in place, each whole; what differs we know better than by date and size."""
        self._run(paths, f"{self.site}/", self.destination.folder, "--ignore-times")

    def remove(self, paths: Sequence[str], folders: Sequence[Sequence[str]]) -> None:
        """Remove files, then those of the folders that are empty, deepest first.

        rsync removes there what its list names and the folder here does not have; it must have
        the folders above. A folder with somebody else's file in it stays.
        """
        for level in (paths, *folders):
            with TemporaryDirectory() as folder:
                for path in level:
                    Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
                self._run(level, f"{folder}/", self.destination.folder, "--delete-missing-args")

    def _run(self, paths: Sequence[str], source: str, target: str, *options: str) -> str:
        port = ("-p", str(self.destination.port)) if self.destination.port else ()
        shell = shlex.join((*SSH, *port, *self.destination.ssh))
        try:
            done = subprocess.run(
                [*COMMON, *options, "--rsh", shell, "--", source, target], check=False,
                input="".join(f"{path}\0" for path in paths).encode(),
                capture_output=True, umask=UMASK)
        except FileNotFoundError:
            raise SendError(say("rsync is not installed here; install it, with "
                                "“sudo apt install rsync” or “brew install rsync”, and publish "
                                "again")) from None
        if done.returncode:
            raise SendError(_failure(self.destination.shown, done.returncode,
                                     done.stderr.decode(errors="replace")))
        return done.stdout.decode(errors="surrogateescape")


def _failure(place: str, status: int, stderr: str) -> Message:
    lines = [" ".join(line.split()) for line in stderr.splitlines()
             if line.strip() and not line.startswith("rsync error:")]
    reason = " / ".join(lines[:3]) or f"rsync {status}"
    if "delete-missing-args" in stderr or "unknown option" in stderr:
        return say("rsync here or on the server is too old ({reason}); version 3.1 or newer is "
                   "needed on both", reason=reason)
    if "change_dir" in stderr and "(2)" in stderr:
        return say("{place}: this folder does not exist; create it there, or correct “[publish]”",
                   place=place)
    if status == 127 or "command not found" in stderr or "Failed to exec" in stderr:
        return say("{place}: ssh here, or rsync there, is missing ({reason}); install it and "
                   "publish again", place=place, reason=reason)
    if status in UNREACHABLE:
        return say("{place}: the connection failed ({reason}); check that “ssh” reaches the "
                   "server without a password, then publish again: it resumes where it stopped",
                   place=place, reason=reason)
    return say("{place}: rsync stopped ({reason}); resolve that, then publish again: it resumes "
               "where it stopped", place=place, reason=reason)
