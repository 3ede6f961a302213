"""Keep the catalogues of the words that people read."""

from pathlib import Path
from typing import TYPE_CHECKING

from plugins.commands.declare import command
from plugins.commands.terminal import Terminal
from plugins.core.i18n import SOURCE, catalogue_file, complete, read_catalogue
from plugins.core.i18n import words as words_in_use
from plugins.core.messages import say
from plugins.core.project import Options, from_here

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


@command(say("Update the translation catalogues."))
def words(terminal: Terminal, options: Options) -> int:
    """Add the new words to every catalogue, untranslated, and take out those no longer used."""
    used = words_in_use(options.root, options.theme)
    for lang in options.languages:
        if lang.split("-")[0] != SOURCE:
            path = catalogue_file(options.theme / "locale", lang)
            waiting = _update(path, lang, used)
            terminal.say(say("{path}: to be translated: {waiting}",
                             path=from_here(path), waiting=waiting))
    return 0


def _update(path: Path, lang: str, used: "Catalog") -> int:
    from babel.messages.catalog import Catalog  # slow to import, as all of Babel
    locale = lang.replace("-", "_")
    old = Catalog(locale=locale)
    if path.is_file():
        old = read_catalogue(path, lang)
    new = Catalog(locale=locale, charset="utf-8", fuzzy=False)
    for message in used:
        if message.id:
            known = old.get(message.id, message.context)
            files = sorted({(file, 0) for file, _ in message.locations})
            new.add(message.id, known.string if known else "", locations=files,
                    context=message.context)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, new)
    return sum(not complete(message) for message in new if message.id)


def _write(path: Path, catalog: "Catalog") -> None:
    """Write a catalogue in the order of files, without what changes from day to day."""
    from babel.messages.pofile import write_po
    fields = (f"Language: {catalog.locale_identifier}", f"Plural-Forms: {catalog.plural_forms}",
              "Content-Type: text/plain; charset=utf-8")
    head = 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields)
    with path.open("wb") as target:
        target.write(f"# The words of theme, forms, emails and commands.\n{head}\n".encode())
        write_po(target, catalog, width=96, omit_header=True, sort_by_file=True,
                 include_lineno=False)
