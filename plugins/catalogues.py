"""Load the words of the theme, the forms, the emails and the commands in one language."""

import gettext
import io
import os
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from plugins.problems import Problem, SettingsError, say

SOURCE = "en"
"""The language of the msgids; it needs no catalogue."""

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
    path = catalogue_file(folder, lang)
    if not path.is_file():
        raise SettingsError(say("{path}: the catalogue of “{lang}” is missing; "
                                "write it there", path=path, lang=lang))
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=lang.replace("-", "_")))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


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
    load(theme / "locale", lang)
    with path.open("rb") as source:
        catalogue = read_po(source, locale=lang.replace("-", "_"))
    return [
        Problem(str(root / message.locations[0][0]), message.locations[0][1], say(
            "the word “{word}” has no translation in “{lang}”; add it to {path}",
            word=_first(message.id), lang=lang, path=path.relative_to(root)
            if path.is_relative_to(root) else path))
        for message in words(root, theme)
        if message.id and not _translated(catalogue.get(message.id, message.context))]


def _translated(entry: Message | None) -> bool:
    return entry is not None and complete(entry) and not entry.fuzzy


def complete(entry: Message) -> bool:
    """Tell whether a word of a catalogue has its translation, in every plural form."""
    return all(entry.string) if isinstance(entry.string, tuple | list) else bool(entry.string)


def _first(identifier: str | tuple[str, ...] | list[str]) -> str:
    return identifier if isinstance(identifier, str) else identifier[0]
