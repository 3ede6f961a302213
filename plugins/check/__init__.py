"""Tell editors what is wrong or would be better: one rule, one module.

A rule is a generator of problems. An error stops a build; a warning is told and may be left. The
rules on one text depend on nothing else, so that what they say may be kept with its reading.
"""

from collections.abc import Callable, Iterator

from plugins.check.header import (
    long_subjects,
    missing_slug,
    missing_summary,
    promised_attachments,
    same_keys,
)
from plugins.check.language import silent_changes, unmarked_languages
from plugins.check.links import bare_addresses, local_addresses, poor_link_words, wrong_links
from plugins.check.markup import (
    blocked_by_policy,
    broken_tables,
    damaged_shortcodes,
    lonely_notes,
    unwritten_issues,
    wordless_images,
    wrong_headings,
)
from plugins.check.site import (
    is_behind,
    missing_pages,
    missing_translations,
    outdated_translations,
    same_addresses,
)
from plugins.check.site_texts import Contents
from plugins.content.text import Text
from plugins.core.messages import Problem

__all__ = ["Contents", "advice", "connections", "is_behind"]

ON_ONE_TEXT: tuple[Callable[[Text], Iterator[Problem]], ...] = (
    missing_summary, missing_slug, wordless_images, wrong_headings, poor_link_words,
    bare_addresses, silent_changes, damaged_shortcodes, unmarked_languages, long_subjects,
    unwritten_issues, promised_attachments, local_addresses, lonely_notes, blocked_by_policy,
    broken_tables)

ON_ALL_TEXTS: tuple[Callable[[Contents], Iterator[Problem]], ...] = (
    wrong_links, same_keys, same_addresses, missing_pages, missing_translations,
    outdated_translations)


def advice(text: Text) -> tuple[Problem, ...]:
    """Return what every rule on one text says of it."""
    return tuple(problem for rule in ON_ONE_TEXT for problem in rule(text))


def connections(contents: Contents) -> list[Problem]:
    """Return what every rule on all texts says of them."""
    return [problem for rule in ON_ALL_TEXTS for problem in rule(contents)]
