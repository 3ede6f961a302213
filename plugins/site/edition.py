"""Hold what one edition is made of, and what has been made: plugins are given it with its pages."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment

from plugins.atomic import Printed, Staging
from plugins.cards.card import Card
from plugins.content.firm import Publisher, load_publishers
from plugins.content.reading import Declarations, Find, Read, load_declarations, reader
from plugins.core.i18n import Catalogue, load
from plugins.core.jinja import Finish
from plugins.core.look import Look, load_look
from plugins.core.messages import Problem, recorded
from plugins.core.project import Options, options_in
from plugins.forms.declaration.form import Form
from plugins.images.draw import Album
from plugins.images.encode import store_beneath
from plugins.images.picture import Picture
from plugins.register.shown import Dates, ShownLaw
from plugins.site.addresses import Addresses, addresses_of
from plugins.site.contents import Contents, Entries, Entry, Text
from plugins.site.lists import LISTS_OF_TEXTS, Choice, Pagination
from plugins.site.pages import Page, Paper
from plugins.site.register import LISTS
from plugins.site.source_links import KeptBody, ShownTerm


@dataclass(frozen=True)
class Print:
    """Files made together under a name of their own; `digest` stands for all that they show.

    `shows` are the names of what is in them: files of texts, those whose words are there, keys of
    laws, what looks at all texts or at all laws.
    One that is a `page` says what others must know of it.
    """

    name: str
    digest: bytes
    shows: tuple[str, ...]
    make: Callable[[], Mapping[str, bytes]]
    page: Page | None = None
    is_email: bool = False

    def done(self, put: Callable[[str, bytes], str]) -> Printed:
        """Make the files, and return what is known of them; `put` writes one."""
        return Printed(self.digest, tuple(put(path, data) for path, data in self.make().items()),
                       self.is_email, self.shows)


NAMED = Text | Entry | Entries | Pagination | ShownLaw | ShownTerm | Dates | Choice
"""The values by whose names is known where they are shown."""


@dataclass(frozen=True)
class Once:
    """A value that several prints show, looked at for all of them once: its digest and its names.

    It is equal to what shows the same.
    """

    value: Any = field(compare=False)
    digest: bytes
    names: Mapping[str, None] = field(compare=False)


def once(value: object) -> Once:
    """Look at a value that several prints show."""
    return Once(value, *shown_digest(b"", value))


def print_of(name: str, made_with: bytes, values: tuple[object, ...],
             make: Callable[[], Mapping[str, bytes]], *, page: Page | None = None,
             is_email: bool = False, shows: Iterable[str] = ()) -> Print:
    """Return what shows these values; `made_with` stands for what prints it."""
    digest, names = shown_digest(made_with, values)
    return Print(name, digest, (*shows, *names), make, page, is_email)


def shown_digest(made_with: bytes, value: object) -> tuple[bytes, Mapping[str, None]]:
    """Return what stands for all that is shown, and the names of it."""
    digest, names = blake2b(key=made_with, digest_size=16), dict[str, None]()
    _add(value, digest.update, names)
    return digest.digest(), names


def _add(value: object, update: Callable[[bytes], None], names: dict[str, None]) -> None:
    """Give bytes that differ where two values differ."""
    if isinstance(value, str):  # most are
        update(repr(value).encode() + b"\0")
        return
    if isinstance(value, Once):
        names.update(value.names)
        value = value.digest
    elif isinstance(value, NAMED):
        names.update(dict.fromkeys(_names(value)))
    if isinstance(value, Text):
        update(value.body.digest + repr((value.root, value.targets)).encode())
        value = (value.entry, value.translations, value.related, value.issues, value.articles,
                 value.laws, value.coming, value.terms)
    elif isinstance(value, Mapping):
        value = tuple(value.items())
    if isinstance(value, Entry | Entries | ShownLaw):
        update(value.digest)
    elif isinstance(value, tuple | list):
        update(b"(%d" % len(value))
        for one in value:
            _add(one, update, names)
    else:
        update(repr(value).encode() + b"\0")


def _names(value: NAMED) -> Iterator[str]:
    """Yield the names of what is shown, and of what would be if it were declared otherwise."""
    if isinstance(value, Entry):
        yield value.path
    elif isinstance(value, Entries | Pagination):
        yield LISTS_OF_TEXTS
    elif isinstance(value, Text):
        yield words_of(value.entry.path)
        yield from value.entry.header.listed("laws")  # an older issue may not know of them yet
    elif isinstance(value, Dates):
        yield value.name
    elif isinstance(value, ShownTerm):
        yield from (value.law.key,) if value.law else ()
    elif isinstance(value, Choice):
        yield from (LISTS, LISTS_OF_TEXTS)
    else:
        yield value.key


def words_of(path: str) -> str:
    """Return the name of what a text itself says, which is not where it is only listed."""
    return f"words of {path}"


Planned = tuple[str, Callable[[], Print]]
"""The name of a print, and what looks at all that it shows."""


@dataclass
class Memory:
    """What is kept of the texts for the next build, which does not need it.

    All is by file: `entries` with the digest of the file, bodies with what they show.
    """

    made_with: object = None
    entries: dict[str, tuple[bytes, Entry]] = field(default_factory=dict)
    bodies: dict[str, KeptBody] = field(default_factory=dict)

    def begin(self, made_with: object) -> None:
        """Forget what was made with something else."""
        if made_with != self.made_with:
            self.made_with = made_with
            self.entries.clear()
            self.bodies.clear()

    def copy(self) -> "Memory":
        """Return the same, which may forget and learn by itself."""
        return Memory(self.made_with, dict(self.entries), dict(self.bodies))

    def forget(self, paths: Iterable[str]) -> None:
        """Forget files that are gone."""
        for path in paths:
            self.entries.pop(path, None)
            self.bodies.pop(path, None)


@dataclass
class EditionResult:
    """What one edition has made, and what was wrong; files are named by their addresses.

    `site` and `emails` are the files written. The build makes the others once for all editions:
    `statics` are their sources below the content folder, `cards` are known by their pages.
    """

    lang: str
    problems: list[Problem] = field(default_factory=list)
    site: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    statics: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    form_pages: dict[str, dict[str, str]] = field(default_factory=dict)
    printed: dict[str, Printed] = field(default_factory=dict)
    memory: Memory | None = None


@dataclass(frozen=True)
class Build:
    """What a build lends an edition: where it writes, and what was made for earlier builds.

    `texts` are the digests of all texts by file. `printed` are the prints whose files are as an
    earlier build left them; `made_with` stands for templates, words and settings.
    It may `finish` the contents, as a plugin does.
    """

    site: Staging
    emails: Staging
    cache: Path
    today: date
    find: Find
    texts: Mapping[str, bytes]
    printed: Mapping[str, Printed]
    made_with: bytes
    memory: Memory
    finish: tuple[Finish, ...] = ()


MorePrints = Callable[[Contents, Environment], Iterator[Planned]]
"""Yields what is printed besides pages and feeds."""

FindPaper = Callable[[Contents, str, Mapping[str, Any]], Paper | None]
"""Returns the PDF of a page of these contents, by its address and what it shows, if any."""


@dataclass(kw_only=True)
class Edition(EditionResult):
    """One edition in the making: what it is made of, and its result so far.

    Where Pelican runs alone there is no `build`. A plugin adds what `finish`es the contents before
    pages are planned, what is printed besides, and what finds PDFs.
    """

    options: Options
    today: date
    catalogue: Catalogue
    addresses: Mapping[str, Addresses]
    publishers: Mapping[str, Publisher]
    look: Look
    declared: Declarations
    album: Album
    build: Build | None
    finish: list[Finish] = field(default_factory=list)
    more_prints: list[MorePrints] = field(default_factory=list)
    find_paper: FindPaper | None = None

    @cached_property
    def read(self) -> Read:
        """What reads its own texts whole, and those of other editions as far as their header."""
        return reader(self.declared, (self.lang,))

    @property
    def own(self) -> Addresses:
        """The addresses of the edition itself."""
        return self.addresses[self.lang]

    @property
    def publisher(self) -> Publisher:
        """Who publishes, in the edition's words."""
        return self.publishers[self.lang]

    @property
    def forms(self) -> Mapping[str, Form]:
        """The forms that texts may name, by their ids."""
        return self.declared.forms

    @property
    def in_build(self) -> bool:
        """Whether a build makes what editions share, and collects their problems."""
        return self.build is not None


def open_edition(settings: Mapping[str, Any], result: EditionResult, build: Build | None = None
                 ) -> Edition:
    """Return the edition that fills a result; what is wrong in the declarations is recorded there.

    Raises SettingsError if the theme has no words in its language.
    """
    options = options_in(settings)
    content, languages = options.content, options.languages
    catalogue = load(options.theme / "locale", result.lang)
    publishers: Mapping[str, Publisher] = {}
    look = Look()
    with recorded(result.problems):
        publishers = load_publishers(content / "firm.toml", languages)
        look = load_look(content, options.theme)
    declared, problems = load_declarations(content, languages, lambda lang: catalogue.gettext)
    result.problems += problems
    store = store_beneath(build.cache / "images") if build else None
    return Edition(
        **vars(result), options=options, today=build.today if build else options.today,
        catalogue=catalogue, addresses=addresses_of(languages), publishers=publishers,
        look=look, declared=declared, build=build, finish=list(build.finish) if build else [],
        album=Album(content, tuple(settings["STATIC_PATHS"]), store, result.problems))
