"""Load the words of one language: those of the site, and those of the commands."""

import gettext
import io
import pickle
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.core.files import Store, content_digest
from plugins.core.messages import CatalogueError, Problem, SettingsError, not_utf8, say

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages.catalog import Catalog
    from babel.messages.catalog import Message as Word

SOURCE = "en"
"""The language of the msgids; it needs no catalogue."""

SITE = "site"
"""The catalogue of what readers, visitors and subscribers see; every language has it."""

DESK = "desk"
"""The catalogue of what commands, check and preview say; without it they speak English."""

UNDIVIDED = "messages"
"""The one catalogue that older folders have of both; `./inv words` divides it."""

PLACE = re.compile(r"(?<!\{)\{(\w*)\}|%\((\w+)\)s")

Catalogue = gettext.NullTranslations

MAKER = content_digest(Path(__file__).read_bytes())
"""What stands for this module in what it has made and kept."""

TO_READERS = b"_(", b"gettext(", b"reply("
"""What calls a function that is given words of the site."""

EUROPEAN = {"en": "en-GB"}
"""English without a territory is American to CLDR: “July 3, 2018”."""

UNQUOTED = re.compile(
    rb'(?!\s*(?:#|$))(?!\s*(?:msg\w+(?:\[\d+\])?\s*)?"(?:.*[^\\])??(?:\\\\)*"\s*$)')
"""A line of a catalogue whose words have no quotation mark at one of their ends."""


def catalogue_file(folder: Path, lang: str, name: str = DESK) -> Path:
    """Return the file of a catalogue of `lang` in the `locale` folder of a theme."""
    return folder / lang / "LC_MESSAGES" / f"{name}.po"


def load(folder: Path, lang: str) -> Catalogue:
    """Return the words of the site in `lang`, compiled in memory.

    Raises SettingsError if a language other than the source has none: gettext itself would
    answer in English without a word; CatalogueError if it is still one with the commands'.
    """
    if is_source(lang):
        return gettext.NullTranslations()
    if (undivided := catalogue_file(folder, lang, UNDIVIDED)).is_file():
        raise CatalogueError(Problem(str(undivided), 0, say(
            "what readers see and what commands say are two catalogues now; run “./inv words”, "
            "which divides this one")))
    path = catalogue_file(folder, lang, SITE)
    return _compiled(path, lang, _source(path, lang))


def load_desk(folder: Path, lang: str) -> Catalogue:
    """Return the words of the commands in `lang`, compiled in memory; English where it has none."""
    path = catalogue_file(folder, lang)
    if is_source(lang) or not path.is_file():
        return gettext.NullTranslations()
    return _compiled(path, lang, _source(path, lang))


def is_source(lang: str) -> bool:
    """Tell whether a language is that of the msgids, in any country."""
    return lang.split("-", maxsplit=1)[0] == SOURCE


@lru_cache(maxsize=8)
def _compiled(path: Path, lang: str, source: bytes) -> Catalogue:
    def compiled() -> bytes:
        # Babel is slow to import: each function imports the part that it needs.
        from babel.messages.mofile import write_mo
        written = io.BytesIO()
        write_mo(written, _parsed(path, lang, source))
        return written.getvalue()

    try:
        return gettext.GNUTranslations(io.BytesIO(kept("mo", (lang, source), compiled)))
    except ValueError as error:  # its plural is not a rule
        raise CatalogueError(_broken(path, 1, error)) from None


def kept(kind: str, made_of: object, make: Callable[[], bytes]) -> bytes:
    """Return what takes a while to make of a file, which is kept beside compiled Python.

    There it goes with the environment, as it must when Babel or Jinja is another one.
    """
    if not sys.pycache_prefix:
        return make()
    store = Store(Path(sys.pycache_prefix, "made", kind))
    name = content_digest(repr((MAKER, made_of)).encode()).hex()
    if (data := store.get(name)) is None:
        prune_once(store)
        store.put(name, data := make())
    return data


# What nobody has asked for in a month goes before the first new entry of a process.
prune_once = cache(Store.prune)


def read_catalogue(path: Path, lang: str) -> "Catalog":
    """Return the entries of a catalogue.

    Raises SettingsError if it is missing, CatalogueError with the line on which it is broken.
    """
    return _parsed(path, lang, _source(path, lang))


