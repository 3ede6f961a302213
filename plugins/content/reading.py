"""Read a content file: what it declares, its body as HTML, and all that is wrong with it.

A reading depends on nothing but the bytes of the file and the declarations, so it may be kept;
whether a link leads anywhere is seen when all texts are read.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any

from plugins.content.firm import DECLARED
from plugins.content.form_links import (
    insert_form_links,
    replace_shortcodes,
    shortcodes_in_title,
    wrong_form_links,
)
from plugins.content.header import KEYS, Header, read_header, shown_keys
from plugins.content.markdown import clean_addresses, with_ids, wrong_boxes
from plugins.content.source import Source, decode, source_of
from plugins.content.typed_html import MOST_TOLD, wrong_html
from plugins.core.html import MARKUP, UNSEEN, count_words, without_comments
from plugins.core.markdown_source import read_source
from plugins.core.messages import ContentError, Message, Problem, recorded, say
from plugins.forms.declaration.form import Form
from plugins.forms.declaration.load import load_forms
from plugins.images.chart import with_charts, wrong_charts
from plugins.register.authors import AUTHORS_FILE, Authors, load_authors, with_authors
from plugins.register.glossary import Glossary, load_glossary
from plugins.register.laws import Laws, load_laws, unknown_law
from plugins.register.topics import TOPICS_FILE, Topics, load_topics, unknown_topic
from plugins.typography import typeset, typeset_text
from plugins.typography.marks import mark_chinese, raise_ordinals

LISTED = {key.topic: name for name, key in KEYS["article"].items() if key.topic}
"""The kinds of topic, and the key of the header that names them."""

SHOWING = re.compile(r"<(?:img|svg|!--)", re.IGNORECASE)
"""What is seen without words; the place for the firm's data is written as a comment."""

MOST_OPEN = 200
"""Brackets open at once; the converter goes to the end of the paragraph or text for each."""

BRACKET = re.compile(r"\]\(|[\[\])>]|<(?=[A-Za-z/!?])|\n[ \t]*+\n")
CLOSES = {"]": "[", ")": "(", ">": "<"}
SIGN = re.compile(r"[*_`<&|\\\[!{\n]")
MOST_SIGNS, LETTERS_A_SIGN = 10_000, 10
"""Lines and signs of Markdown of one text, however short, and letters for each of a longer one; a
text of 100 kB has some 3,000. The converter takes the longest for these.
"""

DEEP = re.compile(r"^(?:[ \t]*+(?:>|(?:[*+-]|\d{1,9}[.)])(?=[ \t]))){51}", re.MULTILINE)
"""More levels of lists and quotations than a line may begin at once."""

TOO_DEEP = say("lists, quotations or boxes are nested too deeply here; write fewer levels")

NESTED = re.compile(r"^(?:[ \t>*+:-]|\d++[.)])*+", re.MULTILINE)
"""What lists, quotations and boxes put at the beginning of a line, a part for each level."""


@dataclass(frozen=True)
class Declarations:
    """What a text may name, and where the words are that the program adds to it.

    `gettext` gives the words of a language, and is asked only when a body is converted.
    """

    content: Path
    languages: Collection[str]
    topics: Topics
    laws: Laws
    forms: Mapping[str, Form]
    gettext: Callable[[str], Callable[[str], str]]
    glossary: Glossary = field(default_factory=Glossary)
    authors: Authors = field(default_factory=dict)

    @property
    def absent(self) -> frozenset[str]:
        """The sections of which a site has no page, as their file declares nothing."""
        found = {"laws.toml": self.laws, "glossary.toml": self.glossary.terms}
        return frozenset(section for section, file in DECLARED.items() if not found[file])


@dataclass(frozen=True)
class Reading:
    """A content file as it was read, typeset in its language: what readers see of it.

    `words` are those of its header, by key; `html` is its body of `length` words, and `converted`
    what Markdown made of it, before forms and typesetting: what rules look at, and nobody keeps.
    """

    source: Source
    header: Header
    words: Mapping[str, str]
    html: str
    length: int
    problems: tuple[Problem, ...]
    converted: str = ""


Read = Callable[[Path, bytes], Reading]
"""Reads the bytes of a file; raises ContentError if its name or its encoding is wrong."""


Find = Callable[[Path, bytes], Reading | None]
"""Finds the reading of a file with this content."""


def load_declarations(content: Path, languages: Collection[str],
                      gettext: Callable[[str], Callable[[str], str]]
                      ) -> tuple[Declarations, list[Problem]]:
    """Return what the texts of a content folder may name, and all that is wrong with it."""
    forms, problems = load_forms(content / "forms", list(languages), typeset_text)
    topics: Topics = {}
    laws: Laws = {}
    read = False
    with recorded(problems):
        topics = load_topics(content / TOPICS_FILE, languages)
    authors: Authors = {}
    with recorded(problems):
        authors = load_authors(content / AUTHORS_FILE, languages, topics.get("author", {}))
    if topics:
        topics = with_authors(topics, authors)
    with recorded(problems):
        laws = load_laws(content / "laws.toml", languages)
        read = True
    glossary = Glossary()
    with recorded(problems):
        glossary = load_glossary(content / "glossary.toml", languages, laws if read else None)
    return Declarations(
        content, languages, topics, laws, forms, gettext, glossary, authors), problems


