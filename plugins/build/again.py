"""Build again after an edit of bodies or laws, from what was kept of the last build.

Whatever else has changed, the whole build is for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.atomic import Printed, commit, last_built, plan_changes, read, write
from plugins.build.build import Built, Work
from plugins.build.record import Record, with_stamps
from plugins.build.whole import SITEMAP, sitemap_with
from plugins.check.cache import ReadFile, ReadingCache, keep
from plugins.check.reading import read_file
from plugins.check.run import SiteCheck, each_once
from plugins.content.header import read_header
from plugins.content.source import decode, source_of
from plugins.core.files import content_digest
from plugins.core.messages import ContentError, errors
from plugins.register.laws import Laws, load_laws
from plugins.register.standing import touched
from plugins.site.collect import body_again
from plugins.site.edition import Build, KeptBody, Memory, Print
from plugins.site.pages import Page
from plugins.site.printing import EditionInProgress


class MoreChanged(Exception):
    """More has changed than bodies and laws, or cannot be found out here."""


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
    """Print again what shows the bodies and laws that have changed; with an error, change nothing.

    `builds` are lent to the editions; what is read is kept in the `cache`. Raises MoreChanged if
    the whole must be built, PublishError if the disk refuses.
    """
    if not (memory.checked and memory.checked.texts):
        raise MoreChanged
    before = memory.checked.texts.laws
    laws, texts = _laws(work, before), list(_read(work, memory, cache))
    checked = memory.checked.with_bodies(texts)
    if not checked:
        raise MoreChanged
    changed_laws = touched(before, laws)
    checked = checked.with_laws(laws, changed_laws)
    problems = each_once([*checked.problems, *work.last.beside])
    if errors(problems):
        if laws is not before:  # there may be other lists of laws, to which links lead
            raise MoreChanged
        return Built(problems)
    for lang, progress in memory.editions.items():
        progress.edition.build = builds[lang]
    bodies = {file.path: _body(file, work, memory) for file in texts}
    changed = _publish(work, memory, bodies, laws, changed_laws)
    memory.bodies.update(bodies)
    memory.entries.update((path, (kept.made_of, memory.entries[path][1]))
                          for path, kept in bodies.items())
    memory.checked = checked
    keep(cache, texts, ())
    memory.last = replace(
        work.last, texts=work.ingredients.texts, laws=work.ingredients.laws,
        problems=tuple(problems),
        printed={lang: progress.edition.printed for lang, progress in memory.editions.items()},
        files=with_stamps(work.last.files, (work.options.output, work.options.outbox), changed))
    return Built.of(problems, *work.last.files, len(changed))


def _laws(work: Work, before: Laws) -> Laws:
    """Return the laws as they are declared now; what is wrong in them the whole build tells."""
    if work.ingredients.laws == work.last.laws:
        return before
    path = work.options.content / "laws.toml"
    try:
        laws = load_laws(path, tuple(work.options.languages))
        is_read = content_digest(path.read_bytes()) == work.ingredients.laws  # else saved again
    except (ContentError, OSError):
        raise MoreChanged from None
    if not is_read or _addresses(laws) != _addresses(before):
        raise MoreChanged
    return laws


def _addresses(laws: Laws) -> list[object]:
    return [(key, law.slug) for key, law in laws.items()]


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


def _publish(work: Work, memory: BuildMemory, bodies: Mapping[str, KeptBody], laws: Laws,
             touched: Set[str]) -> set[str]:
    """Publish what shows the bodies, or `touched` laws; return the files that have changed."""
    shown, editions = {path: kept.body for path, kept in bodies.items()}, memory.editions
    with ExitStack() as stack:
        fresh = {lang: _print(progress, stack.enter_context(progress.trying(shown, laws, touched)))
                 for lang, progress in editions.items()}
        found = [each for prints in fresh.values() for each in prints.values()]
        site, emails = ({path for _, one in found if one.is_email == is_email
                         for path in one.paths} for is_email in (False, True))
        site |= _sitemap(work, [each.page for each, _ in found if each.page])
        plans = commit([(work.site, site), (work.emails, emails)], plan_changes)
    for lang, prints in fresh.items():
        editions[lang].edition.printed.update((name, one) for name, (_, one) in prints.items())
    return {path for plan in plans for path in plan.replace}


def _print(progress: EditionInProgress, names: Set[str]) -> Mapping[str, tuple[Print, Printed]]:
    """Return what was printed again; what cannot be is left to the whole build, which says why."""
    edition = progress.edition
    before, found = edition.printed, len(edition.problems)
    try:
        fresh = {each.name: (each, one) for each, one in progress.print_again(names)
                 if one is not before[each.name]}
    except Exception as error:
        raise MoreChanged from error
    if len(edition.problems) > found or any(one.paths != before[name].paths
                                            for name, (_, one) in fresh.items()):
        del edition.problems[found:]
        raise MoreChanged
    return fresh


def _sitemap(work: Work, pages: Iterable[Page]) -> set[str]:
    """Write the sitemap if it says something else of these pages; return its path then."""
    before = read(work.site, SITEMAP).decode()
    try:
        sitemap = sitemap_with(before, pages, work.options.site_url)
    except ValueError:
        raise MoreChanged from None
    return set() if sitemap == before else {write(work.site, SITEMAP, sitemap.encode())}
