"""Let the text of an article stand among others, in an email or on the page of an issue."""

import re

from bs4 import Tag

from plugins.core.elsewhere import lead
from plugins.core.markup import read, write
from plugins.newsletter.issue import IssueArticle

BETWEEN = "--"
"""Stands between an article's key and an id of its text; neither holds two hyphens."""

REFERENCES = ("id", "aria-labelledby", "aria-describedby", "headers", "for")

TOP = ("", "top")
"""The anchors that every page has (HTML, 7.4.6.4)."""

HEADING = re.compile("h([1-6])")


def within(article: IssueArticle) -> str:
    """Return the text of an article as a part of its issue.

    Its headings stand one level lower, below its title; no other article has its ids or the name
    of its tables; its links lead where they did; and what is a form on its page is a link to one.
    """
    tree = read(article.body)
    for tag in tree.find_all(True):
        lead(tag, article.url)
        _lower(tag)
        _own(tag, article.key + BETWEEN)
        tag.attrs.pop("data-form-link", None)
    for table in tree.select("section.table[aria-label]"):
        table["aria-label"] = f"{table['aria-label']} ({article.title})"
    for box in tree.select("aside"):  # one of the landmarks of its own page, and of no other
        box.name, box.attrs = "div", {"class": str(box.get("class", ""))}
    return write(tree)


def _lower(tag: Tag) -> None:
    if level := HEADING.fullmatch(tag.name):
        tag.name = f"h{min(int(level[1]) + 1, 6)}"


def _own(tag: Tag, prefix: str) -> None:
    """Put a prefix before the ids of an element, and before those that it refers to."""
    for name in REFERENCES:
        if name in tag.attrs:
            tag[name] = " ".join(prefix + one for one in str(tag[name]).split())
    address = str(tag.get("href", ""))
    if address.startswith("#") and address[1:] not in TOP:
        tag["href"] = f"#{prefix}{address[1:]}"
