"""A text stands in every language: else its switch leads to a home page."""

from collections.abc import Iterator

from plugins.check.contents import Contents
from plugins.problems import Problem, say


def missing_translations(contents: Contents) -> Iterator[Problem]:
    """Yield a warning at each text for each language in which there is no file of it."""
    for text in contents.texts:
        for lang in contents.languages:
            name = text.path.rpartition("/")[2].replace(f".{text.lang}.md", f".{lang}.md")
            path = text.path.replace(text.path.rpartition("/")[2], name)
            if lang not in contents.versions[text.kind, text.key] \
                    and path not in contents.unreadable:
                yield Problem(text.path, 1, say(
                    "there is no version in “{lang}”; write {name}", lang=lang, name=name),
                    "warning")
