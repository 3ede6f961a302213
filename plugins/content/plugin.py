"""Read content files for Pelican: the one Reader of articles, pages and issues."""

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

from plugins.content.derived import Subject, first_words, minutes, related
from plugins.content.header import Header
from plugins.content.markdown import contents
from plugins.content.reading import LISTED, Declarations, Read, reader
from plugins.content.source import Source, unread
from plugins.content.text import stage
from plugins.content.vocabularies import load_laws, load_topics
from plugins.core.html import count_words
from plugins.core.messages import ContentError, recorded, unreadable
from plugins.typography import typeset_text
from plugins.typography.chinese import mark_chinese

TOPIC_CLASSES = {"category": Category, "tag": Tag, "author": Author}


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
            path = Path(source_path)
            data = path.read_bytes()
            reading = self.settings.get("READ", _nothing)(path, data) or self._read(path, data)
            if reading.problems:
                raise ContentError(*reading.problems)
            own = reading.source.lang == self.settings["EDITION"]
            html = reading.html if own else ""
            return html, self._metadata(reading.source, reading.header, html)
        except ContentError as error:
            self.settings["PROBLEMS"].extend(error.problems)
            raise
        except Exception as error:
            self.settings["PROBLEMS"].append(
                unreadable(source_path, f"{type(error).__name__}: {error}"))
            raise

    def _metadata(self, source: Source, header: Header, html: str) -> dict[str, Any]:
        day, changed = source.date or header.day("date"), header.day("modified")
        held = stage(header.get("status"), day, self.settings["TODAY"])
        address = self.settings["ADDRESSES"][source.lang].content(
            source.kind, header.get("slug") or source.key)
        title, words = header.get("title") or header.get("subject"), count_words(html)
        metadata = {
            "kind": source.kind, "key": source.key, "lang": source.lang,
            "title": typeset_text(title, source.lang),
            "slug": header.get("slug") or source.key, "issues": [],
            "url": address, "save_as": address + "index.html",
            "template": header.get("template") or source.kind,
            "status": "published" if not held or self.settings["PREVIEW"] else "draft",
            "stage": held, "header": header, "updated": changed,
            "changes": typeset_text(header.get("changes"), source.lang),
            "minutes": minutes(words), "contents": contents(html, words),
            "laws": [self.settings["LAWS"][key] for key in header.listed("laws")
                     if key in self.settings["LAWS"]],
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
    def _read(self) -> Read:
        settings = self.settings
        declared = Declarations(
            Path(settings["PATH"]), settings["LANGUAGES"], settings["TOPICS"], settings["LAWS"],
            settings["FORMS"], lambda lang: settings["CATALOGUE"].gettext)
        return reader(declared, (settings["EDITION"],))


def _nothing(path: Path, data: bytes) -> None:
    """Stand for what has been read before, where Pelican is run alone."""


def load_declarations(pelican: Pelican) -> None:
    """Read the topics and the laws that headers may name."""
    settings = pelican.settings
    settings.update(TOPICS={}, LAWS={})
    for name, load, file in (("TOPICS", load_topics, "topics.toml"),
                             ("LAWS", load_laws, "laws.toml")):
        with recorded(settings["PROBLEMS"]):
            settings[name] = load(Path(settings["PATH"]) / file, settings["LANGUAGES"])


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
    known = {str(Path(settings["PATH"]) / path) for path, content in contents.items() if content}
    known |= {problem.path for problem in settings["PROBLEMS"]}
    settings["PROBLEMS"] += unread(Path(settings["PATH"]), known, settings["LANGUAGES"])


def register() -> None:
    """Connect the declarations, the reader, and the account of what it has read."""
    signals.initialized.connect(load_declarations)
    signals.all_generators_finalized.connect(account_for_all)
    signals.all_generators_finalized.connect(relate)
    signals.readers_init.connect(use_reader)
