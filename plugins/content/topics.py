"""Read the categories, tags and authors of `topics.toml`: one key, a name and slug per language."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from plugins.content.source import KEY
from plugins.core.messages import ContentError, Message, Problem, say
from plugins.core.toml import line_of, read_toml

KINDS = {"category": "categories", "tag": "tags", "author": "authors"}
"""The kinds of topic, and the table of the file that declares each."""

FIELDS = ("name", "slug")


@dataclass(frozen=True)
class Topic:
    """A category, tag or author: its stable key, and its name and slug in each language."""

    key: str
    names: Mapping[str, str]
    slugs: Mapping[str, str]


Topics = Mapping[str, Mapping[str, Topic]]
"""By kind, then by key."""


def load_topics(path: Path, languages: Collection[str]) -> Topics:
    """Return the declared topics.

    Raises ContentError with all that is wrong with the declaration.
    """
    tables = read_toml(path)
    problems = [Problem(str(path), line_of(path, heading), message)
                for heading, message in _wrong(tables, languages)]
    if problems:
        raise ContentError(*problems)
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
        "author": say("there is no author “{key}”; the authors are {keys} (topics.toml)",
                      key=key, keys=", ".join(topics[kind])),
    }
    return text[kind]


def _wrong(tables: Mapping[str, Any], languages: Collection[str]
           ) -> Iterator[tuple[str, Message]]:
    """Yield the heading of each wrong table, and what is wrong with it."""
    for name in tables.keys() - KINDS.values():
        yield f"[{name}", say("there is no table “{table}”; the tables are {tables}",
                              table=name, tables=", ".join(KINDS.values()))
    for name in KINDS.values():
        declared = tables.get(name, {})
        taken: dict[tuple[str, str, str], str] = {}
        for key, table in declared.items() if isinstance(declared, dict) else ():
            for message in _wrong_topic(key, table, languages):
                yield f"[{name}.{key}]", message
            for field, lang in product(FIELDS, languages):
                word = _word(table, field, lang)
                other = taken.setdefault((field, lang, word), key)
                if word and other != key:
                    yield f"[{name}.{key}]", say(
                        "“{key}” and “{other}” have the same {field} “{word}”; change one",
                        key=key, other=other, field=field, word=word)


def _wrong_topic(key: str, table: Any, languages: Collection[str]) -> Iterator[Message]:
    if not KEY.fullmatch(key):
        yield say("the key “{key}” may hold small letters without accents, digits and hyphens "
                  "only", key=key)
    for field in table if isinstance(table, dict) else ():
        if field not in FIELDS:
            yield say("there is no “{name}” in a topic; the keys are {keys}",
                      name=field, keys=", ".join(FIELDS))
    for field, lang in product(FIELDS, languages):
        if not _word(table, field, lang):
            yield say("“{key}” has no {name} in “{lang}”; add “{name}.{lang} = …”",
                      key=key, name=field, lang=lang)
    for slug in filter(None, (_word(table, "slug", lang) for lang in languages)):
        if not KEY.fullmatch(slug):
            yield say("the slug “{slug}” may hold small letters without accents, digits and "
                      "hyphens only", slug=slug)


def _word(table: Any, field: str, lang: str) -> str:
    words = table.get(field) if isinstance(table, dict) else None
    word = words.get(lang) if isinstance(words, dict) else None
    return word if isinstance(word, str) else ""
