"""Load the words of the theme, the forms, the emails and the commands in one language."""

import gettext
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from plugins.core.messages import Message as Sentence
from plugins.core.messages import Problem, SettingsError, say

SOURCE = "en"
"""The language of the msgids; it needs no catalogue."""

PLACE = re.compile(r"(?<!\{)\{(\w*)\}|%\((\w+)\)s")

KEYWORDS = {**DEFAULT_KEYWORDS, "say": None}
"""The functions whose first argument is a word for people."""

Catalogue = gettext.NullTranslations


def catalogue_file(folder: Path, lang: str) -> Path:
    """Return where the catalogue of `lang` stands under the `locale` folder of a theme."""
    return folder / lang / "LC_MESSAGES" / "messages.po"


def load(folder: Path, lang: str) -> Catalogue:
    """Return the catalogue of `lang`, compiled in memory.

    Raises SettingsError if a language other than the source has none: gettext itself would
    answer in English without a word.
    """
    if lang.split("-")[0] == SOURCE:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(catalogue_file(folder, lang), lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def read_catalogue(path: Path, lang: str) -> Catalog:
    """Return the entries of a catalogue.

    Raises SettingsError if it is missing, or with the line on which it is broken.
    """
    try:
        with path.open("rb") as source:
            return read_po(source, locale=lang.replace("-", "_"), abort_invalid=True)
    except FileNotFoundError:
        raise SettingsError(say("{path}: the catalogue of “{lang}” is missing; "
                                "write it there", path=path, lang=lang)) from None
    except PoFileError as error:
        raise SettingsError(say("{path}:{line}: the catalogue cannot be read: {reason}",
                                path=path, line=error.lineno + 1, reason=error)) from None


def words(root: Path, theme: Path) -> Catalog:
    """Return every word of the templates and the program, with the places where it is used."""
    catalog = Catalog(project="", version="", charset="utf-8")
    for folder, name, method, options in (
            (theme / "templates", "**.html", "jinja2", {"trimmed": "true"}),
            (theme / "templates", "**.txt", "jinja2", {}),
            (root / "plugins", "**.html", "jinja2", {}),
            (root / "plugins", "**.py", "python", {}),
            (root, "tasks.py", "python", {})):
        found = extract_from_dir(folder, [(name, method)], {name: options}, KEYWORDS,
                                 directory_filter=_entered)
        for path, line, message, _, context in found:
            place = (folder / path).relative_to(root) if folder.is_relative_to(root) \
                else folder / path
            catalog.add(message, locations=[(str(place), line)], context=context)
    return catalog


def _entered(folder: str | os.PathLike[str]) -> bool:
    """Keep the search for words out of environments and products beside the program."""
    name = Path(folder).name
    return not name.startswith((".", "__")) and name not in ("output", "outbox", "var", "tests",
                                                             "bench", "content")


def untranslated(root: Path, theme: Path, lang: str) -> list[Problem]:
    """Return a problem for each word that the catalogue of `lang` lacks, at its first use.

    Raises SettingsError if there is no catalogue.
    """
    if lang.split("-")[0] == SOURCE:
        return []
    path = catalogue_file(theme / "locale", lang)
    catalogue = read_catalogue(path, lang)
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return [
        Problem(str(root / message.locations[0][0]), message.locations[0][1], fault)
        for message in words(root, theme) if message.id
        for fault in _faults(message, catalogue.get(message.id, message.context), lang, shown)]


def _faults(word: Message, entry: Message | None, lang: str, path: Path) -> Iterator[Sentence]:
    if entry is None or not complete(entry) or entry.fuzzy:
        yield say("the word “{word}” has no translation in “{lang}”; add it to {path}",
                  word=_forms(word.id)[0], lang=lang, path=path)
        return
    for form in _forms(entry.string):
        # A place that is lost or misspelt would stop the program in the middle of a sentence.
        if places(form) != places(_forms(word.id)[-1]):
            yield say("the translation of “{word}” in “{lang}” must have the same words between "
                      "braces as the original; correct it in {path}",
                      word=_forms(word.id)[0], lang=lang, path=path)


def places(text: str) -> set[str]:
    """Return the places of a sentence that are filled when it is shown."""
    return set(PLACE.findall(text))


def complete(entry: Message) -> bool:
    """Tell whether a word of a catalogue has its translation, in every plural form."""
    return all(_forms(entry.string))


def _forms(text: object) -> list[str]:
    """Return a word of a catalogue in every plural form."""
    return [str(form) for form in text] if isinstance(text, tuple | list) else [str(text or "")]
