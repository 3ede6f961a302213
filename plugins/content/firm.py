"""Read `firm.toml`, the firm's legal data, as each edition prints it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.core.messages import ContentError, Message, Problem, say
from plugins.core.toml import line_of, read_toml
from plugins.typography import typeset_text


@dataclass(frozen=True)
class Required:
    """What a published site must say of the firm, who asks for it, and how it is written."""

    what: Message
    law: Message
    example: str


LCEN = say("French Act No. 2004-575, art. 1-1")
COMMERCE = say("French Act No. 2004-575, art. 19; GDPR, art. 13")

# https://www.cnb.avocat.fr/fr/reglement-interieur-national-de-la-profession-davocat-rin
BAR = say("national rules of the French bar (RIN), art. 10.2")

REQUIRED = {
    "name": Required(say("the firm’s name"), LCEN, 'name = "Cabinet Exemple"'),
    "legal_form": Required(say("the firm’s legal form"), BAR, 'legal_form.fr = "SELARL d’avocats"'),
    "address": Required(say("the registered office"), LCEN,
                        'address = ["1, rue de l’Exemple", "75000 Paris"]'),
    "registration": Required(say("the number in the register of companies"), LCEN,
                             'registration.fr = "RCS Paris 000 000 000"'),
    "phone": Required(say("a telephone number"), LCEN, 'phone = "+33 1 99 00 00 00"'),
    "email": Required(say("an email address"), COMMERCE, 'email = "contact@cabinet.example"'),
    "director": Required(say("the publication director’s name"), LCEN,
                         'director = "Prénom Nom"'),
    "bar": Required(say("the bar at which the firm is registered"), BAR,
                    'bar.fr = "Barreau de Paris"'),
    "host": Required(say("the host’s name, address and telephone number"), LCEN,
                     'host = ["Hébergeur SAS", "2, avenue de l’Exemple", "75000 Paris", "+33 …"]'),
}
"""By the keys of the table `firm`."""

KEYS = {
    "publication": ("name", "tagline", "description"),
    "firm": (*REQUIRED, "capital", "country", "vat", "title", "insurance", "mediator", "website"),
}

LINES = ("address", "host", "insurance", "mediator")
"""What is printed line by line, and declared as a list."""

SHAPES = {
    "email": (re.compile(r"[^\s@<>,;:\"]+@[\w-]+(?:\.[\w-]+)+"), "contact@cabinet.example"),
    "website": (re.compile(r"https?://[^\s\"<>]+"), "https://cabinet.example"),
}
"""What pages link to, and its form; each with an example."""

Firm = Mapping[str, Mapping[str, Any]]
"""The tables `publication` and `firm`, as one edition prints them; what is not given is empty."""

FACTS = {"legal": ("publisher", "host"), "privacy": ("controller",), "accessibility": ("contact",)}
"""What each page must print, by its key; the template `legal` knows it by these names."""

KNOWN = ("publisher", "host", "mediator", "controller", "contact")
TEMPLATE = re.compile(r"(?m)^template\s*:\s*legal\s*$")
PLACE = re.compile(r"<!--\s*firm\s*:?(.*?)-->", re.DOTALL)


def load_firms(path: Path, languages: Collection[str]) -> dict[str, Firm]:
    """Return the firm's data in each language.

    Raises ContentError if the file cannot be read or a value is not what its key calls for.
    """
    tables = read_toml(path)
    problems = [problem for table in KEYS
                for problem in _wrong_table(path, table, tables.get(table), languages)]
    problems += [Problem(str(path), line_of(path, f"[{table}"), say(
        "there is no table “{table}”; the tables are {tables}",
        table=table, tables=", ".join(KEYS))) for table in tables if table not in KEYS]
    if problems:
        raise ContentError(*problems)
    return {lang: {table: {key: _in(tables[table].get(key, [] if key in LINES else ""), lang)
                           for key in keys} for table, keys in KEYS.items()}
            for lang in languages}


def legal_problems(path: Path, production: bool) -> list[Problem]:
    """Return what the law asks for and the file does not say: errors if it is to be published.

    Raises ContentError if the file cannot be read.
    """
    firm = read_toml(path).get("firm")
    declared = firm if isinstance(firm, dict) else {}
    return [Problem(str(path), _line(path, "firm", key), say(
        "“{key}” is empty, and a published site must state {what} ({law}); write for example "
        "“{example}”", key=f"firm.{key}", what=required.what, law=required.law,
        example=required.example), "error" if production else "warning")
        for key, required in REQUIRED.items() if not _given(declared.get(key))]


def _in(value: Any, lang: str) -> Any:
    if isinstance(value, dict):
        value = value[lang]
    if isinstance(value, list):
        return [_in(item, lang) for item in value]
    return typeset_text(value, lang)


def _given(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(_given(text) for text in value.values())
    if isinstance(value, list):
        return any(_given(line) for line in value)
    return bool(value.strip() if isinstance(value, str) else value)


def _wrong_table(path: Path, table: str, declared: Any, languages: Collection[str]
                 ) -> Iterator[Problem]:
    if not isinstance(declared, dict):
        yield Problem(str(path), 0, say("there is no table “[{table}]”; add it", table=table))
        return
    for key in KEYS["publication"] if table == "publication" else ():
        if not declared.get(key):
            yield Problem(str(path), _line(path, table, key), say(
                "the table “{table}” has no “{key}”; add it", table=table, key=key))
    for key, value in declared.items():
        for message in _wrong_value(table, key, value, languages):
            yield Problem(str(path), _line(path, table, key), message)


def _wrong_value(table: str, key: str, value: Any, languages: Collection[str]
                 ) -> Iterator[Message]:
    if key not in KEYS[table]:
        yield say("the table “{table}” knows no “{key}”; its keys are {keys}",
                  table=table, key=key, keys=", ".join(KEYS[table]))
        return
    worded = value if isinstance(value, dict) else dict.fromkeys(languages, value)
    for lang in languages:
        if lang not in worded:
            yield say("“{key}” has no text in “{lang}”; add “{key}.{lang} = …”",
                      key=f"{table}.{key}", lang=lang)
    yield from _misshapen(table, key, worded.values())
    if not all(_fits(key, text) for text in worded.values()):
        yield say("“{key}” must be a list of texts", key=f"{table}.{key}") \
            if key in LINES else say("“{key}” must be a text", key=f"{table}.{key}")


def _misshapen(table: str, key: str, texts: Iterable[Any]) -> Iterator[Message]:
    shape, example = SHAPES.get(key, (None, ""))
    for text in dict.fromkeys(text for text in texts if isinstance(text, str) and text):
        if shape and not shape.fullmatch(text):
            yield say("“{value}” cannot be “{key}”; write it like {example}", value=text,
                      key=f"{table}.{key}", example=example)


def _fits(key: str, value: Any) -> bool:
    if key in LINES:
        return isinstance(value, list) and all(isinstance(line, str) for line in value)
    return isinstance(value, str)


def _line(path: Path, table: str, key: str) -> int:
    """Return the line of a key in its table, or that of the table."""
    inside, found = "", 0
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        header = re.match(r"\s*\[([^\]]*)\]", line)
        inside = header[1].strip() if header else inside
        if inside == table and (found == 0 or re.match(rf"\s*{re.escape(key)}\s*[.=]", line)):
            if found:
                return number
            found = number
    return found


def legal_page_problems(content: Path, languages: Iterable[str], production: bool
                        ) -> list[Problem]:
    """Return what the legal pages of the editions do not print: errors if they are published."""
    files = [(key, content / "pages" / f"{key}.{lang}.md") for lang in languages for key in FACTS]
    return [Problem(str(path), line, message, "error" if production else "warning")
            for key, path in files if path.is_file()
            for line, message in _wrong_page(
                key, path.read_text(encoding="utf-8", errors="replace"))]


def _wrong_page(key: str, text: str) -> Iterator[tuple[int, Message]]:
    if not TEMPLATE.search(text):
        yield 1, say("the page must print the firm’s data; add “template: legal” to its header")
        return
    for place in PLACE.finditer(text):
        if place[0] not in map(written, KNOWN):
            yield text.count("\n", 0, place.start()) + 1, say(
                "“{place}” is no place for the firm’s data; the places are {places}",
                place=place[0], places=", ".join(map(written, KNOWN)))
    for name in FACTS[key]:
        if written(name) not in text:
            yield 0, say("the page must print the firm’s data; write “{place}” on a line of its "
                         "own where they are to stand", place=written(name))


def written(name: str) -> str:
    """Return how a page says where data stand."""
    return f"<!-- firm: {name} -->"
