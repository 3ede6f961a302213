"""Read the vocabularies of `topics.toml` and `laws.toml`: what articles name in their header."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from plugins.content.source import KEY, far_day, slug_faults
from plugins.core.html import carried
from plugins.core.messages import ContentError, Message, Problem, say
from plugins.core.plain_text import HAN
from plugins.core.toml import line_of, read_toml, unknown_table
from plugins.typography import typeset_text

KINDS = {"category": "categories", "tag": "tags", "author": "authors"}
"""The kinds of topic, and the table of the file that declares each."""

TOPIC_FIELDS = ("name", "slug")


@dataclass(frozen=True)
class Topic:
    """A category, tag or author: its stable key, and its name and slug in each language."""

    key: str
    names: Mapping[str, str]
    slugs: Mapping[str, str]


Topics = Mapping[str, Mapping[str, Topic]]
"""By kind, then by key."""

IN_WORDS = ("name", "number", "note")
"""The fields of a law that are written once per language; only the name is required."""

DAYS = ("adopted", "in_force")
LAW_FIELDS = (*IN_WORDS, "chinese", *DAYS, "url")
OLDEST_LAW = 1500
"""The year; those of Villers-Cotterêts are from 1539, and still in force."""

MONTH = re.compile(r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Day:
    """A day, or only its month where nobody says more; `iso` is what HTML's `datetime` takes."""

    date: date
    iso: str

    @property
    def exact(self) -> bool:
        """Tell whether the day is known, and not only the month."""
        return len(self.iso) > len("2023-02")


@dataclass(frozen=True)
class Law:
    """A law: its names by language, perhaps in Chinese, its dates, where its text is to be read."""

    key: str
    name: Mapping[str, str]
    number: Mapping[str, str]
    note: Mapping[str, str]
    chinese: str
    adopted: Day | None
    in_force: Day | None
    url: str


def load_topics(path: Path, languages: Collection[str]) -> Topics:
    """Return the declared topics.

    Raises ContentError with all that is wrong with the declaration.
    """
    tables = read_toml(path)
    _refuse_faults(path, _topic_faults(tables, languages))
    return {kind: {key: Topic(key, table["name"], table["slug"])
                   for key, table in tables.get(name, {}).items()}
            for kind, name in KINDS.items()}


def load_laws(path: Path, languages: Collection[str]) -> dict[str, Law]:
    """Return the declared laws by their key, in the order of the file; none without a file.

    Raises ContentError with all that is wrong with the declaration.
    """
    tables = read_toml(path) if path.exists() else {}
    _refuse_faults(path, ((key, message) for key, table in tables.items()
                          for message in _law_faults(key, table, languages)))
    return {key: _law(key, table) for key, table in tables.items()}


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


def unknown_law(key: str, laws: Collection[str]) -> Message:
    """Say that a header names a law that is not declared, and which ones are."""
    return say("there is no law “{key}”; the laws are {keys} (laws.toml)",
               key=key, keys=", ".join(laws))


def _refuse_faults(path: Path, faults: Iterator[tuple[str, Message]]) -> None:
    """Raise ContentError if a table has a fault, each at the heading of its table."""
    problems = [Problem(str(path), line_of(path, table), message) for table, message in faults]
    if problems:
        raise ContentError(*problems)


def _key_faults(key: str) -> Iterator[Message]:
    if not KEY.fullmatch(key):
        yield say("the key “{key}” may contain lower-case letters without accents, digits and "
                  "hyphens only", key=key)


def _no_word(key: str, field: str, lang: str) -> Message:
    return say("“{key}” has no {name} in “{lang}”; add “{name}.{lang} = …”",
               key=key, name=field, lang=lang)


def _topic_faults(tables: Mapping[str, Any], languages: Collection[str]
                  ) -> Iterator[tuple[str, Message]]:
    """Yield the name of each wrong table, and what is wrong with it."""
    for name in tables.keys() - KINDS.values():
        yield name, unknown_table(name, KINDS.values())
    for name in KINDS.values():
        declared = tables.get(name, {})
        taken: dict[tuple[str, str, str], str] = {}
        for key, table in declared.items() if isinstance(declared, dict) else ():
            for message in _one_topic_faults(key, table, languages):
                yield f"{name}.{key}", message
            for field, lang in product(TOPIC_FIELDS, languages):
                word = _word(table, field, lang)
                other = taken.setdefault((field, lang, word), key)
                if word and other != key:
                    yield f"{name}.{key}", say(
                        "“{key}” and “{other}” have the same {field} “{word}”; change one",
                        key=key, other=other, field=field, word=word)


def _one_topic_faults(key: str, table: Any, languages: Collection[str]) -> Iterator[Message]:
    yield from _key_faults(key)
    for field in table if isinstance(table, dict) else ():
        if field not in TOPIC_FIELDS:
            yield say("there is no “{name}” in a topic; the keys are {keys}",
                      name=field, keys=", ".join(TOPIC_FIELDS))
    for field, lang in product(TOPIC_FIELDS, languages):
        if not _word(table, field, lang):
            yield _no_word(key, field, lang)
    for slug in filter(None, (_word(table, "slug", lang) for lang in languages)):
        yield from slug_faults(slug)


def _law_faults(key: str, table: Any, languages: Collection[str]) -> Iterator[Message]:
    yield from _key_faults(key)
    if not isinstance(table, dict):
        yield say("“{key}” is outside any table; write “[a-law]” above it", key=key)
        return
    for name in table.keys() - set(LAW_FIELDS):
        yield say("there is no “{name}” in a law; the keys are {keys}",
                  name=name, keys=", ".join(LAW_FIELDS))
    for field, lang in product(IN_WORDS, languages):
        if (field == "name" or table.get(field)) and not _word(table, field, lang).strip():
            yield _no_word(key, field, lang)
    yield from _law_value_faults(key, table)


def _law_value_faults(key: str, table: Mapping[str, Any]) -> Iterator[Message]:
    if "chinese" in table and not HAN.search(str(table["chinese"])):
        yield say("the Chinese name of “{key}” has no Chinese character; correct “chinese”, or "
                  "delete it", key=key)
    for field in DAYS:
        written = table.get(field)
        month = isinstance(written, str) and MONTH.fullmatch(written)
        if written is not None and type(written) is not date and not month:
            yield say("“{value}” is not a day; write {name} = 2018-08-31, or {month} where only "
                      "the month is known", value=written, name=field, month='"2018-08"')
        elif (day := _day(written)) and (message := far_day(day.date, OLDEST_LAW)):
            yield message
    if not str(table.get("url", "https://")).startswith(("https://", "http://")):
        yield say("“{value}” is not an address; write it with https:// in front",
                  value=table["url"])


def _word(table: Any, field: str, lang: str) -> str:
    words = table.get(field) if isinstance(table, dict) else None
    word = words.get(lang) if isinstance(words, dict) else None
    return word if isinstance(word, str) else ""


def _law(key: str, table: Mapping[str, Any]) -> Law:
    name, number, note = (
        {lang: typeset_text(text, lang) for lang, text in table.get(field, {}).items()}
        for field in IN_WORDS)
    return Law(key, name, number, note, table.get("chinese", ""), _day(table.get("adopted")),
               _day(table.get("in_force")), carried(table.get("url", "")))


def _day(written: date | str | None) -> Day | None:
    if isinstance(written, str):
        return Day(date.fromisoformat(f"{written}-01"), written)
    return Day(written, written.isoformat()) if written else None
