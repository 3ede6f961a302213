"""Read every text of the content, and what is wrong with each: what is kept is not read again."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from plugins.check import advice
from plugins.check.cache import Facts, Shelf, digest, keep, kept_facts
from plugins.content.reading import Declarations, Read, Reading, reader
from plugins.content.source import find_sources
from plugins.content.survey import survey
from plugins.content.vocabularies import Law, Topics, load_laws, load_topics
from plugins.core.files import digest_of
from plugins.core.i18n import load
from plugins.core.messages import ContentError, Problem, recorded, say
from plugins.core.process import Stopped, ask, at_once
from plugins.core.project import Options
from plugins.forms.declaration.form import load_forms
from plugins.typography import typeset_text

LIBRARIES = ("Markdown",)
"""What a reading is made with besides our own program."""

SHARE = 40
"""Files that one process reads in the time that another one takes to start."""

Done = tuple[str, bytes, Facts, Reading | None]
"""The path of a file, its digest, and what was read."""


@dataclass(frozen=True)
class Order:
    """What to read, and by which declarations."""

    content: Path
    theme: Path
    languages: tuple[str, ...]
    shelf: Shelf
    paths: tuple[Path, ...] = ()


def order_of(options: Options) -> Order:
    """Return what a check reads."""
    return Order(options.content, options.theme, tuple(options.languages), shelf_of(options))


def read_texts(order: Order) -> list[Facts]:
    """Return the facts of every file that an editor put among the texts; keep what was read."""
    kept = kept_facts(order.shelf)
    facts: dict[str, Facts] = {}
    missing = []
    for path in find_sources(order.content):
        given, known = kept.get(str(path), (b"", None))
        if known and given == _digest(order.shelf, path):
            facts[str(path)] = known
        else:
            missing.append(path)
    done = _read_all(replace(order, paths=tuple(missing)))
    facts.update((path, found) for path, _, found, _ in done)
    gone = kept.keys() - facts.keys()
    if done or gone:
        keep(order.shelf, done, gone)
    return [facts[path] for path in sorted(facts)]


def shelf_of(options: Options) -> Shelf:
    """Return the shelf for texts read by this program, these declarations and these words."""
    made_with = digest_of(
        (*options.content.glob("*.toml"), *(options.content / "forms").glob("*.toml"),
         *(options.theme / "locale").rglob("*.po")),
        _program(options.root), sys.version, *map(version, LIBRARIES), options.content,
        tuple(options.languages), options.settings["STATIC_PATHS"])
    return Shelf(options.cache / "texts" / "readings.sqlite3", made_with)


@cache
def _program(root: Path) -> bytes:
    """Return a digest of the program as it runs; what is changed in it later does not run yet."""
    return digest_of((root / "plugins").rglob("*.py"))


def declare(order: Order) -> Declarations:
    """Return what the texts may name; raises ContentError with all that is wrong with it."""
    forms, problems = load_forms(order.content / "forms", order.languages, typeset_text)
    topics: Topics = {}
    laws: Mapping[str, Law] = {}
    with recorded(problems):
        topics = load_topics(order.content / "topics.toml", order.languages)
    with recorded(problems):
        laws = load_laws(order.content / "laws.toml", order.languages)
    if problems:
        raise ContentError(*problems)
    return Declarations(order.content, order.languages, topics, laws, forms,
                        lambda lang: load(order.theme / "locale", lang).gettext)


def _digest(shelf: Shelf, path: Path) -> bytes:
    """Return the digest of a file, or nothing if it cannot be read: that is told when it is."""
    try:
        return digest(shelf, path.read_bytes())
    except OSError:
        return b""


def _read_all(order: Order) -> list[Done]:
    """Read the files in as many processes as are worth their start."""
    processes = min(os.cpu_count() or 1, -(-len(order.paths) // SHARE))
    if processes < 2:
        return _read_share(order)
    shares = [replace(order, paths=order.paths[start::processes]) for start in range(processes)]
    return [done for share in at_once(_in_a_process, shares) for done in share]


def _in_a_process(order: Order) -> list[Done]:
    try:
        done: list[Done] = ask("plugins.check.reading:_read_share", order)
    except Stopped:
        return _read_share(order)  # what it cannot do we do ourselves
    return done


def _read_share(order: Order) -> list[Done]:
    if not order.paths:
        return []
    read = reader(declare(order), order.languages)
    return [_read_one(order, read, path) for path in order.paths]


def _read_one(order: Order, read: Read, path: Path) -> Done:
    known = b""
    try:
        data = path.read_bytes()
        known = digest(order.shelf, data)
        reading = read(path, data)
        text = survey(reading.source, reading.header, reading.html)
        told = (*reading.problems, *advice(text))
        facts = Facts(replace(text, body="", prose="", notes=(), tags=()), told)
        return str(path), known, facts, replace(reading, header=replace(reading.header, body=""))
    except ContentError as error:
        problems = error.problems
    except Exception as error:
        problems = (Problem(str(path), 0, say("the file cannot be read: {reason}",
                                              reason=f"{type(error).__name__}: {error}")),)
    return str(path), known, Facts(None, tuple(problems)), None
