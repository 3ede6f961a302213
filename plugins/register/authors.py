"""Read `authors.toml`: who writes, as people or as an organization, and what readers are told."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from plugins.core.email_address import SHAPE
from plugins.core.messages import Message, say
from plugins.core.toml import read_toml
from plugins.register.keys import slug_faults
from plugins.register.topics import TOPICS_FILE, Topic, Topics, load_topics
from plugins.register.vocabulary import (
    Fault,
    Words,
    key_faults,
    no_text,
    refuse_faults,
    same_word,
    unknown_fields,
    word,
    word_faults,
    words,
    written,
)

AUTHORS_FILE = "authors.toml"

FIELDS = ("name", "slug", "organization", "guest", "role", "photo", "alt", "languages", "bio",
          "email", "profiles", "bar")

EITHER = ("name", "slug")
"""What is written once for all languages, or once for each."""

WORDS = ("role", "alt", "bio", "bar")
"""What is written once for each language."""

PERSONAL = ("guest", "role", "languages", "bar")
"""What only a person has."""

IMAGES = "images/"

PROFILE = re.compile(r"https://[^\s\"<>]+\.[^\s\"<>]+")


@dataclass(frozen=True)
class Author:
    """An author as declared, the words typeset: a person, or an organization.

    `topic` is what articles name. A `guest` does not work for the firm. `photo` is a file below
    the content folder, and `alt` says what it shows; `languages` are codes (BCP 47).
    """

    topic: Topic
    organization: bool = False
    guest: bool = False
    role: Words = field(default_factory=dict)
    bio: Words = field(default_factory=dict)
    bar: Words = field(default_factory=dict)
    photo: str = ""
    alt: Words = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    email: str = ""
    profiles: tuple[str, ...] = ()


Authors = Mapping[str, Author]
"""By key."""


def load_authors(path: Path, languages: Collection[str], others: Mapping[str, Topic]) -> Authors:
    """Return the declared authors, then the `others` of `topics.toml`, which are organizations.

    Raises ContentError with all that is wrong with the declaration.
    """
    return declared_authors(path, read_toml(path) if path.exists() else {}, languages, others)


def declared_authors(path: Path, tables: Mapping[str, Any], languages: Collection[str],
                     others: Mapping[str, Topic]) -> Authors:
    """Return the authors of tables that are, or are to be, in a file; raises ContentError."""
    refuse_faults(path, _faults(tables, languages, others, path.parent))
    return {key: _author(key, table, languages) for key, table in tables.items()} | {
        key: Author(topic, organization=True) for key, topic in others.items()}


def load_all_topics(content: Path, languages: Collection[str]) -> Topics:
    """Return what articles may name, as a folder declares it; raises ContentError."""
    topics = load_topics(content / TOPICS_FILE, languages)
    return with_authors(topics, load_authors(content / AUTHORS_FILE, languages, topics["author"]))


def with_authors(topics: Topics, authors: Authors) -> Topics:
    """Return what articles may name, every declared author among it."""
    return {**topics, "author": {key: author.topic for key, author in authors.items()}}


def language_shown(code: str, lang: str) -> str:
    """Return the name of a language in the words of another; "" for a code that is none."""
    # Babel is slow to import, and most authors name no language.
    from babel import Locale, UnknownLocaleError
    try:
        return Locale.parse(code, sep="-").get_display_name(lang.replace("-", "_")) or ""
    except (UnknownLocaleError, ValueError):
        return ""


def _author(key: str, table: Mapping[str, Any], languages: Collection[str]) -> Author:
    names, slugs = ({lang: _either(table, name, lang) or key for lang in languages}
                    for name in EITHER)
    return Author(
        Topic(key, names, slugs), table.get("organization", False), table.get("guest", False),
        words(table, "role"), words(table, "bio"), words(table, "bar"), table.get("photo", ""),
        words(table, "alt"), tuple(table.get("languages", ())), table.get("email", "").strip(),
        tuple(table.get("profiles", ())))


def _either(table: Mapping[str, Any], name: str, lang: str) -> str:
    """Return the words of a key in a language, those for all languages among them."""
    given = table.get(name)
    return given.strip() if isinstance(given, str) else word(table, name, lang)


def _faults(tables: Mapping[str, Any], languages: Collection[str], others: Mapping[str, Topic],
            content: Path) -> Iterator[Fault]:
    taken = {(name, lang, said): topic.key for topic in others.values()
             for name, each in zip(EITHER, (topic.names, topic.slugs), strict=True)
             for lang, said in each.items()}
    for key, table in tables.items():
        if not isinstance(table, dict):
            yield Fault(key, say("“{key}” is outside any table; write “[an-author]” above it",
                                 key=key))
            continue
        if key == "authors" and not table.keys() & set(FIELDS):
            yield Fault(key, say("here a heading is the key alone; write {right} instead of "
                                 "{wrong}", right=f"[{next(iter(table), 'an-author')}]",
                                 wrong=f"[authors.{next(iter(table), 'an-author')}]"))
            continue
        if key in others:
            yield Fault(key, say("“{key}” is declared in topics.toml, too; delete one of the two",
                                 key=key))
        yield from (Fault(key, message, name)
                    for name, message in _author_faults(key, table, languages, content))
        for name, lang in product(EITHER, languages):
            said = _either(table, name, lang) or (key if name == "slug" else "")
            other = taken.setdefault((name, lang, said), key)
            if said and other != key:
                yield Fault(key, same_word(key, other, name, said), name)


def _author_faults(key: str, table: Mapping[str, Any], languages: Collection[str], content: Path
                   ) -> Iterator[tuple[str, Message]]:
    yield from (("", message) for message in key_faults(key))
    for name in unknown_fields(table, FIELDS):
        yield name, say("there is no “{name}” in an author; the keys are {keys}",
                        name=name, keys=", ".join(FIELDS))
    for name in EITHER:
        if not isinstance(table.get(name), str):
            yield from word_faults(table, (name,), languages, ("name",))
        elif not table[name].strip():
            yield name, no_text(table[name], name)
    for slug in {_either(table, "slug", lang) for lang in languages} - {""}:
        yield from (("slug", message) for message in slug_faults(slug))
    yield from word_faults(table, WORDS, languages, ())
    yield from _kind_faults(table)
    yield from _photo_faults(table, content)
    yield from _list_faults(table)
    email = table.get("email")
    if email is not None and not (isinstance(email, str) and SHAPE.fullmatch(email.strip())):
        yield "email", say("“{value}” is not an email address; write email = {sample}",
                           value=written(email), sample='"name@firm.example"')


def _kind_faults(table: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    for name in ("organization", "guest"):
        if not isinstance(table.get(name, False), bool):
            yield name, say("“{value}” is neither yes nor no; write {name} = true, or delete the "
                            "line", value=written(table[name]), name=name)
    for name in PERSONAL if table.get("organization") is True else ():
        if name in table:
            yield name, say("only a person has “{name}”; delete this line or “organization”",
                            name=name)


def _photo_faults(table: Mapping[str, Any], content: Path) -> Iterator[tuple[str, Message]]:
    photo = table.get("photo")
    if photo is None:
        if "alt" in table:
            yield "alt", say("“alt” describes a photo, and there is none; add photo = {sample}, or "
                             "delete the line", sample='"images/….jpg"')
    elif not isinstance(photo, str) or not photo.startswith(IMAGES) or ".." in photo:
        yield "photo", say("“{value}” is no photo of the site; write the name of a file in "
                           "content/images/, photo = {sample}", value=written(photo),
                           sample='"images/….jpg"')
    elif not (content / photo).is_file():
        yield "photo", say("there is no “{path}” in the content folder; put the photo there, or "
                           "correct its name", path=photo)
    elif "alt" not in table:
        yield "photo", say("nothing tells what the photo shows to those who do not see it; add "
                           "“alt” in each language")


def _list_faults(table: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    for code in _listed(table, "languages"):
        if not isinstance(code, str) or not language_shown(code, "en"):
            yield "languages", say("“{value}” is no language; write codes: {sample}",
                                   value=written(code), sample='languages = ["fr", "en", "zh"]')
    for link in _listed(table, "profiles"):
        if not isinstance(link, str) or not PROFILE.fullmatch(link):
            yield "profiles", say("“{value}” is no address of a profile; write whole ones: "
                                  "{sample}", value=written(link),
                                  sample='profiles = ["https://…"]')


def _listed(table: Mapping[str, Any], name: str) -> list[Any]:
    """Return what a field lists; what is no list stands for itself, and is told as wrong."""
    given = table.get(name, [])
    return given if isinstance(given, list) else [[given]]
