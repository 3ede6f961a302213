"""Read `topics.toml`: the categories, tags and authors that articles name in their header."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from plugins.core.messages import Message, say
from plugins.core.toml import read_toml, unknown_table
from plugins.register.keys import slug_faults
from plugins.register.vocabulary import (
    Fault,
    Words,
    key_faults,
    refuse_faults,
    same_word,
    unknown_fields,
    word,
    word_faults,
)

TOPICS_FILE = "topics.toml"

KINDS = {"category": "categories", "tag": "tags", "author": "authors"}
"""The kinds of topic, and the table of the file that declares each."""

FIELDS = ("name", "slug")


@dataclass(frozen=True)
class Topic:
    """A category, tag or author: its stable key, and its name and slug in each language."""

    key: str
    names: Words
    slugs: Words


Topics = Mapping[str, Mapping[str, Topic]]
"""By kind, then by key."""


def load_topics(path: Path, languages: Collection[str]) -> Topics:
    """Return the declared topics.

    Raises ContentError with all that is wrong with the declaration.
    """
    return declared_topics(path, read_toml(path), languages)


def declared_topics(path: Path, tables: Mapping[str, Any], languages: Collection[str]) -> Topics:
    """Return the topics of tables that are, or are to be, in a file; raises ContentError."""
    refuse_faults(path, _faults(tables, languages))
    return {kind: {key: Topic(key, table["name"], table["slug"])
                   for key, table in tables.get(name, {}).items()}
            for kind, name in KINDS.items()}


def unknown_topic(kind: str, key: str, topics: Topics) -> Message:
    """Say that a header names a topic that does not exist, and which ones do."""
    text = {
        "category": say("there is no category “{key}”; the categories are {keys} (topics.toml)",
                        key=key, keys=", ".join(topics[kind])),
        "tag": say("there is no tag “{key}”; the tags are {keys} (topics.toml)",
                   key=key, keys=", ".join(topics[kind])),
        "author": say("there is no author “{key}”; the authors are {keys} (authors.toml)",
                      key=key, keys=", ".join(topics[kind])),
    }
    return text[kind]


def _faults(tables: Mapping[str, Any], languages: Collection[str]) -> Iterator[Fault]:
    for name in tables.keys() - KINDS.values():
        yield Fault(name, unknown_table(name, KINDS.values()))
    for name in KINDS.values():
        declared = tables.get(name, {})
        taken: dict[tuple[str, str, str], str] = {}
        for key, table in declared.items() if isinstance(declared, dict) else ():
            for message in _topic_faults(key, table, languages):
                yield Fault(f"{name}.{key}", message)
            for field, lang in product(FIELDS, languages):
                said = word(table, field, lang)
                other = taken.setdefault((field, lang, said), key)
                if said and other != key:
                    yield Fault(f"{name}.{key}", same_word(key, other, field, said))


def _topic_faults(key: str, table: Any, languages: Collection[str]) -> Iterator[Message]:
    yield from key_faults(key)
    for field in unknown_fields(table, FIELDS) if isinstance(table, dict) else ():
        yield say("there is no “{name}” in a topic; the keys are {keys}",
                  name=field, keys=", ".join(FIELDS))
    for _, message in word_faults(table, FIELDS, languages, FIELDS):
        yield message
    for slug in filter(None, (word(table, "slug", lang) for lang in languages)):
        yield from slug_faults(slug)
