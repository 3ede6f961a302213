"""Find what an editor has left out of a header, or what its words promise that no email keeps."""

import re
from collections.abc import Iterator
from html import unescape

from plugins.content.email_rules import promises, too_long
from plugins.content.header import KEYS, shown_keys
from plugins.content.text import Text
from plugins.content.typed_html import KNOWN
from plugins.core.markdown_source import read_source
from plugins.core.messages import Problem, say
from plugins.newsletter.mailchimp.merge_tags import TYPED
from plugins.typography import typeset_text

HTML = re.compile(r"</?([A-Za-z][A-Za-z0-9]*+)(?:\s[^<>]*=[^<>]*)?\s*/?>|&#?\w+;")

MARKDOWN = re.compile(r"\*\*[^*]+\*\*|(?<![\w*])\*[^\s*][^*]*\*(?![\w*])|`[^`]+`"
                      r"|!?\[[^\[\]]*\]\([^()]*\)")

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


def merge_tags(text: Text) -> Iterator[Problem]:
    """Yield an error at each merge tag: nobody who reads it on the site has a first name."""
    typed = [(text.line_of(name), text.header.get(name, "")) for name in shown_keys()]
    found = [(line, tag[0]) for line, words in typed for tag in TYPED.finditer(words)]
    if "*|" in text.body:
        found += [(text.line_at(tag.start()), tag[0])
                  for tag in TYPED.finditer(read_source(text.body).outside_code)]
    for line, tag in found:
        yield Problem(text.path, line, say(
            "“{tag}” is a merge tag, which readers would see as it is; write words that are right "
            "for everybody", tag=tag))


def repeated_subjects(text: Text) -> Iterator[Problem]:
    """Yield a warning at a preview that says the subject again."""
    subject, preview = (re.findall(r"\w+", text.header.get(name, "").casefold())
                        for name in ("subject", "preview"))
    if text.kind == "issue" and subject and subject == preview:
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
            for _, message in promises(text.header.get(name, ""), text.lang):
                yield Problem(text.path, text.line_of(name), message, "warning")
    if text.kind == "issue":
        for place, message in promises(text.prose, text.lang):
            yield Problem(text.path, text.line_at(place), message, "warning")
