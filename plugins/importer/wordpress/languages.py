"""Say in which language each item and each term is, and which are translations of each other.

Polylang keeps both in terms, whose descriptions are arrays of PHP; of WPML's tables an export holds
only what its own exporter has added. Otherwise the old address says it, or the person who imports.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from plugins.importer.wordpress.export import Export, Item, TermKey, TermRef
from plugins.importer.wordpress.php import array

POLYLANG = ("language", "post_translations", "term_language", "term_translations")
WPML = ("_wpml_import_language_code", "_wpml_language", "_icl_lang_code", "wpml_language",
        "_icl_lang")
GROUP = ("_wpml_import_translation_group", "_wpml_trid", "_icl_trid", "trid")
TEXTS = ("post", "page")
CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,8})?")


@dataclass(frozen=True)
class Spoken:
    """The language of items by number and of terms, as codes of the site; groups of translations.

    What is in a language that the site does not have is in `others` alone, how many items by the
    export's code. `guessed` are the items whose language nothing says but the choice for all.
    """

    items: Mapping[int, str]
    terms: Mapping[TermKey, str]
    translations: tuple[Mapping[str, int], ...] = ()
    term_translations: tuple[Mapping[str, TermKey], ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)
    guessed: frozenset[int] = frozenset()


def find_languages(export: Export, languages: Collection[str], usual: str = "") -> Spoken:
    """Return what is said of languages; `usual` is the one of items of which nothing is said.

    Without it, it is that of the whole export; "" in the result is for neither.
    """
    # With a single language nothing in an export names it but its head.
    usual = usual or known_code(export.lang, languages)
    said = {item.number: _said(item, export.home, languages) for item in export.items}
    found = {number: known_code(code, languages) if code else usual
             for number, code in said.items()}
    others = Counter(said[item.number] for item in export.items
                     if said[item.number] and not found[item.number] and item.kind in TEXTS)
    groups = tuple(_term_groups(export, languages))
    return Spoken({number: lang for number, lang in found.items() if lang},
                  {**_term_languages(export, found),
                   **{key: lang for group in groups for lang, key in group.items()}},
                  tuple(_groups(export, found)), groups, others,
                  frozenset(number for number, code in said.items() if not code))


def known_code(code: str, languages: Collection[str]) -> str:
    """Return the site's code of a language that is written “fr_FR”, “fr-fr” or “fr”, "" for none.
    """
    plain = code.lower().replace("_", "-")
    return next((lang for lang in (plain, plain.partition("-")[0]) if lang in languages), "")


def _said(item: Item, home: str, languages: Collection[str]) -> str:
    """Return the code of an item's language as the export says it, or nothing."""
    for term in item.terms:
        if term.taxonomy == "language":
            return term.slug
    for name in WPML:
        if item.first(name):
            return item.first(name)
    return _in_address(item.link, home, languages)


def _in_address(link: str, home: str, languages: Collection[str]) -> str:
    """Return the language that an address names: `?lang=en`, `/en/…` or `en.firm.example`."""
    try:
        parts, base = urlsplit(link), urlsplit(home)
    except ValueError:  # no such address
        return ""
    asked = parse_qs(parts.query).get("lang", [""])[0]
    path = parts.path.removeprefix(base.path.rstrip("/")).lstrip("/").partition("/")[0]
    host = (parts.hostname or "").partition(".")[0] if parts.hostname != base.hostname else ""
    return next((code for code in (asked, path, host)
                 if code and CODE.fullmatch(code) and known_code(code, languages)), "")


def _groups(export: Export, found: Mapping[int, str]) -> Iterator[Mapping[str, int]]:
    """Yield the numbers of items that are one text, by language; each item is in one group."""
    together: dict[str, dict[str, int]] = defaultdict(dict)
    taken = set[int]()
    for name, number in _named_groups(export):
        lang = found.get(number)
        if lang and number not in taken and together[name].setdefault(lang, number) == number:
            taken.add(number)
    yield from (group for group in together.values() if len(group) > 1)


def _named_groups(export: Export) -> Iterator[tuple[str, int]]:
    """Yield the name of a group with each number in it, what the items themselves say first."""
    for item in export.items:
        for term in item.terms:
            if term.taxonomy == "post_translations":
                yield term.slug, item.number
        for name in GROUP:
            if item.first(name):
                yield f"{item.kind} {item.first(name)}", item.number
        if copied := item.first("_icl_lang_duplicate_of"):
            yield f"copy {copied}", item.number
            yield f"copy {copied}", item.number_at("_icl_lang_duplicate_of")
    for declared in export.terms:
        if declared.taxonomy == "post_translations":
            for value in array(declared.description).values():
                if isinstance(value, int):
                    yield declared.slug, value


def _term_groups(export: Export, languages: Collection[str]) -> Iterator[Mapping[str, TermKey]]:
    """Yield the terms that are one, by language."""
    by_number = {term.number: term.key for term in export.terms
                 if term.taxonomy not in POLYLANG}
    for declared in export.terms:
        if declared.taxonomy == "term_translations":
            group = {known_code(code, languages): by_number[number]
                     for code, number in array(declared.description).items()
                     if isinstance(number, int) and number in by_number}
            group.pop("", None)
            if group:
                yield group


def _term_languages(export: Export, found: Mapping[int, str]) -> Mapping[TermKey, str]:
    """Return the language of each term: that of most of the items that name it."""
    votes: dict[TermKey, Counter[str]] = defaultdict(Counter)
    for item in export.items:
        if lang := found[item.number]:
            for term in _own(item.terms):
                votes[term.key][lang] += 1
    return {key: counted.most_common(1)[0][0] for key, counted in votes.items()}


def _own(terms: Iterable[TermRef]) -> Iterator[TermRef]:
    return (term for term in terms if term.taxonomy not in POLYLANG)
