"""Choose and order the articles of an issue: the line “articles” of each of its languages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from plugins.commands.new import last_issue, propose
from plugins.content.header import UNWRITTEN
from plugins.content.text import Text, listed
from plugins.core.messages import Failure, say
from plugins.desk.context import Desk, Person
from plugins.desk.writing.fields import Posted
from plugins.desk.writing.places import Place, digest
from plugins.desk.writing.save import Conflict, save
from plugins.desk.writing.typed import form_of, typed


@dataclass(frozen=True)
class Article:
    """An article that an issue names, or may name; `missing` are the languages without it."""

    key: str
    title: str
    missing: tuple[str, ...] = ()
    held: bool = False


@dataclass(frozen=True)
class Version:
    """An issue in one language, as a person has typed it so far, and the articles it names."""

    place: Place
    base: str
    data: bytes
    is_draft: bool
    keys: tuple[str, ...]

    def naming(self, keys: Sequence[str]) -> bytes:
        """Return the bytes of the file in which it names other articles."""
        form = form_of(self.place.source, self.data)
        line = ", ".join(keys) or UNWRITTEN
        return typed(self.place.source, self.data,
                     replace(form, fields={**form.fields, "articles": line}))


def issue_versions(desk: Desk, person: Person, places: Sequence[Place]) -> list[Version]:
    """Return an issue in each of its languages; what a person has typed comes before the file."""
    versions = []
    for place in places:
        draft, now = desk.store.draft(person.address, place.name), place.read()
        data = draft.data if draft else now or b""
        keys = listed(form_of(place.source, data).fields["articles"])
        versions.append(Version(place, digest(now), data, bool(draft),
                                tuple(key for key in keys if key != UNWRITTEN)))
    return versions


def order_of(versions: Sequence[Version]) -> list[str]:
    """Return the articles that an issue names in any language, in the order of the first."""
    return list(dict.fromkeys(key for version in versions for key in version.keys))


def named(versions: Sequence[Version], texts: Collection[Text], today: date, lang: str
          ) -> list[Article]:
    """Return the articles that an issue names, in their order, with their titles in a language."""
    langs = [version.place.source.lang for version in versions]
    return [_article(key, langs, texts, today, lang) for key in order_of(versions)]


def proposed(versions: Sequence[Version], texts: Collection[Text], day: date, today: date,
             lang: str) -> list[Article]:
    """Return the articles since the last issue that no issue names, the newest first."""
    langs = [version.place.source.lang for version in versions]
    issue = versions[0].place.source.key
    since = last_issue(texts, issue, day)
    found = dict.fromkeys(key for own in langs for proposal in [propose(texts, own, since, day)]
                          for key in (*proposal.keys, *proposal.held))
    return [_article(key, langs, texts, today, lang) for key in found
            if key not in order_of(versions)]


def move(desk: Desk, person: Person, versions: Sequence[Version], way: str, key: str,
         texts: Collection[Text]) -> None:
    """Move an article up or down, take it away or add it, in every language that has it.

    A version that the person is writing is kept as she has typed it, with the other line. Raises
    Failure if there is no such article, or the disk refuses.
    """
    having = {text.lang for text in texts if (text.kind, text.key) == ("article", key)}
    order = _moved(order_of(versions), way, key)
    if way == "add" and not having:
        raise Failure(say("there is no article “{key}”; choose one of the list", key=key))
    changed = []
    for version in versions:
        own = {*version.keys, *([key] if version.place.source.lang in having else [])} \
            if way == "add" else {*version.keys}
        data = version.naming([each for each in order if each in own])
        if tuple(each for each in order if each in own) != version.keys:
            changed.append(replace(version, data=data))
    _write(desk, person, changed)


def _moved(order: list[str], way: str, key: str) -> list[str]:
    """Return an order in which one key is elsewhere."""
    place = order.index(key) if key in order else len(order)
    others = [each for each in order if each != key]
    match way:
        case "up":
            place = max(place - 1, 0)
        case "down":
            place += 1
        case "remove":
            return others
    return [*others[:place], key, *others[place:]]


def _write(desk: Desk, person: Person, versions: Sequence[Version]) -> None:
    """Keep what the person is writing, and save what she is not."""
    for version in versions:
        draft = desk.store.draft(person.address, version.place.name)
        if draft:
            # A page on which it is being written must not take the other order back unseen.
            desk.store.keep(replace(draft, data=version.data, at=datetime.now(UTC), window=""),
                            draft.digest)
    saved = [Posted(version.place, version.base, version.place.read(), version.data)
             for version in versions if not version.is_draft]
    try:
        if saved:
            save(desk, person, saved)
    except Conflict:
        raise Failure(say("Somebody has just saved this issue; look at it, then do this "
                          "again.")) from None


def _article(key: str, langs: Sequence[str], texts: Collection[Text], today: date, lang: str
             ) -> Article:
    own = {text.lang: text for text in texts if (text.kind, text.key) == ("article", key)}
    titles = [own[each].header.get("title", key) for each in (lang, *langs) if each in own]
    return Article(key, titles[0] if titles else key,
                   tuple(each for each in langs if each not in own),
                   any(text.stage(today) for text in own.values()))
