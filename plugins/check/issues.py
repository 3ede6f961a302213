"""The subject and the preview of an issue fit into the list of a mail program."""

from collections.abc import Iterator, Mapping

from plugins.problems import Message, Problem, say
from plugins.texts import Text

# Gmail on a desktop shows about 70 characters of a subject, and subject and preview together
# about 140 more; a phone shows some 40 and 90. What counts must stand in front.
LIMITS = {"subject": 70, "preview": 140}


def long_subjects(text: Text) -> Iterator[Problem]:
    """Yield a warning at a subject or preview that most mail programs would cut."""
    if text.kind == "issue":
        for name, most in LIMITS.items():
            length = len(text.header.get(name, ""))
            if length > most:
                yield Problem(text.path, text.line_of(name), _messages(length, most)[name],
                              "warning")


def _messages(length: int, most: int) -> Mapping[str, Message]:
    return {
        "subject": say("the subject has {length} characters, and mail programs show {most} at "
                       "most; shorten it, or put what counts in front", length=length, most=most),
        "preview": say("the preview has {length} characters, and mail programs show {most} at "
                       "most; shorten it, or put what counts in front", length=length, most=most),
    }
