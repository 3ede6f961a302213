"""Keep each save as a version in git, where the content is in a repository, and find earlier ones:
those of a text, and what it was when its translation has last followed it.

Nothing is fetched, sent or forced, and nothing is recorded but the files that were saved.
"""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from plugins.check.site import is_behind
from plugins.content.header import read_header
from plugins.content.source import Source, decode
from plugins.content.text import Text, path_in
from plugins.core.messages import ContentError, Message, say
from plugins.desk.context import Desk, Person
from plugins.desk.writing.places import Place

PATIENCE = 30.0
"""Seconds for git, whose hooks are the firm's own programs."""

MOST = 100
"""Earlier versions that are listed."""

NOBODY = "desk", "desk@localhost"
"""Who has saved, where neither an account nor git says a name."""

COMMIT = re.compile(r"[0-9a-f]{40,64}")


@dataclass(frozen=True)
class Earlier:
    """A version of a text as git has it; `path` is its file at that time, from the top."""

    commit: str
    by: str
    at: datetime
    what: str
    path: str


def record(desk: Desk, person: Person, files: Sequence[Path]) -> Message | None:
    """Commit just these files under the person's name; return what git refuses, if it does.

    What is ignored, or in no repository, is not recorded, and nothing is said of that.
    """
    with desk.saving:
        return recorded(desk, person, files)


def recorded(desk: Desk, person: Person, files: Sequence[Path]) -> Message | None:
    """Do the same for who holds the lock of those who save."""
    folder = desk.options().content
    listed = _git(folder, "ls-files", "-z", "--full-name", "--cached", "--others",
                  "--exclude-standard", "--deduplicate", "--", *map(str, files))
    if listed.returncode or not listed.stdout or not files:  # without files, git lists all
        return None
    paths = [f":/{name}" for name in listed.stdout.decode().split("\0") if name]
    status = _git(folder, "status", "--porcelain", "-z", "--", *paths).stdout
    if not status:
        return None
    if _git(folder, "symbolic-ref", "--quiet", "HEAD").returncode:
        return _refused(say("the repository is on no branch"))
    new = [f":/{one[3:]}" for one in status.decode().split("\0") if one.startswith("??")]
    names = ", ".join(sorted({path.name for path in files if path.exists()}))
    what = say("Save {names}", names=names).render(desk.catalogue(person.lang).gettext)
    return _commit(folder, person, paths, new, what)


def earlier(folder: Path, place: Place) -> list[Earlier] | None:
    """Return the versions of a text, the newest first; None where there is no repository."""
    found = _git(folder, "log", "--follow", f"--max-count={MOST}", "--name-only",
                 "--format=%x1e%H%x1f%an%x1f%at%x1f%s%x1f", "--", str(place.file))
    if found.returncode:
        inside = _git(folder, "rev-parse", "--is-inside-work-tree")
        return None if inside.returncode else []
    versions = []
    for one in found.stdout.decode(errors="replace").split("\x1e")[1:]:
        commit, by, at, what, path = one.split("\x1f")
        versions.append(Earlier(commit, by, datetime.fromtimestamp(int(at), UTC), what,
                                path.strip()))
    return versions


def version(folder: Path, one: Earlier) -> bytes:
    """Return a text as it was; nothing if it was removed then."""
    found = _git(folder, "show", f"{one.commit}:{one.path}")
    return b"" if found.returncode else found.stdout


def _commit(folder: Path, person: Person, paths: Sequence[str], new: Sequence[str], what: str
            ) -> Message | None:
    known = not _git(folder, "var", "GIT_AUTHOR_IDENT").returncode
    name, address = (_name(person), person.address) if person.address else NOBODY
    author = ["--author", f"{name} <{address}>"] if person.address or not known else []
    committer = {} if known else {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": address}
    if new:
        _git(folder, "add", "--intent-to-add", "--", *new)
    done = _git(folder, "commit", "--quiet", "--only", *author, "--message", what, "--", *paths,
                more=committer)
    if not done.returncode:
        return None
    if new:  # what was staged before is staged still, and no more than that
        _git(folder, "reset", "--quiet", "--", *new)
    said = [line for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
    return _refused(said[0].strip() if said else say("without a word"))


def _name(person: Person) -> str:
    """Return a person's name as git takes it, or her address: it refuses one without a letter."""
    name = " ".join(re.sub(r"[<>\0-\x1f]", " ", person.name).split())
    return name if any(map(str.isalnum, name)) else person.address


def _refused(reason: Message | str) -> Message:
    return say("The text is saved. git has not kept this version ({reason}); whoever looks after "
               "the repository can put that right, and the next save is kept again.",
               reason=reason)


def _git(folder: Path, *words: str, more: Mapping[str, str] | None = None
         ) -> subprocess.CompletedProcess[bytes]:
    """Run git; what it cannot do, and that there is no git, is a status that is not zero."""
    # A hook that has started us would have git look into its own repository.
    around = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(folder), "-c", "core.quotePath=false", *words]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL,
                              env={**around, "GIT_TERMINAL_PROMPT": "0", **(more or {})})
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, b"", type(error).__name__.encode())


def body_since(content: Path, original: Source, translation: Place) -> str | None:
    """Return the body of a text as it was when its translation was up to date; None if git has
    kept none.

    That is at the newest version of the translation that was not behind, as the check asks, else
    at its first one.
    """
    body, own = None, translation.source
    for one in earlier(content, translation) or ():
        beside = replace(one, path=path_in(original.lang, one.path, own.lang))
        text, translated = _then(content, original, beside), _then(content, own, one)
        if text and translated:
            body = text.body
            if not is_behind(translated, text):
                break
    return body


def text_of(source: Source, data: bytes) -> Text:
    """Return of a file its body, and what says when it was changed; raises ContentError."""
    header, _ = read_header(source, decode(Path(source.path), data))
    return Text(source.path, source.kind, source.key, source.lang,
                source.date or header.day("date"), header.day("modified"), body=header.body)


def _then(content: Path, source: Source, one: Earlier) -> Text | None:
    """Return a text as it was, None if it was not there or cannot be read."""
    data = version(content, one)
    try:
        return text_of(source, data) if data else None
    except ContentError:
        return None
