"""Read all that an edition publishes, with the images of its texts laid in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape
from pathlib import Path, PurePosixPath

from plugins.content.reading import Reading
from plugins.content.source import find_sources
from plugins.core.files import content_digest, files_below
from plugins.core.messages import ContentError, Problem, unreadable
from plugins.core.project import Options
from plugins.images.draw import lay_in
from plugins.images.picture import Picture
from plugins.register.authors import Author
from plugins.site.addresses import rooted
from plugins.site.contents import Contents, Entries, Entry, entry_of
from plugins.site.edition import Edition, Memory
from plugins.site.register import Register
from plugins.site.source_links import (
    Body,
    KeptBody,
    ShownAuthor,
    Topic,
    follow,
    no_file,
    not_read,
    shown_author,
    shown_terms,
    topic_finder,
)

PORTRAIT = 160
"""Width of a photo in CSS pixels; the smallest file of a picture has three for each."""

ENCODED = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp", ".svg"}
"""The endings of files that readers get under another name, unless a text links to one."""


def collect(edition: Edition) -> Contents:
    """Return what the edition publishes; what is wrong is added to its problems."""
    memory = edition.build.memory if edition.build else Memory()
    _read_changed(edition, memory)
    return contents_of(edition, memory)


def contents_of(edition: Edition, memory: Memory, register: Register | None = None) -> Contents:
    """Return what the edition publishes of texts that were read.

    With a `register`, what has been put in words of laws is not put again.
    """
    preview = edition.options.settings["PREVIEW"]
    entries = {path: entry for path, (_, entry) in sorted(memory.entries.items())}
    shown = [entry for entry in entries.values() if preview or not entry.stage]
    own = [entry for entry in shown if entry.lang == edition.lang]
    register = register or Register(
        edition.declared.laws, edition.lang, edition.addresses, edition.catalogue)
    contents = Contents(
        edition.lang, register, edition.today,
        _newest_first(entry for entry in own if entry.kind == "article"),
        _newest_first(entry for entry in own if entry.kind == "issue"),
        {entry.key: entry for entry in sorted(own, key=lambda entry: entry.key)
         if entry.kind == "page"},
        {path: _loading(edition, kept, entry) for path, entry in entries.items()
         if entry.lang == edition.lang and (kept := memory.bodies.get(path))},
        versions=_versions(shown, edition.options.languages),
        urls={entry.source: entry.url for entry in entries.values()},
        statics=frozenset(static_files(edition.options)),
        glossary=shown_terms(edition.declared.glossary, edition.lang,
                             edition.own.lists["glossary"], register.links))
    contents.authors = _authors(edition, contents)
    for entry in own:  # nobody sees what a draft shows
        edition.pictures.update(memory.bodies[entry.path].pictures)
    _note_statics(edition, contents, entries)
    return contents


def static_files(options: Options) -> Iterator[str]:
    """Yield the images and other files that texts may show, by their paths in the content."""
    for name in options.settings["STATIC_PATHS"]:
        yield from (path.relative_to(options.content).as_posix()
                    for path in files_below(options.content / name))


def _read_changed(edition: Edition, memory: Memory) -> None:
    """Read the texts that memory does not hold; report those that have a problem."""
    build, topic = edition.build, topic_finder(edition.declared, edition.addresses)
    find = build and build.find
    known = build.texts if build else {}
    gone = memory.entries.keys() | memory.bodies.keys()
    for file in find_sources(edition.options.content):
        path = str(file)
        if _is_kept(edition, path, known.get(path), memory):
            gone.discard(path)
            continue
        try:
            data = file.read_bytes()
            reading = (find and find(file, data)) or edition.read(file, data)
        except ContentError as error:
            edition.problems.extend(error.problems)
        except Exception as error:
            edition.problems.append(unreadable(file, f"{type(error).__name__}: {error}"))
        else:
            edition.problems.extend(reading.problems)
            if not reading.problems:
                gone.discard(path)
                take(edition, memory, reading, content_digest(data), topic)
    memory.forget(gone)


def take(edition: Edition, memory: Memory, reading: Reading, digest: bytes,
         topic: Callable[[str, str, str], Topic]) -> None:
    """Let memory hold a text that was read without a problem; `digest` is that of its file."""
    path = reading.source.path
    entry = entry_of(reading, edition.declared, edition.addresses, edition.today, topic)
    memory.entries[path] = digest, entry
    if entry.lang == edition.lang:
        memory.bodies[path] = _laid_in(edition, reading, digest, entry)


def _is_kept(edition: Edition, path: str, digest: bytes | None, memory: Memory) -> bool:
    before, entry = memory.entries.get(path, (None, None))
    if entry is None or digest is None or before != digest:
        return False
    if entry.lang != edition.lang:
        return True
    kept = memory.bodies.get(path)
    find = partial(edition.album.find, source=Path(path))
    return kept is not None and kept.holds(digest, find)


def _loading(edition: Edition, kept: KeptBody, entry: Entry) -> Body:
    """Return a body that is read where it is shown, unless it has been read already."""
    if kept.body.load is not not_read:
        return kept.body

    def load() -> str:
        file = Path(entry.path)
        data = file.read_bytes()
        found = edition.build and edition.build.find(file, data)
        return _laid_in(edition, found or edition.read(file, data), b"", entry).body.written

    return replace(kept.body, load=load)


def _versions(shown: Iterable[Entry], languages: Iterable[str]
              ) -> dict[tuple[str, str], list[Entry]]:
    """Return the published texts by kind and key, in the order of the languages."""
    order = list(languages)
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in sorted(shown, key=lambda entry: order.index(entry.lang)):
        found.setdefault((entry.kind, entry.key), []).append(entry)
    return found


def _laid_in(edition: Edition, reading: Reading, digest: bytes, entry: Entry) -> KeptBody:
    """Return a body; where Pelican runs alone nobody encodes: an image stays the file that it is.
    """
    pictures: dict[str, Picture] = {}
    asked: dict[str, Picture | None] = {}

    def ask(target: str) -> Picture | None:
        asked[target] = edition.album.find(target, Path(entry.path))
        return asked[target]

    site_url = edition.options.site_url if edition.in_build else None
    written = lay_in(reading.html, ask, site_url, pictures)
    return KeptBody(digest, Body.of(written, entry.source, reading.length), pictures, asked)


def _authors(edition: Edition, contents: Contents) -> dict[str, ShownAuthor]:
    """Return the authors of the articles by the addresses of their pages."""
    topics = {topic.url: topic for article in contents.articles for topic in article.authors}
    found = {}
    for url, topic in topics.items():
        author = edition.declared.authors[topic.key]
        photo, picture = _photo(edition, contents, author) if author.photo else ("", "")
        found[url] = shown_author(topic, author, edition.lang, photo, picture)
    return found


def _photo(edition: Edition, contents: Contents, author: Author) -> tuple[str, str]:
    """Return the photo of an author as texts have images, and the address of its plain file."""
    options, pictures = edition.options, dict[str, Picture]()
    image = (f'<img src="{{static}}/{escape(author.photo)}" '
             f'alt="{escape(author.alt[edition.lang])}" width="{PORTRAIT}">')
    written = lay_in(image, lambda target: edition.album.find(target, options.content),
                     options.site_url if edition.in_build else None, pictures)
    edition.pictures.update(pictures)
    plain = next((picture.plain.path for picture in pictures.values()), author.photo)
    return follow(written, "", rooted("", options.site_url), contents.target), plain


def linked_files(body: Body) -> Iterator[str]:
    """Yield the files of the content folder that a text links to, or shows as they are."""
    return (link.file for link in body.links if link.kind != "filename")


def _note_statics(edition: Edition, contents: Contents, entries: Mapping[str, Entry]) -> None:
    """Tell the build which files are published beside the pages, and of links to others.

    The file of an image itself is published only where a text links to it.
    """
    linked: set[str] = set()
    for path, body in contents.bodies.items():
        linked.update(linked_files(body))
        edition.problems += (Problem(path, 0, no_file(link.value)) for link in body.links
                             if not link.leads(contents.target))
    edition.statics.update(
        (name, name) for name in sorted(contents.statics)
        if not edition.in_build or name in linked
        or PurePosixPath(name).suffix.lower() not in ENCODED)


def _newest_first(entries: Iterable[Entry]) -> Entries:
    """Return texts by their day, those of one day by their key."""
    by_key = sorted(entries, key=lambda entry: entry.key)
    return Entries(sorted(by_key, key=lambda entry: entry.date or date.min, reverse=True))
