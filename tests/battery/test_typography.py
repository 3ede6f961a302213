"""Quotes, apostrophes and spaces as the language of each piece of text sets them."""

import re
from collections.abc import Iterator

import pytest
from bs4.element import NavigableString, Tag

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published, WebPage, where

pytestmark = pytest.mark.thorough

ATTRIBUTES = ("alt", "title", "aria-label", "placeholder")
DESCRIBING = {"description", "og:title", "og:description", "og:site_name", "og:image:alt",
              "twitter:title", "twitter:description", "twitter:image:alt"}
AS_WRITTEN = {"code", "pre", "kbd", "samp", "script", "style", "textarea"}
NARROW, FIXED = "\u202f", "\u00a0"

EVERYWHERE = {
    "straight apostrophe": r"'",
    "straight quote": r'"',
    "dots": r"\.\.\.",
}
OF_LANGUAGE = {
    "fr": {
        "narrow space before ; ! ?": rf"[^\s{NARROW}!?….«»)][;!?]|[ {FIXED}][;!?]",
        "fixed space before a colon": rf"[^\s{FIXED}\d/]:(?!//)(?=\s|$)|[ {NARROW}]:",
        "fixed space inside guillemets": rf"«(?!{FIXED})|(?<!{FIXED})»",
        "English quotes": r"“[^”]*”(?![^«]*»)",
    },
    "en": {
        "space before punctuation": rf"[\s{NARROW}{FIXED}][;:!?](?=\s|$)",
        "French quotes": r"[«»]",
    },
}


def test_texts_are_set_as_their_language_is(published: Published):
    """In the text, in titles, in what is read aloud and in what others show of the page."""
    none_of(Finding(page.path, rule, where(tag), text.strip()[:80])
            for page in published.pages for tag, text in texts(page)
            for rule, pattern in rules(language(tag)) if re.search(pattern, text))


def texts(page: WebPage) -> Iterator[tuple[Tag, str]]:
    """Give every text that a person reads or hears, with its element."""
    for text in page.soup.find_all(string=True):
        if type(text) is NavigableString and text.strip() and not read_as_written(text.parent):
            yield text.parent, str(text)
    for tag in page.soup.find_all(True):
        for name in ATTRIBUTES:
            if tag.get(name):
                yield tag, str(tag[name])
        if tag.name == "meta" and {tag.get("name"), tag.get("property")} & DESCRIBING:
            yield tag, str(tag["content"])


def read_as_written(tag: Tag) -> bool:
    """Whether nobody typesets the text of an element: code, or an address."""
    return any(element.name in AS_WRITTEN for element in [tag, *tag.parents]) or (
        "://" in tag.get_text())


def language(tag: Tag) -> str:
    """Return the language that an element is in."""
    return next(str(element["lang"]) for element in [tag, *tag.parents] if element.get("lang"))


def rules(lang: str) -> Iterator[tuple[str, str]]:
    """Give the rules of a language; a language without rules is not judged."""
    if lang in OF_LANGUAGE:
        yield from {**EVERYWHERE, **OF_LANGUAGE[lang]}.items()
