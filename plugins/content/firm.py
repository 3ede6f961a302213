"""Read `firm.toml`, the firm's legal data; see that it is whole, and printed on its pages."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from plugins.core.email_address import SHAPE
from plugins.core.messages import ContentError, Message, Problem, reply, say
from plugins.core.toml import line_of, read_toml, unknown_table
from plugins.typography import typeset_text

Lines = list[str]
"""What is printed line by line, and declared as a list; templates add to it."""


@dataclass(frozen=True)
class Masthead:
    """The publication as one edition prints it: the keys of the table `publication`."""

    name: str
    tagline: str
    description: str


@dataclass(frozen=True)
class Firm:
    """The firm as one edition prints it: the keys of the table `firm`, empty where not given."""

    name: str = ""
    legal_form: str = ""
    address: Lines = field(default_factory=list)
    registration: str = ""
    phone: str = ""
    email: str = ""
    director: str = ""
    bar: str = ""
    host: Lines = field(default_factory=list)
    capital: str = ""
    country: str = ""
    vat: str = ""
    title: str = ""
    insurance: Lines = field(default_factory=list)
    mediator: Lines = field(default_factory=list)
    website: str = ""
    signup: str = ""


@dataclass(frozen=True)
class Publisher:
    """Who publishes what, in the words of one edition."""

    publication: Masthead
    firm: Firm
    menu: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    """Keys of pages and categories, and `SECTIONS`; empty for the usual ones."""


DECLARED = {"laws": "laws.toml", "calendar": "laws.toml", "glossary": "glossary.toml"}
SECTIONS = {
    "issues": reply("Issues"), "archives": reply("Archives"), "laws": reply("Laws"),
    "calendar": reply("Calendar"), "search": reply("Search"), "categories": reply("Topics"),
    "tags": reply("Keywords"), "authors": reply("Authors"), "glossary": reply("Glossary"),
    "feed": reply("Atom feed")}
"""What a menu may name besides, each in the words of the site.

Those `DECLARED` are there where their file declares something.
"""

FOOT = ("about", "contact", "subscribe", "glossary", "legal", "privacy", "accessibility", "feed")
"""What the foot of pages leads to unless the firm says otherwise."""


@dataclass(frozen=True)
class Required:
    """What a published site must say of the firm, who asks for it, and how it is written."""

    what: Message
    law: Message
    example: str


LCEN = say("French Act No. 2004-575, art. 1-1")
COMMERCE = say("French Act No. 2004-575, art. 19; GDPR, art. 13")

DIRECTOR = say("French Act No. 82-652, art. 93-2")

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

KEYS = {"publication": tuple(one.name for one in fields(Masthead)),
        "firm": tuple(one.name for one in fields(Firm))}

MENUS = ("menu", "foot")
OTHERS = ("site", "languages", "look", *MENUS, "newsletter", "publish")
"""The tables that others read, `core/firm_file` and `core/look`, and those of the menus."""

LISTS = frozenset(one.name for one in fields(Firm) if one.type is Lines)

SHAPES = {
    "email": (SHAPE, "contact@cabinet.example"),
    "website": (re.compile(r"https?://[^\s\"<>]+"), "https://cabinet.example"),
    "signup": (re.compile(r"https://[^\s\"<>]+"), "https://cabinet.us1.list-manage.com/subscribe?…"),
}
"""What pages link to, and its form; each with an example."""

LEGAL_PAGES = {"legal": ("publisher", "host"), "privacy": ("controller",),
               "accessibility": ("contact",)}
"""What each page must print, by its key; the template `legal` knows it by these names."""

KNOWN = ("publisher", "host", "mediator", "controller", "contact", "signup")
FIRMS = re.compile(r"\b(?:cabinet|soci[ée]t[ée]|law firm|avocats|selarl|selas|scp|aarpi|sas|"
                   r"sarl|llp|ltd|gmbh)\b", re.IGNORECASE)
"""What the name of a firm has in it, and a person’s has not."""

TEMPLATE = re.compile(r"(?m)^template\s*:\s*legal\s*$")
PLACE = re.compile(r"<!--\s*firm\s*:?(.*?)-->", re.DOTALL)


def load_publishers(path: Path, languages: Collection[str]) -> dict[str, Publisher]:
    """Return who publishes, in each language.

    Raises ContentError if the file cannot be read or a value is not what its key calls for.
    """
    tables = read_toml(path)
    problems = [problem for table in KEYS
                for problem in _table_problems(path, table, tables.get(table), languages)]
    problems += [Problem(str(path), line_of(path, table, lang), message)
                 for table in MENUS for lang, message in _menu_faults(
                     table, tables.get(table, {}), languages)]
    problems += [Problem(str(path), line_of(path, table), unknown_table(table, (*KEYS, *OTHERS)))
                 for table in tables if table not in (*KEYS, *OTHERS)]
    if problems:
        raise ContentError(*problems)
    return {lang: Publisher(Masthead(**_printed(tables, "publication", lang)),
                            Firm(**_printed(tables, "firm", lang)),
                            *(tuple(tables.get(menu, {}).get(lang, ())) for menu in MENUS))
            for lang in languages}


def legal_problems(path: Path, production: bool) -> list[Problem]:
    """Return what the law asks for and the file does not say: errors if it is to be published.

    Raises ContentError if the file cannot be read.
    """
    firm = read_toml(path).get("firm")
    declared = firm if isinstance(firm, dict) else {}
    return [Problem(str(path), line_of(path, "firm", key), say(
        "“{key}” is empty, and a published site must state {what} ({law}); write for example "
        "“{example}”", key=f"firm.{key}", what=required.what, law=required.law,
        example=required.example), "error" if production else "warning")
        for key, required in REQUIRED.items() if not _is_given(declared.get(key))] + [
        Problem(str(path), line_of(path, "firm", "director"), say(
            "“{value}” names no person, and the publication director is one ({law}); write first "
            "name and last name", value=name, law=DIRECTOR), "error" if production else "warning")
        for name in _no_persons(declared)]


def legal_page_problems(content: Path, languages: Iterable[str], production: bool
                        ) -> list[Problem]:
    """Return what the legal pages of the editions do not print: errors if they are published."""
    files = [(key, content / "pages" / f"{key}.{lang}.md")
             for lang in languages for key in LEGAL_PAGES]
    return [Problem(str(path), line, message, "error" if production else "warning")
            for key, path in files if path.is_file()
            for line, message in _page_faults(
                key, path.read_text(encoding="utf-8", errors="replace"))]


def firm_mark(name: str) -> str:
    """Return how a page says where data of the firm are to be printed."""
    return f"<!-- firm: {name} -->"


def _printed(tables: Mapping[str, Any], table: str, lang: str) -> Mapping[str, Any]:
    """Return the values of a table whose keys are all right, typeset in a language."""
    worded = {key: value[lang] if isinstance(value, dict) else value
              for key, value in tables[table].items()}
    return {key: [typeset_text(line, lang) for line in text] if key in LISTS
            else typeset_text(text, lang) for key, text in worded.items()}


def _menu_faults(table: str, declared: Any, languages: Collection[str]
                 ) -> Iterator[tuple[str, Message]]:
    for lang, keys in declared.items() if isinstance(declared, dict) else [("", declared)]:
        if lang not in languages or not _fits("host", keys):
            yield lang, say("“{table}” has a list of keys for each language, as in {example}",
                            table=table, example='fr = ["about", "issues"]')


def _no_persons(firm: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is given as the director and is no person: the firm itself, a firm, one word."""
    director = firm.get("director")
    names = director.values() if isinstance(director, dict) else [director]
    for name in dict.fromkeys(name for name in names if isinstance(name, str) and name.strip()):
        person, _, _ = name.partition(",")
        if len(person.split()) < 2 or FIRMS.search(person) or person == firm.get("name"):
            yield name


