"""Read content files for Pelican: the one Reader of articles, pages and issues."""

from collections.abc import Iterator
from functools import cached_property
from html import escape, unescape
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import Pelican
from pelican.contents import Author, Category, Tag
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.readers import BaseReader, Readers
from pelican.utils import SafeDatetime

from plugins.articles.header import Header, read_header
from plugins.articles.links import target, wrong_links
from plugins.articles.markup import converter
from plugins.articles.placing import put_back, take_out
from plugins.articles.source import FOLDERS, Kind, Source, find_sources, parse_name
from plugins.articles.topics import load_topics, unknown_topic
from plugins.chinese import mark_chinese
from plugins.problems import ContentError, Message, Problem, say
from plugins.typography import typeset, typeset_text

TOPIC_CLASSES = {"category": Category, "tag": Tag, "author": Author}

LISTED = {"category": "category", "tag": "tags", "author": "authors"}
"""The kinds of topic, and the key of the header that names them."""


class Reader(BaseReader):
    """Read one content file; a file of another edition is read as far as its header."""

    enabled = True
    file_extensions = ["md"]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML and the metadata of a file.

        Raises ContentError, recorded in the edition's problems beforehand, because Pelican logs
        whatever a reader raises, drops the file and goes on.
        """
        path = Path(source_path)
        try:
            source, header = self._open(path)
            own = source.lang == self.settings["EDITION"]
            html = self._body(source, header) if own else ""
        except ContentError as error:
            self.settings["PROBLEMS"].extend(error.problems)
            raise
        return html, self._metadata(source, header, html)

    def _open(self, path: Path) -> tuple[Source, Header]:
        kind = FOLDERS[path.relative_to(self._content).parts[0]]
        source = parse_name(path, kind, self.settings["LANGUAGES"])
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = error.object[:error.start].count(b"\n") + 1
            raise ContentError(Problem(str(path), line, say(
                "the file is not in UTF-8; save it with the encoding UTF-8"))) from None
        header, problems = read_header(source, text)
        problems += self._wrong_topics(source, header)
        if problems:
            raise ContentError(*problems)
        return source, header

    def _wrong_topics(self, source: Source, header: Header) -> Iterator[Problem]:
        for kind, name in LISTED.items():
            for key in header.listed(name):
                if key not in self.settings["TOPICS"][kind]:
                    yield Problem(source.path, header.lines[name],
                                  unknown_topic(kind, key, self.settings["TOPICS"]))

    def _body(self, source: Source, header: Header) -> str:
        forms = self.settings["FORMS"]
        text, tokens, wrong = take_out(header.body, forms)
        wrong += wrong_links(header.body, Path(source.path), self._content)
        wrong += self._unpublished_links(source, header)
        if wrong:
            raise ContentError(*(self._problem(source, header, place, message)
                                 for place, message in sorted(wrong, key=lambda item: item[0])))
        html = self._markdown.reset().convert(text)
        html = put_back(html, tokens, forms, source.lang,
                        lambda form: f"{{filename}}/pages/{form.page}.{source.lang}.md")
        return typeset(mark_chinese(html, source.lang), source.lang)

    def _unpublished_links(self, source: Source, header: Header) -> Iterator[tuple[int, Message]]:
        """Yield the links that would lead readers to a text that is not published."""
        place = header.body.find("{filename}")
        while place >= 0:
            name = header.body[place + len("{filename}"):].split(")")[0].split("#")[0].strip()
            path = target(name, Path(source.path), self._content)
            if path.is_file() and path.suffix == ".md" and self._stage_of(path):
                yield place, say("the link leads to “{path}”, which is not published yet; publish "
                                 "it, or take the link out", path=name)
            place = header.body.find("{filename}", place + 1)

    def _stage_of(self, path: Path) -> str:
        if self.settings["PREVIEW"]:
            return ""
        try:
            return self._stage(*self._open(path.resolve()))
        except (ContentError, KeyError, ValueError):
            return ""  # told where that file itself is read

    def _problem(self, source: Source, header: Header, place: int, message: Message) -> Problem:
        line = header.body_line + header.body.count("\n", 0, place)
        return Problem(source.path, line, message)

    def _metadata(self, source: Source, header: Header, html: str) -> dict[str, Any]:
        stage = self._stage(source, header)
        address = self.settings["ADDRESSES"][source.lang].content(
            source.kind, header.get("slug") or source.key)
        title = header.get("title") or header.get("subject")
        metadata = {
            "kind": source.kind, "key": source.key, "lang": source.lang,
            "title": typeset_text(title, source.lang),
            "slug": header.get("slug") or source.key,
            "url": address, "save_as": address + "index.html",
            "template": header.get("template") or source.kind,
            "status": "published" if not stage or self.settings["PREVIEW"] else "draft",
            "stage": stage, "header": header, "updated": header.day("modified"),
            **self._summaries(source, header, html), **self._topics(source, header),
        }
        day = source.date or header.day("date")
        if day:
            metadata["date"] = SafeDatetime(day.year, day.month, day.day)
        changed = header.day("modified")
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
        description = written or _first_words(html) or header.get("title")
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
        return converter(self._content, self.settings["CATALOGUE"].gettext,
                         lambda text: typeset_text(text, lang))


def _first_words(html: str, most: int = 160) -> str:
    """Return the beginning of the first paragraph as plain text."""
    start = html.find("<p>")
    if start < 0:
        return ""
    paragraph = html[start:html.find("</p>", start)]
    text = " ".join(unescape(_without_tags(paragraph)).split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


def _without_tags(html: str) -> str:
    pieces = html.split("<")
    return pieces[0] + "".join(piece.partition(">")[2] for piece in pieces[1:])


def load_declared_topics(pelican: Pelican) -> None:
    """Read the categories, tags and authors that headers may name."""
    settings = pelican.settings
    topics, problems = load_topics(Path(settings["PATH"]) / "topics.toml", settings["LANGUAGES"])
    settings["TOPICS"] = topics
    settings["PROBLEMS"] += problems


def use_reader(readers: Readers) -> None:
    """Make ours the only reader of text files."""
    readers.reader_classes = {"md": Reader, "static": readers.reader_classes["static"]}


def account_for_all(generators: list[Generator]) -> None:
    """Record every file that has yielded nothing, and list the texts that this edition has."""
    settings, contents = generators[0].settings, generators[0].context["generated_content"]
    recorded = {problem.path for problem in settings["PROBLEMS"]}
    folder = Path(settings["PATH"])
    for path in find_sources(folder):
        relative = path.relative_to(folder)
        if contents.get(relative.as_posix()) is None and str(path) not in recorded:
            settings["PROBLEMS"].append(_unread(path, FOLDERS[relative.parts[0]], settings))
    settings["TEXTS"] = [
        (content.source_path, content.kind, content.key, content.lang, dict(content.header.values))
        for content in contents.values() if content and content.lang == settings["EDITION"]]


def _unread(path: Path, kind: Kind, settings: dict[str, Any]) -> Problem:
    try:
        parse_name(path, kind, settings["LANGUAGES"])
    except ContentError as error:
        return error.problems[0]
    return Problem(str(path), 0, say("the file was not read; look at the lines above"))


def register() -> None:
    """Connect the topics, the reader, and the account of what it has read."""
    signals.initialized.connect(load_declared_topics)
    signals.all_generators_finalized.connect(account_for_all)
    signals.readers_init.connect(use_reader)
