"""Read a declaration table by table: what is wrong is told with the line of its key."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from plugins.core.messages import (
    ContentError,
    Message,
    Problem,
    no_words,
    say,
    unknown_language,
)
from plugins.core.toml import line_of
from plugins.register.keys import KEY, MOST_NAME, too_long
from plugins.typography import typeset_text

MOST_KEYS = 12
"""Keys that are told to choose from: of more, those that are most like the one that is written."""

Words = Mapping[str, str]
"""What is written once per language, by its code."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a table of a file, or with one `key` of it.

    `number` counts the tables of one name, `[[a-law.deadlines]]`, from 1.
    """

    table: str
    message: Message
    key: str = ""
    number: int = 1

    def at(self, path: Path) -> Problem:
        """Return the problem with its line."""
        above, _, last = self.table.rpartition(".")
        line = line_of(path, self.table, self.key, self.number) or line_of(path, above, last)
        return Problem(str(path), line, self.message)


def refuse_faults(path: Path, faults: Iterable[Fault]) -> None:
    """Raise ContentError if there is a fault, with all of them."""
    problems = sorted((fault.at(path) for fault in faults), key=lambda problem: problem.line)
    if problems:
        raise ContentError(*problems)


def key_faults(key: str) -> Iterator[Message]:
    """Yield what is wrong with the key of a table."""
    if not KEY.fullmatch(key):
        yield say("the key “{key}” may contain lower-case letters without accents, digits and "
                  "hyphens only", key=key)
    elif len(key) > MOST_NAME:
        yield too_long(key)


def unknown_fields(table: Mapping[str, Any], known: Collection[str]) -> Iterator[str]:
    """Yield the keys of a table that mean nothing."""
    return (field for field in table if field not in known)


def word_faults(table: Any, fields: Iterable[str], languages: Collection[str],
                required: Collection[str]) -> Iterator[tuple[str, Message]]:
    """Yield each field without words in a language, or with some in one that the site has not.

    One that is not `required` may be left out, but then in all languages.
    """
    for field in fields:
        given = table.get(field) if isinstance(table, dict) else None
        if given is not None or field in required:
            yield from ((field, no_words(field, lang)) for lang in languages
                        if not word(table, field, lang))
        for lang in given if isinstance(given, dict) else ():
            if lang not in languages:
                yield f"{field}.{lang}", unknown_language(lang, languages)


def same_word(key: str, other: str, field: str, said: str) -> Message:
    """Say that two things are called the same, and cannot both be."""
    return say("“{key}” and “{other}” have the same {field} “{word}”; change one",
               key=key, other=other, field=field, word=said)


def no_text(value: object, name: str) -> Message:
    """Say that a value is no text."""
    return say("“{value}” is no text; write {name} = {sample}", value=written(value), name=name,
               sample='"…"')


def written(value: object) -> str:
    """Return a value about as it is written."""
    if isinstance(value, list | dict):
        return "[…]" if isinstance(value, list) else "{…}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def no_chinese(key: str) -> Message:
    """Say that a Chinese name is not Chinese."""
    return say("the Chinese name of “{key}” has no Chinese character; correct “chinese”, or "
               "delete it", key=key)


def word(table: Any, field: str, lang: str) -> str:
    """Return the words of a field in a language, "" without."""
    words = table.get(field) if isinstance(table, dict) else None
    found = words.get(lang) if isinstance(words, dict) else None
    return found.strip() if isinstance(found, str) else ""


def words(table: Mapping[str, Any], field: str) -> Words:
    """Return the words of a field in every language, typeset; they are one line."""
    return {lang: typeset_text(re.sub(r"[ \t\r\n]+", " ", text).strip(" "), lang)
            for lang, text in table.get(field, {}).items()}


def told(keys: Collection[str], meant: str) -> str:
    """Return the keys that there are, as a sentence tells them to who meant one of them."""
    if len(keys) <= MOST_KEYS:
        return ", ".join(keys)
    near = get_close_matches(meant, keys, MOST_KEYS, 0.3)
    return ", ".join([*(near or list(keys)[:MOST_KEYS]), "…"])
