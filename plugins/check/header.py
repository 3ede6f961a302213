"""Find what an editor has left out of a header, or what its words do to a reader or an email."""

import re
from collections.abc import Iterator
from html import unescape

from plugins.content.email_rules import promises, too_long
from plugins.content.header import KEYS, shown_keys
from plugins.content.text import Text
from plugins.content.typed_html import KNOWN
from plugins.core.messages import Message, Problem, say
from plugins.core.plain_text import expression
from plugins.typography import typeset_text

HTML = expression(r"</?([A-Za-z][A-Za-z0-9]*+)(?:\s[^<>]*=[^<>]*)?\s*/?>|&#?\w+;")

MARKDOWN = expression(r"\*\*[^*]+\*\*|(?<![\w*])\*[^\s*|][^*]*\*(?![\w*])|`[^`]+`"
                      r"|!?\[[^\[\]]*\]\([^()]*\)")

SEARCH_TITLE = 65
"""Characters of a title that search engines show, about; they cut a longer one."""

ANSWER = expression(r"(?:re|fwd?|tr|r[ée]p|aw|wg)[ \u00a0\u202f]?:", re.IGNORECASE)
"""What mail programs put before the subject of an answer or of a mail handed on."""

CAPITALS = expression(r"(?<!\w)[A-ZÀ-ÖØ-ÞŒ]+(?:[ \u00a0’'-]+[A-ZÀ-ÖØ-ÞŒ]+){2,}(?!\w)")
LOUD = 15
"""Letters of at least three words that follow each other: with fewer they may be acronyms."""

SENTENCE = 3
"""Words of a subject with which a preview may not begin."""

ASKED = {
    "subject": say("the subject is still to be written: a few words that say what the issue is "
                   "about"),
    "preview": say("the preview is still to be written: the words that mail programs show behind "
                   "the subject"),
    "articles": say("the issue names no article yet; write the keys of its articles, separated by "
                    "commas"),
}


def missing_summary(text: Text) -> Iterator[Problem]:
    """Yield a warning at an article that has no summary."""
    if text.kind == "article" and not text.header.get("summary"):
        yield Problem(text.path, text.line_of("summary"), say(
            "the article has no summary; add one sentence, “summary: …”"), "warning")


def missing_slug(text: Text) -> Iterator[Problem]:
    """Yield a warning at an article whose address is not in its own language."""
    if text.kind == "article" and not text.header.get("slug"):
        yield Problem(text.path, text.line_of("slug"), say(
            "the article has no slug, so its address ends in “{key}”; add “slug: …” before it "
            "is published, for an address in its own language", key=text.key), "warning")


def long_search_titles(text: Text) -> Iterator[Problem]:
    """Yield a warning at a title for search engines that they would cut."""
    words = typeset_text(text.header.get("search-title", ""), text.lang)
    if len(words) > SEARCH_TITLE:
        yield Problem(text.path, text.line_of("search-title"), say(
            "search engines cut a title after some {most} characters, and this one has {length}; "
            "shorten it", most=SEARCH_TITLE, length=len(words)), "warning")


def html_in_words(text: Text) -> Iterator[Problem]:
    """Yield an error at each tag and reference in the words of a header, which are plain text."""
    for name in shown_keys():
        for found in HTML.finditer(text.header.get(name, "")):
            if found[1].lower() in KNOWN if found[1] else unescape(found[0]) != found[0]:
                yield Problem(text.path, text.line_of(name), say(
                    "“{what}” would be printed as it is; write the words and signs themselves, "
                    "without HTML", what=found[0]))


def markdown_in_words(text: Text) -> Iterator[Problem]:
    """Yield a warning at what would be bold, a link or code in a body, and is printed in a header.
    """
    for name in shown_keys():
        if found := MARKDOWN.search(text.header.get(name, "")):
            yield Problem(text.path, text.line_of(name), say(
                "“{what}” is printed as it is typed, because a header has no Markdown; write the "
                "words alone", what=found[0]), "warning")


def long_subjects(text: Text) -> Iterator[Problem]:
    """Yield a problem at a subject or preview that Mailchimp refuses or mail programs cut."""
    if text.kind == "issue":
        subject, preview = (typeset_text(text.header.get(name, ""), text.lang)
                            for name in ("subject", "preview"))
        for name, level, message in too_long(subject, preview):
            yield Problem(text.path, text.line_of(name), message, level)


def loud_subjects(text: Text) -> Iterator[Problem]:
    """Yield a warning at a subject or preview that looks like an answer, or shouts as spam does."""
    for name in ("subject", "preview") if text.kind == "issue" else ():
        words = text.header.get(name, "")
        if found := ANSWER.match(words):
            yield _loud(text, name, say(
                "“{written}” makes an answer of a letter that answers nobody; take it out",
                written=found[0].strip()))
        if shouted := next((found[0] for found in CAPITALS.finditer(words)
                            if sum(map(str.isalpha, found[0])) >= LOUD), ""):
            yield _loud(text, name, say(
                "“{written}” is in capitals, which spam filters count and screen readers spell; "
                "write it in small letters", written=shouted))
        if words.count("!") > 1:
            yield _loud(text, name, say(
                "spam filters count exclamation marks, and there are {count}; keep one at most",
                count=words.count("!")))


def _loud(text: Text, name: str, message: Message) -> Problem:
    return Problem(text.path, text.line_of(name), message, "warning")


def repeated_subjects(text: Text) -> Iterator[Problem]:
    """Yield a warning at a preview that says, or begins with, the subject again."""
    subject, preview = (re.findall(r"\w+", text.header.get(name, "").casefold())
                        for name in ("subject", "preview"))
    again = preview[:len(subject)] if len(subject) >= SENTENCE else preview
    if text.kind == "issue" and subject and subject == again:
        yield Problem(text.path, text.line_of("preview"), say(
            "the preview repeats the subject, and mail programs show both in one line; say what "
            "else the issue brings"), "warning")


def unwritten_issues(text: Text) -> Iterator[Problem]:
    """Yield an error at each line of an issue’s header without a word, in a draft a warning.

    An empty line does not concern this rule: the header itself is wrong then.
    """
    if text.kind == "issue":
        for name, message in ASKED.items():
            value = text.header.get(name, "")
            if value and not re.search(r"\w", value):
                yield Problem(text.path, text.line_of(name), message,
                              "warning" if text.header.get("status") == "draft" else "error")


def promised_attachments(text: Text) -> Iterator[Problem]:
    """Yield a warning at each promise in an issue, and in a summary of an article."""
    for name, key in KEYS[text.kind].items():
        if key.mailed:
            for found in promises(text.header.get(name, ""), text.lang):
                yield Problem(text.path, text.line_of(name), found.message, "warning")
    if text.kind == "issue":
        for found in promises(text.prose, text.lang):
            yield Problem(text.path, text.line_at(found.place), found.message, "warning")
