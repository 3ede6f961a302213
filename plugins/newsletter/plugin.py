"""Print each issue twice: its web copy on the site, its email in the outbox."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from plugins.core.html import resolve_links
from plugins.core.jinja import pages_environment
from plugins.core.look import MARK_PICTURE
from plugins.core.messages import Failure, Problem
from plugins.newsletter.issue import PAGES, Dated, Issue, IssueArticle, numbers
from plugins.newsletter.utm import read_utm
from plugins.register.laws import LawLink
from plugins.site.addresses import absolute, rooted
from plugins.site.contents import Contents, Entries, Entry, Text
from plugins.site.edition import Edition, Planned, Print, print_of

if TYPE_CHECKING:
    from plugins.newsletter.email.excerpt import ArticleExcerpt
    from plugins.newsletter.email.render import Email


def prepare(env: Environment, edition: Edition) -> None:
    """Have issues numbered and their emails printed; let web copies show the same excerpts."""
    edition.finish.append(number_issues)
    edition.more_prints.append(partial(emails, edition))
    env.globals["excerpts"] = partial(excerpts, edition)


def excerpts(edition: Edition, issue: Text, left_out: Collection[str] = ()
             ) -> "tuple[ArticleExcerpt, ...]":
    """Return the articles of an issue as its web copy shows them, without the forms `left_out`."""
    # What reads HTML is slow to import, and most builds print no issue.
    from plugins.newsletter.email.excerpt import excerpts_of
    address = partial(rooted, site_url=edition.options.site_url)
    return excerpts_of(_values(edition, issue, address, left_out))


def number_issues(edition: Edition, contents: Contents, env: Environment) -> None:
    """Give each issue its number, which is the same in all editions."""
    number_of = numbers(_dated(issue) for (kind, _), versions in contents.versions.items()
                        if kind == "issue" for issue in versions)
    contents.issues = Entries(replace(issue, number=number_of[issue.key])
                              for issue in contents.issues)


def emails(edition: Edition, contents: Contents, env: Environment) -> Iterator[Planned]:
    """Yield the email of each issue, with what plans it, in a build."""
    if edition.build:
        for entry in contents.issues:
            folder = f"{entry.key}/{edition.lang}"
            yield folder, partial(_email, edition, contents, env, entry, folder,
                                  edition.build.made_with)


def _email(edition: Edition, contents: Contents, env: Environment, entry: Entry, folder: str,
           made_with: bytes) -> Print:
    letterhead = _letterhead(edition, contents)
    issue = _mailed(edition, contents, entry)

    def make() -> dict[str, bytes]:
        try:
            files = _rendered(edition, env, issue, letterhead).files()
        except Failure as error:
            edition.problems.append(Problem(entry.path, 0, error.message))
            return {}
        return {f"{folder}/{name}": data for name, data in files.items()}

    return print_of(folder, made_with, (issue, letterhead), make, is_email=True)


def email_of(edition: Edition, contents: Contents, env: Environment, entry: Entry) -> "Email":
    """Return the email of an issue. Raises Failure for a merge tag that is not ours."""
    return _rendered(edition, env, _mailed(edition, contents, entry),
                     _letterhead(edition, contents))


def _mailed(edition: Edition, contents: Contents, entry: Entry) -> Text:
    return contents.text(entry, absolute("", edition.options.site_url))


def _letterhead(edition: Edition, contents: Contents) -> tuple[Any, ...]:
    """Return the values of a `Letterhead`."""
    address = partial(absolute, site_url=edition.options.site_url)
    newsletter = edition.options.settings["NEWSLETTER"]
    links = {"home": address(edition.own.home), "mark": address(MARK_PICTURE),
             **{key: address(contents.pages[key].url) for key in PAGES}}
    return (newsletter["name"], newsletter["from"][edition.lang], edition.publisher.firm,
            edition.publisher.publication, links, read_utm(newsletter))


def _rendered(edition: Edition, env: Environment, issue: Text, letterhead: tuple[Any, ...]
              ) -> "Email":
    from plugins.newsletter.email.render import Letterhead, render
    address = partial(absolute, site_url=edition.options.site_url)
    # Readers of the email have subscribed.
    signups = {name for name, form in edition.forms.items() if form.is_signup}
    return render(_leading_to(_values(edition, issue, address, signups), address), env,
                  Letterhead(*letterhead))


def _values(edition: Edition, issue: Text, address: Callable[[str], str],
            left_out: Collection[str] = ()) -> Issue:
    """Return the issue as its web copy or its email shows it, without the forms `left_out`.

    `address` makes their links.
    """
    from plugins.newsletter.email.excerpt import without_forms

    def shown(text: Text) -> str:
        return without_forms(text.html, left_out) if left_out else text.html

    articles = tuple(
        IssueArticle(article.key, article.title, address(article.url), str(article.summary),
                     shown(article), article.category.name, article.date, article.laws,
                     article.moved, article.byline)
        for article in issue.articles if article.category and article.date)
    assert issue.date
    return Issue(issue.key, issue.lang, issue.date, issue.title, issue["subject"],
                 issue["preview"], resolve_links(shown(issue), address(issue.url)), articles,
                 address(issue.url), edition.options.site_url, issue.number,
                 "full" if issue.header.get("show") == "full" else "summary", issue.coming)


def _leading_to(issue: Issue, address: Callable[[str], str]) -> Issue:
    """Return the issue with full addresses of the pages of laws, which a page links to by itself.
    """
    def led(law: LawLink) -> LawLink:
        return replace(law, url=address(law.url))

    articles = tuple(replace(article, laws=tuple(
        replace(law, link=led(law.link)) for law in article.laws)) for article in issue.articles)
    return replace(issue, articles=articles, coming=tuple(
        replace(event, law=led(event.law)) for event in issue.coming))


def _dated(issue: Entry) -> Dated:
    assert issue.date
    header = issue.header
    return Dated(issue.path, issue.key, issue.date, header.get("number"),
                 header.lines.get("number", 0))


def register() -> None:
    """Connect the pages."""
    pages_environment.connect(prepare)
