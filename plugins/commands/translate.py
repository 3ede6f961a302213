"""Look after words in every language: translations, catalogues, the terms of the glossary."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.commands.declare import command
from plugins.commands.new import chosen_languages, write_new
from plugins.commands.terminal import Terminal
from plugins.core.i18n import (
    DESK,
    SITE,
    UNDIVIDED,
    catalogue_file,
    complete,
    is_source,
    read_catalogue,
)
from plugins.core.i18n import words as words_in_use
from plugins.core.messages import Failure, Message, language_name, say
from plugins.core.project import Options, from_here

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

    from plugins.check.site_texts import SiteTexts
    from plugins.content.text import Link, Text
    from plugins.register.glossary import Glossary

ABOUT = {SITE: "What readers, visitors and subscribers see: theme, forms and emails.",
         DESK: "What editors read: commands, check and preview."}
"""The first line of each catalogue."""

PROPOSED = re.compile(rb"[ \t]*#[ \t]*pinyin[ \t]*=")


@command(say("List missing and outdated translations; with --key, start one as a draft."),
         key=say("the key of the text to translate: the draft begins with its words, to be "
                 "replaced"))
def translate(terminal: Terminal, options: Options, key: str = "", lang: str = "") -> int:
    """List what is missing or outdated or, with a key, write the missing files as drafts."""
    from plugins.check.reading import declare, read_request, read_texts
    from plugins.check.site_texts import gather_texts
    languages = chosen_languages(options.languages, lang)
    request = read_request(options)
    site = gather_texts(options, declare(request), read_texts(request), preview=True)
    if not key:
        return _list(terminal, site, lang)
    for path in begin_translations(site, key, languages):
        terminal.say(say("{path}: created as a draft in the words of the original; translate them "
                         "and choose a slug", path=from_here(path)))
    return 0


def begin_translations(site: "SiteTexts", key: str, languages: list[str]) -> list[Path]:
    """Write the missing versions of a text, and return them; overwrite nothing.

    Raises Failure if no text has the key, several have it, or no version is missing.
    """
    from plugins.content.text import path_in
    found = [versions for (_, own), versions in site.versions.items()
             if own == key or any(Path(text.path).name == key for text in versions.values())]
    if len(found) != 1:
        raise Failure(_no_text(key, site) if not found else say(
            "several texts have the key “{key}”; give the name of one’s file, like {name}",
            key=key, name=Path(next(iter(found[0].values())).path).name))
    original = _original(found[0], site)
    paths = {lang: Path(path_in(lang, original.path, original.lang)) for lang in languages
             if lang not in found[0]}
    begun = {lang: path for lang, path in paths.items() if not path.exists()}
    if not begun:
        raise Failure(say("“{key}” has a version in each of these languages: {langs}",
                          key=key, langs=", ".join(languages)))
    write_new({path: _translated(original, lang, site).encode() for lang, path in begun.items()})
    return list(begun.values())


def _list(terminal: Terminal, site: "SiteTexts", only: str) -> int:
    from plugins.check.site import is_behind
    missing, outdated = 0, 0
    for text in site.texts:
        versions = site.versions[text.kind, text.key]
        for lang in site.languages:
            if lang not in versions and only in ("", lang) \
                    and _original(versions, site) is text:
                missing += 1
                terminal.say(say("{path}: no version in {language}; start it with “./inv "
                                 "translate --key {key} --lang {lang}”", lang=lang,
                                 path=from_here(text.path), language=language_name(lang),
                                 key=_called(text, site)))
        newer = [other for other in versions.values() if is_behind(text, other)]
        if newer and only in ("", text.lang):
            outdated += 1
            terminal.say(say("{path}: older than the version in {language}, which was changed "
                             "on {day}", path=from_here(text.path),
                             language=language_name(newer[0].lang),
                             day=newer[0].header.get("modified")))
    terminal.say(say("Missing: {missing}; outdated: {outdated}.", missing=missing,
                     outdated=outdated))
    return 0


def _original(versions: Mapping[str, "Text"], site: "SiteTexts") -> "Text":
    """Return the version to translate from: the first in the order of the languages."""
    return next(versions[lang] for lang in site.languages if lang in versions)


def _called(text: "Text", site: "SiteTexts") -> str:
    """Return the key of a text or, where another kind of text has it too, the name of its file."""
    kinds = {kind for kind, key in site.versions if key == text.key}
    return text.key if len(kinds) == 1 else Path(text.path).name


def _no_text(key: str, site: "SiteTexts") -> Message:
    near = get_close_matches(key, sorted({text.key for text in site.texts}), n=3)
    return say("there is no text “{key}”; did you mean {near}?", key=key, near=", ".join(near)) \
        if near else say("there is no text “{key}”; a key is the name of a file without its date "
                         "and language", key=key)


def _translated(original: "Text", lang: str, site: "SiteTexts") -> str:
    """Return the words of the original under a header that the translator completes."""
    from plugins.content.header import split, translated_header
    from plugins.content.source import decode
    path = Path(original.path)
    lines, body, _ = split(decode(path, path.read_bytes()))
    for link in sorted(set(original.links), key=lambda link: -link.place):
        if link.kind == "filename":
            body = _relinked(body, link, original, lang, site)
    return "\n".join([*translated_header(original.kind, lines), "", body])


def _relinked(body: str, link: "Link", original: "Text", lang: str, site: "SiteTexts") -> str:
    """Return the body with a link that leads to the same text in the other language, if it can."""
    from plugins.content.text import path_in
    named = path_in(lang, link.target, original.lang)
    name = named.rpartition("/")[2]
    if not any(Path(text.path).name == name for text in site.texts):
        return body
    start = link.place + len("{filename}")
    end = start + len(link.target)
    return body[:start] + named + body[end:] if body[start:end] == link.target else body


@command(say("Update the translation catalogues."))
def words(terminal: Terminal, options: Options) -> int:
    """Add the new words to every catalogue, untranslated, and take out those no longer used.

    The commands have a catalogue in a language where its file is there, or one of both to divide.
    """
    used = words_in_use(options.root, options.theme)
    for lang in options.languages:
        if not is_source(lang):
            for path, waiting in _update(options.theme / "locale", lang, used):
                terminal.say(say("{path}: to be translated: {waiting}",
                                 path=from_here(path), waiting=waiting))
    return 0


def _update(folder: Path, lang: str, used: Mapping[str, "Catalog"]) -> Iterator[tuple[Path, int]]:
    """Yield the file of each catalogue of a language, and how many words wait in it."""
    # An undivided one beside the two has just been brought, by a merge perhaps: its word counts.
    files = [catalogue_file(folder, lang, name) for name in (UNDIVIDED, SITE, DESK)]
    known = [read_catalogue(file, lang) for file in files if file.is_file()]
    undivided, site, desk = files
    for path, words in ((site, used[SITE]), (desk, used[DESK])):
        if path == site or path.is_file() or undivided.is_file():
            yield path, _write(path, _with_translations(words, known, lang))
    undivided.unlink(missing_ok=True)


def _with_translations(used: "Catalog", known: Sequence["Catalog"], lang: str) -> "Catalog":
    """Return the words in use with the first translation that is known of each."""
    from babel.messages.catalog import Catalog  # slow to import, as all of Babel
    new = Catalog(locale=lang.replace("-", "_"), charset="utf-8", fuzzy=False)
    for word in used:
        if word.id:
            entries = (catalogue.get(word.id, word.context) for catalogue in known)
            string = next((entry.string for entry in entries if entry and entry.string), "")
            files = sorted({(file, 0) for file, _ in word.locations})
            new.add(word.id, string, locations=files, context=word.context)
    return new


def _write(path: Path, catalog: "Catalog") -> int:
    """Write a catalogue in the order of files, without what changes from day to day.

    Return how many of its words wait for a translation.
    """
    from babel.messages.pofile import write_po
    fields = (f"Language: {catalog.locale_identifier}", f"Plural-Forms: {catalog.plural_forms}",
              "Content-Type: text/plain; charset=utf-8")
    head = 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        target.write(f"# {ABOUT[path.stem]}\n{head}\n".encode())
        write_po(target, catalog, width=96, omit_header=True, sort_by_file=True,
                 include_lineno=False)
    return sum(not complete(word) for word in catalog if word.id)


@command(say("List the terms of the glossary, and in how many articles each is explained."),
         propose=say("write the pinyin that is missing below the Chinese, as a comment to confirm"))
def glossary(terminal: Terminal, options: Options, propose: bool = False) -> int:
    """List the terms with their Chinese, their pinyin and their articles; or propose pinyin."""
    from plugins.check.reading import declare, read_request, read_texts
    path = options.content / "glossary.toml"
    request = read_request(options)
    declared = declare(request).glossary
    if not declared.terms:
        raise Failure(say("{path}: there is no term yet; write “[a-term]” and, below it, "
                          "“name.{lang} = …” and “definition.{lang} = …” for each language",
                          path=from_here(path), lang=next(iter(options.languages))))
    if propose:
        return _propose(terminal, path, declared)
    used = Counter((key, checked.text.lang) for checked in read_texts(request) if checked.text
                   for key in checked.text.terms)
    lang, *_ = options.languages
    terminal.table((term.name[lang], term.chinese or "–", term.pinyin or "–",
                    *(cell for other in options.languages
                      for cell in (other, used[term.key, other])))
                   for term in declared.in_order(lang))
    if waiting := [term for term in declared.terms.values() if term.chinese and not term.pinyin]:
        terminal.say(say("Terms without pinyin: {count}; “./inv glossary --propose” writes it, for "
                         "you to confirm.", count=len(waiting)))
    return 0


def _propose(terminal: Terminal, path: Path, declared: "Glossary") -> int:
    from plugins.core.files import write_atomically
    from plugins.core.toml import line_of
    wanted = {line_of(path, key, "chinese"): term.chinese for key, term in declared.terms.items()
              if term.chinese and not term.pinyin}
    written = path.read_bytes().splitlines(keepends=True)
    added = dict(_proposals(written, wanted))
    for line in sorted(added, reverse=True):
        written.insert(line, added[line])
    if added:
        write_atomically(path, b"".join(written))
    for place, line in enumerate(sorted(added), 1):
        terminal.say(say("{path}:{line}: {pinyin} – join what is one word, correct the tones, and "
                         "take the “#” away", path=from_here(path), line=line + place,
                         pinyin=added[line].decode().partition("=")[2].strip()))
    terminal.say(say("Proposed: {count}; waiting to be confirmed: {waiting}.", count=len(added),
                     waiting=len(wanted)))
    return 0


def _proposals(written: list[bytes], wanted: Mapping[int, str]) -> Iterator[tuple[int, bytes]]:
    """Yield what is to be written below each line that has none yet, by the number of that line."""
    from pypinyin import Style, lazy_pinyin  # takes a fifth of a second
    for line, chinese in wanted.items():
        if not any(map(PROPOSED.match, written[line:line + 1])):
            above = written[line - 1]
            indent = above[:len(above) - len(above.lstrip())].decode()
            end = "\r\n" if above.endswith(b"\r\n") else "\n"
            start = "" if above.endswith(b"\n") else end
            pinyin = " ".join(lazy_pinyin(chinese, style=Style.TONE))
            yield line, f'{start}{indent}# pinyin = "{pinyin}"{end}'.encode()
