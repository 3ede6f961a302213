"""Print each issue twice: its web copy on the site, its email in the outbox."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.atomic import write
from plugins.core.html import resolve_links
from plugins.core.messages import ContentError, Failure, Problem
from plugins.newsletter.email.excerpt import excerpts_of
from plugins.newsletter.email.render import Letterhead, render
from plugins.newsletter.issue import PAGES, Dated, Issue, IssueArticle, numbers
from plugins.newsletter.utm import read_utm
from plugins.site.edition import Build, Edition


class IssueContent(Content):
    """An issue in one language, as templates see it."""

    mandatory_properties = ("title", "date")
    allowed_statuses = ("published", "draft")
    default_status = "published"
    default_template = "issue"


class IssuesGenerator(Generator):
    """Read the issues of the edition; write their web copies and their emails."""

    def generate_context(self) -> None:
        """Read the issues and number them."""
        found = [self._read(path) for path in sorted(self.get_files(["issues"]))]
        issues = [issue for issue in found if issue and issue.status == "published"]
        number_of = numbers(map(_dated, issues))  # of all editions: they are read this far
        for issue in issues:
            issue.number = number_of[issue.key]
        self.context["issues"] = issues

    def generate_output(self, writer: Any) -> None:
        """Write the web copy of each issue and, in a build, its email."""
        for issue in self.context["issues"]:
            values = self._values(issue, self.env.globals["href"])
            writer.write_file(issue.save_as, self.get_template(issue.template), self.context,
                              issue=issue, show=values.show, shown=excerpts_of(values))
        edition: Edition = self.settings["EDITION"]
        if edition.build:
            for issue in self.context["issues"]:
                self._write_email(issue, edition, edition.build)

    def _read(self, path: str) -> IssueContent | None:
        try:
            issue: IssueContent = self.readers.read_file(
                self.path, path, content_class=IssueContent, context=self.context)
        except ContentError:  # recorded by the Reader
            self._add_failed_source_path(path)
            return None
        self.add_source_path(issue)
        self.add_static_links(issue)
        return issue

    def _write_email(self, issue: Any, edition: Edition, build: Build) -> None:
        newsletter, absolute = self.settings["NEWSLETTER"], self.env.globals["absolute"]
        links = {key: absolute(self.context["pages_by_key"][key].url) for key in PAGES}
        try:
            letterhead = Letterhead(
                newsletter["name"], newsletter["from"][edition.lang], edition.publisher.firm,
                edition.publisher.publication, {"home": absolute(edition.own.home), **links},
                read_utm(newsletter))
            email = render(self._values(issue, absolute), self.env, letterhead)
        except Failure as error:
            edition.problems.append(Problem(issue.source_path, 0, error.message))
            return
        for name, data in email.files().items():
            path = f"{issue.key}/{edition.lang}/{name}"
            edition.emails.add(write(build.emails, path, data))

    def _values(self, issue: Any, address: Callable[[str], str]) -> Issue:
        """Return the issue as its web copy or its email shows it: `address` makes their links."""
        root = address("")
        articles = tuple(
            IssueArticle(article.key, article.title, address(article.url), str(article.summary),
                         article.get_content(root), article.category.name, article.date.date(),
                         tuple(article.laws))
            for article in issue.articles)
        return Issue(issue.key, issue.lang, issue.date.date(), issue.title, issue.subject,
                     issue.preview, resolve_links(issue.get_content(root), address(issue.url)),
                     articles,
                     address(issue.url), self.settings["SITEURL"], issue.number,
                     issue.header.get("show") or "summary")


def _dated(issue: Any) -> Dated:
    header = issue.header
    return Dated(issue.source_path, issue.key, issue.date.date(), header.get("number"),
                 header.lines.get("number", 0))


def complete_issues(generators: list[Generator]) -> None:
    """Give each issue its articles and its words, when every address is known."""
    context = generators[0].context
    root = generators[0].env.globals["href"]("")
    articles = {article.key: article for article in context["articles"]}
    for issue in context["issues"]:
        header = issue.header
        issue.articles = [articles[key] for key in header.listed("articles") if key in articles]
        issue.editorial = Markup(issue.get_content(root))
        for article in issue.articles:
            article.issues.append(issue)


def choose_generator(pelican: Pelican) -> type[Generator]:
    """Print issues besides articles and pages."""
    return IssuesGenerator


def register() -> None:
    """Connect the generator."""
    signals.get_generators.connect(choose_generator)
    signals.all_generators_finalized.connect(complete_issues)
