"""Read the laws of `laws.toml`, which articles name in their header."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plugins.content.source import KEY
from plugins.core.messages import ContentError, Message, Problem, say
from plugins.core.toml import line_of, read_toml
from plugins.typography import typeset_text
from plugins.typography.chinese import HAN

IN_WORDS = ("name", "number", "note")
"""The fields that are written once per language; only the name is required."""

DAYS = ("adopted", "in_force")

FIELDS = (*IN_WORDS, "chinese", *DAYS, "url")

MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


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
    """A law: its names by language and in Chinese, its dates, where its text is to be read."""

    key: str
    name: Mapping[str, str]
    number: Mapping[str, str]
    note: Mapping[str, str]
    chinese: str
    adopted: Day | None
    in_force: Day | None
    url: str


def load_laws(path: Path, languages: Collection[str]) -> dict[str, Law]:
    """Return the declared laws by their key, in the order of the file; none without a file.

    Raises ContentError with all that is wrong with the declaration.
    """
    tables = read_toml(path) if path.exists() else {}
    problems = [Problem(str(path), line_of(path, f"[{key}]"), message)
                for key, table in tables.items() for message in _wrong(key, table, languages)]
    if problems:
        raise ContentError(*problems)
    return {key: _law(key, table) for key, table in tables.items()}


def unknown_law(key: str, laws: Collection[str]) -> Message:
    """Say that a header names a law that is not declared, and which ones are."""
    return say("there is no law “{key}”; the laws are {keys} (laws.toml)",
               key=key, keys=", ".join(laws))


def _law(key: str, table: Mapping[str, Any]) -> Law:
    words = {field: {lang: typeset_text(text, lang)
                     for lang, text in table.get(field, {}).items()} for field in IN_WORDS}
    return Law(key, chinese=table["chinese"], adopted=_day(table.get("adopted")),
               in_force=_day(table.get("in_force")), url=table.get("url", ""), **words)


def _day(written: date | str | None) -> Day | None:
    if isinstance(written, str):
        return Day(date.fromisoformat(f"{written}-01"), written)
    return Day(written, written.isoformat()) if written else None


def _wrong(key: str, table: Any, languages: Collection[str]) -> Iterator[Message]:
    if not KEY.fullmatch(key):
        yield say("the key “{key}” may hold small letters without accents, digits and hyphens "
                  "only", key=key)
    if not isinstance(table, dict):
        yield say("“{key}” stands outside a table; write “[a-law]” above it", key=key)
        return
    for name in table.keys() - set(FIELDS):
        yield say("there is no “{name}” in a law; the keys are {keys}",
                  name=name, keys=", ".join(FIELDS))
    yield from _wrong_words(key, table, languages)
    yield from _wrong_values(key, table)


def _wrong_words(key: str, table: Mapping[str, Any], languages: Collection[str]
                 ) -> Iterator[Message]:
    for field in IN_WORDS:
        words = table.get(field, {})
        given = words if isinstance(words, dict) else {}
        if field == "name" or words:
            for lang in languages:
                if not (isinstance(given.get(lang), str) and given[lang].strip()):
                    yield say("“{key}” has no {name} in “{lang}”; add “{name}.{lang} = …”",
                              key=key, name=field, lang=lang)


def _wrong_values(key: str, table: Mapping[str, Any]) -> Iterator[Message]:
    if not HAN.search(str(table.get("chinese", ""))):
        yield say("“{key}” has no name in Chinese; add “chinese = …”", key=key)
    for field in DAYS:
        written = table.get(field)
        month = isinstance(written, str) and MONTH.fullmatch(written)
        if written is not None and type(written) is not date and not month:
            yield say("“{value}” is not a day; write {name} = 2018-08-31, or {month} where only "
                      "the month is known", value=written, name=field, month='"2018-08"')
    if not str(table.get("url", "https://")).startswith(("https://", "http://")):
        yield say("“{value}” is not an address; write it with https:// in front",
                  value=table["url"])
