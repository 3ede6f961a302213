"""One key names one text of its kind in a language: translations find each other by it."""

from collections.abc import Iterator

from plugins.check.site_texts import Contents
from plugins.core.messages import Problem, say


def same_keys(contents: Contents) -> Iterator[Problem]:
    """Yield an error at each text whose key another one of its kind and language has already."""
    for text in contents.texts:
        first = contents.versions[text.kind, text.key][text.lang]
        if first is not text:
            yield Problem(text.path, 0, say(
                "{other} has the same key “{key}”; rename one of the two files",
                other=first.path.rpartition("/")[2], key=text.key))
