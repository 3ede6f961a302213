"""Write a backup as one file, and read it only if it is whole."""

import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from plugins.atomic import published
from plugins.commands.forms.submissions import already_there
from plugins.core.files import flush, reading, writing
from plugins.core.messages import Failure, Problem, say
from plugins.core.project import PRODUCTION, SETTINGS, Options, from_here
from plugins.forms.records.backup import is_whole

FORMS, DESK, JOURNAL = "forms.sqlite3", "desk.sqlite3", "newsletter.jsonl"
SITES, ABOUT = "sites.json", "backup.json"
SETTINGS_FOLDER = "settings/"

FORMAT = 1

SECRET = re.compile(
    r"""\b[0-9a-f]{32}-us\d+\b | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b | ://[^\s/:@'"]+:[^\s/@'"]+@
    | (?:password|passwd|secret|token|api_?key)\w*["']?\]?\s*[:=,]\s*["'][^"']+["']""",
    re.VERBOSE | re.IGNORECASE)
"""What looks like a password or a key; settings name neither, the environment holds them."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds, by name, and when it was made."""

    at: datetime
    files: Mapping[str, bytes]


def write_backup(path: Path, backup: Backup) -> None:
    """Write a backup into a new file that its owner alone can read, and read it back.

    The file stands there whole and on the disk, or not at all. Raises Failure.
    """
    fresh = path.with_name(f".{path.name}.new")
    with writing(path):
        try:
            if os.path.lexists(path):
                raise already_there(path)
            fresh.unlink(missing_ok=True)  # what a kill has left may be of other rights
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600),
                           "wb") as opened:
                opened.write(_packed(backup))
            if read_backup(fresh) != backup:
                raise _damaged(path)
            flush([fresh])
            fresh.replace(path)
            flush([path.parent])
        finally:
            fresh.unlink(missing_ok=True)


def read_backup(path: Path) -> Backup:
    """Return a backup; raise Failure if it is none, damaged, or of a later program."""
    with reading(path):
        data = path.read_bytes()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            about = json.loads(archive.read(ABOUT))
            if about["format"] > FORMAT:
                raise Failure(say("{path}: this backup was made by a later version of the program; "
                                  "use that one", path=from_here(path)))
            files = {name: archive.read(name) for name in about["files"]}
            at = datetime.fromisoformat(about["at"])
    except (EOFError, ValueError, KeyError, TypeError, NotImplementedError, RuntimeError,
            zipfile.BadZipFile, zlib.error):
        raise _damaged(path) from None
    if _digests(files) != about["files"] or not all(
            is_whole(files[name]) for name in (FORMS, DESK) if name in files):
        raise _damaged(path)
    return Backup(at, files)


def settings_files(options: Options) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the settings files by name, without those in which something looks like a secret."""
    paths = {options.conf, *(options.conf.parent / name for name in (SETTINGS, PRODUCTION))}
    files = {path: path.read_bytes() for path in sorted(paths) if path.is_file()}
    secrets = [problem for path, data in files.items() for problem in _secrets(path, data)]
    spoiled = {problem.path for problem in secrets}
    return {f"{SETTINGS_FOLDER}{path.name}": data for path, data in files.items()
            if str(path) not in spoiled}, secrets


def lists_of_files(options: Options) -> bytes:
    """Return, of site and emails, which files are ours and what is in them."""
    return json.dumps({
        name: _digests({path: (root / path).read_bytes() for path in sorted(published(root))
                        if (root / path).is_file()})
        for name, root in (("output", options.output), ("outbox", options.outbox))}).encode()


def ours_again(data: bytes, name: str, root: Path) -> list[str]:
    """Return the files of a root that are ours by such a list: byte for byte as they were."""
    return [path for path, digest in json.loads(data).get(name, {}).items()
            if (root / path).is_file()
            and sha256((root / path).read_bytes()).hexdigest() == digest]


def _packed(backup: Backup) -> bytes:
    about = {"format": FORMAT, "at": backup.at.isoformat(), "files": _digests(backup.files)}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(ABOUT, json.dumps(about, indent=1))
        for name, data in backup.files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(data).hexdigest() for name, data in files.items()}


def _secrets(path: Path, data: bytes) -> Iterator[Problem]:
    for number, line in enumerate(data.decode(errors="replace").splitlines(), 1):
        if not line.lstrip().startswith("#") and SECRET.search(line):
            yield Problem(str(path), number, say(
                "this looks like a password or a key; the file is left out of the backup. Read it "
                "from the environment instead, by os.environ"), "warning")


def _damaged(path: Path) -> Failure:
    return Failure(say("{path}: this is not a backup, or it is damaged; nothing was done",
                       path=from_here(path)))


def now() -> datetime:
    """Return the time as a backup keeps it."""
    return datetime.now(UTC).replace(microsecond=0)
