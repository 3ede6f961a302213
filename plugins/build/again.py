"""Build again after an edit of texts or laws, from what was kept of the last build.

Whatever else has changed, the whole build is for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from plugins.atomic import Plan, Printed, commit, plan_changes
from plugins.build.beside import (
    INDEX,
    SiteInProgress,
    add_cards,
    add_compressed,
    add_indexes,
    add_pictures,
    shown_files,
)
from plugins.build.build import Built, Work
from plugins.build.memory import BuildMemory
from plugins.build.record import with_stamps
from plugins.build.sitemap import SITEMAP, sitemap_with
from plugins.check.cache import ReadFile, ReadingCache, keep
from plugins.check.reading import read_file
from plugins.check.run import Gathering, each_once, others
from plugins.content.firm import LEGAL_PAGES
from plugins.content.source import is_source, source_of
from plugins.core.files import content_digest, original
from plugins.core.messages import ContentError, errors
from plugins.register.laws import Laws, load_laws
from plugins.register.standing import touched
from plugins.site.addresses import addresses_of
from plugins.site.collect import contents_of, linked_files, take
from plugins.site.edition import Build, Edition, Memory, Print
from plugins.site.printing import EditionInProgress, planned
from plugins.site.source_links import KeptBody, topic_finder


class MoreChanged(Exception):
    """More has changed than texts and laws, or cannot be found out here."""


@dataclass(frozen=True)
class Fresh:
    """An edition after an edit: what was printed again, and the names of what is gone."""

    progress: EditionInProgress
    prints: Sequence[tuple[Print, Printed]]
    gone: Set[str]

    @property
    def edition(self) -> Edition:
        """The edition itself."""
        return self.progress.edition


@dataclass(frozen=True)
class Edit:
    """What has changed since the last build: these `texts`, and the `touched` laws.

    `after` is what is kept of all texts now, and `laws` are those of today.
    """

    work: Work
    memory: BuildMemory
    after: Memory
    texts: Set[str]
    laws: Laws
    touched: Set[str]

    def planned(self, before: EditionInProgress) -> EditionInProgress:
        """Return an edition with its pages planned as the texts and laws are now.

        Raises MoreChanged if other files of the content are published with them.
        """
        now = self._with_texts(before)
        if self.touched and before.edition.cards:  # laws have cards
            raise MoreChanged
        return now.under(self.laws, self.touched) if self.touched else now

    def _with_texts(self, before: EditionInProgress) -> EditionInProgress:
        if self._are_listed_alike:
            shown = {path: self.after.bodies[path].body for path in self.texts
                     if path in before.contents.bodies}
            if any(not link.leads(before.contents.target)
                   for body in shown.values() for link in body.links):
                raise MoreChanged
            return before.showing(shown)
        edition = before.edition
        statics, edition.statics, edition.pictures, edition.cards = edition.statics, {}, {}, {}
        contents = contents_of(edition, self.after, before.contents.register)
        if edition.statics != statics or any(
                problem.path in self.texts for problem in self.work.last.beside):
            raise MoreChanged
        return planned(edition, before.env, contents)

    @cached_property
    def _are_listed_alike(self) -> bool:
        """Whether the words of texts are all that is different."""
        then, now = self.memory, self.after
        return all(path in then.entries and path in now.entries
                   and then.entries[path][1].digest == now.entries[path][1].digest
                   and _beside(then.bodies[path]) == _beside(now.bodies[path])
                   for path in self.texts)


def _beside(kept: KeptBody) -> tuple[object, ...]:
    """Return the pictures and files that are published with a body."""
    return kept.pictures, set(linked_files(kept.body))


def build_again(work: Work, memory: BuildMemory, builds: Mapping[str, Build], cache: ReadingCache
                ) -> Built:
    """Print again what shows the texts and laws that have changed; with an error, change nothing.

    `builds` are lent to the editions; what is read is kept in the `cache`. Raises MoreChanged if
    the whole must be built, PublishError if the disk refuses.
    """
    edition = next(iter(memory.editions.values())).edition
    gathering = Gathering(work.options, edition.declared, work.ingredients.preview)
    known = memory.checked = memory.checked and memory.checked.gathered(gathering)
    if not (known and known.texts):
        raise MoreChanged
    before = known.texts.laws
    laws, texts, gone = _laws(work, before), list(_read(work, memory, cache)), _gone(work, memory)
    changed_laws = touched(before, laws)
    checked = known.with_texts(texts, gone, gathering).with_laws(laws, changed_laws)
    if errors(checked.problems):
        if laws is not before:  # there may be other lists of laws, to which links lead
            raise MoreChanged
        return Built(checked.problems)
    problems = each_once([*checked.problems, *work.last.beside])
    after = _remembered(work, memory, texts, gone)
    edit = Edit(work, memory, after, {file.path for file in texts} | gone, laws, changed_laws)
    try:
        changes = _publish(edit, builds)
    except BaseException:
        memory.lose_editions()  # they are neither as they were nor as what stands
        raise
    memory.checked = checked
    keep(cache, texts, gone)
    memory.last = replace(
        work.last, texts=work.ingredients.texts, laws=work.ingredients.laws,
        problems=tuple(problems), printed={lang: progress.edition.printed
                                           for lang, progress in memory.editions.items()},
        files=with_stamps(work.last.files, changes))
    return Built.of(problems, *memory.last.files,
                    sum(len(plan.replace) + len(plan.remove) for plan in changes))


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


def _read(work: Work, memory: BuildMemory, cache: ReadingCache) -> Iterator[ReadFile]:
    """Read the texts that are new, or not as they were."""
    options, last = work.options, work.last.texts
    for path, digest in work.ingredients.texts.items():
        if digest == last.get(path) or not is_source(path, options.content):
            continue
        if path in last and memory.entries.get(path, (b"",))[0] != last[path]:
            raise MoreChanged
        edition = memory.editions[_language(path, work)].edition
        file = read_file(cache, edition.read, edition.declared.glossary, Path(path))
        if file.digest != cache.name(digest):  # saved once more
            raise MoreChanged
        yield file


def _language(path: str, work: Work) -> str:
    """Return the language of a text, whatever may be wrong with its name."""
    options = work.options
    try:
        source = source_of(Path(path), options.content, options.languages)
    except ContentError:
        return next(iter(options.languages))
    if source.kind != "article" and (path not in work.last.texts or source.key in LEGAL_PAGES):
        # Much may ask whether there is this page, or any issue; and what the law wants to be on a
        # page, the check asks with all that is declared.
        raise MoreChanged
    return source.lang


def _gone(work: Work, memory: BuildMemory) -> set[str]:
    """Return the texts that are not there any longer."""
    gone = {path for path in work.last.texts.keys() - work.ingredients.texts.keys()
            if is_source(path, work.options.content)}
    if any(path not in memory.entries or memory.entries[path][1].kind != "article"
           for path in gone):
        raise MoreChanged
    return gone


def _remembered(work: Work, memory: BuildMemory, texts: Iterable[ReadFile], gone: Set[str]
                ) -> Memory:
    """Return what is kept of all texts, with these as they were read."""
    after = memory.copy()
    after.forget(gone)
    for file in texts:
        if not file.reading or file.reading.problems:
            raise MoreChanged
        edition = memory.editions[file.reading.source.lang].edition
        take(edition, after, file.reading, work.ingredients.texts[file.path],
             topic_finder(edition.declared, edition.addresses))
    return after


def _printed(edit: Edit, before: EditionInProgress, build: Build) -> Fresh:
    """Print an edition again; what cannot be is left to the whole build, which says why."""
    edition = before.edition
    edition.build, found = build, len(edition.problems)
    try:
        now = edit.planned(before)
        prints, gone = now.print_again(now.changes(before, edit.texts, edit.touched))
    except Exception as error:
        raise MoreChanged from error
    finally:
        told = edition.problems[found:]
        del edition.problems[found:]
    known = edition.printed
    if others(told, edit.work.last.beside) or any(
            one.name in known and made.paths != known[one.name].paths for one, made in prints):
        raise MoreChanged
    # How many lists of laws there are, the check finds out as a whole.
    if edit.touched and (gone - {INDEX} or any(one.name not in known for one, _ in prints)):
        raise MoreChanged
    edition.printed = {name: one for name, one in known.items() if name not in gone | {INDEX}}
    edition.printed.update((one.name, made) for one, made in prints)
    return Fresh(now, prints, gone - {INDEX})


def _publish(edit: Edit, builds: Mapping[str, Build]) -> list[Plan]:
    """Put in place what shows something else, and what goes with it; return what was done."""
    work, memory = edit.work, edit.memory
    before = shown_files([progress.edition for progress in memory.editions.values()])
    fresh = [_printed(edit, progress, builds[lang]) for lang, progress in memory.editions.items()]
    editions = [one.edition for one in fresh]
    now, standing = shown_files(editions), frozenset(work.last.files[0])
    site, emails = ({path for one in fresh for _, made in one.prints if made.is_email == is_email
                     for path in made.paths} for is_email in (False, True))
    if any(path.endswith(".pdf") for path in before.site ^ now.site):
        raise MoreChanged  # redirects may lead there, and web servers are told of them
    packed = {path for path in standing if original(path) != path and original(path) in standing}
    whole = SiteInProgress(work.options, work.site, list(editions), work.ingredients.preview,
                           set(standing - packed - before.site | now.site), standing,
                           work.last.printed, site)
    _complete(whole, fresh)
    gone = {work.site: standing - whole.paths, work.emails: before.emails - now.emails}
    plans = commit([(work.site, whole.added), (work.emails, emails)],
                   lambda staging, changed: plan_changes(staging, changed, gone[staging]))
    for one in fresh:
        one.edition.declared = replace(one.edition.declared, laws=edit.laws)
        memory.editions[one.edition.lang] = one.progress
    memory.entries, memory.bodies = edit.after.entries, edit.after.bodies
    return plans


def _complete(site: SiteInProgress, fresh: Sequence[Fresh]) -> None:
    """Add what lies beside the pages of all editions, and what speaks of them."""
    options = site.options
    add_pictures(site)
    add_cards(site, fresh[0].edition.look)
    homes = {lang: own.home for lang, own in addresses_of(options.languages).items()}
    pages = [one.page for edition in fresh for one, _ in edition.prints if one.page]
    gone = {name.removesuffix("index.html") for edition in fresh for name in edition.gone}
    try:
        sitemap = sitemap_with(site.read(SITEMAP).decode(), pages, gone, homes, options.site_url)
    except ValueError:
        raise MoreChanged from None
    site.add({SITEMAP: sitemap.encode()})
    add_indexes(site)
    add_compressed(site)
