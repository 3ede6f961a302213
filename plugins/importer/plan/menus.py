"""Make our menu of WordPress's: the pages and categories that its entries lead to."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from plugins.core.messages import Message, say
from plugins.importer.plan.links import plain_path
from plugins.importer.plan.places import Place
from plugins.importer.wordpress.export import Export, Item
from plugins.importer.wordpress.languages import TEXTS, Spoken, TermKey

FOOT = re.compile(r"foot|pied|bas-de|legal|mentions", re.IGNORECASE)


@dataclass(frozen=True)
class Menus:
    """The keys of the menu in each language, and what a person must know of the rest."""

    menu: Mapping[str, tuple[str, ...]]
    told: tuple[Message, ...]


@dataclass(frozen=True)
class _Entry:
    """An entry of an old menu: the key of what it leads to here, "" for nothing; its words."""

    key: str
    lang: str
    words: str


def plan_menus(export: Export, places: Mapping[int, Place],
               topics: Mapping[TermKey, Mapping[str, str]], spoken: Spoken) -> Menus:
    """Return our menu of the largest one in each language; others are told."""
    menus = _menus(export, places, topics, spoken)
    chosen: dict[str, tuple[str, ...]] = {}
    told: list[Message] = []
    for name, entries in sorted(menus.items(), key=lambda each: (
            bool(FOOT.search(each[0])), -len(each[1]), each[0])):
        lang = next((lang for lang, _ in Counter(
            entry.lang for entry in entries if entry.lang).most_common(1)), "")
        keys = tuple(dict.fromkeys(entry.key for entry in entries if entry.key))
        if lang and keys and lang not in chosen and not FOOT.search(name):
            chosen[lang] = keys
        elif keys:
            told.append(say("the menu “{name}” is not taken over: {keys}; name what is needed of "
                            "it in “[foot]” of firm.toml", name=name, keys=", ".join(keys)))
        if lost := [entry.words for entry in entries if not entry.key and entry.words]:
            told.append(say("of the menu “{name}” these entries are left out, for a menu leads to "
                            "pages and categories: {words}", name=name, words=", ".join(lost)))
    return Menus(chosen, tuple(told))


def _menus(export: Export, places: Mapping[int, Place],
           topics: Mapping[TermKey, Mapping[str, str]], spoken: Spoken
           ) -> Mapping[str, Sequence[_Entry]]:
    """Return the entries of each menu in their order, those below others behind them."""
    by_number = {item.number: item for item in export.items if item.kind in TEXTS}
    by_path = {plain_path(_path(item.link)): item for item in by_number.values() if item.link}
    terms = {term.number: (term.taxonomy, term.slug) for term in export.terms}
    found: dict[str, list[_Entry]] = defaultdict(list)
    for entry in sorted((item for item in export.items if item.kind == "nav_menu_item"),
                        key=lambda item: item.order):
        number = entry.first("_menu_item_object_id")
        kind = entry.first("_menu_item_type")
        target = by_number.get(int(number)) if number.isdecimal() and kind == "post_type" else None
        if kind == "custom":
            target = by_path.get(plain_path(_path(entry.first("_menu_item_url"))))
        term = terms.get(int(number)) if number.isdecimal() and kind == "taxonomy" else None
        for menu in (ref for ref in entry.terms if ref.taxonomy == "nav_menu"):
            found[menu.slug].append(
                _of_term(entry, term, topics, spoken) if term else _of_text(entry, target, places))
    return found


def _of_text(entry: Item, target: Item | None, places: Mapping[int, Place]) -> _Entry:
    place = places.get(target.number) if target else None
    return _Entry(place.key if place and place.kind == "page" else "", place.lang if place else "",
                  unescape(entry.title or (target.title if target else "")))


def _of_term(entry: Item, term: TermKey, topics: Mapping[TermKey, Mapping[str, str]],
             spoken: Spoken) -> _Entry:
    return _Entry(topics.get(term, {}).get("category", ""), spoken.terms.get(term, ""),
                  unescape(entry.title) or term[1])


def _path(address: str) -> str:
    return re.sub(r"^https?://[^/]*", "", address)
