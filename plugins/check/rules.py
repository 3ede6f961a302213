"""List the rules, and ask each.

A rule on one text depends on nothing else, so that what it says may be kept with the reading. One
that looks at a text among all may ask what it leads to: others by their headers, and the places of
their pages. Rules on all texts see headers only, and no words there that readers see: after an edit
of a body or a title they are not asked again.
"""

from collections.abc import Callable, Iterable, Iterator

from plugins.check import header, language, laws, links, markup, meant, site
from plugins.check.site_texts import SiteTexts
from plugins.content.text import Text, listed
from plugins.core.messages import Problem

ON_ONE_TEXT: tuple[Callable[[Text], Iterator[Problem]], ...] = (
    header.missing_summary,
    header.missing_slug,
    header.long_search_titles,
    header.html_in_words,
    header.markdown_in_words,
    markup.wordless_images,
    markup.wrong_headings,
    links.poor_link_words,
    links.bare_addresses,
    language.ambiguous_typing,
    markup.damaged_shortcodes,
    language.unmarked_languages,
    language.words_to_avoid,
    header.long_subjects,
    header.loud_subjects,
    header.repeated_subjects,
    header.unwritten_issues,
    header.promised_attachments,
    links.local_addresses,
    markup.lonely_notes,
    markup.images_from_elsewhere,
    markup.broken_tables,
    meant.misread_words,
    meant.typed_templates,
    meant.printed_asterisks,
    meant.renumbered_items,
    meant.markdown_in_html,
    meant.notes_written_twice,
    meant.sentences_as_code,
)
"""In the order in which their problems with one line are listed."""

AMONG_ALL: tuple[Callable[[Text, SiteTexts], Iterator[Problem]], ...] = (
    links.wrong_links,
    links.damaged_images,
    links.unlinked_pages,
    laws.other_days,
)

ON_ALL_TEXTS: tuple[Callable[[SiteTexts], Iterator[Problem]], ...] = (
    site.same_keys,
    site.same_addresses,
    site.missing_pages,
    site.missing_translations,
    site.outdated_translations,
    site.wrong_issues,
    site.wrong_numbers,
    links.damaged_photos,
)

ON_LAWS: tuple[Callable[[SiteTexts], Iterator[Problem]], ...] = (
    site.moved_laws,
    site.untold_deadlines,
    site.unannounced,
)
"""What is said of laws, and what texts say of them."""

KINDS: dict[Callable[..., Iterator[Problem]], str] = {
    header.missing_summary: "summary",
    header.missing_slug: "slug",
    header.long_search_titles: "search-title",
    header.long_subjects: "long-subject",
    header.loud_subjects: "subject",
    header.repeated_subjects: "subject",
    header.unwritten_issues: "unwritten",
    header.promised_attachments: "attachments",
    markup.wordless_images: "images",
    markup.wrong_headings: "headings",
    markup.broken_tables: "tables",
    markup.damaged_shortcodes: "shortcodes",
    links.poor_link_words: "link-words",
    links.bare_addresses: "bare-links",
    links.unlinked_pages: "unlinked",
    laws.other_days: "days",
    language.ambiguous_typing: "typography",
    language.unmarked_languages: "languages",
    language.words_to_avoid: "glossary",
    meant.misread_words: "markdown",
    meant.typed_templates: "markdown",
    meant.printed_asterisks: "markdown",
    meant.renumbered_items: "markdown",
    meant.markdown_in_html: "markdown",
    header.markdown_in_words: "markdown",
    meant.sentences_as_code: "code",
    site.missing_translations: "untranslated",
    site.outdated_translations: "outdated",
    site.moved_laws: "moved",
}
"""What editors call the warnings of a rule in the line `accept` of a header."""


def accepted_in(text: Text | None) -> tuple[str, ...]:
    """Return the kinds of warnings that an editor has accepted in a text."""
    return listed(text.header.get("accept", "")) if text else ()


def problems_of(text: Text) -> tuple[Problem, ...]:
    """Return what every rule on one text says of it."""
    accepted = accepted_in(text)
    return tuple(problem.of_kind(KINDS.get(rule, ""), accepted)
                 for rule in ON_ONE_TEXT for problem in rule(text))


def problems_among_all(text: Text, site: SiteTexts) -> tuple[Problem, ...]:
    """Return what every rule on a text among all says of it."""
    accepted = accepted_in(text)
    return tuple(problem.of_kind(KINDS.get(rule, ""), accepted)
                 for rule in AMONG_ALL for problem in rule(text, site))


def problems_of_all(site: SiteTexts) -> list[Problem]:
    """Return what every rule on all texts says of them."""
    return _said(ON_ALL_TEXTS, site)


def problems_of_laws(site: SiteTexts) -> list[Problem]:
    """Return what every rule on laws says of them, and of the texts."""
    return _said(ON_LAWS, site)


def _said(rules: Iterable[Callable[[SiteTexts], Iterator[Problem]]], site: SiteTexts
          ) -> list[Problem]:
    return [problem.of_kind(KINDS.get(rule, ""), accepted_in(site.by_path.get(problem.path)))
            for rule in rules for problem in rule(site)]
