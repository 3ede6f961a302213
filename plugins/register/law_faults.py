"""Say what is wrong with `laws.toml`, each law by itself and all of them together."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType
from typing import Any

from plugins.core.messages import Message, say
from plugins.core.plain_text import HAN
from plugins.register.keys import FIRST_YEAR, far_day, slug_faults
from plugins.register.laws import KINDS, RECURRING, day_of
from plugins.register.vocabulary import (
    Fault,
    key_faults,
    no_chinese,
    no_text,
    same_word,
    told,
    unknown_fields,
    word,
    word_faults,
    written,
)

OLDEST_LAW = 1500
"""The year; those of Villers-Cotterêts are from 1539, and still in force."""

YEARS_AHEAD = 50
"""For which a law may set a day: “carbon neutral by 2060”."""

WORDS = ("name", "short", "authority", "number", "note", "slug")
"""What is written once per language; only the name is required."""

DAYS = ("adopted", "promulgated", "in_force", "repealed", "repeal_announced", "updated")
PARTLY = "replaces_partly"
KEYS = ("replaces", PARTLY)
TEXTS = ("chinese", "pinyin", "kind", "replaced_by", "url")
FIELDS = (*WORDS[:2], "chinese", "pinyin", "kind", *WORDS[2:5], *DAYS[:3], "amended", *DAYS[3:5],
          "replaced_by", *KEYS, "deadlines", "url", "slug", "updated")

LISTS = {"amended": (("date", "in_force"), ("note",), ()),
         "deadlines": (("day", "announced"), ("what", "whom"), ("recurring",))}
"""What each table of a list says: days, the first of them required; words; texts."""

ORDERED = (("promulgated", "adopted"), ("in_force", "adopted"), ("repealed", "in_force"),
           ("repealed", "promulgated"), ("repealed", "adopted"))
"""Days of which the first is not before the second."""

ADDRESS = re.compile(r"\s*https?://[^\s/]\S*\s*")

Told = Iterator[tuple[str, Message]]
"""The field, and what is wrong with it."""


def faults(tables: Mapping[str, Any], languages: Collection[str],
           right: Mapping[str, Any] = MappingProxyType({})) -> Iterator[Fault]:
    """Yield all that is wrong; a table of one that was `right` is asked only for what it names."""
    laws: dict[str, Mapping[str, Any]] = {}
    other = {key for key, table in tables.items() if table != right.get(key)}
    for key, table in tables.items():
        wrong: list[tuple[str, Message]] = []
        if key in other:
            for message in key_faults(key):
                yield Fault(key, message)
            if not isinstance(table, dict):
                yield Fault(key, say("“{key}” is outside any table; write “[a-law]” above it",
                                     key=key))
                continue
            wrong = list(_type_faults(table, (*DAYS, *KEYS), WORDS, TEXTS))
            yield from (Fault(key, message, field) for field, message in wrong)
        laws[key] = _without(table, wrong)
    for key, table in laws.items():
        if key in other:
            yield from _law_faults(key, table, laws, languages, "name" not in tables[key])
        yield from (Fault(key, message, field) for field, message in (
            *_link_faults(table, laws), *_end_faults(key, table, laws)))
    yield from _shared_slugs(laws, languages)
    yield from _replacements(laws)


def _without(table: Mapping[str, Any], wrong: Sequence[tuple[str, Message]]) -> Mapping[str, Any]:
    """Return a table without what is told of already; the values of the rest are of their type."""
    fields = {field.partition(".")[0] for field, _ in wrong}
    return {field: value for field, value in table.items() if field not in fields}


def _type_faults(table: Mapping[str, Any], days: Collection[str], texts: Collection[str],
                 others: Collection[str]) -> Told:
    """Yield each value that is of another type than its key takes."""
    for field, value in table.items():
        if field in texts and not isinstance(value, dict):
            yield field, say("“{name}” has words for each language; write {name}.fr = {sample} and "
                             "the like", name=field, sample='"…"')
        elif field in texts:
            yield from ((f"{field}.{lang}", no_text(said, f"{field}.{lang}"))
                        for lang, said in value.items() if not isinstance(said, str))
        elif field in others and not isinstance(value, str):
            yield field, no_text(value, field)
        elif field in KEYS and field in days:
            yield from _key_list_faults(field, value)
        elif field in days:
            yield from _day_faults(field, value)


def _key_list_faults(field: str, value: object) -> Told:
    if not isinstance(value, list):
        yield field, say("“{name}” is no list; write {name} = {listed}", name=field,
                         listed=f'["{value if isinstance(value, str) else "a-law"}"]')
    elif wrong := [one for one in value if not isinstance(one, str)]:
        yield field, say("“{value}” is no key of a law; write {name} = {listed}",
                         value=written(wrong[0]), name=field, listed='["a-law"]')


def _day_faults(field: str, value: object) -> Told:
    day = day_of(value)
    if field == "updated" and not (day and day.exact):
        yield field, say("“{value}” is not a day; write {name} = 2018-08-31",
                         value=written(value), name=field)
    elif not day:
        yield field, say("“{value}” is not a day; write {name} = 2018-08-31, or {month} where "
                         "only the month is known", value=written(value), name=field,
                         month='"2018-08"')
    else:
        first = FIRST_YEAR if field in ("day", "updated") else OLDEST_LAW
        if message := far_day(day.date, first, YEARS_AHEAD):
            yield field, message


def _law_faults(key: str, table: Mapping[str, Any], laws: Mapping[str, Any],
                languages: Collection[str], nameless: bool) -> Iterator[Fault]:
    for field in unknown_fields(table, FIELDS):
        yield Fault(key, say("there is no “{name}” in a law; the keys are {keys}",
                             name=field, keys=", ".join(FIELDS)), field)
    meant = _meant(key, table, laws) if nameless else ""
    if meant:
        yield Fault(key, say("there is no law “{key}”; did you mean “{near}”?",
                             key=key, near=meant))
    required = ("name",) if nameless and not meant else ()
    for field, message in (*word_faults(table, WORDS, languages, required),
                           *_value_faults(key, table, languages)):
        yield Fault(key, message, field)
    for name in LISTS:
        yield from _list_faults(key, name, table, languages)


def _meant(key: str, table: Mapping[str, Any], laws: Mapping[str, Any]) -> str:
    """Return the law that is meant where only versions or deadlines are below a key, or ""."""
    others = [other for other in laws if "name" in laws[other]]
    near = get_close_matches(key, others, 1) if table.keys() <= LISTS.keys() else []
    return near[0] if near else ""


def _value_faults(key: str, table: Mapping[str, Any], languages: Collection[str]) -> Told:
    if "chinese" in table and not HAN.search(table["chinese"]):
        yield "chinese", no_chinese(key)
    if table.get("kind", "law") not in KINDS:
        yield "kind", say("“{value}” is no kind of law; the kinds are {kinds}",
                          value=table["kind"], kinds=", ".join(KINDS))
    if not ADDRESS.fullmatch(table.get("url", "https://npc.gov.cn")):
        yield "url", say("“{value}” is not an address; write it with https:// in front",
                         value=table["url"])
    for slug in filter(None, dict.fromkeys(word(table, "slug", lang) for lang in languages)):
        yield from (("slug", message) for message in slug_faults(slug))
    wrong = [(later, earlier) for later, earlier in ORDERED
             if _is_before(table.get(later), table.get(earlier))]
    yield from ((later, _too_early(later, earlier)) for later, earlier in dict(wrong[::-1]).items())


def _too_early(later: str, earlier: str) -> Message:
    return say("“{later}” is a day before “{earlier}”; correct one of the two",
               later=later, earlier=earlier)


def _link_faults(table: Mapping[str, Any], laws: Mapping[str, Any]) -> Told:
    """Yield where a law names others that do not exist."""
    named = [("replaced_by", table.get("replaced_by")),
             *((field, other) for field in KEYS for other in table.get(field, []))]
    for field, other in named:
        if other and other not in laws:
            yield field, say("“{name}” names a law “{key}” that is not declared; the laws are "
                             "{keys}", name=field, key=other, keys=told(laws, other))


def _end_faults(key: str, table: Mapping[str, Any], laws: Mapping[str, Any]) -> Told:
    """Yield where an end is announced of a law that nothing ends."""
    if "repeal_announced" in table and not (table.keys() & {"repealed", "replaced_by"} or any(
            key in other.get("replaces", ()) for other in laws.values())):
        yield "repeal_announced", say("this law has no end that could be announced; write "
                                      "“repealed”, too, or delete “repeal_announced”")


def _list_faults(key: str, name: str, table: Mapping[str, Any], languages: Collection[str]
                 ) -> Iterator[Fault]:
    listed = table.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        yield Fault(key, say("“{name}” is written one by one; write “[[{key}.{name}]]” on a line "
                             "above each", name=name, key=key), name)
        return
    earlier = "promulgated" if "promulgated" in table else "adopted"
    for number, one in enumerate(listed, 1):
        required = LISTS[name][0][0]
        wrong = list(_type_faults(one, *LISTS[name]))
        sound = _without(one, wrong)
        if _is_before(sound.get(required), table.get(earlier)):
            wrong.append((required, _too_early(required, earlier)))
        for field, message in (*wrong, *_item_faults(one, sound, name, languages)):
            yield Fault(f"{key}.{name}", message, field, number)


def _item_faults(one: Mapping[str, Any], sound: Mapping[str, Any], name: str,
                 languages: Collection[str]) -> Told:
    days, texts, others = LISTS[name]
    known = (*days, *texts, *others)
    for field in unknown_fields(one, known):
        yield field, say("there is no “{name}” here; the keys are {keys}",
                         name=field, keys=", ".join(known))
    if days[0] not in one:
        yield "", say("“{name}” is missing; write {name} = 2018-08-31", name=days[0])
    if _is_before(sound.get("in_force"), sound.get("date")):
        yield "in_force", _too_early("in_force", "date")
    yield from word_faults(sound, texts, languages, () if "what" in one else ("what",))
    if sound.get("recurring", "yearly") not in RECURRING:
        yield "recurring", say("“{value}” is not how a deadline comes again; write one of {known}, "
                               "or delete the line", value=sound["recurring"],
                               known=", ".join(RECURRING))


def _is_before(later: date | str | None, earlier: date | str | None) -> bool:
    first, second = day_of(earlier), day_of(later)
    return bool(first and second and second.last < first.date)


def _shared_slugs(laws: Mapping[str, Any], languages: Collection[str]) -> Iterator[Fault]:
    told_of = set()
    for lang in languages:
        taken: dict[str, str] = {}
        for key, table in laws.items():
            slug = word(table, "slug", lang) or key
            other = taken.setdefault(slug, key)
            if other != key and (key, other) not in told_of:
                told_of.add((key, other))
                yield Fault(key, same_word(key, other, "slug", slug), "slug")


def _replacements(laws: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each law that two replace, or one both wholly and in part, and each ring of laws."""
    wholly: dict[str, str] = {}
    after: dict[tuple[str, str], tuple[str, str]] = {}
    for key, old, new, field in _named(laws):
        in_part = field == PARTLY
        if not in_part and (one := wholly.setdefault(old, new)) != new:
            yield Fault(key, say("“{old}” is replaced by “{one}” and by “{other}”; take one of the "
                                 "two away", old=old, one=one, other=new), field)
        elif in_part != (after.setdefault((old, new), (key, field))[1] == PARTLY):
            yield Fault(key, say("“{old}” is replaced by “{new}” both wholly and in part; take one "
                                 "of the two away", old=old, new=new), field)
    yield from _rings(after)


def _named(laws: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield a table, the law that it says is replaced, by which one, and in which field."""
    for key, table in laws.items():
        if new := table.get("replaced_by"):
            yield key, key, new, "replaced_by"
        yield from ((key, old, key, field) for field in KEYS for old in table.get(field, ()))


def _rings(after: Mapping[tuple[str, str], tuple[str, str]]) -> Iterator[Fault]:
    """Yield each ring of laws once.

    `after` says in which table and field the first of two laws is said to be replaced by the other.
    """
    left, order = dict(after), list(dict.fromkeys(old for old, _ in after))
    while ring := _ring(left):
        start = min(range(len(ring)), key=lambda place: order.index(ring[place]))
        ring = [*ring[start:], *ring[:start]]
        pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
        table, field = after[pairs[0]]
        yield Fault(table, say(
            "“{key}” replaces itself, by way of {others}; take one of the replacements away",
            key=ring[0], others=", ".join(ring)), field)
        for pair in pairs:
            del left[pair]


def _ring(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return laws of which each is replaced by the next, the last by the first; [] for none."""
    before: dict[str, list[str]] = {}
    for old, new in pairs:
        before.setdefault(new, []).append(old)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        return list(error.args[1][:-1])
    return []
