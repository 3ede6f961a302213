"""List the texts, each with its languages side by side; find some of them; begin others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from unicodedata import combining, normalize

from plugins.build.saved import Saved
from plugins.check.rules import problems_among_all
from plugins.check.site import is_behind
from plugins.content.text import Kind, Text
from plugins.core.messages import (
    ContentError,
    Message,
    Problem,
    errors,
    language_name,
    say,
    warnings,
)
from plugins.desk.context import Desk
from plugins.desk.people.accounts import accounts
from plugins.desk.writing.places import place_of

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
    """A text with its languages, in the order of the languages of the site."""

    kind: Kind
    key: str
    title: str
    date: date | None
    standings: tuple[Standing, ...]
    words: str
    """In which a search looks."""

    @property
    def address(self) -> str:
        """Where it is written on."""
        return f"/_desk/write/{self.kind}/{self.key}"


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


def all_texts(desk: Desk) -> list[Listed]:
    """Return all texts, the newest first; raises ContentError if none of them can be read."""
    saved = desk.workshop.saved(desk.shown())
    names = {account.person.address: account.person.name for account in accounts(desk.store)}
    typing: dict[str, tuple[str, ...]] = {}
    for draft in desk.store.drafts():
        typing[draft.path] = (*typing.get(draft.path, ()), names.get(draft.person, ""))
    about = _Standings(desk, saved, typing, _numbers(saved))
    found = [about.listed(kind, key, versions)
             for (kind, key), versions in _versions(desk, saved).items()]
    return sorted(found, key=lambda text: (text.date or date.min, text.title), reverse=True)


def plain(words: str) -> str:
    """Return words as a search compares them: without accents, small."""
    spelled = normalize("NFKD", words.replace("’", "'").casefold())
    return "".join(letter for letter in spelled if not combining(letter))


@dataclass(frozen=True)
class _Standings:
    desk: Desk
    saved: Saved
    typing: Mapping[str, tuple[str, ...]]
    problems: Mapping[str, int]

    def listed(self, kind: Kind, key: str, versions: Mapping[str, Text | str]) -> Listed:
        texts = [one for one in versions.values() if isinstance(one, Text)]
        said = [text.header.get(name, "") for text in texts
                for name in ("title", "subject", "summary", "preview")]
        first = texts[0].header if texts else {}
        dates = [text.date for text in texts if text.date]
        return Listed(kind, key, first.get("title") or first.get("subject") or key,
                      min(dates, default=None),
                      tuple(self._standing(lang, versions) for lang in self.saved.site.languages),
                      plain(" ".join([key, *said])))

    def _standing(self, lang: str, versions: Mapping[str, Text | str]) -> Standing:
        text, language = versions.get(lang), language_name(lang)
        if text is None:
            return Standing(lang, language, "", "missing")
        path = text.path if isinstance(text, Text) else text
        name = path.removeprefix(f"{self.saved.options.content}/")
        typing = self.typing.get(name, ())
        if isinstance(text, str):
            return Standing(lang, language, name, "unreadable", False, self.problems[path], typing)
        others = (one for one in versions.values() if isinstance(one, Text))
        return Standing(lang, language, name, text.stage(self.saved.options.today) or "published",
                        any(is_behind(text, other) for other in others), self.problems[path],
                        typing)


def _versions(desk: Desk, saved: Saved) -> dict[tuple[Kind, str], dict[str, Text | str]]:
    """Return the texts by kind and key, then by language; of what cannot be read, the path."""
    found: dict[tuple[Kind, str], dict[str, Text | str]] = {}
    for text in saved.site.texts:
        found.setdefault((text.kind, text.key), {}).setdefault(text.lang, text)
    for path in saved.site.unreadable:
        try:
            source = place_of(desk.options(), path.removeprefix(
                f"{saved.options.content}/")).source
        except ContentError:  # its name says nothing of it; the check tells that
            continue
        found.setdefault((source.kind, source.key), {}).setdefault(source.lang, path)
    return found


def _numbers(saved: Saved) -> Counter[str]:
    """Return how many problems each text has that nobody has accepted."""
    return Counter(problem.path for problem in _counted(_problems(saved)))


def _problems(saved: Saved) -> Iterator[Problem]:
    for one in saved.checked.values():
        yield from one.problems
    for text in saved.site.texts:
        yield from problems_among_all(text, saved.site)
    yield from saved.of_all


def _counted(problems: Iterable[Problem]) -> list[Problem]:
    found = list(problems)
    return [*errors(found), *warnings(found)]


