"""Read from `firm.toml` what lower layers need: the settings, and the words for `{firm}`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.core.messages import ContentError, Message, Problem, say
from plugins.core.toml import line_of, read_toml

FIRM_FILE = "firm.toml"

SITE = {"address": "SITEURL", "forms_address": "FORMS_URL", "desk_address": "DESK_URL",
        "time_zone": "TIMEZONE"}
"""The keys of the table `site`, each with the setting that it is."""

TABLES = {"newsletter": "NEWSLETTER", "publish": "PUBLISH", "languages": "LANGUAGES"}
"""The tables that are a setting each."""

HOMES = {"SITEURL": "site", "TIMEZONE": "site", "NEWSLETTER": "newsletter"}
"""The settings without which there is no site, each with its table."""

WORDS = ("firm", "email", "publication")
"""What wordings of forms may name in braces."""


def firm_settings(content: Path, languages: Iterable[str] = ()) -> Mapping[str, Any]:
    """Return the settings that `firm.toml` in a content folder holds, by their names.

    `languages` are those of the settings. Raises ContentError if the file cannot be read, or
    where a value is of the wrong kind.
    """
    path = content / FIRM_FILE
    tables = read_toml(path)
    if wrong := [Problem(str(path), line_of(path, table, key), message)
                 for table, key, message in _faults(tables)]:
        raise ContentError(*wrong)
    settings = {SITE[key]: value for key, value in tables.get("site", {}).items()}
    settings |= {name: tables[table] for table, name in TABLES.items() if table in tables}
    known = list(settings.get("LANGUAGES", languages))
    if "LANGUAGES" in settings:
        settings["DEFAULT_LANG"] = known[0]
    if "NEWSLETTER" in settings:
        settings["NEWSLETTER"] = _newsletter(tables, known)
    return settings


def line_of_setting(path: Path, setting: str, value: object) -> int:
    """Return the line of `firm.toml` that gives a setting of the table `site` its value, else 0."""
    key = next((key for key, name in SITE.items() if name == setting), "")
    written = read_toml(path).get("site", {}).get(key, "") if path.is_file() else ""
    return line_of(path, "site", key) if written and written.rstrip("/") == value else 0


def firm_words(content: Path, lang: str) -> Mapping[str, str]:
    """Return the words for `WORDS` in a language, those that the file has.

    Raises ContentError if it cannot be read; what is wrong in it, others tell.
    """
    path = content / FIRM_FILE
    tables = read_toml(path) if path.is_file() else {}
    found = {"firm": _worded(tables, "firm", "name", lang),
             "email": _worded(tables, "firm", "email", lang),
             "publication": _worded(tables, "publication", "name", lang)}
    return {name: words for name, words in found.items() if words}


def _newsletter(tables: Mapping[str, Any], languages: list[str]) -> Mapping[str, Any]:
    """Return the table with what follows from the publication: who sends, where drafts lie."""
    table = tables["newsletter"]
    senders = table.get("from")
    return {
        "folder": _worded(tables, "publication", "name", languages[0]) if languages else "",
        **table,
        "from": {lang: (_worded(tables, "publication", "name", lang), sender)
                 if isinstance(sender, str) else sender for lang, sender in senders.items()}
        if isinstance(senders, dict) else senders}


def _worded(tables: Mapping[str, Any], table: str, key: str, lang: str) -> str:
    declared = tables.get(table)
    value = declared.get(key) if isinstance(declared, dict) else None
    text = value.get(lang) if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""


def _faults(tables: Mapping[str, Any]) -> Iterator[tuple[str, str, Message]]:
    """Yield the table, the key and what is wrong there."""
    for table in ("site", *TABLES):
        if not isinstance(tables.get(table, {}), dict):
            yield table, "", say("“{table}” must be a table; write “[{table}]” on a line of its "
                                 "own, and its keys below it", table=table)
            return
    for key, value in tables.get("site", {}).items():
        if key not in SITE:
            yield "site", key, say("the table “site” knows no “{key}”; its keys are {keys}",
                                   key=key, keys=", ".join(SITE))
        elif not isinstance(value, str):
            yield "site", key, say("“site.{key}” must be a text between straight quotation marks",
                                   key=key)
    declared = tables.get("languages", {"": {"name": ""}})
    for lang, edition in (declared or {"": None}).items():
        if not _is_edition(edition):
            yield "languages", lang, say(
                "“[languages]” has a table for each language with its name, as in {example}; "
                "“paths” in it is a table of texts", example='fr.name = "Français"')


def _is_edition(declared: Any) -> bool:
    paths = declared.get("paths", {}) if isinstance(declared, dict) else None
    return isinstance(paths, dict) and all(
        isinstance(text, str) for text in (declared.get("name"), *paths.values()))
