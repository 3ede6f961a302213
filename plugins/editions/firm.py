"""Read `firm.toml`, the firm's legal data, as each edition prints it."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.declarations import line_of, read_toml
from plugins.problems import ContentError, Message, Problem, say
from plugins.typography import typeset_text

REQUIRED = {"publication": ("name", "tagline", "description"), "firm": ("name", "address", "email")}

LINES = ("address", "host")
"""What is printed line by line, and declared as a list."""

Firm = Mapping[str, Mapping[str, Any]]
"""The tables `publication` and `firm`, as one edition prints them."""


def load_firms(path: Path, languages: Collection[str]) -> dict[str, Firm]:
    """Return the firm's data in each language.

    Raises ContentError if the file cannot be read or lacks what every page prints.
    """
    tables = read_toml(path)
    problems = [Problem(str(path), line_of(path, f"[{table}]"), message)
                for table in REQUIRED for message in _wrong(table, tables.get(table), languages)]
    problems += [Problem(str(path), line_of(path, f"[{table}"), say(
        "there is no table “{table}”; the tables are {tables}",
        table=table, tables=", ".join(REQUIRED))) for table in tables if table not in REQUIRED]
    if problems:
        raise ContentError(*problems)
    return {lang: {name: {key: _in(value, lang) for key, value in tables[name].items()}
                   for name in REQUIRED} for lang in languages}


def _in(value: Any, lang: str) -> Any:
    if isinstance(value, dict):
        value = value[lang]
    if isinstance(value, list):
        return [_in(item, lang) for item in value]
    return typeset_text(value, lang)


def _wrong(table: str, declared: Any, languages: Collection[str]) -> Iterator[Message]:
    if not isinstance(declared, dict):
        yield say("there is no table “[{table}]”; add it", table=table)
        return
    for key in REQUIRED[table]:
        if not declared.get(key):
            yield say("the table “{table}” has no “{key}”; add it", table=table, key=key)
    for key, value in declared.items():
        worded = value if isinstance(value, dict) else {"": value}
        for lang in languages if isinstance(value, dict) else ("",):
            if lang and not worded.get(lang):
                yield say("“{key}” has no text in “{lang}”; add “{key}.{lang} = …”",
                          key=f"{table}.{key}", lang=lang)
            elif not _fits(key, worded[lang]):
                yield say("“{key}” must be a list of texts", key=f"{table}.{key}") \
                    if key in LINES else say("“{key}” must be a text", key=f"{table}.{key}")


def _fits(key: str, value: Any) -> bool:
    if key in LINES:
        return isinstance(value, list) and all(isinstance(line, str) for line in value)
    return isinstance(value, str)
