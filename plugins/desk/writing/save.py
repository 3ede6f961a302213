"""Save what was typed: all files of a text or none, and never over what somebody else has saved."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from plugins.commands.new import chosen_day
from plugins.content.source import find_sources
from plugins.core.files import write_together
from plugins.core.messages import Failure, Message, say, why
from plugins.core.project import Options
from plugins.desk.context import Desk, Person
from plugins.desk.store import Draft
from plugins.desk.writing.places import digest, places_of
from plugins.desk.writing.posted import Posted


class Conflict(Exception):
    """Somebody has saved one of the files since the form was made."""

    def __init__(self, texts: Sequence[Posted]) -> None:
        """Take the texts whose files are others now."""
        super().__init__()
        self.texts = texts


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


def save(desk: Desk, person: Person, texts: Sequence[Posted], day: str = "") -> list[Path]:
    """Write the texts that were changed, all or none, and return the files; drop their drafts.

    Given another `day`, an article's files are renamed, in all languages. Raises Conflict if a
    file is not as the form had it, Failure if the disk refuses or the day can be none.
    """
    options = desk.options()
    with desk.saving:
        changed = [text for text in texts if text.is_changed]
        clashes = [text for text in changed if text.base != digest(text.place.read())]
        if clashes:
            raise Conflict(clashes)
        files = {text.place.file: text.data for text in changed}
        move = _move(options, texts[0], day)
        written = move.data(options, files) if move else files
        _write(written, move)
    for text in texts:
        desk.store.drop(person.address, text.place.name, text.window)
    for new, old in move.files.items() if move else ():
        desk.store.move(*(str(file.relative_to(options.content)) for file in (old, new)))
    return [*written, *(move.files.values() if move else ())]


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


def _write(files: dict[Path, bytes], move: Move | None) -> None:
    try:
        write_together(files)
        for old in move.files.values() if move else ():
            with suppress(FileNotFoundError):
                old.unlink()
    except OSError as error:
        raise Failure(not_saved(error)) from error


def not_saved(error: OSError) -> Message:
    """Say that the disk refuses what was typed, and that it is kept in the form."""
    return say("Nothing was saved, and nothing is lost: what you have typed is below. The disk of "
               "this desk refuses ({reason}); have room made there or the permissions corrected, "
               "then save again.", reason=why(error))
