"""Read `laws.toml`: of each law once what articles, lists and the calendar say of it."""

import calendar
import datetime
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from plugins.core.html import carried
from plugins.core.messages import Message, reply, say
from plugins.core.toml import read_tables
from plugins.register.vocabulary import Words, refuse_faults, told, word, words

KINDS = {
    "law": reply("Law"), "decision": reply("Decision"),
    "administrative-regulation": reply("Administrative regulation"),
    "local-regulation": reply("Local regulation"),
    "departmental-rules": reply("Departmental rules"),
    "normative-document": reply("Normative document"),
    "judicial-interpretation": reply("Judicial interpretation"),
    "standard": reply("Standard"), "treaty": reply("Treaty")}
"""What a legal instrument may be: https://flk.npc.gov.cn, and the Legislation Law of the PRC."""

RECURRING = {"monthly": 1, "quarterly": 3, "yearly": 12}
"""How a deadline comes again, and after how many months."""

MONTH = re.compile(r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Day:
    """A day, or only its month where nobody says more; `iso` is what HTML's `datetime` takes."""

    date: datetime.date
    iso: str

    @property
    def exact(self) -> bool:
        """Tell whether the day is known, and not only the month."""
        return len(self.iso) > len("2023-02")

    @property
    def last(self) -> datetime.date:
        """The day on which it has certainly come."""
        if self.exact:
            return self.date
        return self.date.replace(day=calendar.monthrange(self.date.year, self.date.month)[1])

    @property
    def order(self) -> tuple[datetime.date, str]:
        """What days are sorted by: a month is after its days."""
        return self.last, self.iso


@dataclass(frozen=True)
class Amendment:
    """A version of a law: the day on which it was made, and the one from which it applies."""

    date: Day
    in_force: Day
    note: Words


@dataclass(frozen=True)
class Deadline:
    """What must be done by a day, and who must; `recurring` is one of `RECURRING`, or empty.

    It was `announced` on a day; where nobody says, with its law.
    """

    day: Day
    what: Words
    whom: Words
    recurring: str = ""
    announced: Day | None = None


@dataclass(frozen=True, kw_only=True)
class Law:
    """A law as it is declared; words are typeset. `updated` is the day that an editor writes.

    `replaces` and `replaces_partly` are the keys of laws that it ends, wholly or in part. Another
    one may end it: it is `repealed` then, on the day it says itself or on which that one takes
    effect, and `replaced_by` it. Where nobody says when its end was announced, that was with the
    law that replaces it, else with its own text.
    """

    key: str
    name: Words
    short: Words
    slug: Words
    kind: str
    authority: Words
    number: Words
    note: Words
    chinese: str
    pinyin: str
    adopted: Day | None
    promulgated: Day | None
    in_force: Day | None
    amended: tuple[Amendment, ...]
    repealed: Day | None
    repeal_announced: Day | None
    replaced_by: str
    replaces: tuple[str, ...]
    replaces_partly: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    url: str
    updated: datetime.date | None

    @property
    def known(self) -> Day | None:
        """The day on which its text became known; None where nobody says."""
        return self.promulgated or self.adopted or self.in_force


@dataclass(frozen=True)
class LawLink:
    """What a link to the page of a law shows; `short` is its name where there is little room."""

    key: str
    name: str
    short: str
    url: str


Laws = Mapping[str, Law]
"""By key, in the order of the file."""


def load_laws(path: Path, languages: Collection[str]) -> dict[str, Law]:
    """Return the declared laws; none without a file.

    Raises ContentError with all that is wrong with the declaration.
    """
    if not path.exists():
        return {}
    data = b""
    with suppress(OSError):  # `read_tables` says why
        data = path.read_bytes() if path.is_file() else b""
    return dict(_declared(path, data, tuple(languages)))


def unknown_law(key: str, laws: Collection[str]) -> Message:
    """Say that a header names a law that is not declared, and which ones are."""
    return say("there is no law “{key}”; the laws are {keys} (laws.toml)",
               key=key, keys=told(laws, key))


def day_of(written: object) -> Day | None:
    """Return a day or a month as TOML gives it, `2023-12-29` or `"2023-12"`; None if it is none."""
    if isinstance(written, str) and MONTH.fullmatch(written):
        return Day(datetime.date.fromisoformat(f"{written}-01"), written)
    return Day(written, written.isoformat()) if type(written) is datetime.date else None


@dataclass
class _Read:
    """What was read of a file the last time: its tables, how laws end, the laws."""

    tables: Mapping[str, Any] = field(default_factory=dict)
    ends: Mapping[str, tuple[str, Day | None]] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)

    def law(self, key: str, table: Mapping[str, Any], end: tuple[str, Day | None]) -> Law:
        """Return a law, as it was read before if nothing else is said of it now."""
        if (self.tables.get(key), self.ends.get(key)) == (table, end):
            return self.laws[key]
        return _law(key, table, *end)


