"""No email promises an attachment: none has one, and a reader would look for it in vain."""

from collections.abc import Iterator, Mapping

from plugins.check.site_texts import Contents
from plugins.content.email_rules import promises, too_long
from plugins.content.text import Kind, Text
from plugins.core.messages import Problem, say
from plugins.typography import typeset_text

PRINTED: Mapping[Kind, tuple[str, ...]] = {
    "article": ("summary",), "issue": ("title", "subject", "preview")}
"""The lines of the header that an email prints, by the kind of text."""


def promised_attachments(text: Text) -> Iterator[Problem]:
    """Yield a warning at each promise in an issue, and in a summary of an article."""
    for name in PRINTED.get(text.kind, ()):
        for _, message in promises(text.header.get(name, ""), text.lang):
            yield Problem(text.path, text.line_of(name), message, "warning")
    if text.kind == "issue":
        for place, message in promises(text.prose, text.lang):
            yield Problem(text.path, text.line_at(place), message, "warning")


def missing_slug(text: Text) -> Iterator[Problem]:
    """Yield a warning at an article whose address is not in its own language."""
    if text.kind == "article" and not text.header.get("slug"):
        yield Problem(text.path, text.line_of("slug"), say(
            "the article has no slug, so its address ends in “{key}”; add “slug: …” before it "
            "is published, for an address in its own language", key=text.key), "warning")


def missing_summary(text: Text) -> Iterator[Problem]:
    """Yield a warning at an article that has no summary."""
    if text.kind == "article" and not text.header.get("summary"):
        yield Problem(text.path, text.line_of("summary"), say(
            "the article has no summary; add one sentence, “summary: …”"), "warning")


def long_subjects(text: Text) -> Iterator[Problem]:
    """Yield a problem at a subject or preview that Mailchimp refuses or mail programs cut."""
    if text.kind == "issue":
        subject, preview = (typeset_text(text.header.get(name, ""), text.lang)
                            for name in ("subject", "preview"))
        for name, level, message in too_long(subject, preview):
            yield Problem(text.path, text.line_of(name), message, level)


def same_keys(contents: Contents) -> Iterator[Problem]:
    """Yield an error at each text whose key another one of its kind and language has already."""
    for text in contents.texts:
        first = contents.versions[text.kind, text.key][text.lang]
        if first is not text:
            yield Problem(text.path, 0, say(
                "{other} has the same key “{key}”; rename one of the two files",
                other=first.path.rpartition("/")[2], key=text.key))
