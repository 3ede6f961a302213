"""Save what was typed: all files of a text or none, and never over what somebody else has saved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from plugins.commands.new import chosen_day
from plugins.content.source import find_sources
from plugins.core.files import flush, write_together, writing
from plugins.core.i18n import SOURCE
from plugins.core.messages import Failure, Message, say, why
from plugins.core.project import Options
from plugins.desk.context import Desk, Person
from plugins.desk.people.accounts import account_of
from plugins.desk.store import Draft
from plugins.desk.writing.fields import Posted
from plugins.desk.writing.history import recorded
from plugins.desk.writing.places import digest, places_of


class Conflict(Exception):
    """Somebody has saved one of the files since the form was made."""

    def __init__(self, texts: Sequence[Posted]) -> None:
        """Take the texts whose files are others now."""
        super().__init__()
        self.texts = texts


@dataclass(frozen=True)
class Change:
    """What a save does to a file, by its name below the content: it was of the digest `was`.

    It gets new `data`; without any it is gone, and the text goes on in the file `new`.
    """

    path: str
    was: str
    data: bytes | None
    new: str


@dataclass(frozen=True)
class Move:
    """Files of an article that get another day in their names, by their new names."""

    files: dict[Path, Path]

    def data(self, options: Options, files: dict[Path, bytes]) -> dict[Path, bytes]:
        """Return what is written for `files` to be moved: they, and the texts that name them."""
        names = [(old.name.encode(), new.name.encode()) for new, old in self.files.items()]
        for path in (*find_sources(options.content), *files):
            was = files.get(path) or path.read_bytes()
            now = was
            for old, new in names:
                now = now.replace(old, new)
            if now != was:
                files = {**files, path: now}
        moved = {old: new for new, old in self.files.items()}
        whole = {**{old: old.read_bytes() for old in moved}, **files}
        return {moved.get(path, path): data for path, data in whole.items()}


def draft_of(person: Person, text: Posted) -> Draft:
    """Return what was typed as a draft of a person."""
    return Draft(person.address, text.place.name, bytes.fromhex(text.base), text.data,
                 datetime.now(UTC), text.window)


def keep(desk: Desk, person: Person, text: Posted) -> Draft | None:
    """Keep what was typed until it is saved, nothing if nothing is new; raises DiskError."""
    if not text.is_changed:
        desk.store.drop(person.address, text.place.name, text.window, text.kept)
        return None
    draft = draft_of(person, text)
    desk.store.keep(draft, text.kept)
    return draft


def apart(desk: Desk, person: Person, text: Posted) -> list[Draft]:
    """Return what the person has typed in other windows, which this one would put away unseen."""
    return desk.store.others(person.address, text.place.name, text.window) \
        if text.is_changed else []


def save(desk: Desk, person: Person, texts: Sequence[Posted], day: str = "") -> Message | None:
    """Write the texts that were changed, all or none, drop their drafts; return what git refuses.

    Given another `day`, an article's files are renamed, in all languages. Killed at any moment,
    `recover` completes it. Raises Conflict if a file is not as the form had it, Failure if the disk
    refuses or the day can be none.
    """
    options = desk.options()
    with desk.saving:
        changed = [text for text in texts if text.is_changed]
        clashes = [text for text in changed if text.base != digest(text.place.read())]
        if clashes:
            raise Conflict(clashes)
        files = {text.place.file: text.data for text in changed}
        move = _move(options, texts[0], day)
        changes = [*_changes(options.content, move.data(options, files) if move else files, move)]
        with desk.store.transaction() as database:
            database.executemany("REPLACE INTO saves VALUES (?, ?, ?, ?, ?)", [
                (*astuple(change), person.address) for change in changes])
        try:
            done = _carry_out(desk, changes)
            told = recorded(desk, person, done)
        except OSError as error:
            raise Failure(not_saved(error)) from error
        finally:
            _forget(desk)
    if len(done) < len(changes):  # somebody else's program has been quicker
        raise Conflict(changed)
    moved = {change.path: change.new for change in changes if change.new}
    for text in texts:
        name = moved.get(text.place.name, text.place.name)
        desk.store.drop(person.address, name, text.window)
    return told


def recover(desk: Desk) -> None:
    """Complete a save in the middle of which the desk was killed; raises Failure."""
    content = desk.options().content
    with desk.saving, writing(content):
        with desk.store.transaction() as database:
            rows = database.execute("SELECT path, was, data, new, person FROM saves").fetchall()
        if rows:
            account = account_of(desk.store, rows[0][-1])
            done = _carry_out(desk, [Change(*row[:-1]) for row in rows])
            recorded(desk, account.person if account else Person("", "", SOURCE, False), done)
            _forget(desk)


def _changes(content: Path, files: Mapping[Path, bytes], move: Move | None) -> Iterator[Change]:
    moved = {old: new for new, old in move.files.items()} if move else {}
    for path in (*files, *moved):
        yield Change(str(path.relative_to(content)), _digest(path), files.get(path),
                     str(moved[path].relative_to(content)) if path in moved else "")


def _carry_out(desk: Desk, changes: Sequence[Change]) -> list[Path]:
    """Do what has not been done of a save; return the files that it has written.

    Others were changed by somebody else before, and stay. Raises OSError.
    """
    content = desk.options().content
    files = {content / change.path: change for change in changes}
    left = [path for path, change in files.items() if _digest(path) == change.was]
    write_together({path: data for path in left if (data := files[path].data) is not None})
    for path, change in files.items():
        if change.new:
            if path in left:
                path.unlink()
            desk.store.move(change.path, change.new)
    flush({path.parent for path, change in files.items() if change.new})
    done = [path for path, change in files.items()
            if path in left or _digest(path) == digest(change.data)]
    with desk.store.transaction() as database:  # what was written is typed no more
        database.executemany("DELETE FROM typed WHERE path = ? AND data = ?", [
            (files[path].path, files[path].data) for path in done])
    return done


def _digest(path: Path) -> str:
    return digest(path.read_bytes() if path.exists() else None)


def _forget(desk: Desk) -> None:
    with desk.store.transaction() as database:
        database.execute("DELETE FROM saves")


def _move(options: Options, text: Posted, day: str) -> Move | None:
    source = text.place.source
    if source.kind != "article" or not day or date.isoformat(source.date or date.min) == day:
        return None
    name = chosen_day(options, day).isoformat()
    places = places_of(options, source.kind, source.key)
    files = {place.file.with_name(f"{name}-{source.key}.{place.source.lang}.md"): place.file
             for place in places}
    for file in files:
        if file.exists():
            raise Failure(say("{path}: there is an article with this day and key already; choose "
                              "another day", path=file.name))
    return Move(files)


def not_saved(error: OSError) -> Message:
    """Say that the disk refuses what was typed, and that it is kept in the form."""
    return say("Nothing was saved, and nothing is lost: what you have typed is below. The disk of "
               "this desk refuses ({reason}); have room made there or the permissions corrected, "
               "then save again.", reason=why(error))