def _is_given(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(map(_is_given, value.values()))
    if isinstance(value, list):
        return any(map(_is_given, value))
    return bool(value.strip() if isinstance(value, str) else value)


def _table_problems(path: Path, table: str, declared: Any, languages: Collection[str]
                    ) -> Iterator[Problem]:
    if not isinstance(declared, dict):
        yield Problem(str(path), 0, say("there is no table “[{table}]”; add it", table=table))
        return
    for key in KEYS["publication"] if table == "publication" else ():
        if not declared.get(key):
            yield Problem(str(path), line_of(path, table, key), say(
                "the table “{table}” has no “{key}”; add it", table=table, key=key))
    for key, value in declared.items():
        for message in _value_faults(table, key, value, languages):
            yield Problem(str(path), line_of(path, table, key), message)


def _value_faults(table: str, key: str, value: Any, languages: Collection[str]
                  ) -> Iterator[Message]:
    if key not in KEYS[table]:
        yield say("the table “{table}” has no key “{key}”; its keys are {keys}",
                  table=table, key=key, keys=", ".join(KEYS[table]))
        return
    name = f"{table}.{key}"
    worded = value if isinstance(value, dict) else dict.fromkeys(languages, value)
    for lang in languages:
        if lang not in worded:
            yield say("“{key}” has no text in “{lang}”; add “{key}.{lang} = …”",
                      key=name, lang=lang)
    shape, example = SHAPES.get(key, (None, ""))
    for text in dict.fromkeys(text for text in worded.values() if isinstance(text, str) and text):
        if shape and not shape.fullmatch(text):
            yield say("“{value}” cannot be “{key}”; write it like {example}",
                      value=text, key=name, example=example)
    if not all(_fits(key, text) for text in worded.values()):
        yield say("“{key}” must be a list of texts", key=name) if key in LISTS \
            else say("“{key}” must be a text", key=name)


def _fits(key: str, value: Any) -> bool:
    if key in LISTS:
        return isinstance(value, list) and all(isinstance(line, str) for line in value)
    return isinstance(value, str)


def _page_faults(key: str, text: str) -> Iterator[tuple[int, Message]]:
    if not TEMPLATE.search(text):
        yield 1, say("the page must print the firm’s data; add “template: legal” to its header")
        return
    known = [firm_mark(name) for name in KNOWN]
    for place in PLACE.finditer(text):
        if place[0] not in known:
            yield text.count("\n", 0, place.start()) + 1, say(
                "“{place}” is not a place for the firm’s data; the places are {places}",
                place=place[0], places=", ".join(known))
    for name in LEGAL_PAGES[key]:
        if firm_mark(name) not in text:
            yield 0, say("the page must print the firm’s data; write “{place}” on a line of its "
                         "own where they belong", place=firm_mark(name))
