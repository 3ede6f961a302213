"""Show an article in its issue, in short or whole: the same in the email and in the web copy."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bs4 import Tag

from plugins.core.html import has_class, read, resolve_links, write, write_whole
from plugins.newsletter.issue import Issue, IssueArticle


@dataclass(frozen=True)
class ArticleExcerpt:
    """An article with what its issue shows of it, as HTML: its first image, and its text.

    In a whole text the image is in its own place.
    """

    article: IssueArticle
    picture: str
    text: str


BETWEEN = "--"
"""Written between an article's key and an id of its text; neither holds two hyphens."""

REFERENCES = ("id", "aria-labelledby", "aria-describedby", "headers", "for")

OF_THE_PAGE = ("data-form-link", "data-term")
"""The attributes that say what a page puts in the place of an element."""

TOP = ("", "top")
"""The anchors that every page has (HTML, 7.4.6.4)."""

HEADING = re.compile("h([1-6])")


def excerpts_of(issue: Issue) -> tuple[ArticleExcerpt, ...]:
    """Return the articles of an issue as it shows them."""
    if issue.show == "full":
        return tuple(ArticleExcerpt(each, "", embed_article(each)) for each in issue.articles)
    return tuple(map(_in_short, issue.articles))


def opening(article: IssueArticle) -> str:
    """Return the summary of an article or, if it has none, its first paragraph, as inline HTML."""
    if article.summary.strip():
        return article.summary
    body = read(article.body)
    for reference in body.select("sup:has(.footnote-ref)"):
        reference.decompose()
    # Neither a form nor the notes of an article say what it is about.
    paragraphs = body.select("p:not(.form-link, .footnote p, figure p)")
    return next((write(text) for text in paragraphs if text.get_text(strip=True)), "")


def without_forms(html: str, names: Collection[str]) -> str:
    """Return a text without its links to these forms, for those who have filled them in.

    What a form was alone in, a part with its heading, goes with it; but words right before one may
    lead up to it, and then the link stays.
    """
    if "data-form-link" not in html:
        return html
    tree = read(html)
    for form in tree.select(".form-link[data-form-link]"):
        before = form.find_previous_sibling()
        if form["data-form-link"] not in names or (before and before.name == "p"
                                                   and not has_class(before, "form-link")):
            continue
        if before and HEADING.fullmatch(before.name) and _ends_part(form):
            before.decompose()
        form.decompose()
    return write(tree)


def _ends_part(form: Tag) -> bool:
    after = form.find_next_sibling()
    return after is None or after.name == "hr" or bool(HEADING.fullmatch(after.name))


def first_image(html: str) -> str:
    """Return the first image of a text that says something, as HTML; one without words does not."""
    if "<img" not in html:  # to read a text takes a while
        return ""
    image = read(html).select_one("img[src][alt]:not([alt=''], .decorative)")
    return write_whole(image) if image else ""


def _in_short(article: IssueArticle) -> ArticleExcerpt:
    words = opening(article).replace('href="#', f'href="{article.url}#')  # only its page has it
    return ArticleExcerpt(article, resolve_links(first_image(article.body), article.url),
                          resolve_links(f"<p>{words}</p>", article.url) if words else "")


def embed_article(article: IssueArticle) -> str:
    """Return the text of an article as a part of its issue.

    Its headings are one level lower, below its title; no other article has its ids or the name
    of its tables; its links lead where they did; and what is a form on its page is a link to one.
    """
    tree = read(resolve_links(article.body, article.url))
    for tag in tree.find_all(True):
        _lower_heading(tag)
        _prefix_ids(tag, article.key + BETWEEN)
        for name in OF_THE_PAGE:
            tag.attrs.pop(name, None)
    for table in tree.select("section.table[aria-label]"):
        table["aria-label"] = f"{table['aria-label']} ({article.title})"
    for box in tree.select("aside"):  # one of the landmarks of its own page, and of no other
        box.name, box.attrs = "div", {"class": str(box.get("class", ""))}
    return write(tree)


def _lower_heading(tag: Tag) -> None:
    if level := HEADING.fullmatch(tag.name):
        tag.name = f"h{min(int(level[1]) + 1, 6)}"


def _prefix_ids(tag: Tag, prefix: str) -> None:
    """Put a prefix before the ids of an element, and before those that it refers to."""
    for name in REFERENCES:
        if name in tag.attrs:
            tag[name] = " ".join(prefix + one for one in str(tag[name]).split())
    address = str(tag.get("href", ""))
    if address.startswith("#") and address[1:] not in TOP:
        tag["href"] = f"#{prefix}{address[1:]}"
