"""Show categories, tags and authors in the words of one edition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from plugins.content.reading import Declarations
from plugins.register.authors import Author, language_shown
from plugins.site.addresses import Addresses
from plugins.typography import typeset_text


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
class ShownAuthor:
    """An author as their own page shows them: a topic, and all that is told besides.

    `photo` is an image as texts have them, or empty, and `picture` the address of its plain file.
    """

    kind: str
    key: str
    name: str
    slug: str
    url: str
    person: bool
    role: str
    guest: bool
    bio: str
    bar: str
    photo: str
    picture: str
    languages: tuple[Named, ...]
    email: str
    profiles: tuple[Named, ...]


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
