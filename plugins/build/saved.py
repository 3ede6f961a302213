"""Hold the texts as they are saved, checked and planned, and say what others would make of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment

from plugins.atomic import Staging
from plugins.build.record import Ingredients
from plugins.build.workshop import EditionRequest, bare_requests, opened
from plugins.check.cache import ReadFile, ReadingCache
from plugins.check.files import unfit_files
from plugins.check.reading import declare, read_file, read_request
from plugins.check.run import Gathering, SiteCheck, broken_catalogues, check_texts
from plugins.check.site_texts import SiteTexts, target_of
from plugins.content.reading import Declarations, reader
from plugins.content.source import is_source
from plugins.content.text import Text
from plugins.core.files import content_digest, reading
from plugins.core.messages import ContentError, Problem, errors
from plugins.core.project import Options
from plugins.site.collect import contents_of, take
from plugins.site.contents import Entry
from plugins.site.edition import Edition, EditionResult, Memory
from plugins.site.printing import EditionInProgress, begin_edition, planned
from plugins.site.source_links import topic_finder

READ_LATELY = 16
"""Readings of what was typed last: both languages of a text, of several people."""


@dataclass(frozen=True)
class Saved:
    """All texts of the site, checked, and what prints them in a preview.

    `texts` are the digests of their files, `others` stands for all else, as in a `Record`. `read`
    reads and checks the bytes of one file by itself, `gathering` makes of all texts what the rules
    on all look at.
    """

    options: Options
    texts: Mapping[str, bytes]
    others: bytes
    declared: Declarations
    read: Callable[[str, bytes], ReadFile]
    requests: Mapping[str, EditionRequest]
    editions: Mapping[str, tuple[Edition, Environment]]
    memory: Memory
    gathering: Gathering
    checked: SiteCheck
    planned: dict[str, EditionInProgress] = field(default_factory=dict)
    """The editions that have been asked for."""

    @property
    def site(self) -> SiteTexts:
        """The texts for the rules on all."""
        assert self.checked.texts, "they are gathered where they are read"
        return self.checked.texts

    def with_texts(self, files: Mapping[str, bytes], gone: Set[str] = frozenset()) -> "Saved":
        """Return the same with other bytes of some files, which may be new, and without others.

        A text that cannot be read is shown as it was before.
        """
        read = [self.read(path, data) for path, data in files.items()]
        memory = self.memory.copy()
        memory.forget(gone)
        for file in read:
            self._take(file, files[file.path], memory)
        texts = {**self.texts, **{path: content_digest(data) for path, data in files.items()}}
        return replace(self, texts={path: texts[path] for path in texts.keys() - gone},
                       memory=memory, checked=self.checked.with_texts(read, gone, self.gathering),
                       planned={} if gone else self._still_planned(memory, files))

    def as_of(self, texts: Mapping[str, bytes]) -> "Saved":
        """Return the same as the files of the texts are now, which have these digests.

        Raises DiskError if one is gone meanwhile.
        """
        content = self.options.content
        with reading(content):
            changed = {path: Path(path).read_bytes() for path, digest in texts.items()
                       if digest != self.texts.get(path) and is_source(path, content)}
        gone = {path for path in self.texts.keys() - texts.keys() if is_source(path, content)}
        return self.with_texts(changed, gone) if changed or gone else self

    def shown(self, path: str) -> Entry | None:
        """Return a text as it is listed, None if it cannot be read as it is."""
        digest, entry = self.memory.entries.get(path, (b"", None))
        return entry if digest == self.texts.get(path) else None

    @contextmanager
    def edition(self, lang: str) -> Iterator[EditionInProgress]:
        """Lend an edition with its pages planned, to print some of them."""
        progress = self._planned(lang)
        with self.requests[lang].lent(self.memory) as progress.edition.build:
            try:
                yield progress
            finally:
                _forget_told(progress.edition)

    def damaged(self, text: Text) -> list[Problem]:
        """Return what is found wrong with the images of a text when they are decoded."""
        named = {str(Path(target_of(link, text, self.site.root)).resolve())
                 for link in text.links if link.kind == "static"}
        edition, _ = self.editions[text.lang]
        return [problem for problem in edition.problems if problem.path in named]

    def _planned(self, lang: str) -> EditionInProgress:
        if lang not in self.planned:
            edition, env = self.editions[lang]
            self.planned[lang] = planned(edition, env, contents_of(edition, self.memory))
        return self.planned[lang]

    def _take(self, file: ReadFile, data: bytes, memory: Memory) -> None:
        if file.reading and not file.reading.problems:
            edition, _ = self.editions[file.reading.source.lang]
            take(edition, memory, file.reading, content_digest(data),
                 topic_finder(self.declared, edition.addresses))
            edition.pictures.update(memory.bodies[file.path].pictures)

    def _still_planned(self, memory: Memory, paths: Iterable[str]) -> dict[str, EditionInProgress]:
        """Return the editions, planned, if they show nothing else of the headers of these texts."""
        still, known = dict(self.planned), self.memory.entries
        for path in paths:
            _, entry = memory.entries.get(path, (b"", None))
            if entry and not (path in known and known[path][1].digest == entry.digest):
                return {}
            if entry and path in memory.bodies:
                shown = still.get(entry.lang) or self._planned(entry.lang)
                still[entry.lang] = shown.showing({path: memory.bodies[path].body})
        return still


def read_saved(options: Options, ingredients: Ingredients, known: Memory) -> Saved:
    """Read and check all texts, and open the editions; what is `known` of texts is not changed.

    Raises ContentError with what keeps all texts from being read or shown.
    """
    if unfit := [*unfit_files(options), *broken_catalogues(options)]:
        raise ContentError(*unfit)
    memory, is_read = known.copy(), ingredients.is_read()
    memory.begin(ingredients.behind_entries)
    texts = ingredients.texts if is_read else {}
    nowhere = Staging(options.output, options.output)
    requests = {bare.lang: replace(bare, texts=texts)
                for bare in bare_requests(options, nowhere, nowhere, preview=True)}
    editions = [_opened(own, options, memory) for own in requests.values()]
    request = read_request(options)
    declared = declare(request)
    gathering = Gathering(options, declared, preview=True)
    checked = check_texts(request, gathering)
    begun = {edition.lang: _begun(edition, requests[edition.lang], memory)
             for edition in editions}
    return Saved(options, texts, ingredients.others if is_read else b"", declared,
                 _reading(declared, request.cache), requests,
                 {lang: (one.edition, one.env) for lang, one in begun.items()}, memory, gathering,
                 checked, begun)


def _opened(request: EditionRequest, options: Options, memory: Memory) -> Edition:
    with request.lent(memory) as build:
        edition = opened(request, options.settings, EditionResult(request.lang), build)
    if wrong := errors(edition.problems):
        raise ContentError(*wrong)
    return edition


def _begun(edition: Edition, request: EditionRequest, memory: Memory) -> EditionInProgress:
    """Return an edition with its pages planned; its texts are read into the memory."""
    with request.lent(memory) as edition.build:
        begun = begin_edition(edition)
    _forget_told(edition)
    return begun


def _forget_told(edition: Edition) -> None:
    """Keep of the problems of an edition those of images, which the check does not open."""
    images = set(map(str, edition.album.seen))
    edition.problems[:] = [problem for problem in edition.problems if problem.path in images]


def _reading(declared: Declarations, cache: ReadingCache) -> Callable[[str, bytes], ReadFile]:
    read = reader(declared, declared.languages)

    @lru_cache(READ_LATELY)
    def reading(path: str, data: bytes) -> ReadFile:
        return read_file(cache, read, declared.glossary, Path(path), data)

    return reading
