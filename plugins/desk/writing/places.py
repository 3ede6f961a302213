"""Find the file of a text that an address or a form names; no name leads out of the content."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.content.source import FOLDERS, Source, find_sources, source_of
from plugins.core.files import content_digest, is_no_file, reading
from plugins.core.messages import ContentError, Failure, say
from plugins.core.project import Options


@dataclass(frozen=True)
class Place:
    """A file of a text, which may not be there: what it is, and its name below the content."""

    file: Path
    name: str
    source: Source

    def read(self) -> bytes | None:
        """Return what is in the file, None if there is none; raises DiskError."""
        if not self.file.exists():
            return None
        with reading(self.file):
            return self.file.read_bytes()


def place_of(options: Options, name: str) -> Place:
    """Return the place of a text by its name below the content, like “pages/contact.fr.md”.

    Raises Failure if no text may have the name, or it leads elsewhere.
    """
    path = PurePosixPath(name)
    file = options.content / path
    if not (name.isprintable() and str(path) == name and len(path.parts) > 1
            and path.parts[0] in FOLDERS and not any(part.startswith(".") for part in path.parts)
            and _may_be(file, options.content)):
        raise Failure(say("{path}: this is no text of the content folder", path=name))
    return Place(file, name, source_of(file, options.content, options.languages))


def _may_be(file: Path, content: Path) -> bool:
    """Tell whether a file is within the content, or may be written there."""
    try:
        return (file.resolve().is_relative_to(content.resolve()) and not is_no_file(file)
                and not file.is_dir())
    except OSError:  # a name that no disk can hold
        return False


def places_of(options: Options, kind: str, key: str, typed: Iterable[str] = ()) -> list[Place]:
    """Return the files of a text, in the order of the languages; raises Failure without any.

    `typed` are names of drafts: what was typed of a file stays when somebody removes the file.
    """
    ends = tuple(f"{key}.{lang}.md" for lang in options.languages)
    found: dict[str, Place] = {}
    for file in (*find_sources(options.content, ends), *map(options.content.joinpath, typed)):
        if file.name.endswith(ends):
            try:
                place = place_of(options, str(file.relative_to(options.content)))
            except ContentError:
                continue  # its name is not one of a text; the check says so
            if (place.source.kind, place.source.key) == (kind, key):
                found.setdefault(place.source.lang, place)
    if not found:
        raise Failure(say("there is no text “{key}” any more; somebody has removed or renamed it",
                          key=key))
    return [found[lang] for lang in options.languages if lang in found]


def followed(options: Options, place: Place) -> Place:
    """Return where a text is now: it may have got another day while somebody was writing it."""
    with suppress(Failure):
        if not place.file.exists():
            return next((one for one in places_of(options, place.source.kind, place.source.key)
                         if one.source.lang == place.source.lang), place)
    return place


def digest(data: bytes | None) -> str:
    """Return what a form was made from, as it stands in the form; nothing for no file."""
    return "" if data is None else content_digest(data).hex()
