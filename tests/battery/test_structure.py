"""Landmarks, headings, images and tables, and nothing that a strict policy would stop."""

import re
from collections.abc import Iterator

import pytest
from bs4 import Tag

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published, WebPage, where

pytestmark = pytest.mark.thorough

LEFTOVER = re.compile(r"\[/?[a-z][\w-]*(?: [^\]]*)?\]|\{(?:form|filename|static|attach|article)\}"
                      r"|\{\{|\{%|%\(|\bNone\b")
DATA = "application/ld+json"


def test_every_page_has_one_h1_and_headings_in_order(published: Published):
    """No level is left out on the way down."""
    for page in published.pages:
        headings = page.soup.find_all(re.compile("^h[1-6]$"))
        levels = [int(heading.name[1]) for heading in headings]
        assert levels.count(1) == 1, f"{page.path}: {levels.count(1)} h1"
        none_of(Finding(page.path, "heading order", where(heading), heading.get_text(" ")[:60])
                for heading, before, level in zip(headings, [0, *levels], levels, strict=False)
                if level > before + 1)


def test_every_page_has_its_landmarks_and_a_way_to_its_content(published: Published):
    """One main part; the first link of an edition's page leads to it."""
    for page in published.pages:
        assert len(page.soup.find_all("main")) == 1, page.path
        if not page.soup.find("nav"):
            continue
        main = page.soup.main
        assert page.soup.body.find("a")["href"] == f"#{main['id']}", page.path
        assert page.soup.body.find("header", recursive=False), page.path
        assert page.soup.body.find("footer", recursive=False), page.path
        none_of(Finding(page.path, "landmark", where(nav), "nav without a name")
                for nav in page.soup.find_all("nav")
                if not (nav.get("aria-label") or nav.get("aria-labelledby")))


def test_every_image_has_its_words_and_its_size(published: Published):
    """Alternative text says what is seen; width and height keep the text from jumping."""
    none_of(Finding(page.path, "img", where(image), f"no {name}") for page in published.pages
            for image in page.soup.find_all("img") for name in ("alt", "width", "height")
            if image.get(name) is None)


def test_every_table_names_its_columns_and_can_be_scrolled(published: Published):
    """Headings have a scope; what scrolls can be reached by keyboard and has a name."""
    none_of(Finding(page.path, "table", where(table), "headings with scope, in a named region")
            for page in published.pages for table in page.soup.find_all("table")
            if not table.find("th") or not all(cell.get("scope") for cell in table.find_all("th"))
            or table.find_parent("section", attrs={"aria-label": True, "tabindex": "0"}) is None)


def test_nothing_in_a_page_needs_an_excuse_of_the_policy(published: Published):
    """No style or script within, no handler, no address that is a script, nobody else asked."""
    none_of(finding for page in published.all_pages for tag in page.soup.find_all(True)
            for finding in unlawful(page, tag, published.url))


def test_no_leftover_of_the_program_is_seen(published: Published):
    """No shortcode, no marked link and no placeholder reaches a reader."""
    none_of(Finding(page.path, "leftover", where(text.parent), found.group())
            for page in published.all_pages for text in page.soup.find_all(string=True)
            if not text.find_parent(["code", "script"])
            if (found := LEFTOVER.search(str(text))))


def unlawful(page: WebPage, tag: Tag, site: str) -> Iterator[Finding]:
    """Find what a policy without exceptions forbids in one element."""
    if tag.name == "style" or tag.get("style") is not None:
        yield Finding(page.path, "inline style", where(tag), str(tag.get("style")))
    if tag.name == "script" and not tag.get("src") and tag.get("type") != DATA:
        yield Finding(page.path, "inline script", where(tag), tag.get_text()[:60])
    for name, value in tag.attrs.items():
        if name.startswith("on") or str(value).strip().lower().startswith("javascript:"):
            yield Finding(page.path, "handler", where(tag), f"{name}={value}")
    loaded = [tag.get("src"), tag.get("srcset"), tag.get("poster"), tag.get("action"),
              tag.get("href") if tag.name == "link" else None]
    for address in loaded:
        if address and "//" in address.replace(site + "/", ""):
            yield Finding(page.path, "third party", where(tag), address)
