"""Build again after an edit of bodies, from what the last build of this process has in memory.

Whatever else has changed, the whole build is for.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.atomic import Printed, begin, commit, plan_changes
from plugins.build.build import Built
from plugins.build.record import Ingredients
from plugins.check.cache import ReadFile, keep
from plugins.check.reading import cache_of, read_file
from plugins.check.run import SiteCheck, each_once
from plugins.content.reading import Read, reader
from plugins.core.files import Digests
from plugins.core.messages import Problem, errors
from plugins.core.project import Options
from plugins.site.collect import body_again
from plugins.site.edition import KeptBody, Memory
from plugins.site.printing import EditionInProgress


class MoreChanged(Exception):
    """More has changed than bodies, or cannot be told from here."""


@dataclass(frozen=True)
class StandingEdition:
    """An edition that was printed, and what reads its texts."""

    in_progress: EditionInProgress
    read: Read

    @classmethod
    def of(cls, in_progress: EditionInProgress) -> "StandingEdition":
        """Return an edition that has just been printed."""
        edition = in_progress.edition
        return cls(in_progress, reader(edition.declared, (edition.lang,)))


@dataclass(frozen=True)
class StandingBuild:
    """The last build of this process: what it was made of, found and printed.

    `beside` are the problems that were found after the check.
    """

    ingredients: Ingredients
    checked: SiteCheck
    beside: list[Problem]
    editions: Mapping[str, StandingEdition]
    built: Built


@dataclass
class BuildMemory(Memory):
    """What a process that builds again keeps of its last build."""

    digests: Digests = field(default_factory=Digests)
    standing: StandingBuild | None = None


def build_again(options: Options, preview: bool, memory: BuildMemory) -> Built | None:
    """Print again what shows the bodies that have changed; None if the whole must be built.

    What the last build left is taken for untouched: nobody works in a preview. With an error,
    change nothing. The caller holds the lock. Raises PublishError if the disk refuses.
    """
    if not memory.standing:
        return None
    try:
        return _built_again(Ingredients(options, preview, memory.digests), memory.standing, memory)
    except (MoreChanged, OSError):
        return None


def _built_again(now: Ingredients, standing: StandingBuild, memory: BuildMemory) -> Built:
    read = list(_changed(now, standing, memory))
    checked = standing.checked.with_bodies(read)
    if not checked:
        raise MoreChanged
    if not read:
        return replace(standing.built, changed=0)
    problems = each_once([*checked.problems, *standing.beside])
    if errors(problems):
        return Built(problems)
    bodies = {file.path: _body(file, standing, memory) for file in read}
    changed = _print(now.options, standing, bodies, memory)
    for path, kept in bodies.items():
        memory.entries[path] = kept.reading, memory.entries[path][1]
    memory.bodies.update(bodies)
    memory.readings.update((file.path, (file.digest, bodies[file.path].reading)) for file in read)
    built = replace(standing.built, problems=problems, changed=changed)
    memory.standing = replace(standing, ingredients=now, checked=checked, built=built)
    keep(cache_of(now.options), read, ())
    return built


def _changed(now: Ingredients, standing: StandingBuild, memory: Memory) -> Iterator[ReadFile]:
    """Yield the texts that are not as they were, read again."""
    before = standing.ingredients
    if now.others != before.others:
        raise MoreChanged
    cache = cache_of(now.options)
    for path, digest in now.texts.items():
        if digest != before.texts[path]:
            if path not in memory.entries:
                raise MoreChanged
            lang = memory.entries[path][1].lang
            yield read_file(cache, standing.editions[lang].read, Path(path))


def _body(file: ReadFile, standing: StandingBuild, memory: Memory) -> KeptBody:
    progress = standing.editions[memory.entries[file.path][1].lang].in_progress
    kept = file.reading and body_again(progress.edition, progress.planner.contents, file.reading,
                                       memory)
    if not kept:
        raise MoreChanged
    return kept


def _print(options: Options, standing: StandingBuild, bodies: Mapping[str, KeptBody],
           memory: Memory) -> int:
    """Publish what shows the bodies; return how many files that has changed."""
    site, emails = begin(options.output), begin(options.outbox)
    with _showing(standing, bodies):
        fresh: dict[str, Mapping[str, Printed]] = {}
        for lang, own in standing.editions.items():
            edition = own.in_progress.edition
            texts = {path for path in bodies if memory.entries[path][1].lang == lang}
            edition.build = edition.build and replace(edition.build, site=site, emails=emails)
            fresh[lang] = _printed(own.in_progress, texts)
        found = [one for printed in fresh.values() for one in printed.values()]
        plans = commit([(staging, {path for one in found if one.is_email == is_email
                                   for path in one.paths})
                        for staging, is_email in ((site, False), (emails, True))], plan_changes)
    for lang, printed in fresh.items():
        standing.editions[lang].in_progress.edition.printed.update(printed)
    return sum(len(plan.replace) for plan in plans)


def _printed(progress: EditionInProgress, texts: Collection[str]) -> Mapping[str, Printed]:
    """Return what was printed again; what cannot be is left to the whole build, which tells why."""
    edition, found = progress.edition, len(progress.edition.problems)
    try:
        fresh = dict(progress.print_again(frozenset(texts)))
    except Exception as error:
        raise MoreChanged from error
    if len(edition.problems) > found or any(
            one.paths != edition.printed[name].paths for name, one in fresh.items()):
        del edition.problems[found:]
        raise MoreChanged
    return fresh


@contextmanager
def _showing(standing: StandingBuild, bodies: Mapping[str, KeptBody]) -> Iterator[None]:
    """Let the editions show these bodies, unless a block fails."""
    all_contents = [own.in_progress.planner.contents for own in standing.editions.values()]
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
