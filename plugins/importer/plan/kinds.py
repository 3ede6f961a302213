"""Say what becomes of each item: an article, a page, a draft of one, or nothing, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from plugins.content.text import Kind
from plugins.core.messages import Message, say
from plugins.importer.wordpress.export import Export, Item
from plugins.importer.wordpress.forms import KINDS as FORMS
from plugins.importer.wordpress.languages import Spoken
from plugins.register.keys import far_day

KINDS: dict[str, Kind] = {"post": "article", "page": "page"}

HELD = {
    "draft": say("a draft in WordPress"),
    "pending": say("waiting for its review in WordPress"),
    "private": say("private in WordPress"),
}
"""The states of which a draft is made here."""

PASSWORD = say("protected by a password in WordPress")

GONE = {
    "trash": say("in WordPress’s trash"),
    "auto-draft": say("begun in WordPress and never saved"),
    "inherit": say("an earlier version that WordPress keeps"),
}
"""The states of which nothing is made."""

PARTS = ("attachment", "nav_menu_item", "wp_block", *FORMS)
"""Items that others are made of; what becomes of them is told elsewhere."""

NO_LANGUAGE = say("in a language that the site does not have")


@dataclass(frozen=True)
class Chosen:
    """An item of which a text is made; `held` says why nobody may read it yet."""

    item: Item
    kind: Kind
    lang: str
    day: date
    held: Message | None = None


@dataclass(frozen=True)
class LeftOut:
    """An item of which nothing is made."""

    item: Item
    why: Message


@dataclass(frozen=True)
class Sorted:
    """What becomes of the items of an export, each in one of the two but for what is a part."""

    texts: tuple[Chosen, ...]
    left: tuple[LeftOut, ...]


def sort_items(export: Export, spoken: Spoken, zone: str) -> Sorted:
    """Return what becomes of each item; days are those of a time zone."""
    here = ZoneInfo(zone)
    days = [item.written.astimezone(here).date() for item in export.items if item.written]
    last = max((day for day in days if not far_day(day)), default=date(2000, 1, 1))
    texts, left = list[Chosen](), list[LeftOut]()
    for item in export.items:
        if why := _why_not(item, spoken):
            left.append(LeftOut(item, why))
        elif item.kind in KINDS:
            texts.append(Chosen(item, KINDS[item.kind], spoken.items[item.number],
                                _day(item, here, last), _held(item)))
    return Sorted(tuple(texts), tuple(left))


def changed_on(chosen: Chosen, zone: str) -> date | None:
    """Return the day on which a text was changed, if that was after it appeared."""
    changed = chosen.item.modified
    day = changed.astimezone(ZoneInfo(zone)).date() if changed else None
    return day if day and day > chosen.day and not far_day(day) else None


def _why_not(item: Item, spoken: Spoken) -> Message | None:
    if item.kind in PARTS:
        return None
    if item.status in GONE:
        return GONE[item.status]
    if item.kind not in KINDS:
        return say("of WordPress’s or a plugin’s own kind “{kind}”", kind=item.kind)
    return None if item.number in spoken.items else NO_LANGUAGE


def _held(item: Item) -> Message | None:
    if item.password:
        return PASSWORD
    if item.status in ("publish", "future"):
        return None
    return HELD.get(item.status, HELD["draft"])


def _day(item: Item, here: ZoneInfo, last: date) -> date:
    """Return the day of an item; one without, a draft, is as old as the newest of the export."""
    return next(_days(item, here), last)


def _days(item: Item, here: ZoneInfo) -> Iterator[date]:
    for time in (item.written, item.modified):
        if time and not far_day(day := time.astimezone(here).date()):
            yield day


def described_otherwise(texts: Iterable[Chosen], spoken: Spoken) -> frozenset[int]:
    """Return the numbers of the texts whose picture is described in another language.

    Where nothing says the language of a picture, it may be foreign only to one of several.
    """
    shared: dict[int, list[Chosen]] = {}
    for text in texts:
        shared.setdefault(picture_of(text), []).append(text)
    return frozenset(
        text.item.number for picture, some in shared.items() for text in some
        if spoken.items.get(picture, text.lang) != text.lang
        and (picture not in spoken.guessed or len({each.lang for each in some}) > 1))


def picture_of(text: Chosen) -> int:
    """Return the number of the picture that stands for a text, 0 if there is none."""
    return text.item.number_at("_thumbnail_id")
