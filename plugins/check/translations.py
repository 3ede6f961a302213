"""A text stands in every language: else its switch leads to a home page."""

from collections.abc import Iterator

from plugins.check.site_texts import Contents
from plugins.content.text import path_in
from plugins.core.messages import Problem, say


def missing_translations(contents: Contents) -> Iterator[Problem]:
    """Yield a warning at each text for each language in which there is no file of it."""
    for text in contents.texts:
        for lang in contents.languages:
            path = path_in(lang, text.path, text.lang)
            if lang not in contents.versions[text.kind, text.key] \
                    and path not in contents.unreadable:
                yield Problem(text.path, 1, say(
                    "there is no version in “{lang}”; write {name}", lang=lang,
                    name=path.rpartition("/")[2]),
                    "warning")
