"""Say what is wrong with `laws.toml`, each law by itself and all of them together."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

from plugins.core.keys import far_day, slug_faults
from plugins.core.messages import Message, say
from plugins.core.plain_text import HAN
from plugins.register.laws import KINDS, RECURRING, day_of
from plugins.register.vocabulary import (
    Fault,
    key_faults,
    no_chinese,
    no_text,
    no_word,
    unknown_fields,
    word,
)

OLDEST_LAW = 1500
"""The year; those of Villers-Cotterêts are from 1539, and still in force."""

WORDS = ("name", "short", "authority", "number", "note", "slug")
"""What is written once per language; only the name is required."""

DAYS = ("adopted", "promulgated", "in_force", "repealed", "updated")
KEYS = ("replaces", "replaces_partly")
TEXTS = ("chinese", "pinyin", "kind", "replaced_by", "url")
FIELDS = (*WORDS[:2], "chinese", "pinyin", "kind", *WORDS[2:5], *DAYS[:3], "amended", *DAYS[3:4],
          "replaced_by", *KEYS, "deadlines", "url", "slug", "updated")

LISTS = {"amended": (("date", "in_force"), ("note",), ()),
         "deadlines": (("day",), ("what", "whom"), ("recurring",))}
"""What each table of a list says: days, the first of them required; words; texts."""

ORDERED = (("promulgated", "adopted"), ("in_force", "adopted"), ("repealed", "in_force"))
"""Days of which the first is not before the second."""


def faults(tables: Mapping[str, Any], languages: Collection[str]) -> Iterator[Fault]:
    """Yield all that is wrong with a declaration."""
    for key, table in tables.items():
        for message in key_faults(key):
            yield Fault(key, message)
        if isinstance(table, dict):
            yield from _law_faults(key, table, tables, languages)
        else:
            yield Fault(key, say("“{key}” is outside any table; write “[a-law]” above it", key=key))
    laws = {key: table for key, table in tables.items() if isinstance(table, dict)}
    yield from _shared_slugs(laws, languages)
    yield from _cycles(laws)


def _law_faults(key: str, table: Mapping[str, Any], tables: Mapping[str, Any],
                languages: Collection[str]) -> Iterator[Fault]:
    for field in unknown_fields(table, FIELDS):
        yield Fault(key, say("there is no “{name}” in a law; the keys are {keys}",
                             name=field, keys=", ".join(FIELDS)), field)
    for field, lang in product(WORDS, languages):
        if (field == "name" or table.get(field)) and not word(table, field, lang):
            yield Fault(key, no_word(key, field, lang), field)
    for field in TEXTS:
        if not isinstance(table.get(field, ""), str):
            yield Fault(key, no_text(table[field], field), field)
    for field, message in _value_faults(key, table, languages):
        yield Fault(key, message, field)
    for field, message in _days_faults(table, DAYS):
        yield Fault(key, message, field)
    yield from _link_faults(key, table, tables)
    for name in LISTS:
        yield from _list_faults(key, name, table.get(name, []), languages)


def _value_faults(key: str, table: Mapping[str, Any], languages: Collection[str]
                  ) -> Iterator[tuple[str, Message]]:
    if "chinese" in table and not HAN.search(str(table["chinese"])):
        yield "chinese", no_chinese(key)
    if table.get("kind", KINDS[0]) not in KINDS:
        yield "kind", say("“{value}” is no kind of law; the kinds are {kinds}",
                          value=table["kind"], kinds=", ".join(KINDS))
    if not str(table.get("url", "https://")).startswith(("https://", "http://")):
        yield "url", say("“{value}” is not an address; write it with https:// in front",
                         value=table["url"])
    for slug in filter(None, (word(table, "slug", lang) for lang in languages)):
        yield from (("slug", message) for message in slug_faults(slug))
    for later, earlier in ORDERED:
        if _is_before(table.get(later), table.get(earlier)):
            yield later, say("“{later}” is a day before “{earlier}”; correct one of the two",
                             later=later, earlier=earlier)


def _days_faults(table: Mapping[str, Any], fields: Collection[str]
                 ) -> Iterator[tuple[str, Message]]:
    for field in fields:
        written = table.get(field)
        day = day_of(written)
        if field == "updated" and written is not None and not (day and day.exact):
            yield field, say("“{value}” is not a day; write {name} = 2018-08-31",
                             value=written, name=field)
        elif written is not None and not day:
            yield field, say("“{value}” is not a day; write {name} = 2018-08-31, or {month} where "
                             "only the month is known", value=written, name=field,
                             month='"2018-08"')
        elif day and (message := far_day(day.date, OLDEST_LAW)):
            yield field, message


def _link_faults(key: str, table: Mapping[str, Any], tables: Mapping[str, Any]
                 ) -> Iterator[Fault]:
    """Yield where a law names others that do not exist, or not in a list."""
    named = [("replaced_by", table.get("replaced_by"))]
    for field in KEYS:
        listed = table.get(field, [])
        if not isinstance(listed, list):
            yield Fault(key, say("“{name}” is no list; write {name} = [\"{value}\"]",
                                 name=field, value=listed), field)
        else:
            named += [(field, other) for other in listed]
    for field, other in named:
        if other and other not in tables:
            yield Fault(key, say("“{name}” names a law “{key}” that is not declared; the laws are "
                                 "{keys}", name=field, key=other, keys=", ".join(tables)), field)


def _list_faults(key: str, name: str, listed: Any, languages: Collection[str]
                 ) -> Iterator[Fault]:
    days, texts, others = LISTS[name]
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        yield Fault(key, say("“{name}” is no list of tables; write “[[{key}.{name}]]” above each",
                             name=name, key=key), name)
        return
    for number, one in enumerate(listed, 1):
        for field, message in _item_faults(one, days, texts, others, languages):
            yield Fault(f"{key}.{name}", message, field, number)


def _item_faults(one: Mapping[str, Any], days: Collection[str], texts: Collection[str],
                 others: Collection[str], languages: Collection[str]
                 ) -> Iterator[tuple[str, Message]]:
    required = next(iter(days))
    known = (*days, *texts, *others)
    for field in unknown_fields(one, known):
        yield field, say("there is no “{name}” here; the keys are {keys}",
                         name=field, keys=", ".join(known))
    if required not in one:
        yield "", say("“{name}” is missing; write {name} = 2018-08-31", name=required)
    yield from _days_faults(one, days)
    if _is_before(one.get("in_force"), one.get("date")):
        yield "in_force", say("“{later}” is a day before “{earlier}”; correct one of the two",
                              later="in_force", earlier="date")
    for field, lang in product(texts, languages):
        if (field == "what" or one.get(field)) and not word(one, field, lang):
            yield field, say("there are no words for “{name}” in “{lang}”; add “{name}.{lang} = …”",
                             name=field, lang=lang)
    if one.get("recurring", "yearly") not in RECURRING:
        yield "recurring", say("“{value}” is not how a deadline comes again; write one of {known}, "
                               "or delete the line", value=one["recurring"],
                               known=", ".join(RECURRING))


def _is_before(later: date | str | None, earlier: date | str | None) -> bool:
    first, second = day_of(earlier), day_of(later)
    return bool(first and second and second.last < first.date)


def _shared_slugs(laws: Mapping[str, Any], languages: Collection[str]) -> Iterator[Fault]:
    for lang in languages:
        taken: dict[str, str] = {}
        for key, table in laws.items():
            slug = word(table, "slug", lang) or key
            other = taken.setdefault(slug, key)
            if other != key:
                yield Fault(key, say(
                    "“{key}” and “{other}” have the same {field} “{word}”; change one",
                    key=key, other=other, field="slug", word=slug), "slug")


def _cycles(laws: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each law that replaces itself in the end, or that two replace."""
    after: dict[str, str] = {}
    for key, table in laws.items():
        for old, new in [(key, table.get("replaced_by")),
                         *((old, key) for old in _listed(table.get("replaces")))]:
            if isinstance(new, str) and new and after.setdefault(old, new) != new:
                yield Fault(key, say("“{old}” is replaced by “{one}” and by “{other}”; take one of "
                                     "the two away", old=old, one=after[old], other=new))
    for key in laws:
        seen, newer = {key}, after.get(key)
        while newer and newer not in seen:
            seen.add(newer)
            newer = after.get(newer)
        if newer == key:
            yield Fault(key, say("“{key}” replaces itself, by way of {others}; correct “replaces” "
                                 "or “replaced_by”", key=key, others=", ".join(seen)))


def _listed(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
