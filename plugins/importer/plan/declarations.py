"""Add topics, authors and menus to the declarations of a folder; what they say stays as it is.

Menu and foot are made of WordPress’s: the pages and categories that its entries lead to.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from plugins.content.firm import LEGAL_PAGES
from plugins.core.firm_file import FIRM_FILE
from plugins.core.messages import ContentError, Message, Problem, say
from plugins.core.toml import quoted, quoted_list, read_toml
from plugins.importer.plan.links import plain_path
from plugins.importer.plan.places import Place, There
from plugins.importer.plan.terms import NewTopic
from plugins.importer.wordpress.export import Export, Item, TermKey
from plugins.importer.wordpress.languages import TEXTS, Spoken
from plugins.register.authors import AUTHORS_FILE
from plugins.register.topics import KINDS, TOPICS_FILE

FOOT = re.compile(r"foot|pied|bas-de|legal|mentions", re.IGNORECASE)


def with_topics(content: Path, topics: Sequence[NewTopic]) -> Mapping[str, bytes]:
    """Return the files in which new topics are declared, as they will be; none without any."""
    tables = {TOPICS_FILE: [_topic(topic) for topic in topics if topic.kind != "author"],
              AUTHORS_FILE: [_author(topic) for topic in topics if topic.kind == "author"]}
    return {file: _added(content / file, "\n".join(each)) for file, each in tables.items() if each}


def with_menus(content: Path, menus: Mapping[str, Mapping[str, Sequence[str]]]
               ) -> Mapping[str, bytes]:
    """Return `firm.toml` with those of these tables that it has not; nothing if none is needed."""
    path = content / FIRM_FILE
    tables = read_toml(path) if any(menus.values()) else {}
    new = "\n".join("".join([f"[{name}]\n", *(
        f"{lang} = {quoted_list(keys)}\n" for lang, keys in menu.items())])
        for name, menu in menus.items() if menu and name not in tables)
    return {FIRM_FILE: _added(path, new)} if new else {}


def _topic(topic: NewTopic) -> str:
    words = [f"{name}.{lang} = {quoted(word)}\n" for name, each in (
        ("name", topic.names), ("slug", topic.slugs)) for lang, word in each.items()]
    return f"[{KINDS[topic.kind]}.{topic.key}]\n{''.join(words)}"


def _author(topic: NewTopic) -> str:
    """Return the table of an author, whose address ends in the key unless another is given."""
    name, slug = (next(iter(words.values())) for words in (topic.names, topic.slugs))
    line = f"slug = {quoted(slug)}\n" if slug != topic.key else ""
    return f"[{topic.key}]\nname = {quoted(name)}\n{line}"


def _added(path: Path, tables: str) -> bytes:
    """Return a file with tables below what it has; raises ContentError if they cannot be there."""
    before = path.read_bytes() if path.is_file() else b""
    end = "\r\n" if b"\r\n" in before else "\n"
    gap = "" if not before else "\n" if before.endswith(b"\n") else "\n\n"
    after = before + (gap + tables).replace("\n", end).encode()
    try:
        tomllib.loads(after.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ContentError(Problem(str(path), 0, say(
            "tables cannot be added at the end of this file; correct what “./inv check” tells of "
            "it, and write a table for each topic, as in {example}",
            example="[categories.company-law]"))) from None
    return after


@dataclass(frozen=True)
class Menus:
    """The keys of menu and foot in each language, and what a person must know of the rest."""

    menu: Mapping[str, tuple[str, ...]]
    foot: Mapping[str, tuple[str, ...]]
    told: tuple[Message, ...]


@dataclass(frozen=True)
class _Entry:
    """An entry of an old menu: the key of what it leads to here, "" for nothing; its words."""

    key: str
    lang: str
    words: str
    is_page: bool = False


def plan_menus(export: Export, places: Mapping[int, Place],
               topics: Mapping[TermKey, Mapping[str, str]], spoken: Spoken, there: There) -> Menus:
    """Return our menu and foot of the largest ones in each language; others are told.

    `places` are those of texts that are made. Where there was no menu at all, WordPress showed the
    pages in their order, and so does ours those that were given one.
    """
    menus = _menus(export, places, topics, spoken)
    pages = {(place.key, place.lang) for place in places.values() if place.kind == "page"}
    menu, foot = dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
    told: list[Message] = []
    for name, entries in sorted(menus.items(), key=lambda each: (-len(each[1]), each[0])):
        lang = next((lang for lang, _ in Counter(
            entry.lang for entry in entries if entry.lang).most_common(1)), "")
        kept = [entry for entry in entries if entry.key and (
            not entry.is_page or (entry.key, lang) in pages)]
        keys = tuple(dict.fromkeys(entry.key for entry in kept))
        chosen = foot if FOOT.search(name) else menu
        if lang and keys and lang not in chosen:
            chosen[lang] = keys
        elif keys:
            told.append(say("the menu “{name}” is not taken over: {keys}; name what is needed of "
                            "it in “[menu]” or “[foot]” of firm.toml", name=name,
                            keys=", ".join(keys)))
        if lost := [entry.words for entry in entries if entry not in kept and entry.words]:
            told.append(say("of the menu “{name}” these entries are left out, for a menu leads to "
                            "pages and categories: {words}", name=name, words=", ".join(lost)))
    return Menus(menu if menus else _ordered(export, places),
                 {lang: _lawful(lang, keys, there) for lang, keys in foot.items()}, tuple(told))


def _ordered(export: Export, places: Mapping[int, Place]) -> Mapping[str, tuple[str, ...]]:
    """Return the keys of the pages that were given an order, and are below no other."""
    found: dict[str, tuple[str, ...]] = {}
    for item in sorted(export.items, key=lambda each: each.order):
        place = places.get(item.number)
        if place and place.kind == "page" and item.order > 0 and not item.parent \
                and item.status == "publish":
            found[place.lang] = (*found.get(place.lang, ()), place.key)
    return found


def _lawful(lang: str, keys: Sequence[str], there: There) -> tuple[str, ...]:
    """Return the keys of a foot with the pages that every page must lead to."""
    return (*keys, *(key for key in LEGAL_PAGES
                     if key not in keys and ("page", lang, key) in there.by_key))


def _menus(export: Export, places: Mapping[int, Place],
           topics: Mapping[TermKey, Mapping[str, str]], spoken: Spoken
           ) -> Mapping[str, Sequence[_Entry]]:
    """Return the entries of each menu in their order, those below others behind them."""
    by_number = {item.number: item for item in export.items if item.kind in TEXTS}
    by_path = {plain_path(_path(item.link)): item for item in by_number.values() if item.link}
    terms = {term.number: term.key for term in export.terms if term.number}
    found: dict[str, list[_Entry]] = defaultdict(list)
    for entry in sorted((item for item in export.items if item.kind == "nav_menu_item"),
                        key=lambda item: item.order):
        number = entry.number_at("_menu_item_object_id")
        kind = entry.first("_menu_item_type")
        target = by_number.get(number) if kind == "post_type" else None
        if kind == "custom":
            target = by_path.get(plain_path(_path(entry.first("_menu_item_url"))))
        term = terms.get(number) if kind == "taxonomy" else None
        for menu in (ref for ref in entry.terms if ref.taxonomy == "nav_menu"):
            found[menu.slug].append(
                _of_term(entry, term, topics, spoken) if term else _of_text(entry, target, places))
    return found


def _of_text(entry: Item, target: Item | None, places: Mapping[int, Place]) -> _Entry:
    place = places.get(target.number) if target else None
    return _Entry(place.key if place and place.kind == "page" else "", place.lang if place else "",
                  unescape(entry.title or (target.title if target else "")), True)


def _of_term(entry: Item, term: TermKey, topics: Mapping[TermKey, Mapping[str, str]],
             spoken: Spoken) -> _Entry:
    return _Entry(topics.get(term, {}).get("category", ""), spoken.terms.get(term, ""),
                  unescape(entry.title) or term[1])


def _path(address: str) -> str:
    return re.sub(r"^https?://[^/]*", "", address)
