"""List the texts, each with its languages side by side; find some of them; begin others."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Literal

from plugins.build.saved import Saved
from plugins.check.site import is_behind
from plugins.content.source import source_of
from plugins.content.text import Kind, Text
from plugins.core.messages import (
    ContentError,
    Message,
    errors,
    language_name,
    say,
    warnings,
)
from plugins.core.plain_text import unaccented
from plugins.desk.context import Desk
from plugins.desk.people.accounts import accounts

State = Literal["draft", "scheduled", "published", "missing", "unreadable"]

STATES: Mapping[str, Message] = {
    "draft": say("Draft"), "scheduled": say("Scheduled"), "published": say("Published"),
    "missing": say("Missing"), "unreadable": say("Unreadable"), "outdated": say("Outdated"),
    "problems": say("With problems"), "typed": say("Not saved")}
"""Where a text of one language stands, as the list says it; some of it at once."""

A_PAGE = 50
"""Texts on one page of the list."""


@dataclass(frozen=True)
class Standing:
    """Where a text of one language stands: `typing` are who has typed what is not saved."""

    lang: str
    language: Message
    path: str
    state: State
    outdated: bool = False
    problems: int = 0
    typing: tuple[str, ...] = ()

    @property
    def states(self) -> set[str]:
        """All that may be said of it."""
        more = {"outdated": self.outdated, "problems": self.problems, "typed": self.typing}
        return {self.state, *(name for name, true in more.items() if true)}


@dataclass(frozen=True)
class Listed:
    """A text with its languages, in the order of the languages of the site, and with its titles."""

    kind: Kind
    key: str
    titles: Mapping[str, str]
    date: date | None
    standings: tuple[Standing, ...]
    words: str
    """In which a search looks."""

    @property
    def address(self) -> str:
        """Where it is written on."""
        return f"/_desk/write/{self.kind}/{self.key}"

    def title(self, lang: str) -> str:
        """Return what it is called: in this language, or in the first that it has."""
        return self.titles.get(lang) or next(iter(self.titles.values()), self.key)


@dataclass(frozen=True)
class Wanted:
    """Which texts are looked for: words of theirs, a kind, a state; everything if nothing is said.
    """

    words: str = ""
    kind: str = ""
    state: str = ""

    def holds(self, text: Listed) -> bool:
        """Tell whether a text is one of them."""
        return (self.kind in ("", text.kind)
                and (not self.state or any(self.state in one.states for one in text.standings))
                and all(word in text.words for word in plain(self.words).split()))


Facts = tuple[object, ...]
"""All that the list says of a text was made of."""


@dataclass
class TextList:
    """All texts, the newest first; what has changed is listed again."""

    kept: tuple[Saved | None, Sequence[Listed]] = (None, ())
    known: Mapping[tuple[Kind, str], tuple[Facts, Listed]] = field(default_factory=dict)

    def texts(self, desk: Desk, saved: Saved) -> Iterator[Listed]:
        """Yield all texts as they are saved, with who is typing what."""
        if self.kept[0] is not saved:
            self.known = dict(_listed(saved, self.known))
            self.kept = saved, sorted((text for _, text in self.known.values()), reverse=True,
                                      key=lambda text: (text.date or date.min, text.key))
        names = {account.person.address: account.person.name for account in accounts(desk.store)}
        typing: dict[str, tuple[str, ...]] = {}
        for draft in desk.store.drafts():
            typing[draft.path] = (*typing.get(draft.path, ()), names.get(draft.person, ""))
        for text in self.kept[1]:
            yield replace(text, standings=tuple(
                replace(one, typing=typing.get(one.path, ())) for one in text.standings
            )) if typing.keys() & {one.path for one in text.standings} else text


def plain(words: str) -> str:
    """Return words as a search compares them: without accents, small."""
    return unaccented(words.replace("’", "'"))


def _listed(saved: Saved, known: Mapping[tuple[Kind, str], tuple[Facts, Listed]]
            ) -> Iterator[tuple[tuple[Kind, str], tuple[Facts, Listed]]]:
    numbers, nothing = _numbers(saved), ((), None)
    for name, versions in _versions(saved).items():
        paths = (text.path if isinstance(text, Text) else text for text in versions.values())
        facts = (saved.options, saved.options.today, versions, [numbers[path] for path in paths])
        before, listed = known.get(name, nothing)
        if before != facts or not listed:
            listed = _one(saved, *name, versions, numbers)
        yield name, (facts, listed)


def _one(saved: Saved, kind: Kind, key: str, versions: Mapping[str, Text | str],
         numbers: Mapping[str, int]) -> Listed:
    texts = [one for one in versions.values() if isinstance(one, Text)]
    said = [text.header.get(name, "") for text in texts
            for name in ("title", "subject", "summary", "preview")]
    titles = {text.lang: text.header.get("title") or text.header.get("subject", "")
              for lang in saved.site.languages for text in texts if text.lang == lang}
    return Listed(kind, key, {lang: title for lang, title in titles.items() if title},
                  min((text.date for text in texts if text.date), default=None),
                  tuple(_standing(saved, lang, versions, numbers)
                        for lang in saved.site.languages),
                  plain(" ".join([key, *said])))


def _standing(saved: Saved, lang: str, versions: Mapping[str, Text | str],
              numbers: Mapping[str, int]) -> Standing:
    text, language = versions.get(lang), language_name(lang)
    if text is None:
        return Standing(lang, language, "", "missing")
    path = text.path if isinstance(text, Text) else text
    name = path.removeprefix(f"{saved.options.content}/")
    if isinstance(text, str):
        return Standing(lang, language, name, "unreadable", problems=numbers[path])
    others = (one for one in versions.values() if isinstance(one, Text))
    return Standing(lang, language, name, text.stage(saved.options.today) or "published",
                    any(is_behind(text, other) for other in others), numbers[path])


def _versions(saved: Saved) -> dict[tuple[Kind, str], dict[str, Text | str]]:
    """Return the texts by kind and key, then by language; of what cannot be read, the path."""
    found: dict[tuple[Kind, str], dict[str, Text | str]] = {}
    for text in saved.site.texts:
        found.setdefault((text.kind, text.key), {}).setdefault(text.lang, text)
    for path in saved.site.unreadable:
        try:
            source = source_of(Path(path), saved.options.content, saved.options.languages)
        except ContentError:  # its name says nothing of it; the check tells that
            continue
        found.setdefault((source.kind, source.key), {}).setdefault(source.lang, path)
    return found


def _numbers(saved: Saved) -> Counter[str]:
    """Return how many problems each text has that nobody has accepted."""
    checked = saved.checked
    found = [*chain.from_iterable((*(one.problems for one in checked.alone.values()),
                                   *checked.among.values(), checked.of_all, checked.of_laws))]
    return Counter(problem.path for problem in (*errors(found), *warnings(found)))
