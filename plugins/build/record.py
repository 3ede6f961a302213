"""Remember what the last build was made of, and its files: what is up to date is not made again.

A record may be deleted, or be damaged, at any time: then everything is made.
"""

import os
import pickle
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from plugins.atomic import Plan, Printed, published
from plugins.core.files import (
    Digests,
    Stamp,
    Store,
    files_below,
    program_digest,
    stamp_of,
    stamps_below,
    stamps_of,
)
from plugins.core.look import MARK
from plugins.core.messages import Problem
from plugins.core.project import Options
from plugins.paper.shelf import shelf_of

SHARED = ("firm.toml", MARK, "forms/*.toml")
"""The files of the content folder on which every page depends."""

DECLARED = ("topics", "authors", "glossary")
"""The files that say what a text is listed with."""

TEXT = ".md"
READ = (".toml", ".csv")
"""The endings of what is known by its content; another file is known by its stamp."""


Files = tuple[Mapping[str, Stamp], Mapping[str, Stamp]]
"""The files of the site and those of the emails, each with its stamp."""


@dataclass(frozen=True)
class Record:
    """What a build was made of, what it found and printed, and the files that it left.

    `texts` are the digests of all texts by file, `laws` is that of the laws, `rest` stands for all
    else; without, nothing is known to be unchanged. `beside` are the problems that the check does
    not report. `printed` is by language and name. `files` are the stamps of both folders, site and
    emails; `digests` are those of all that was read.
    """

    texts: Mapping[str, bytes] = field(default_factory=dict)
    laws: bytes = b""
    rest: bytes = b""
    made_with: bytes = b""
    problems: tuple[Problem, ...] = ()
    beside: tuple[Problem, ...] = ()
    printed: Mapping[str, Mapping[str, Printed]] = field(default_factory=dict)
    files: Files = ({}, {})
    digests: Digests = field(default_factory=Digests)

    def is_whole(self, roots: Iterable[Path], standing: Iterable[Collection[str]]) -> bool:
        """Tell whether every file is as the build left it, and no other one is ours."""
        return all(len(files) == len(known) and published(root) == known.keys()
                   for root, files, known in zip(roots, standing, self.files, strict=True))

    def standing(self, roots: Iterable[Path]) -> tuple[frozenset[str], ...]:
        """Return the files of each folder that are as the build left them."""
        return tuple(frozenset(path for path, stamp in stamps(root) if known.get(path) == stamp)
                     for root, known in zip(roots, self.files, strict=True))


@dataclass(frozen=True)
class Ingredients:
    """All that a build is made of."""

    options: Options
    preview: bool
    digests: Digests = field(default_factory=Digests)

    @cached_property
    def made_with(self) -> bytes:
        """What stands for templates, words, settings and all else that is behind every page."""
        options, content = self.options, self.options.content
        shared = (path for pattern in SHARED for path in content.glob(pattern))
        files = (options.root / "requirements.txt", *files_below(options.theme),
                 *files_below(options.templates[0]), *shared)
        return self.digests.together(
            stamps_of(files), program_digest(options.root), sys.version, self.preview, content,
            repr(sorted(options.settings.items(), key=lambda item: item[0])))

    @property
    def behind_entries(self) -> object:
        """What a text is listed with, besides its own header."""
        files = stamps_of(self.options.content / f"{name}.toml" for name in DECLARED)
        return self.made_with, self.options.today, self.digests.together(files)

    @cached_property
    def texts(self) -> Mapping[str, bytes]:
        """The digest of every text, by its path; raises OSError."""
        return {path: self.digests.of(path, stamp) for path, stamp in self._files["texts"]}

    def is_read(self) -> bool:
        """Tell whether every file can be read; of others, the build tells."""
        with suppress(OSError):
            return bool(self.others)
        return False

    @property
    def others(self) -> bytes:
        """What stands for all but the texts; raises OSError."""
        return self.rest + self.laws

    @cached_property
    def laws(self) -> bytes:
        """The digest of the declared laws, empty without any; raises OSError."""
        return b"".join(self.digests.of(*file) for file in self._files["laws"])

    @cached_property
    def rest(self) -> bytes:
        """What stands for all else; raises OSError."""
        options, others = self.options, self._files["others"]
        declared = [file for file in others if file[0].endswith(READ)]
        return self.digests.together(
            declared, self.made_with, options.today, options.output, options.outbox,
            [file for file in others if not file[0].endswith(READ)],
            # A preview links to no PDF.
            () if self.preview else sorted(shelf_of(options.cache).sizes.items()))

    @cached_property
    def _files(self) -> Mapping[str, list[tuple[str, Stamp]]]:
        """The texts, the laws and all others; one for readers, which texts lead to, is no text."""
        content, shown = str(self.options.content), self.options.settings["STATIC_PATHS"]
        found: dict[str, list[tuple[str, Stamp]]] = {"texts": [], "laws": [], "others": []}
        for path, stamp in sorted(stamps_below(content)):
            name = path[len(content) + 1:]
            kind = "texts" if path.endswith(TEXT) and name.partition("/")[0] not in shown else \
                "laws" if name == "laws.toml" else "others"
            found[kind].append((path, stamp))
        return found

    @property
    def store(self) -> Store:
        """Where the record is kept."""
        return Store(self.options.cache / "builds" / program_digest(self.options.root).hex()[:16])

    @property
    def name(self) -> str:
        """Under which name."""
        folders = f"{self.options.output}\n{self.options.outbox}\n{self.options.content}"
        return blake2b(folders.encode(), digest_size=16).hexdigest()

    def last(self) -> Record:
        """Return the record of the last build into the same folders, an empty one without."""
        record: Record | None = self._kept(self.name)
        return record or Record()

    def kept_texts(self) -> Any:
        """Return what was kept of the texts of the last build, None without."""
        return self._kept(f"{self.name}.texts")

    def _kept(self, name: str) -> Any:
        try:
            return pickle.loads(self.store.get(name) or b"")
        except Exception:  # another program's, which had other names for what is kept
            return None

    def remember(self, record: Record, texts: object) -> None:
        """Keep the record of a build, and what it knows of the texts."""
        for name, kept in ((f"{self.name}.texts", texts), (self.name, record)):
            self.store.put(name, pickle.dumps(kept, pickle.HIGHEST_PROTOCOL))
        self.store.prune()


def stamps(folder: str | Path, above: str = "") -> Iterator[tuple[str, Stamp]]:
    """Yield every file below one of our folders, relative to it, with its stamp."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from stamps(entry.path, f"{above}{entry.name}/")
        elif entry.is_file():
            yield above + entry.name, stamp_of(entry.stat())


def with_stamps(files: Files, plans: Iterable[Plan]) -> Files:
    """Return the stamps of both folders after a commit."""
    site, emails = ({**known, **{path: stamp_of((plan.staging.root / path).stat())
                                 for path in plan.replace}}
                    for plan, known in zip(plans, files, strict=True))
    for plan, known in zip(plans, (site, emails), strict=True):
        for path in (*plan.clear, *plan.remove):
            known.pop(path, None)
    return site, emails


def still_printed(printed: Mapping[str, Printed], site: Collection[str], emails: Collection[str]
                  ) -> dict[str, Printed]:
    """Return the prints whose files are all as they were left."""
    return {name: one for name, one in printed.items()
            if all(path in (emails if one.is_email else site) for path in one.paths)}
