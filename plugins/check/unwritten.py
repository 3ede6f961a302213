"""What a new issue leaves to be written is written before it is published."""

import re
from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say

ASKED = {
    "subject": say("the subject is still to be written: a few words that say what the issue is "
                   "about"),
    "preview": say("the preview is still to be written: the words that mail programs show behind "
                   "the subject"),
    "articles": say("the issue names no article yet; write the keys of its articles, separated by "
                    "commas"),
}


def unwritten_issues(text: Text) -> Iterator[Problem]:
    """Yield an error at each line of an issue’s header without a word, in a draft a warning.

    An empty line is no matter of this rule: the header itself is wrong then.
    """
    if text.kind == "issue":
        for name, message in ASKED.items():
            value = text.header.get(name, "")
            if value and not re.search(r"\w", value):
                yield Problem(text.path, text.line_of(name), message,
                              "warning" if text.header.get("status") == "draft" else "error")