def reader(declared: Declarations, bodies: Collection[str]) -> Read:
    """Return what reads content files: those in the languages of `bodies` whole, others as far
    as their header.
    """
    @functools.cache
    def markdown(lang: str) -> Any:
        # Slow to import, and not needed where every text is known already.
        from plugins.content.markdown import converter
        return converter(declared.gettext(lang), lambda text: typeset_text(text, lang))

    def read(path: Path, data: bytes) -> Reading:
        source = source_of(path, declared.content, declared.languages)
        header, problems = read_header(source, decode(path, data))
        problems += _topic_problems(source, header, declared)
        problems += _shortcode_problems(source, header)
        words = {name: typeset_text(header.get(name), source.lang) for name in shown_keys()}
        converted = html = ""
        if source.lang in bodies:
            _refuse_crowds(source, header)
            _refuse_open_brackets(source, header)
            try:
                converted, html, wrong = _body(source, header, declared, markdown(source.lang))
            except RecursionError:
                markdown.cache_clear()  # it was stopped midway
                raise _too_deep(source, header) from None
            problems += wrong
        return Reading(source, header, words, html, count_words(html), tuple(problems), converted)

    return read


def _body(source: Source, header: Header, declared: Declarations, markdown: Any
          ) -> tuple[str, str, list[Problem]]:
    """Return the body as it was converted, as it is printed, and what is wrong in it."""
    forms = declared.forms
    text, tokens, wrong = replace_shortcodes(header.body, forms)
    wrong += wrong_boxes(header.body)
    problems = [Problem(source.path, header.line_at(place), message) for place, message in wrong]
    converted = clean_addresses(_with_open_comment(without_comments(
        markdown.reset().convert(text))))
    faults = list(wrong_html(converted, header.body))
    problems += (Problem(source.path, header.body_line + line - 1, message) for line, message in (
        *faults, *wrong_charts(converted, header.body, source.lang),
        *wrong_form_links(converted, header.body, forms)))
    if source.kind != "issue" and header.get("status") != "draft" and _is_empty(converted):
        problems.append(Problem(source.path, header.body_line, say(
            "the text has no words; write them, or add “status: draft” to its header")))
    if len(faults) >= MOST_TOLD:  # nobody prints it, and what is never closed takes long
        return converted, converted, problems
    html = insert_form_links(converted, tokens, forms, source.lang,
                             lambda form: f"{{filename}}/pages/{form.page}.{source.lang}.md")
    html = raise_ordinals(with_ids(typeset(mark_chinese(html, source.lang), source.lang)),
                          source.lang)
    if source.kind == "article":
        html = declared.glossary.wording(source.lang).mark(html)
    return converted, with_charts(html, source.lang), problems


def _with_open_comment(html: str) -> str:
    """Return HTML in which a comment without an end is shown, and not all that is behind it hidden.

    The converter leaves it so in an element that was typed; elsewhere it shows it by itself.
    """
    before, end, rest = html.rpartition("-->")
    return before + end + rest.replace("<!--", "&lt;!--")


def _is_empty(html: str) -> bool:
    """Tell whether a text shows nothing: no words, no image, none of the firm's data."""
    return not (SHOWING.search(html) or any(
        unescape(words).translate(UNSEEN).strip() for words in MARKUP.split(html)[::2]))


def _refuse_crowds(source: Source, header: Header) -> None:
    """Raise ContentError where a line is in too many lists or quotations, or signs are too many."""
    if deep := DEEP.search(header.body):
        raise _refused(source, header, deep.start(), TOO_DEEP)
    most = max(MOST_SIGNS, len(header.body) // LETTERS_A_SIGN)
    if one_more := next(islice(SIGN.finditer(header.body), most, None), None):
        raise _refused(source, header, one_more.start(), say(
            "the text has more than {most} lines and signs of Markdown before this place, and "
            "would take too long to read; divide it into several texts", most=most))


def _refuse_open_brackets(source: Source, header: Header) -> None:
    """Raise ContentError where so many brackets are open that looking for their ends would hang."""
    if max(map(header.body.count, "[(<")) <= MOST_OPEN:
        return
    mask, opened = read_source(header.body).mask, dict.fromkeys("[(<", 0)
    for found in BRACKET.finditer(header.body):
        sign = found[0]
        if sign[0] == "\n":
            opened["["] = opened["("] = 0
        if (closed := CLOSES.get(sign[0])) and opened[closed]:
            opened[closed] -= 1
        if sign[-1] in opened and not mask[found.start()]:
            opened[sign[-1]] += 1
        if max(opened["["], opened["("]) > MOST_OPEN:
            raise _refused(source, header, found.start(), say(
                "more than {most} brackets are open here; close them, or write “\\[” for those "
                "that begin no link", most=MOST_OPEN))
        if opened["<"] > MOST_OPEN:
            raise _refused(source, header, found.start(), say(
                "more than {most} tags have no end here; end them, or write “&lt;” for each “<” "
                "that begins none", most=MOST_OPEN))


def _too_deep(source: Source, header: Header) -> ContentError:
    """Return the refusal of a text that is nested deeper than Python can follow."""
    deepest = max(NESTED.finditer(header.body), key=lambda found: len(found[0]))
    return _refused(source, header, deepest.start(), TOO_DEEP)


def _refused(source: Source, header: Header, place: int, message: Message) -> ContentError:
    return ContentError(Problem(source.path, header.line_at(place), message))


def _topic_problems(source: Source, header: Header, declared: Declarations) -> Iterator[Problem]:
    for kind, name in LISTED.items():
        for key in header.listed(name):
            if key not in declared.topics[kind]:
                yield Problem(source.path, header.lines[name],
                              unknown_topic(kind, key, declared.topics))
    for key in header.listed("laws"):
        if key not in declared.laws:
            yield Problem(source.path, header.lines["laws"], unknown_law(key, declared.laws))


def _shortcode_problems(source: Source, header: Header) -> Iterator[Problem]:
    for name in shown_keys():
        if name in header.lines:
            for message in shortcodes_in_title(header.get(name)):
                yield Problem(source.path, header.lines[name], message)
