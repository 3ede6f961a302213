"""Show an article in its issue, in short or whole: the same in the email and in the web copy."""

from dataclasses import dataclass

from plugins.core.elsewhere import led_from
from plugins.core.markup import read, write, write_whole
from plugins.newsletter.email.within import within
from plugins.newsletter.issue import Issue, IssueArticle


@dataclass(frozen=True)
class Shown:
    """An article with what its issue shows of it, as HTML: its first image, and its text.

    In a text that is whole the image stands in its own place.
    """

    article: IssueArticle
    picture: str
    text: str


def shown_articles(issue: Issue) -> tuple[Shown, ...]:
    """Return the articles of an issue as it shows them."""
    show = _whole if issue.show == "full" else _in_short
    return tuple(map(show, issue.articles))


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


def first_image(html: str) -> str:
    """Return the first image of a text that says something, as HTML; one without words does not."""
    if "<img" not in html:  # to read a text takes a while
        return ""
    image = read(html).select_one("img[src][alt]:not([alt=''], .decorative)")
    return write_whole(image) if image else ""


def _whole(article: IssueArticle) -> Shown:
    return Shown(article, "", within(article))


def _in_short(article: IssueArticle) -> Shown:
    words = opening(article)
    return Shown(article, led_from(first_image(article.body), article.url),
                 led_from(f"<p>{words}</p>", article.url) if words else "")
