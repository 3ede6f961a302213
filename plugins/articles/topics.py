"""Read the categories, tags and authors of `topics.toml`: one key, a name and slug per language."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.problems import Message, Problem, say

KINDS = {"category": "categories", "tag": "tags", "author": "authors"}
"""The kinds of topic, and the table of the file that declares each."""


@dataclass(frozen=True)
class Topic:
    """A category, tag or author: its stable key, and its name and slug in each language."""

    key: str
    names: Mapping[str, str]
    slugs: Mapping[str, str]


Topics = Mapping[str, Mapping[str, Topic]]
"""By kind, then by key."""


def load_topics(path: Path, languages: Collection[str]) -> tuple[Topics, list[Problem]]:
    """Return the declared topics and what is wrong with the declaration."""
    empty: Topics = {kind: {} for kind in KINDS}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return empty, [Problem(str(path), 0, say("the file cannot be read: {reason}",
                                                 reason=error))]
    topics = {
        kind: {
            key: Topic(key, _words(table, "name"), _words(table, "slug"))
            for key, table in tables.get(table_name, {}).items()
        }
        for kind, table_name in KINDS.items()
    }
    lines = path.read_text(encoding="utf-8").splitlines()
    return topics, [Problem(str(path), _line_of(lines, KINDS[kind], key), message)
                    for kind, key, message in _wrong(topics, languages)]


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


def _words(table: object, name: str) -> Mapping[str, str]:
    words = table.get(name) if isinstance(table, dict) else None
    return words if isinstance(words, dict) else {}


def _wrong(topics: Topics, languages: Collection[str]) -> Iterator[tuple[str, str, Message]]:
    for kind, declared in topics.items():
        taken: dict[tuple[str, str], str] = {}
        for key, topic in declared.items():
            for lang in languages:
                for name, words in (("name", topic.names), ("slug", topic.slugs)):
                    if not words.get(lang):
                        yield kind, key, say("“{key}” has no {name} in “{lang}”; add "
                                             "“{name}.{lang} = …”", key=key, name=name, lang=lang)
                slug = topic.slugs.get(lang, "")
                if taken.setdefault((lang, slug), key) != key:
                    yield kind, key, say("“{key}” and “{other}” have the same slug “{slug}”; "
                                         "change one", key=key, other=taken[lang, slug], slug=slug)


def _line_of(lines: list[str], table: str, key: str) -> int:
    heading = f"[{table}.{key}]"
    return next((number for number, line in enumerate(lines, 1) if line.strip() == heading), 0)