@lru_cache(maxsize=4)
def _last(path: Path, languages: tuple[str, ...]) -> _Read:
    return _Read()


@lru_cache(maxsize=4)
def _declared(path: Path, data: bytes, languages: tuple[str, ...]) -> Mapping[str, Law]:
    """Return the laws of a file with this content; a command asks for them several times."""
    from plugins.register.law_faults import faults  # it reads days as they are read here
    tables, last = read_tables(path), _last(path, languages)
    refuse_faults(path, faults(tables, languages, last.tables))
    replaced = {old: key for key, table in tables.items() for old in table.get("replaces", ())}
    ends = {key: _end(table, replaced.get(key, ""), tables) for key, table in tables.items()}
    laws = {key: last.law(key, table, ends[key]) for key, table in tables.items()}
    last.tables, last.ends, last.laws = tables, ends, laws
    return laws


def _end(table: Mapping[str, Any], replaced_by: str, tables: Mapping[str, Any]
         ) -> tuple[str, Day | None]:
    """Return the law that replaces one, and the day on which it ends."""
    replaced_by = replaced_by or table.get("replaced_by", "")
    return replaced_by, day_of(table.get("repealed")) or (
        day_of(tables[replaced_by].get("in_force")) if replaced_by else None)


def _law(key: str, table: Mapping[str, Any], replaced_by: str, repealed: Day | None) -> Law:
    amended = tuple(sorted(map(_amendment, table.get("amended", ())),
                           key=lambda version: version.date.date))
    adopted, promulgated, in_force = (day_of(table.get(field))
                                      for field in ("adopted", "promulgated", "in_force"))
    return Law(
        key=key, name=words(table, "name"), short=words(table, "short"),
        slug={lang: word(table, "slug", lang) or key for lang in table["name"]},
        kind=table.get("kind", ""), authority=words(table, "authority"),
        number=words(table, "number"), note=words(table, "note"),
        chinese=table.get("chinese", ""), pinyin=table.get("pinyin", ""),
        adopted=adopted, promulgated=promulgated, in_force=in_force, amended=amended,
        repealed=repealed, repeal_announced=day_of(table.get("repeal_announced")),
        replaced_by=replaced_by, replaces=tuple(table.get("replaces", ())),
        replaces_partly=tuple(table.get("replaces_partly", ())),
        deadlines=tuple(map(_deadline, table.get("deadlines", ()))),
        url=carried(table.get("url", "").strip()),
        updated=table.get("updated"))


def _amendment(table: Mapping[str, Any]) -> Amendment:
    made = day_of(table["date"])
    assert made
    return Amendment(made, day_of(table.get("in_force")) or made, words(table, "note"))


def _deadline(table: Mapping[str, Any]) -> Deadline:
    day = day_of(table["day"])
    assert day
    return Deadline(day, words(table, "what"), words(table, "whom"), table.get("recurring", ""),
                    day_of(table.get("announced")))
