"""Build again after an edit of bodies, from what was kept of the last build.

Whatever else has changed, the whole build is for.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.atomic import Printed, commit, last_built, plan_changes
from plugins.build.build import Built, Work
from plugins.build.record import Record, with_stamps
from plugins.check.cache import ReadFile, ReadingCache, keep
from plugins.check.reading import read_file
from plugins.check.run import SiteCheck, each_once
from plugins.content.header import read_header
from plugins.content.source import decode, source_of
from plugins.core.messages import ContentError, errors
from plugins.site.collect import body_again
from plugins.site.edition import Build, KeptBody, Memory
from plugins.site.printing import EditionInProgress


class MoreChanged(Exception):
    """More has changed than bodies, or cannot be found out here."""


@dataclass(frozen=True)
class KeptTexts:
    """What is kept on the disk of the texts of a build; `texts` are the digests of their files."""

    texts: Mapping[str, bytes]
    memory: Memory
    checked: SiteCheck


@dataclass
class BuildMemory(Memory):
    """What a process that builds again keeps of its last build, and when that `left` its files."""

    left: Sequence[float] = ()
    last: Record | None = None
    checked: SiteCheck | None = None
    editions: dict[str, EditionInProgress] = field(default_factory=dict)

    def last_in(self, roots: Iterable[Path]) -> Record | None:
        """Return the record of the last build, unless another process has built there since."""
        if self.left != [last_built(root) for root in roots]:
            self.last = None
            self.editions.clear()
        return self.last

    def take(self, kept: KeptTexts) -> None:
        """Take what was kept on the disk."""
        self.made_with = kept.memory.made_with
        self.entries, self.bodies = kept.memory.entries, kept.memory.bodies
        self.checked = kept.checked

    def kept(self, texts: Mapping[str, bytes]) -> KeptTexts | None:
        """Return what is kept on the disk."""
        if not self.checked:
            return None
        return KeptTexts(texts, Memory(self.made_with, self.entries, self.bodies),
                         replace(self.checked, texts=None))


def refuse_headers(work: Work, memory: BuildMemory) -> None:
    """Raise MoreChanged where the header of a text has changed; it takes less than to build."""
    options = work.options
    for path in map(Path, _changed(work, memory)):
        before = memory.entries[str(path)][1].header
        try:
            source = source_of(path, options.content, options.languages)
            header, _ = read_header(source, decode(path, path.read_bytes()))
        except ContentError:
            raise MoreChanged from None
        if (header.values, header.lines) != (before.values, before.lines):
            raise MoreChanged


def build_again(work: Work, memory: BuildMemory, builds: Mapping[str, Build], cache: ReadingCache
                ) -> Built:
    """Print again what shows the bodies that have changed; with an error, change nothing.

    `builds` are lent to the editions; what is read is kept in the `cache`. Raises MoreChanged if
    the whole must be built, PublishError if the disk refuses.
    """
    if not memory.checked:
        raise MoreChanged
    read = list(_read(work, memory, cache))
    checked = memory.checked.with_bodies(read)
    if not checked:
        raise MoreChanged
    problems = each_once([*checked.problems, *work.last.beside])
    if errors(problems):
        return Built(problems)
    for lang, progress in memory.editions.items():
        progress.edition.build = builds[lang]
    bodies = {file.path: _body(file, work, memory) for file in read}
    printed = _publish(work, memory, bodies)
    memory.bodies.update(bodies)
    memory.entries.update((path, (kept.made_of, memory.entries[path][1]))
                          for path, kept in bodies.items())
    memory.checked = checked
    keep(cache, read, ())
    changed = {path for one in printed for path in one.paths}
    memory.last = replace(
        work.last, texts=work.ingredients.texts, problems=tuple(problems),
        printed={lang: progress.edition.printed for lang, progress in memory.editions.items()},
        files=with_stamps(work.last.files, (work.options.output, work.options.outbox), changed))
    return Built.of(problems, *work.last.files, len(changed))


def _changed(work: Work, memory: BuildMemory) -> Iterator[str]:
    """Yield the files of the texts that are not as they were."""
    for path, digest in work.ingredients.texts.items():
        if digest != work.last.texts[path]:
            if memory.entries.get(path, (b"",))[0] != work.last.texts[path]:
                raise MoreChanged
            yield path


def _read(work: Work, memory: BuildMemory, cache: ReadingCache) -> Iterator[ReadFile]:
    for path in _changed(work, memory):
        edition = memory.editions[memory.entries[path][1].lang].edition
        file = read_file(cache, edition.read, edition.declared.glossary, Path(path))
        if file.digest != cache.name(work.ingredients.texts[path]):  # saved once more
            raise MoreChanged
        yield file


def _body(file: ReadFile, work: Work, memory: BuildMemory) -> KeptBody:
    progress = memory.editions[memory.entries[file.path][1].lang]
    kept = file.reading and body_again(
        progress.edition, progress.planner.contents, file.reading,
        work.ingredients.texts[file.path], memory)
    if not kept:
        raise MoreChanged
    return kept


def _publish(work: Work, memory: BuildMemory, bodies: Mapping[str, KeptBody]) -> list[Printed]:
    """Publish what shows the bodies; return what has changed."""
    with _showing(memory, bodies):
        fresh = {lang: _print(progress, {path for path in bodies
                                         if memory.entries[path][1].lang == lang})
                 for lang, progress in memory.editions.items()}
        found = [one for printed in fresh.values() for one in printed.values()]
        commit([(staging, {path for one in found if one.is_email == is_email
                           for path in one.paths})
                for staging, is_email in ((work.site, False), (work.emails, True))], plan_changes)
    for lang, printed in fresh.items():
        memory.editions[lang].edition.printed.update(printed)
    return found


def _print(progress: EditionInProgress, texts: Collection[str]) -> Mapping[str, Printed]:
    """Return what was printed again; what cannot be is left to the whole build, which says why."""
    edition = progress.edition
    before, found = edition.printed, len(edition.problems)
    try:
        fresh = {name: one for name, one in progress.print_again(frozenset(texts))
                 if one is not before[name]}
    except Exception as error:
        raise MoreChanged from error
    if len(edition.problems) > found or any(one.paths != before[name].paths
                                            for name, one in fresh.items()):
        del edition.problems[found:]
        raise MoreChanged
    return fresh


@contextmanager
def _showing(memory: BuildMemory, bodies: Mapping[str, KeptBody]) -> Iterator[None]:
    """Let the editions show these bodies, unless a block fails."""
    all_contents = [progress.planner.contents for progress in memory.editions.values()]
    before = [contents.bodies for contents in all_contents]
    for contents in all_contents:
        contents.bodies = contents.bodies | {path: kept.body for path, kept in bodies.items()
                                             if path in contents.bodies}
    try:
        yield
    except BaseException:
        for contents, own in zip(all_contents, before, strict=True):
            contents.bodies = own
        raise
