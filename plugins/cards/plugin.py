"""Give each article, issue and law and the edition a card, which the build draws afterwards."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment

from plugins.cards.card import HEIGHT, WIDTH, Card
from plugins.core.i18n import Catalogue
from plugins.core.jinja import Finish, pages_environment
from plugins.core.messages import Problem, say
from plugins.core.project import Options


class Edition(Protocol):
    """What cards take of the edition, and what they add."""

    catalogue: Catalogue
    problems: list[Problem]
    cards: dict[str, Card]
    options: Options
    finish: list[Finish]

    @property
    def in_build(self) -> bool:
        """Whether a build makes what editions share."""


class Contents(Protocol):
    """What cards take of all that the edition publishes."""

    articles: list[Any]
    issues: list[Any]
    laws: Mapping[str, Any]


def prepare(env: Environment, edition: Edition) -> None:
    """Tell templates the size of a card, and have the cards made when every title is known."""
    env.globals.update(card_size=(WIDTH, HEIGHT))
    edition.finish.append(make_cards)


def make_cards(edition: Edition, contents: Contents, env: Environment) -> None:
    """Make the cards of an edition that is to be published; tell what they cannot show."""
    settings = edition.options.settings
    if settings["PREVIEW"]:
        return
    made = partial(_cards, contents, env, edition.catalogue.gettext("Issue"))
    own: Any = env.globals["edition"]
    edition.problems += _missing_characters(
        contents, (own.title, own.name), made, edition.options.theme / "cards")
    # Pelican alone draws none, and no page may name a picture that is not there.
    if settings.get("PRODUCTION") and edition.in_build:
        edition.cards.update(made())


def _cards(contents: Contents, env: Environment, issue_word: str
           ) -> Iterator[tuple[str, Card]]:
    own: Any = env.globals["edition"]
    day, month = env.filters["day"], env.filters["month"]
    card = partial(Card, publication=own.title, language=own.name)
    yield own.home, card(own.tagline, "", "")
    for article in contents.articles:
        yield article.url, card(article.title, article.category.name, ", ".join(
            (*article.byline, day(article.date))))
    for issue in contents.issues:
        yield issue.url, card(issue.title, issue_word, month(issue.date))
    for law in contents.laws.values():
        yield law.url, card(law.name, law.kind, law.number)


def _missing_characters(contents: Contents, own: tuple[str, ...],
                        made: Callable[[], Iterator[tuple[str, Card]]], folder: Path
                        ) -> Iterator[Problem]:
    from plugins.cards.fonts import Fonts, missing
    fonts, all_contents = Fonts(folder), (*contents.articles, *contents.issues)
    # Most sites lack none: one look at all their words is enough.
    names = {*own, *(name for article in contents.articles
                     for name in (article.category.name, *article.byline))}
    if not missing("".join((*names, *(content.title for content in all_contents))), fonts):
        return
    cards = dict(made())
    for content in all_contents:
        lines = content.header.lines
        for char in missing(cards[content.url].words, fonts):
            yield Problem(content.path, lines.get("title") or lines.get("subject", 0), say(
                "“{char}” cannot be drawn on the card that a shared link shows, and is left out "
                "there; try another character", char=char), "warning").of_kind(
                    "card", content.header.listed("accept"))


def register() -> None:
    """Connect the pages."""
    pages_environment.connect(prepare)
