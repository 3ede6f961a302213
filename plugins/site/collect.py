"""Read all that an edition publishes, with the images of its texts laid in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath

from plugins.content.reading import Reading, reader
from plugins.content.source import find_sources
from plugins.core.files import files_below
from plugins.core.messages import ContentError, Problem, unreadable
from plugins.core.project import Options
from plugins.images.draw import lay_in
from plugins.images.picture import Picture
from plugins.site.contents import Body, Contents, Entry, entry_of, newest_first, topic_finder
from plugins.site.edition import Edition, KeptBody, Memory
from plugins.site.source_links import dead_links, linked_files, named_files

ENCODED = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp", ".svg"}
"""The endings of files that readers get under another name, unless a text links to one."""


def collect(edition: Edition) -> Contents:
    """Return what the edition publishes; what is wrong is added to its problems."""
    memory = edition.build.memory if edition.build else Memory()
    readings = list(_readings(edition))
    entries = dict(_entries(edition, readings, memory))
    memory.forget_all_but(entries.keys())
    preview = edition.options.settings["PREVIEW"]
    shown = [entry for entry in entries.values() if preview or not entry.stage]
    own = [entry for entry in shown if entry.lang == edition.lang]
    contents = Contents(
        edition.lang, newest_first(entry for entry in own if entry.kind == "article"),
        newest_first(entry for entry in own if entry.kind == "issue"),
        {entry.key: entry for entry in sorted(own, key=lambda entry: entry.key)
         if entry.kind == "page"},
        versions=_versions(shown, edition.options.languages),
        urls={entry.source: entry.url for entry in entries.values()},
        statics=frozenset(static_files(edition.options)))
    published = {entry.path for entry in shown}
    for reading in readings:
        if reading.source.lang == edition.lang:
            entry = entries[reading.source.path]
            kept = _body(edition, reading, entry, memory)
            contents.bodies[entry.path] = kept.body
            if entry.path in published:  # nobody sees what a draft shows
                edition.pictures.update(kept.pictures)
    _note_statics(edition, contents, entries)
    return contents


def body_again(edition: Edition, contents: Contents, reading: Reading, memory: Memory
               ) -> KeptBody | None:
    """Return the body of a text that was read again; None if more than its words has changed.

    More is what lists show of it, and the images and files that are published with it.
    """
    entry, before = memory.entries[reading.source.path][1], memory.bodies[reading.source.path]
    topic = topic_finder(edition.declared, edition.addresses)
    fresh = entry_of(reading, edition.declared, edition.addresses, edition.today, topic)
    kept = _laid_in(edition, reading, entry, partial(edition.album.find, source=Path(entry.path)))
    same = (fresh.digest == entry.digest and kept.pictures == before.pictures
            and _statics(kept.body) == _statics(before.body)
            and not any(dead_links(kept.body.written, entry.source, contents.target)))
    return kept if same else None


def _statics(body: Body) -> set[str]:
    return {path for kind, path in body.names if kind != "filename"}


def static_files(options: Options) -> Iterator[str]:
    """Yield the images and other files that texts may show, by their paths in the content."""
    for name in options.settings["STATIC_PATHS"]:
        yield from (path.relative_to(options.content).as_posix()
                    for path in files_below(options.content / name))


def _readings(edition: Edition) -> Iterator[Reading]:
    """Yield the texts that were read without a problem; others are told of."""
    find = edition.build.find if edition.build else None
    read = reader(edition.declared, (edition.lang,))
    for path in find_sources(edition.options.content):
        try:
            data = path.read_bytes()
            reading = (find and find(path, data)) or read(path, data)
        except ContentError as error:
            edition.problems.extend(error.problems)
        except Exception as error:
            edition.problems.append(unreadable(path, f"{type(error).__name__}: {error}"))
        else:
            edition.problems.extend(reading.problems)
            if not reading.problems:
                yield reading


def _versions(shown: Iterable[Entry], languages: Iterable[str]
              ) -> dict[tuple[str, str], list[Entry]]:
    """Return the published texts by kind and key, in the order of the languages."""
    order = list(languages)
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in sorted(shown, key=lambda entry: order.index(entry.lang)):
        found.setdefault((entry.kind, entry.key), []).append(entry)
    return found


def _entries(edition: Edition, readings: Iterable[Reading], memory: Memory
             ) -> Iterator[tuple[str, Entry]]:
    topic = topic_finder(edition.declared, edition.addresses)
    for reading in readings:
        path = reading.source.path
        kept, entry = memory.entries.get(path, (None, None))
        if kept is not reading or entry is None:
            entry = entry_of(reading, edition.declared, edition.addresses, edition.today, topic)
            memory.entries[path] = reading, entry
        yield path, entry


def _body(edition: Edition, reading: Reading, entry: Entry, memory: Memory) -> KeptBody:
    """Return the body of a text with the plain form of each image, and the pictures it shows."""
    find = partial(edition.album.find, source=Path(entry.path))
    kept = memory.bodies.get(entry.path)
    if kept is None or not kept.holds(reading, find):
        kept = memory.bodies[entry.path] = _laid_in(edition, reading, entry, find)
    return kept


def _laid_in(edition: Edition, reading: Reading, entry: Entry,
             find: Callable[[str], Picture | None]) -> KeptBody:
    """Return a body; where Pelican runs alone nobody encodes: an image stays the file that it is.
    """
    pictures: dict[str, Picture] = {}
    asked: dict[str, Picture | None] = {}

    def ask(target: str) -> Picture | None:
        asked[target] = find(target)
        return asked[target]

    site_url = edition.options.site_url if edition.in_build else None
    written = lay_in(reading.html, ask, site_url, pictures)
    body = Body(written, tuple(dict.fromkeys(named_files(written, entry.source))))
    return KeptBody(reading, body, pictures, asked)


def _note_statics(edition: Edition, contents: Contents, entries: Mapping[str, Entry]) -> None:
    """Tell the build which files are published beside the pages, and of links to others.

    The file of an image itself is published only where a text links to it.
    """
    linked: set[str] = set()
    for path, body in contents.bodies.items():
        if body.names:
            source = entries[path].source
            linked.update(linked_files(body.written, source))
            edition.problems += (Problem(path, 0, message) for message in dead_links(
                body.written, source, contents.target))
    edition.statics.update(
        (name, name) for name in sorted(contents.statics)
        if not edition.in_build or name in linked
        or PurePosixPath(name).suffix.lower() not in ENCODED)
