"""Say what texts name, and where it leads: files of the content folder, terms, topics, authors."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import blake2b
from html import unescape
from typing import Any
from urllib.parse import ParseResult, unquote, urljoin, urlparse, urlsplit, urlunparse

from plugins.content.reading import Declarations
from plugins.core.messages import Message, say
from plugins.images.picture import Picture
from plugins.register.authors import Author, language_shown
from plugins.register.glossary import Glossary
from plugins.register.laws import LawLink
from plugins.register.terms import MARKED
from plugins.site.addresses import Addresses
from plugins.typography import typeset_text

SOURCE_LINK = re.compile(
    r"""(?P<markup><[^>]+(?:href|src|poster|data|cite|formaction|action|content)\s*=\s*)"""
    r"""(?P<quote>["'])[{|](?P<kind>filename|static)[|}](?P<value>.*?)(?P=quote)""")
"""A link to a file of the content folder, as an editor writes it."""


@dataclass(frozen=True)
class ShownTerm:
    """A term in the words of one edition; `url` is its place on the page, below its `letter`."""

    key: str
    name: str
    definition: str
    chinese: str
    pinyin: str
    law: LawLink | None
    letter: str
    url: str


@dataclass(frozen=True)
class Topic:
    """A category, tag or author as texts name them; an author may be a `person` with a `role`.

    A `guest` is a person who does not work for the firm.
    """

    kind: str
    key: str
    name: str
    slug: str
    url: str
    person: bool = False
    role: str = ""
    guest: bool = False


@dataclass(frozen=True)
class Named:
    """A language by its code (BCP 47), or a page elsewhere by its address, and what it is called.
    """

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class ShownAuthor(Topic):
    """An author as their own page shows them: a topic, and all that is told besides.

    `photo` is an image as texts have them, or empty, and `picture` the address of its plain file.
    """

    bio: str
    bar: str
    photo: str
    picture: str
    languages: tuple[Named, ...]
    email: str
    profiles: tuple[Named, ...]


def follow(html: str, source: str, root: str, target: Callable[[str, str], str | None]) -> str:
    """Return HTML with its links to files of the content folder leading to addresses below `root`.

    `source` is the file in which they are, below that folder; `target` returns the address for
    the kind of a link and the file that it names. A link that leads nowhere stays as it is.
    """
    if "{" not in html and "|" not in html:
        return html

    def followed(found: re.Match[str]) -> str:
        for value in _spellings(found["value"]):
            if (address := target(found["kind"], _file(value.path, source))) is not None:
                leads = urlunparse(value._replace(path=urljoin(root, address)))
                return f"{found['markup']}{found['quote']}{leads}{found['quote']}"
        return found[0]

    return SOURCE_LINK.sub(followed, html)


def _spellings(value: str) -> Iterator[ParseResult]:
    """Yield what an address may mean: as it is written, decoded, and without HTML's references."""
    plain = urlparse(value)
    yield plain
    yield plain._replace(path=unquote(plain.path))
    yield urlparse(unescape(value))


def _file(path: str, source: str) -> str:
    """Return the file that a link names, from the content folder or beside the text."""
    folder = "" if path.startswith("/") else posixpath.dirname(source)
    return posixpath.normpath(posixpath.join(folder, path.removeprefix("/")))


@dataclass(frozen=True)
class SourceLink:
    """A link of a text as it is written, and the `files` that it may name in its spellings."""

    kind: str
    value: str
    files: tuple[str, ...]

    @property
    def file(self) -> str:
        """The file of the content folder that it shows as it is, or leads to."""
        return self.files[0].replace("%20", " ")

    def leads(self, target: Callable[[str, str], str | None]) -> bool:
        """Tell whether one of its files is published."""
        return any(target(self.kind, file) is not None for file in self.files)


def source_links(html: str, source: str) -> Iterator[SourceLink]:
    """Yield every link of a text to a file of the content folder, `source` being its own."""
    if "{" in html or "|" in html:
        for found in SOURCE_LINK.finditer(html):
            yield SourceLink(found["kind"], found["value"], tuple(dict.fromkeys(
                _file(value.path, source) for value in _spellings(found["value"]))))


@dataclass(frozen=True)
class Body:
    """The body of a text with its images laid in; its `links` name files of the content folder.

    `digest` stands for it, `terms` are the keys of those marked in it, `length` is how many words
    it has; `load` reads it where it is shown.
    """

    digest: bytes
    links: tuple[SourceLink, ...]
    terms: tuple[str, ...]
    length: int
    load: Callable[[], str] = field(repr=False, compare=False)

    @classmethod
    def of(cls, written: str, source: str, length: int) -> "Body":
        """Return a body of so many words as it is written in a file of the content folder."""
        return cls(blake2b(written.encode(), digest_size=16).digest(),
                   tuple(dict.fromkeys(source_links(written, source))),
                   tuple(key for key, _ in MARKED.findall(written)), length, lambda: written)

    @cached_property
    def written(self) -> str:
        """Its HTML."""
        return self.load()


@dataclass(frozen=True)
class KeptBody:
    """A body as it was made of a file with this digest; `asked` are the images it was asked for.

    One that could not be read is None, and may be another by now, like every image.
    """

    made_of: bytes
    body: Body
    pictures: Mapping[str, Picture]
    asked: Mapping[str, Picture | None]

    def holds(self, digest: bytes, find: Callable[[str], Picture | None]) -> bool:
        """Tell whether the same would be made again."""
        return self.made_of == digest and all(
            find(target) == picture for target, picture in self.asked.items())

    def __getstate__(self) -> Mapping[str, Any]:
        """Return what is kept: what a body says is read again where it is shown."""
        return {**vars(self), "body": replace(self.body, load=not_read)}


def not_read() -> str:
    """Stand where a body that was kept has not been read."""
    raise LookupError("a body that was kept is read by `collect`")


def no_file(path: str) -> Message:
    """Say that a link names a file that is not there."""
    return say("the link leads to “{path}”, and there is no such file; correct the path", path=path)


def shown_terms(glossary: Glossary, lang: str, page: str, laws: Mapping[str, LawLink]
                ) -> dict[str, ShownTerm]:
    """Return the terms by their keys, in the order of the language; their page has an address."""
    return {term.key: ShownTerm(
        term.key, term.name[lang], term.definition[lang], term.chinese, term.pinyin,
        laws.get(term.law), term.place(lang)[0].upper(), f"{page}#term-{term.key}")
        for term in glossary.in_order(lang)}


def topic_finder(declared: Declarations, addresses: Mapping[str, Addresses]
                 ) -> Callable[[str, str, str], Topic]:
    """Return what gives a topic by its kind, key and language, its name typeset once."""
    @cache
    def find(kind: str, key: str, lang: str) -> Topic:
        topic = declared.topics[kind][key]
        slug = topic.slugs.get(lang, key)
        shown = (kind, key, typeset_text(topic.names.get(lang, key), lang), slug,
                 addresses[lang].content(kind, slug))
        author = declared.authors.get(key) if kind == "author" else None
        return Topic(*shown, not author.organization, author.role.get(lang, ""), author.guest
                     ) if author else Topic(*shown)

    return find


def shown_author(topic: Topic, author: Author, lang: str, photo: str, picture: str) -> ShownAuthor:
    """Return an author with all that is told of them in a language."""
    return ShownAuthor(
        **vars(topic), bio=author.bio.get(lang, ""), bar=author.bar.get(lang, ""), photo=photo,
        picture=picture, email=author.email,
        languages=tuple(Named(language_shown(code, lang), code) for code in author.languages),
        profiles=tuple(Named(urlsplit(url).netloc.removeprefix("www."), url)
                       for url in author.profiles))
