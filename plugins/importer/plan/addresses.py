"""Add to `redirects.csv` a row for each old address, and none that would lead nowhere."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from plugins.importer.plan.kinds import Chosen
from plugins.importer.plan.places import Place, There, header_of
from plugins.importer.plan.terms import TopicPlan
from plugins.importer.plan.texts import Made
from plugins.importer.wordpress.addresses import OldAddresses, old_addresses
from plugins.importer.wordpress.archives import Now
from plugins.importer.wordpress.export import Export, TermKey
from plugins.importer.wordpress.languages import Spoken
from plugins.importer.write import Decision
from plugins.register.topics import Topics
from plugins.site.addresses import Addresses, file_of
from plugins.site.redirects import FILE, hides, read_redirects, redirect_of

MOST_FILE = 990_000
"""Bytes of the table; a larger one is not read."""


@dataclass(frozen=True)
class Known:
    """What is known of a site while an export moves in: its texts, topics, editions."""

    export: Export
    spoken: Spoken
    places: Mapping[int, Place]
    topics: TopicPlan
    declared: Topics
    editions: Mapping[str, Addresses]
    base: str
    """The path below which the new site is."""


def where_now(known: Known, reached: Iterable[Chosen], today: date) -> Now:
    """Return where everything is now, if readers can reach these texts on a day."""
    texts = [text for text in reached if text.kind == "page" or text.day <= today]
    articles = [text for text in texts if text.kind == "article"]
    shown = {(kind, key, text.lang) for text in articles
             for kind, key in _named(known.topics, text.item.number)}
    years: dict[str, set[int]] = defaultdict(set)
    for text in articles:
        years[text.lang].add(text.day.year)
    slugs = _slugs(known)
    return Now(
        known.editions,
        {text.item.number: f"/{known.places[text.item.number].address}" for text in texts},
        {term: f"/{known.editions[lang].content(kind, slugs[kind, key][lang])}"
         for term, roles in known.topics.keys.items()
         for kind, key in sorted(roles.items(), reverse=True)  # of both, the category
         if (kind, key, lang := _lang(known, term)) in shown},
        {(login, lang): f"/{own.content('author', slugs['author', key][lang])}"
         for login, key in known.topics.authors.items() for lang, own in known.editions.items()
         if ("author", key, lang) in shown},
        known.spoken.items, known.spoken.terms,
        {lang: frozenset(found) for lang, found in years.items()}, base=known.base)


def as_written(known: Known, texts: Iterable[Chosen], made: Mapping[int, Made],
               decisions: Iterable[Decision], content: Path) -> tuple[Known, list[Chosen]]:
    """Return the texts that readers reach, and their places as an editor may have changed them."""
    fates = {each.file: each.fate for each in decisions}
    places, reached = dict(known.places), list[Chosen]()
    for text in texts:
        place, number = places[text.item.number], text.item.number
        fate = fates.get(place.file)
        if fate in ("edited", "both") and (
                header := header_of(content / place.file, content, known.editions)):
            slug = header.get("slug") or place.key
            places[number] = replace(place, slug=slug, address=known.editions[place.lang].content(
                place.kind, slug))
            if header.get("status") != "draft":
                reached.append(text)
        elif made[number].published and fate != "deleted":
            reached.append(text)
    return replace(known, places=places), reached


def lead_on(known: Known, now: Now, hoped: Now, there: There, renamed: Mapping[str, Place],
            content: Path, seen: Iterable[str]) -> tuple[OldAddresses, Mapping[str, bytes]]:
    """Return the rows for all old addresses, and the table with those that it does not have.

    Rows that led to a text which is `renamed` lead to its new address; those go that an import had
    made for what readers reached, as `hoped`, and that lead nowhere now.
    """
    found = old_addresses(known.export, now, seen)
    gone = {*old_addresses(known.export, hoped).rows} - {*found.rows}
    rows = read_redirects(content)
    taken = {row.same for row in rows}
    built = {file_of(known.editions[lang].content(kind, slug))
             for (kind, lang, slug), (file, _) in there.by_slug.items()
             if lang in known.editions and file not in renamed}
    moved = {f"/{known.editions[lang].content(kind, slug)}": f"/{renamed[file].address}"
             for (kind, lang, slug), (file, _) in there.by_slug.items() if file in renamed}
    new = [(old, target) for old, target in found.rows
           if (row := redirect_of(0, old, target)).same not in taken and not hides(row, built)]
    return replace(found, rows=tuple(new)), _table(content / FILE, new, moved, gone)


def other_paths(now: Now, known: Known) -> Mapping[str, str]:
    """Return where old paths of what is no text lead: terms, authors, lists."""
    texts = {*now.texts.values()}
    return {"/": f"/{next(iter(known.editions.values())).home}"} | {
        urlsplit(old).path: new for old, new in old_addresses(known.export, now).rows
        if new not in texts and "?" not in old}


def _named(topics: TopicPlan, number: int) -> Iterator[tuple[str, str]]:
    named = topics.named[number]
    yield "category", named.category
    yield from (("tag", key) for key in named.tags)
    yield from (("author", key) for key in named.authors)


def _lang(known: Known, term: TermKey) -> str:
    return known.spoken.terms.get(term) or next(iter(known.editions))


def _slugs(known: Known) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return the slugs of each topic, those of the folder and the new ones."""
    return {**{(kind, key): topic.slugs for kind, each in known.declared.items()
               for key, topic in each.items()},
            **{(topic.kind, topic.key): topic.slugs for topic in known.topics.new}}


def _table(path: Path, rows: Collection[tuple[str, str]], moved: Mapping[str, str],
           gone: Collection[tuple[str, str]]) -> Mapping[str, bytes]:
    """Return the table without the rows that are `gone`, and with more below; nothing if it stays.
    """
    there = path.read_bytes() if path.is_file() else b"old,new\n"
    before = there
    for old, new in moved.items():
        before = re.sub(rb"(?m)^([^,\n]*),%s(?=\r?$)" % re.escape(old.encode()),
                        lambda found, new=new: found[1] + b"," + new.encode(), before)  # type: ignore[misc]
    lost = {",".join(row).encode() for row in gone}
    before = b"".join(line for line in before.splitlines(keepends=True)
                      if line.rstrip(b"\r\n") not in lost)
    if before == there and not rows:
        return {}
    end = "\r\n" if b"\r\n" in before else "\n"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    size = len(before)
    for row in rows:
        size += len(",".join(row).encode()) + 4
        if size < MOST_FILE:
            writer.writerow(row)
    gap = b"" if before.endswith(b"\n") else end.encode()
    return {FILE: before + gap + text.getvalue().encode()}
