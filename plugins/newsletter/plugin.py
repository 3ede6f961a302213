"""Print each issue twice: its web copy on the site, its email in the outbox."""

from typing import Any

from markupsafe import Markup
from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.utils import order_content, process_translations

from plugins.newsletter.email import Links, render
from plugins.newsletter.issue import Issue, IssueArticle, header_problems
from plugins.problems import ContentError, Failure, Problem, say
from plugins.typography import typeset_text

PAGES = ("legal", "privacy", "subscribe")
"""The keys of the pages to which every email leads."""


class IssueContent(Content):
    """An issue in one language, as templates see it."""

    mandatory_properties = ("title", "date")
    allowed_statuses = ("published", "draft")
    default_status = "published"
    default_template = "issue"


class IssuesGenerator(Generator):
    """Read the issues of the edition; write their web copies and their emails."""

    def generate_context(self) -> None:
        found = [self._read(path) for path in sorted(self.get_files(self.settings["ISSUE_PATHS"]))]
        published = [issue for issue in found if issue and issue.status == "published"]
        process_translations(published, translation_id="key")
        order = list(self.settings["LANGUAGES"])
        own = [issue for issue in published if issue.lang == self.settings["EDITION"]]
        for issue in own:
            issue.translations.sort(key=lambda other: order.index(other.lang))
            self._complete(issue)
        self.context["issues"] = order_content(own, "reversed-date")
        for article in self.context["articles"]:
            article.issues = []
        for issue in self.context["issues"]:
            for article in issue.articles:
                article.issues.append(issue)

    def generate_output(self, writer: Any) -> None:
        for issue in self.context["issues"]:
            writer.write_file(issue.save_as, self.get_template(issue.template), self.context,
                              issue=issue)
        if "WRITE_EMAIL" in self.settings and self._has_pages():
            for issue in self.context["issues"]:
                self._write_email(issue)

    def _read(self, path: str) -> IssueContent | None:
        try:
            issue = self.readers.read_file(self.path, path, content_class=IssueContent,
                                           context=self.context)
        except ContentError:  # recorded by the Reader
            self._add_failed_source_path(path)
            return None
        self.add_source_path(issue)
        self.add_static_links(issue)
        return issue

    def _complete(self, issue: Any) -> None:
        """Give an issue its articles, its subject and its preview text."""
        articles = {article.key: article for article in self.context["articles"]}
        self.settings["PROBLEMS"] += header_problems(
            issue.source_path, issue.header.values, articles, issue.header.lines)
        issue.articles = [articles[key] for key in issue.header.listed("articles")
                          if key in articles]
        issue.subject = typeset_text(issue.header.get("subject"), issue.lang)
        issue.preview = typeset_text(issue.header.get("preview"), issue.lang)

    def _has_pages(self) -> bool:
        missing = [key for key in PAGES if key not in self.context["pages_by_key"]]
        self.settings["PROBLEMS"] += [
            Problem(f"{self.path}/pages/{key}.{self.settings['EDITION']}.md", 0, say(
                "every email leads to this page, and it does not exist; write it"))
            for key in missing]
        return not missing

    def _write_email(self, issue: Any) -> None:
        settings, lang = self.settings, self.settings["EDITION"]
        absolute = self.env.globals["absolute"]
        pages = {key: absolute(self.context["pages_by_key"][key].url) for key in PAGES}
        try:
            email = render(
                self._values(issue), self.env, newsletter=settings["NEWSLETTER"]["name"],
                sender=settings["NEWSLETTER"]["from"][lang], **settings["FIRMS"][lang],
                links=Links(home=absolute(settings["ADDRESSES"][lang].home), **pages))
        except Failure as error:
            settings["PROBLEMS"].append(Problem(issue.source_path, 0, error.message))
            return
        for name, data in email.files().items():
            settings["WRITE_EMAIL"](f"{issue.key}/{lang}/{name}", data)

    def _values(self, issue: Any) -> Issue:
        """Return the issue as the email shows it, with absolute addresses."""
        site = self.settings["SITEURL"]
        absolute = self.env.globals["absolute"]
        articles = tuple(
            IssueArticle(article.key, article.title, absolute(article.url), str(article.summary),
                         article.get_content(site), article.category.name, article.date.date())
            for article in issue.articles)
        return Issue(issue.key, issue.lang, issue.date.date(), issue.title, issue.subject,
                     issue.preview, issue.get_content(site), articles, absolute(issue.url), site)


def set_editorials(generators: list[Generator]) -> None:
    """Give each issue its editorial, when every address that it may link to is known."""
    root = generators[0].env.globals["href"]("")
    for issue in generators[0].context["issues"]:
        issue.editorial = Markup(issue.get_content(root))


def choose_generator(pelican: Pelican) -> type[Generator]:
    """Print issues besides articles and pages."""
    return IssuesGenerator


def register() -> None:
    """Connect the generator."""
    signals.get_generators.connect(choose_generator)
    signals.all_generators_finalized.connect(set_editorials)
