"""Read `firm.toml`, the firm's legal data, as one edition prints it."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.problems import ContentError, Problem, say
from plugins.typography import typeset_text

REQUIRED = {"publication": ("name", "tagline", "description"), "firm": ("name", "address", "email")}


def load_firm(path: Path, lang: str, languages: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return the tables `publication` and `firm` in one language.

    Raises ContentError if the file cannot be read or lacks what every page prints.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError(Problem(str(path), 0, say("the file cannot be read: {reason}",
                                                     reason=error))) from None
    problems = list(_wrong(path, tables, languages))
    if problems:
        raise ContentError(*problems)
    return {name: {key: _in(value, lang, languages) for key, value in tables[name].items()}
            for name in REQUIRED}


def _in(value: Any, lang: str, languages: Collection[str]) -> Any:
    if isinstance(value, dict) and any(code in value for code in languages):
        value = value.get(lang, "")
    if isinstance(value, list):
        return [_in(item, lang, languages) for item in value]
    return typeset_text(value, lang) if isinstance(value, str) else value


def _wrong(path: Path, tables: Mapping[str, Any], languages: Collection[str]) -> Iterator[Problem]:
    for table, keys in REQUIRED.items():
        declared = tables.get(table, {})
        for key in keys:
            if not declared.get(key):
                yield Problem(str(path), 0, say("the table “{table}” has no “{key}”; add it",
                                                table=table, key=key))
        for key, value in declared.items():
            if isinstance(value, dict):
                for lang in languages:
                    if not value.get(lang):
                        yield Problem(str(path), 0, say(
                            "“{key}” has no text in “{lang}”; add “{key}.{lang} = …”",
                            key=f"{table}.{key}", lang=lang))
