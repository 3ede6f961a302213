"""Read content files for Pelican: the one Reader of articles, pages and issues."""

from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Protocol

from markupsafe import Markup
from pelican.contents import Author, Category, Tag
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.readers import BaseReader, Readers
from pelican.utils import SafeDatetime

from plugins.content.derived import Subject, first_words, minutes, related
from plugins.content.header import Header, shown_keys
from plugins.content.markdown import contents
from plugins.content.reading import LISTED, Declarations, Find, Read, reader
from plugins.content.source import Source, unread
from plugins.content.text import stage
from plugins.core.html import count_words
from plugins.core.messages import ContentError, Problem, unreadable
from plugins.typography import typeset_text
from plugins.typography.chinese import mark_chinese

TOPIC_CLASSES = {"category": Category, "tag": Tag, "author": Author}


class Edition(Protocol):
    """What reading takes of the edition."""

    lang: str
    today: date
    problems: list[Problem]
    declared: Declarations

    @property
    def find(self) -> Find | None:
        """What finds the readings that are kept, where there are any."""

    def address(self, lang: str, kind: str, slug: str) -> str:
        """Return the address of a content of any edition."""


class Reader(BaseReader):
    """Read one content file; a file of another edition is read as far as its header."""

    enabled = True
    file_extensions = ["md"]

    def read(self, source_path: str) -> tuple[str, dict[str, object]]:
        """Return the HTML and the metadata of a file.

        Raises ContentError, recorded in the edition's problems beforehand, because Pelican logs
        whatever a reader raises, drops the file and goes on.
        """
        try:
            path = Path(source_path)
            data = path.read_bytes()
            find = self._edition.find
            reading = (find and find(path, data)) or self._read(path, data)
            if reading.problems:
                raise ContentError(*reading.problems)
            html = reading.html if reading.source.lang == self._edition.lang else ""
            return html, self._metadata(reading.source, reading.header, html)
        except ContentError as error:
            self._edition.problems.extend(error.problems)
            raise
        except Exception as error:
            self._edition.problems.append(
                unreadable(source_path, f"{type(error).__name__}: {error}"))
            raise

    def _metadata(self, source: Source, header: Header, html: str) -> dict[str, object]:
        day, changed = source.date or header.day("date"), header.day("modified")
        held = stage(header.get("status"), day, self._edition.today)
        address = self._edition.address(source.lang, source.kind,
                                        header.get("slug") or source.key)
        title, words = header.get("title") or header.get("subject"), count_words(html)
        laws = self._edition.declared.laws
        metadata: dict[str, object] = {
            **{name: typeset_text(header.get(name), source.lang) for name in shown_keys()},
            "kind": source.kind, "key": source.key, "lang": source.lang,
            "title": typeset_text(title, source.lang),
            "slug": header.get("slug") or source.key, "issues": [],
            "url": address, "save_as": address + "index.html",
            "template": header.get("template") or source.kind,
            "status": "published" if not held or self.settings["PREVIEW"] else "draft",
            "stage": held, "header": header, "updated": changed,
            "minutes": minutes(words), "contents": contents(html, words),
            "laws": [laws[key] for key in header.listed("laws") if key in laws],
            **self._summaries(source, header, html), **self._topics(source, header),
        }
        if day:
            metadata["date"] = SafeDatetime(day.year, day.month, day.day)
        if changed:
            metadata["modified"] = SafeDatetime(changed.year, changed.month, changed.day)
        return metadata

    def _summaries(self, source: Source, header: Header, html: str) -> dict[str, str]:
        """Return the summary as HTML, and a description in plain words that is never empty."""
        written = typeset_text(header.get("summary"), source.lang)
        summary = mark_chinese(escape(written, quote=False), source.lang)
        description = written or first_words(html) or header.get("title")
        return {"summary": Markup(summary), "description": description}

    def _topics(self, source: Source, header: Header) -> dict[str, object]:
        if source.kind != "article":
            return {}
        category, tags, authors = (
            [self._topic(kind, key, source.lang) for key in header.listed(name)]
            for kind, name in LISTED.items())
        # Pelican takes the first of `authors` for the author, and fails where there is none.
        return {"category": category[0], "tags": tags, "authors": authors,
                "author": authors[0] if authors else None}

    def _topic(self, kind: str, key: str, lang: str) -> Category | Tag | Author:
        declared = self._edition.declared.topics[kind][key]
        topic = TOPIC_CLASSES[kind](typeset_text(declared.names.get(lang, key), lang),
                                    self.settings)
        topic.slug, topic.key = declared.slugs.get(lang, key), key
        return topic

    @property
    def _edition(self) -> Edition:
        edition: Edition = self.settings["EDITION"]
        return edition

    @cached_property
    def _read(self) -> Read:
        return reader(self._edition.declared, (self._edition.lang,))


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
    """Record every file that has yielded nothing."""
    settings, contents = generators[0].settings, generators[0].context["generated_content"]
    edition: Edition = settings["EDITION"]
    known = {str(Path(settings["PATH"]) / path) for path, content in contents.items() if content}
    known |= {problem.path for problem in edition.problems}
    edition.problems += unread(Path(settings["PATH"]), known, settings["LANGUAGES"])


def register() -> None:
    """Connect the reader, and the account of what it has read."""
    signals.all_generators_finalized.connect(account_for_all)
    signals.all_generators_finalized.connect(relate)
    signals.readers_init.connect(use_reader)
