"""Read content files for Pelican: the one Reader of articles, pages and issues."""

from collections.abc import Iterator
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import Pelican
from pelican.contents import Author, Category, Tag
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.readers import BaseReader, Readers
from pelican.utils import SafeDatetime

from plugins.articles.contents import contents, with_ids
from plugins.articles.encoding import read_text
from plugins.articles.facts import wrong_boxes
from plugins.articles.header import Header, read_header
from plugins.articles.laws import load_laws, unknown_law
from plugins.articles.links import wrong_links
from plugins.articles.markup import converter
from plugins.articles.placing import put_back, shortcodes_in_title, take_out
from plugins.articles.reading_time import length, minutes
from plugins.articles.related import Subject, related
from plugins.articles.source import FOLDERS, Source, parse_name, unread
from plugins.articles.summary import first_words
from plugins.articles.topics import load_topics, unknown_topic
from plugins.chinese import mark_chinese
from plugins.problems import ContentError, Problem, recorded, say
from plugins.typography import typeset, typeset_text

TOPIC_CLASSES = {"category": Category, "tag": Tag, "author": Author}

LISTED = {"category": "category", "tag": "tags", "author": "authors"}
"""The kinds of topic, and the key of the header that names them."""

SHOWN = ("title", "summary", "changes", "subject", "preview")
"""The keys of the header whose words readers see."""