def _source(path: Path, lang: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SettingsError(say("{path}: the catalogue of “{lang}” is missing; "
                                "write it there", path=path, lang=lang)) from None


def _parsed(path: Path, lang: str, source: bytes) -> "Catalog":
    from babel.messages.pofile import PoFileError, read_po
    try:
        catalogue = read_po(io.BytesIO(source), locale=lang.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        raise CatalogueError(_broken(
            path, error.lineno + 1, str(error).rpartition(" on ")[0])) from None
    except (ValueError, LookupError) as error:  # an encoding, or a plural that does not exist
        raise CatalogueError(_mistyped(path, source, error)) from None
    for number in (at for at, line in enumerate(source.splitlines(), 1) if UNQUOTED.match(line)):
        raise CatalogueError(Problem(str(path), number, say(  # Babel cuts a letter off instead
            "a straight quotation mark is missing on this line; write one at each end")))
    return catalogue


def _mistyped(path: Path, source: bytes, error: Exception) -> Problem:
    """Return the problem of a catalogue with its line, which Babel does not give for encodings."""
    try:
        source.decode()
    except UnicodeDecodeError as wrong:
        return not_utf8(path, wrong)
    return _broken(path, 1, error)


def _broken(path: Path, line: int, reason: object) -> Problem:
    return Problem(str(path), line, say("the catalogue cannot be read: {reason}", reason=reason))


def words(root: Path, theme: Path, *, only_site: bool = False) -> dict[str, "Catalog"]:
    """Return every word of each catalogue, with the places where it is used.

    A template of the theme speaks to readers, one of the program to editors. In Python the function
    decides that is given the sentence: `say` is the commands', all others the site's, `only_site`.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
    keywords, templates = {**DEFAULT_KEYWORDS, "say": None, "reply": None}, theme / "templates"
    catalogs = {name: Catalog(project="", version="", charset="utf-8") for name in (SITE, DESK)}
    for usual, folder, pattern, how in (
            (SITE, templates, "**/*.html", {"trimmed": "true"}),
            (SITE, templates, "**/*.txt", {}),
            (DESK, root / "plugins", "**/*.html", {}),
            (SITE, root / "plugins", "**/*.py", {"only_site": only_site}),
            (SITE, root, "tasks.py", {"only_site": only_site})):
        found = () if only_site and usual == DESK else folder.glob(pattern)
        for path in sorted(found, key=lambda path: (path.parent.parts, path.name)):
            if any(part.startswith((".", "__")) for part in path.relative_to(folder).parts[:-1]):
                continue  # a cache
            place = str(path).removeprefix(f"{root}/")
            for line, word, by, context in extract_from_file(extract, path, keywords, options=how):
                catalog = catalogs[DESK if "say" in by else usual]
                catalog.add(word, context=context, locations=[(place, line)])
    return catalogs


def extract(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Any:
    """Return what Babel finds in a file; in Python the name of the function is the comment."""
    from babel.messages.extract import extract_python
    from jinja2.ext import babel_extract
    source, in_python = file.read(), "only_site" in options
    if options.get("only_site") and not any(call in source for call in TO_READERS):
        return []
    read: Any = extract_python if in_python else babel_extract
    made_of = (source, *keywords, in_python or options)
    return pickle.loads(kept("words", made_of, lambda: pickle.dumps([
        (line, called, word, [called] if in_python else [])
        for line, called, word, _ in read(io.BytesIO(source), keywords, comment_tags, options)])))


def untranslated(root: Path, theme: Path, lang: str) -> list[Problem]:
    """Return a problem for each word of the site that `lang` lacks, at its first use.

    A word that the commands lack is said in English; a wrong one is a problem in both. Raises
    SettingsError if there is no catalogue of the site.
    """
    if is_source(lang):
        return []
    site, desk = (catalogue_file(theme / "locale", lang, name) for name in (SITE, DESK))
    return [*_missing(words(root, theme, only_site=True)[SITE], site, lang, root),
            *(fault for path in (site, desk) if path.is_file() for fault in _misplaced(path, lang))]


def _missing(used: "Catalog", path: Path, lang: str, root: Path) -> Iterator[Problem]:
    catalogue = read_catalogue(path, lang)
    for word in used:
        entry = catalogue.get(word.id, word.context)
        if word.id and (entry is None or not complete(entry) or entry.fuzzy):
            yield Problem(str(root / word.locations[0][0]), word.locations[0][1], say(
                "the word “{word}” has no translation in “{lang}”; add it to {path}",
                word=_forms(word.id)[0], lang=lang, path=str(path).removeprefix(f"{root}/")))


def _misplaced(path: Path, lang: str) -> Iterator[Problem]:
    """Yield a problem for each translation that would stop the program amid a sentence."""
    for word in read_catalogue(path, lang):
        for form in _forms(word.string) if word.id and complete(word) and not word.fuzzy else ():
            if places(form) != places(_forms(word.id)[-1]):
                yield Problem(str(path), word.lineno or 0, say(
                    "the translation of “{word}” in “{lang}” must have the same words between "
                    "braces as the original", word=_forms(word.id)[0], lang=lang))


def places(text: str) -> set[str]:
    """Return the places of a sentence that are filled when it is shown."""
    return set(PLACE.findall(text))


def complete(entry: "Word") -> bool:
    """Tell whether a word of a catalogue has its translation, in every plural form."""
    return all(_forms(entry.string))


def _forms(text: object) -> list[str]:
    """Return a word of a catalogue in every plural form."""
    return [str(form) for form in text] if isinstance(text, tuple | list) else [str(text or "")]


def day(value: date, lang: str, catalogue: Catalogue) -> str:
    """Return a date in words: `3 juillet 2018`, `3 July 2018`, `1er janvier 2019`.

    CLDR has no ordinal in dates, so the catalogue says how the first of a month is written.
    """
    from babel.dates import format_date
    written = format_date(value, "long", locale=locale_of(lang))
    if value.day != 1:
        return written
    first = catalogue.pgettext("the first day of a month, in a date", "1")
    return re.sub(r"(?<!\d)1(?!\d)", first, written, count=1)


def month(value: date, lang: str) -> str:
    """Return the month and year of a date: `juillet 2018`."""
    from babel.dates import format_skeleton
    return format_skeleton("yMMMM", value, locale=locale_of(lang))


def number(value: int, lang: str) -> str:
    """Return a whole number with its thousands apart: `1 204` with U+202F, `1,204`."""
    from babel.numbers import format_decimal
    return format_decimal(value, locale=locale_of(lang))


def percent(rate: float, lang: str) -> str:
    """Return a part of one as a percentage with two decimals: `0,12 %` with U+00A0, `0.12%`."""
    from babel.numbers import format_percent
    locale = locale_of(lang)
    pattern = locale.percent_formats[None].pattern.replace("0", "0.00")
    # CLDR has a narrow space here; French typesetters, and ours, want the wide one.
    return format_percent(rate, pattern, locale=locale).replace("\u202f%", "\u00a0%")


@lru_cache(maxsize=8)
def locale_of(lang: str) -> "Locale":
    """Return Babel's locale of a language (BCP 47)."""
    from babel import Locale
    return Locale.parse(EUROPEAN.get(lang, lang), sep="-")
