"""Give each text its file and its address here: the old ones, as far as they can be."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from plugins.content.header import Header, read_header
from plugins.content.source import FOLDERS, decode, find_sources, source_of
from plugins.content.text import Kind
from plugins.core.messages import ContentError
from plugins.importer.plan.kinds import Chosen
from plugins.importer.wordpress.languages import Spoken
from plugins.register.keys import numbered, plain_words
from plugins.site.addresses import Addresses

MOST_LETTERS = 120
"""Letters of a key or slug of ours; a disk takes more, and nobody reads it."""


@dataclass(frozen=True)
class Place:
    """Where a text is: its file below the content folder, its address from the site's root."""

    kind: Kind
    key: str
    lang: str
    slug: str
    file: str
    address: str


@dataclass(frozen=True)
class There:
    """The texts that the content folder has: the file at each kind, language and slug; and keys.
    """

    by_slug: Mapping[tuple[str, str, str], tuple[str, str]]
    """Kind, language and slug, with file and key."""

    by_key: Mapping[tuple[str, str, str], str]
    """Kind, language and key, with the file."""

    def without(self, files: Collection[str]) -> "There":
        """Return the others."""
        return There({key: text for key, text in self.by_slug.items() if text[0] not in files},
                     {key: file for key, file in self.by_key.items() if file not in files})

    def key_of(self, file: str) -> str:
        """Return the key of a file, "" if it is not there."""
        return self._keys.get(file, "")

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        return {file: key for (_, _, key), file in self.by_key.items()}


def read_there(content: Path, languages: Collection[str]) -> There:
    """Return the texts of a content folder; what cannot be read, the check tells."""
    by_slug = dict[tuple[str, str, str], tuple[str, str]]()
    by_key = dict[tuple[str, str, str], str]()
    for path in find_sources(content):
        if header := header_of(path, content, languages):
            source = source_of(path, content, languages)
            file = path.relative_to(content).as_posix()
            slug = header.get("slug") or source.key
            by_slug[source.kind, source.lang, slug] = file, source.key
            by_key[source.kind, source.lang, source.key] = file
    return There(by_slug, by_key)


def header_of(path: Path, content: Path, languages: Collection[str]) -> Header | None:
    """Return the header of a text in the folder, None if it cannot be read."""
    with suppress(ContentError, OSError):
        return read_header(source_of(path, content, languages),
                           decode(path, path.read_bytes()))[0]
    return None


def place_texts(texts: Sequence[Chosen], spoken: Spoken, there: There,
                editions: Mapping[str, Addresses], before: Mapping[int, str] | None = None,
                unedited: Collection[str] = ()) -> Mapping[int, Place]:
    """Return the place of each text by its number; no two are in one.

    A text that is there already at its address keeps its file, whoever wrote it. `before` are the
    files of the last import; those that are `unedited` follow their texts to another day or slug,
    others stay where they are.
    """
    before = before or {}
    own = {file for text in texts if (file := before.get(text.item.number)) in unedited and file}
    placer = _Placer(there.without(own), editions, {
        number: file for number, file in before.items() if file not in own})
    for group in _groups(texts, spoken, list(editions)):
        placer.add(group)
    return placer.places


class _Placer:
    """Gives away keys and slugs, each once."""

    def __init__(self, there: There, editions: Mapping[str, Addresses],
                 edited: Mapping[int, str]) -> None:
        self.there, self.editions, self.edited = there, editions, edited
        self.places: dict[int, Place] = {}
        self.keys: dict[tuple[str, str], set[str]] = {}
        self.slugs = {("page", lang, address.removeprefix(f"{lang}/").strip("/"))
                      for lang, edition in editions.items() for address in edition.lists.values()}

    def add(self, group: Sequence[Chosen]) -> None:
        """Place the versions of one text in its languages, that of the first language first."""
        first = group[0]
        there = next(filter(None, (self._there(text) for text in group)), None)
        langs = {text.lang for text in group}
        key = there[1] if there and not langs & self.keys.get((first.kind, there[1]), set()) \
            else self._free_key(first, group)
        self.keys.setdefault((first.kind, key), set()).update(langs)
        for text in group:
            self.places[text.item.number] = self._place(text, key)

    def _there(self, text: Chosen) -> tuple[str, str] | None:
        """Return file and key of a text as it is today, an editor's or at its address."""
        was = self.edited.get(text.item.number, "")
        if key := self.there.key_of(was):
            return was, key
        found = self.there.by_slug.get((text.kind, text.lang, slug_of(text)))
        # What an editor has deleted stays so, whatever it is called by now.
        return found or ((was, _key_in(was, text)) if was else None)

    def _free_key(self, text: Chosen, group: Sequence[Chosen]) -> str:
        wanted = slug_of(text)
        names = numbered(wanted, f"{wanted}-{text.lang}")
        return next(name for name in names if (text.kind, name) not in self.keys and not any(
            self._foreign(each, name) for each in group))

    def _foreign(self, text: Chosen, key: str) -> bool:
        """Tell whether a key is that of another text in the folder."""
        file = self.there.by_key.get((text.kind, text.lang, key))
        return file is not None and file != _file(text, key)

    def _place(self, text: Chosen, key: str) -> Place:
        found = self._there(text)
        wanted = slug_of(text)
        file = found[0] if found and found[1] == key else _file(text, key)
        slug = wanted if found and found[1] == key else next(
            slug for slug in numbered(wanted)
            if (text.kind, text.lang, slug) not in self.slugs
            and self.there.by_slug.get((text.kind, text.lang, slug), (file, ""))[0] == file)
        self.slugs.add((text.kind, text.lang, slug))
        return Place(text.kind, key, text.lang, slug, file,
                     self.editions[text.lang].content(text.kind, slug))


def slug_of(text: Chosen) -> str:
    """Return the end of an address in letters that ours may have; that of its title for a draft."""
    return plain_name(text.item.slug) or plain_name(text.item.title) or f"wp-{text.item.number}"


def plain_name(slug: str) -> str:
    """Return a slug, maybe with its letters escaped, in letters that ours may have."""
    return "-".join(plain_words(unquote(slug)))[:MOST_LETTERS].strip("-")


def _key_in(file: str, text: Chosen) -> str:
    name = file.rpartition("/")[2].removesuffix(f".{text.lang}.md")
    return name[len("2018-07-03-"):] if text.kind == "article" else name


def _file(text: Chosen, key: str) -> str:
    folder = next(folder for folder, kind in FOLDERS.items() if kind == text.kind)
    day = f"{text.day.isoformat()}-" if text.kind == "article" else ""
    return f"{folder}/{day}{key}.{text.lang}.md"


def _groups(texts: Sequence[Chosen], spoken: Spoken, languages: Sequence[str]
            ) -> Iterator[list[Chosen]]:
    """Yield the texts that are one, those first that the first language has."""
    by_number = {text.item.number: text for text in texts}
    grouped = [[by_number[number] for number in group.values() if number in by_number]
               for group in spoken.translations]
    together = [part for group in grouped for part in _of_one_kind(group)]
    taken = {text.item.number for group in together for text in group}
    together += [[text] for text in texts if text.item.number not in taken]
    for group in together:
        group.sort(key=lambda text: languages.index(text.lang))
    yield from sorted(together, key=lambda group: (languages.index(group[0].lang),
                                                   abs(group[0].item.number)))


def _of_one_kind(group: Iterable[Chosen]) -> Iterator[list[Chosen]]:
    """Yield the articles of a group, and its pages."""
    parts: dict[str, list[Chosen]] = {}
    for text in group:
        parts.setdefault(text.kind, []).append(text)
    yield from parts.values()