class Reader(BaseReader):
    """Read one content file; a file of another edition is read as far as its header."""

    enabled = True
    file_extensions = ["md"]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML and the metadata of a file.

        Raises ContentError, recorded in the edition's problems beforehand, because Pelican logs
        whatever a reader raises, drops the file and goes on.
        """
        try:
            source, header, problems = self._open(Path(source_path))
            own = source.lang == self.settings["EDITION"]
            html = self._body(source, header, problems) if own else ""
            if problems:
                raise ContentError(*problems)
            return html, self._metadata(source, header, html)
        except ContentError as error:
            self.settings["PROBLEMS"].extend(error.problems)
            raise
        except Exception as error:
            self.settings["PROBLEMS"].append(Problem(source_path, 0, say(
                "the file cannot be read: {reason}", reason=f"{type(error).__name__}: {error}")))
            raise

    def _open(self, path: Path) -> tuple[Source, Header, list[Problem]]:
        kind = FOLDERS[path.relative_to(self._content).parts[0]]
        source = parse_name(path, kind, self.settings["LANGUAGES"])
        header, problems = read_header(source, read_text(path))
        problems += self._wrong_topics(source, header)
        problems += (Problem(source.path, header.lines[name], message)
                     for name in SHOWN if name in header.lines
                     for message in shortcodes_in_title(header.get(name)))
        return source, header, problems

    def _wrong_topics(self, source: Source, header: Header) -> Iterator[Problem]:
        for kind, name in LISTED.items():
            for key in header.listed(name):
                if key not in self.settings["TOPICS"][kind]:
                    yield Problem(source.path, header.lines[name],
                                  unknown_topic(kind, key, self.settings["TOPICS"]))
        for key in header.listed("laws"):
            if key not in self.settings["LAWS"]:
                yield Problem(source.path, header.lines["laws"],
                              unknown_law(key, self.settings["LAWS"]))

    def _body(self, source: Source, header: Header, problems: list[Problem]) -> str:
        """Return the body as HTML, and add to `problems` what is wrong in it."""
        forms = self.settings["FORMS"]
        text, tokens, wrong = take_out(header.body, forms)
        wrong += wrong_links(header.body, Path(source.path), self._content,
                             tuple(self.settings["STATIC_PATHS"]), self._stage_of)
        wrong += wrong_boxes(header.body)
        problems += (Problem(source.path, header.line_at(place), message)
                     for place, message in wrong)
        html = self._markdown.reset().convert(text)
        html = put_back(html, tokens, forms, source.lang,
                        lambda form: f"{{filename}}/pages/{form.page}.{source.lang}.md")
        return with_ids(typeset(mark_chinese(html, source.lang), source.lang))

    def _stage_of(self, path: Path) -> str:
        """Return what keeps readers from a text that another one links to, or nothing."""
        if self.settings["PREVIEW"] or path.suffix != ".md":
            return ""
        try:
            source, header, _ = self._open(path.resolve())
        except (ContentError, KeyError, ValueError):
            return ""  # told where that file itself is read
        return self._stage(source, header)

    def _metadata(self, source: Source, header: Header, html: str) -> dict[str, Any]:
        stage, changed = self._stage(source, header), header.day("modified")
        address = self.settings["ADDRESSES"][source.lang].content(
            source.kind, header.get("slug") or source.key)
        title, words = header.get("title") or header.get("subject"), length(html)
        metadata = {
            "kind": source.kind, "key": source.key, "lang": source.lang,
            "title": typeset_text(title, source.lang),
            "slug": header.get("slug") or source.key, "issues": [],
            "url": address, "save_as": address + "index.html",
            "template": header.get("template") or source.kind,
            "status": "published" if not stage or self.settings["PREVIEW"] else "draft",
            "stage": stage, "header": header, "updated": changed,
            "changes": typeset_text(header.get("changes"), source.lang),
            "minutes": minutes(words), "contents": contents(html, words),
            "laws": [self.settings["LAWS"][key] for key in header.listed("laws")
                     if key in self.settings["LAWS"]],
            **self._summaries(source, header, html), **self._topics(source, header),
        }
        day = source.date or header.day("date")
        if day:
            metadata["date"] = SafeDatetime(day.year, day.month, day.day)
        if changed:
            metadata["modified"] = SafeDatetime(changed.year, changed.month, changed.day)
        return metadata

    def _stage(self, source: Source, header: Header) -> str:
        if header.get("status") == "draft":
            return "draft"
        day = source.date or header.day("date")
        return "scheduled" if day and day > self.settings["TODAY"] else ""

    def _summaries(self, source: Source, header: Header, html: str) -> dict[str, str]:
        """Return the summary as HTML, and a description in plain words that is never empty."""
        written = typeset_text(header.get("summary"), source.lang)
        summary = mark_chinese(escape(written, quote=False), source.lang)
        description = written or first_words(html) or header.get("title")
        return {"summary": Markup(summary), "description": description}

    def _topics(self, source: Source, header: Header) -> dict[str, Any]:
        if source.kind != "article":
            return {}
        category, tags, authors = (
            [self._topic(kind, key, source.lang) for key in header.listed(name)]
            for kind, name in LISTED.items())
        # Pelican takes the first of `authors` for the author, and fails where there is none.
        return {"category": category[0], "tags": tags, "authors": authors,
                "author": authors[0] if authors else None}

    def _topic(self, kind: str, key: str, lang: str) -> Category | Tag | Author:
        declared = self.settings["TOPICS"][kind][key]
        topic = TOPIC_CLASSES[kind](typeset_text(declared.names.get(lang, key), lang),
                                    self.settings)
        topic.slug, topic.key = declared.slugs.get(lang, key), key
        return topic

    @cached_property
    def _content(self) -> Path:
        return Path(self.settings["PATH"])

    @cached_property
    def _markdown(self) -> Any:
        lang = self.settings["EDITION"]
        return converter(self.settings["CATALOGUE"].gettext,
                         lambda text: typeset_text(text, lang))


def load_declared_topics(pelican: Pelican) -> None:
    """Read the categories, tags and authors that headers may name."""
    settings = pelican.settings
    settings["TOPICS"] = {}
    with recorded(settings["PROBLEMS"]):
        settings["TOPICS"] = load_topics(Path(settings["PATH"]) / "topics.toml",
                                         settings["LANGUAGES"])


def load_declared_laws(pelican: Pelican) -> None:
    """Read the laws that headers may name."""
    settings = pelican.settings
    settings["LAWS"] = {}
    with recorded(settings["PROBLEMS"]):
        settings["LAWS"] = load_laws(Path(settings["PATH"]) / "laws.toml", settings["LANGUAGES"])


def relate(generators: list[Generator]) -> None:
    """Give each article of the edition those that a reader may want to read next."""
    articles = {article.key: article for article in generators[0].context["articles"]}
    found = related(Subject(key, article.date.date(), frozenset(article.header.listed("laws")),
                            frozenset(article.header.listed("tags")))
                    for key, article in articles.items())
    for key, article in articles.items():
        article.related = [articles[other] for other in found[key]]


def use_reader(readers: Readers) -> None:
    """Make ours the only reader of text files."""
    readers.reader_classes = {"md": Reader, "static": readers.reader_classes["static"]}


def account_for_all(generators: list[Generator]) -> None:
    """Record every file that has yielded nothing, and list the texts that this edition has."""
    settings, contents = generators[0].settings, generators[0].context["generated_content"]
    known = {str(Path(settings["PATH"]) / path) for path, content in contents.items() if content}
    known |= {problem.path for problem in settings["PROBLEMS"]}
    settings["PROBLEMS"] += unread(Path(settings["PATH"]), known, settings["LANGUAGES"])
    settings["TEXTS"] = [
        (content.source_path, content.kind, content.key, content.lang, dict(content.header.values))
        for content in contents.values() if content and content.lang == settings["EDITION"]]


def register() -> None:
    """Connect the declarations, the reader, and the account of what it has read."""
    signals.initialized.connect(load_declared_topics)
    signals.initialized.connect(load_declared_laws)
    signals.all_generators_finalized.connect(account_for_all)
    signals.all_generators_finalized.connect(relate)
    signals.readers_init.connect(use_reader)
