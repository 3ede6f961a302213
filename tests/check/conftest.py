"""Texts as the rules see them, read from what an editor would write."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from plugins.check.site_texts import SiteTexts
from plugins.content.reading import Declarations, Read, reader
from plugins.content.survey import survey
from plugins.content.text import Text

LANGUAGES = ("fr", "en", "zh-Hans")

ReadText = Callable[..., Text]


def read_text(body: str = "", header: str = "title: T\ncategory: c",
              path: str = "content/articles/2018-07-03-a.fr.md", html: str = "") -> Text:
    """Return a text from its header and its body, which begins two lines below the header.

    `html` is added to what is printed of it.
    """
    content = Path(path).parents[1]
    reading = _reader(content)(Path(path), f"{header}\n\n{body}".encode())
    return survey(reading.source, reading.header, reading.converted, reading.html + html)


@cache
def _reader(content: Path) -> Read:
    topics = {"category": {}, "tag": {}, "author": {}}
    return reader(Declarations(content, LANGUAGES, topics, {}, {}, lambda lang: str), LANGUAGES)


def gather(*texts: Text, **more: object) -> SiteTexts:
    """Return the texts as a site of two languages, all of them published."""
    values = {"published": frozenset(text.path for text in texts),
              "addresses": {text.path: f"{text.lang}/{text.header.get('slug', text.key)}/"
                            for text in texts}, **more}
    return SiteTexts(texts, ("fr", "en"), **values)  # type: ignore[arg-type]


@pytest.fixture
def lines_of() -> Callable[..., list[tuple[int, str]]]:
    """Return what gives line and level of each problem that a rule finds in a body.

    The body begins on line 4.
    """
    def find(rule: Callable, body: str, **more: str) -> list[tuple[int, str]]:
        return [(problem.line, problem.level) for problem in rule(read_text(body, **more))]

    return find
