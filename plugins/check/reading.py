"""Read every text of the content, and what is wrong with each: what is kept is not read again."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.check.cache import CheckedText, ReadFile, ReadingCache, keep, kept_texts
from plugins.check.laws import said_days
from plugins.check.rules import problems_of
from plugins.content.reading import Declarations, Read, load_declarations, reader
from plugins.content.source import find_sources
from plugins.content.survey import survey
from plugins.core.files import digest_of, program_digest
from plugins.core.i18n import load
from plugins.core.messages import ContentError, unreadable
from plugins.core.process import Stopped, ask, at_once
from plugins.core.project import Options
from plugins.core.toml import read_tables
from plugins.register.glossary import Glossary

SHARE = 40
"""Files that one process reads in the time that another one takes to start."""

TOPICS, LAWS = "topics.toml", "laws.toml"
VOCABULARIES = (TOPICS, "authors.toml", LAWS)
"""The files of which a text knows the keys alone, to say whether it names one that there is."""


@dataclass(frozen=True)
class ReadRequest:
    """Which texts to read, and by which declarations."""

    content: Path
    theme: Path
    languages: tuple[str, ...]
    cache: ReadingCache
    paths: tuple[Path, ...] = ()


def read_request(options: Options, paths: Iterable[Path] | None = None) -> ReadRequest:
    """Return the request for some texts or, without `paths`, for every text of the site."""
    return ReadRequest(options.content, options.theme, tuple(options.languages), cache_of(options),
                       tuple(find_sources(options.content) if paths is None else paths))


def read_texts(request: ReadRequest) -> list[CheckedText]:
    """Return every text that is asked for, checked by itself; keep what was read."""
    kept = kept_texts(request.cache)
    checked: dict[str, CheckedText] = {}
    missing = []
    for path in request.paths:
        digest, known = kept.get(str(path), (b"", None))
        if known and digest == _digest(request.cache, path):
            checked[str(path)] = known
        else:
            missing.append(path)
    read = _read_all(replace(request, paths=tuple(missing)))
    checked.update((file.path, file.checked) for file in read)
    gone = kept.keys() - checked.keys()
    if read or gone:
        keep(request.cache, read, gone)
    return [checked[path] for path in sorted(checked)]


def cache_of(options: Options) -> ReadingCache:
    """Return the cache for texts read by this program, these declarations and these words."""
    content = options.content
    keys = [_keys(content / name) for name in VOCABULARIES]
    made_with = digest_of(
        (*(path for path in content.glob("*.toml") if path.name not in VOCABULARIES),
         *(content / "forms").glob("*.toml"),
         *(options.theme / "locale").rglob("*.po"), options.root / "requirements.txt"),
        program_digest(options.root), sys.version, content, keys,
        tuple(options.languages), options.settings["STATIC_PATHS"],
        options.today.year)  # a day may be too far away
    return ReadingCache(options.cache / "texts" / "readings.sqlite3", made_with)


def _keys(vocabulary: Path) -> object:
    """Return the keys that texts may name; what cannot be read, others tell."""
    try:
        tables = read_tables(vocabulary)
    except ContentError:
        return None
    return [(name, list(table) if vocabulary.name == TOPICS and isinstance(table, dict) else None)
            for name, table in tables.items()]


def declare(request: ReadRequest) -> Declarations:
    """Return what the texts may name; raises ContentError with all that is wrong with it."""
    declared, problems = load_declarations(
        request.content, request.languages,
        lambda lang: load(request.theme / "locale", lang).gettext)
    if problems:
        raise ContentError(*problems)
    return declared


def _digest(cache: ReadingCache, path: Path) -> bytes:
    """Return the digest of a file, or nothing if it cannot be read: to read it reports that."""
    try:
        return cache.digest(path.read_bytes())
    except OSError:
        return b""


def _read_all(request: ReadRequest) -> list[ReadFile]:
    """Read the files in as many processes as are worth their start."""
    processes = min(os.cpu_count() or 1, -(-len(request.paths) // SHARE))
    if processes < 2:
        return _read_share(request)
    shares = [replace(request, paths=request.paths[start::processes]) for start in range(processes)]
    return [file for share in at_once(_in_a_process, shares) for file in share]


def _in_a_process(request: ReadRequest) -> list[ReadFile]:
    try:
        read: list[ReadFile] = ask("plugins.check.reading:_read_share", request)
    except Stopped:
        return _read_share(request)  # what it cannot do we do ourselves
    return read


def _read_share(request: ReadRequest) -> list[ReadFile]:
    if not request.paths:
        return []
    declared = declare(request)
    read = reader(declared, request.languages)
    return [read_file(request.cache, read, declared.glossary, path) for path in request.paths]


def read_file(cache: ReadingCache, read: Read, glossary: Glossary, path: Path,
              data: bytes | None = None) -> ReadFile:
    """Read a file and check it by itself; what is wrong with it is part of the answer.

    Given `data`, it is read as if it held that.
    """
    digest = b""
    try:
        data = path.read_bytes() if data is None else data
        digest = cache.digest(data)
        reading = read(path, data)
        text = survey(reading.source, reading.header, reading.converted, reading.html,
                      glossary.wording(reading.source.lang))
        checked = CheckedText(replace(text, body="", prose="", notes=(), asterisks=(), avoided=(),
                                      said_days=tuple(said_days(text))),
                              (*reading.problems, *problems_of(text)))
        return ReadFile(str(path), digest, checked,
                        replace(reading, header=replace(reading.header, body=""), converted=""))
    except ContentError as error:
        problems = error.problems
    except Exception as error:
        problems = (unreadable(path, f"{type(error).__name__}: {error}"),)
    return ReadFile(str(path), digest, CheckedText(None, problems), None)
