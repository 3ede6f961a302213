"""Tell editors what is wrong or would be better: one rule, one module.

A rule is a generator of problems. An error stops a build; a warning is told and may be left. The
rules on one text depend on nothing else, so that what they say may be kept with its reading.
"""

from collections.abc import Callable, Iterator

from plugins.check.addresses import same_addresses
from plugins.check.bare_addresses import bare_addresses
from plugins.check.footnotes import lonely_notes
from plugins.check.header import promised_attachments
from plugins.check.headings import wrong_headings
from plugins.check.issues import long_subjects
from plugins.check.keys import same_keys
from plugins.check.language import silent_changes
from plugins.check.languages import unmarked_languages
from plugins.check.link_words import poor_link_words
from plugins.check.links import wrong_links
from plugins.check.markup import wordless_images
from plugins.check.pages import missing_pages
from plugins.check.policy import blocked_by_policy
from plugins.check.reach import local_addresses
from plugins.check.shortcodes import damaged_shortcodes
from plugins.check.site import is_behind, outdated_translations
from plugins.check.site_texts import Contents
from plugins.check.slugs import missing_slug
from plugins.check.summaries import missing_summary
from plugins.check.tables import broken_tables
from plugins.check.translations import missing_translations
from plugins.check.unwritten import unwritten_issues
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
