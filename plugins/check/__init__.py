"""Tell editors what would be better: one rule, one module, and none of them stops a build."""

from collections.abc import Collection

from plugins.check.slugs import missing_slugs
from plugins.check.summaries import missing_summaries
from plugins.check.text import Text
from plugins.check.translations import missing_translations
from plugins.problems import Problem

__all__ = ["Text", "editorial_problems"]


def editorial_problems(texts: Collection[Text], written: Collection[tuple[str, str, str]],
                       languages: Collection[str]) -> list[Problem]:
    """Return the warnings of every rule on the texts of all editions.

    `written` are kind, key and language of all the files there are, readable or not.
    """
    return [*missing_translations(texts, written, languages), *missing_summaries(texts),
            *missing_slugs(texts)]
