"""Give each article, each issue and the edition a card, which the build draws afterwards."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.cards.card import HEIGHT, WIDTH, Card
from plugins.cards.fonts import Fonts, missing
from plugins.core.i18n import Catalogue
from plugins.core.messages import Problem, say


class Edition(Protocol):
    """What cards take of the edition, and what they add."""

    catalogue: Catalogue
    problems: list[Problem]
    cards: dict[str, Card]

    @property
    def in_build(self) -> bool:
        """Whether a build makes what editions share."""


def install_globals(generator: Generator) -> None:
    """Let every template ask for the card of its page."""
    generator.env.globals.update(card=_card_of_page, card_size=(WIDTH, HEIGHT))


def make_cards(generators: list[Generator]) -> None:
    """Make the cards of an edition that is to be published; tell what they cannot show."""
    context, settings = generators[0].context, generators[0].settings
    edition: Edition = settings["EDITION"]
    context["cards"] = edition.cards
    if settings["PREVIEW"]:
        return
    cards = dict(_cards(context, generators[0].env, edition.catalogue.gettext("Issue")))
    fonts = Fonts(Path(settings["THEME"]) / "cards")
    edition.problems += _missing_characters(context, cards, fonts)
    # Pelican alone draws none, and no page may name a picture that is not there.
    if settings.get("PRODUCTION") and edition.in_build:
        edition.cards.update(cards)


@pass_context
def _card_of_page(context: Context) -> Card | None:
    """Return the page's own card, else the edition's; there is none but where it is published."""
    cards: Mapping[str, Card] = context["cards"]
    return cards.get(context["url"]) or cards.get(context["edition"].home)


def _cards(context: Mapping[str, Any], env: Environment, issue_word: str
           ) -> Iterator[tuple[str, Card]]:
    own: Any = env.globals["edition"]
    day, month = env.filters["day"], env.filters["month"]
    card = partial(Card, publication=own.title, language=own.name)
    yield own.home, card(own.tagline, "", "")
    for article in context["articles"]:
        yield article.url, card(article.title, article.category.name, day(article.date))
    for issue in context["issues"]:
        yield issue.url, card(issue.title, issue_word, month(issue.date))


def _missing_characters(context: Mapping[str, Any], cards: Mapping[str, Card], fonts: Fonts
                        ) -> Iterator[Problem]:
    for content in (*context["articles"], *context["issues"]):
        lines = content.header.lines
        for char in missing(cards[content.url].words, fonts):
            yield Problem(content.source_path, lines.get("title") or lines.get("subject", 0), say(
                "“{char}” cannot be drawn on the card that a shared link shows, and is left out "
                "there; another character may serve", char=char), "warning")


def register() -> None:
    """Connect the steps; the cards are made when every title is known."""
    signals.generator_init.connect(install_globals)
    signals.all_generators_finalized.connect(make_cards)
