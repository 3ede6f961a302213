"""Build again after an edit of texts or laws, from what was kept of the last build.

Whatever else has changed, the whole build is for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from plugins.atomic import Plan, Printed, commit, plan_changes, read, write
from plugins.build.build import Built, Work
from plugins.build.memory import BuildMemory
from plugins.build.record import with_stamps
from plugins.build.sitemap import SITEMAP, sitemap_with
from plugins.build.whole import picture_files
from plugins.check.cache import ReadFile, ReadingCache, keep
from plugins.check.reading import read_file
from plugins.check.run import Gathering, each_once, others
from plugins.content.source import is_source, source_of
from plugins.core.files import content_digest
from plugins.core.messages import ContentError, errors
from plugins.images.picture import Picture
from plugins.register.laws import Laws, load_laws
from plugins.register.standing import touched
from plugins.site.addresses import addresses_of
from plugins.site.collect import contents_of, linked_files, take
from plugins.site.contents import Contents
from plugins.site.edition import Build, Memory, Print
from plugins.site.printing import EditionInProgress, planned
from plugins.site.source_links import topic_finder


class MoreChanged(Exception):
    """More has changed than texts and laws, or cannot be found out here."""


@dataclass(frozen=True)
class Fresh:
    """An edition after an edit: what was printed again, and the names of what is gone."""

    progress: EditionInProgress
    prints: Sequence[tuple[Print, Printed]]
    gone: Set[str]

    def paths(self, is_email: bool) -> set[str]:
        """Return the files of what was printed."""
        return {path for _, one in self.prints if one.is_email == is_email for path in one.paths}

    def left(self, is_email: bool) -> set[str]:
        """Return the files that nothing prints any longer."""
        known = self.progress.edition.printed
        return {path for name in self.gone if known[name].is_email == is_email
                for path in known[name].paths}

    @property
    def printed(self) -> dict[str, Printed]:
        """All that is printed now."""
        kept = self.progress.edition.printed
        return {**{name: one for name, one in kept.items() if name not in self.gone},
                **{one.name: made for one, made in self.prints}}


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

        Raises MoreChanged if other files than pages and new pictures are published with them.
        """
        now = self._with_texts(before)
        if self.touched:
            now = now.under(self.laws, self.touched)
        if _linked(now.contents) != _linked(before.contents):
            raise MoreChanged
        return now

    def _with_texts(self, before: EditionInProgress) -> EditionInProgress:
        if self._are_listed_alike:
            shown = {path: self.after.bodies[path].body for path in self.texts
                     if path in before.contents.bodies}
            if any(not link.leads(before.contents.target)
                   for body in shown.values() for link in body.links):
                raise MoreChanged
            return before.showing(shown)
        if any(problem.path in self.texts for problem in self.work.last.beside):
            raise MoreChanged
        contents = contents_of(before.edition, self.after, before.contents.register)
        return planned(before.edition, before.env, contents)

    @cached_property
    def _are_listed_alike(self) -> bool:
        """Whether the bodies of texts are all that is different."""
        then, now = self.memory.entries, self.after.entries
        return all(path in then and path in now and then[path][1].digest == now[path][1].digest
                   for path in self.texts)

    def pictures(self, fresh: Mapping[str, Fresh]) -> list[Picture]:
        """Return the pictures that are new. Raises MoreChanged if one is gone."""
        found = [_pictures(one.progress.contents, self.after) for one in fresh.values()]
        known = [_pictures(one.contents, self.memory) for one in self.memory.editions.values()]
        now, then = (dict(each for own in all_ for each in own.items()) for all_ in (found, known))
        if any(now.get(name) != picture for name, picture in then.items()):
            raise MoreChanged
        return [picture for name, picture in now.items() if name not in then]


def _pictures(contents: Contents, memory: Memory) -> dict[str, Picture]:
    """Return the pictures that readers see in the texts of an edition."""
    own = (*contents.articles, *contents.pages.values(), *contents.issues)
    return {name: picture for entry in own
            for name, picture in memory.bodies[entry.path].pictures.items()}


def _linked(contents: Contents) -> set[str]:
    """Return the files that are published because a text links to them."""
    return {file for body in contents.bodies.values() for file in linked_files(body)}


def build_again(work: Work, memory: BuildMemory, builds: Mapping[str, Build], cache: ReadingCache
                ) -> Built:
    """Print again what shows the texts and laws that have changed; with an error, change nothing.

    `builds` are lent to the editions; what is read is kept in the `cache`. Raises MoreChanged if
    the whole must be built, PublishError if the disk refuses.
    """
    if not (memory.checked and memory.checked.texts):
        raise MoreChanged
    before = memory.checked.texts.laws
    laws, texts, gone = _laws(work, before), list(_read(work, memory, cache)), _gone(work, memory)
    changed_laws = touched(before, laws)
    declared = next(iter(memory.editions.values())).edition.declared
    checked = memory.checked.with_texts(
        texts, gone, Gathering(work.options, declared, work.ingredients.preview)
    ).with_laws(laws, changed_laws)
    problems = each_once([*checked.problems, *work.last.beside])
    if errors(problems):
        if laws is not before:  # there may be other lists of laws, to which links lead
            raise MoreChanged
        return Built(problems)
    after = _remembered(work, memory, texts, gone)
    edit = Edit(work, memory, after, {file.path for file in texts} | gone, laws, changed_laws)
    fresh = {lang: _printed(edit, progress, builds[lang])
             for lang, progress in memory.editions.items()}
    changes = _publish(edit, fresh)
    _remember(edit, fresh)
    memory.checked = checked
    keep(cache, texts, gone)
    memory.last = replace(
        work.last, texts=work.ingredients.texts, laws=work.ingredients.laws,
        problems=tuple(problems), printed={lang: one.printed for lang, one in fresh.items()},
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
    if path not in work.last.texts and source.kind != "article":
        raise MoreChanged  # much may ask whether there is this page, or any issue
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
    if edit.touched and (gone or any(one.name not in known for one, _ in prints)):
        raise MoreChanged
    return Fresh(now, prints, gone)


def _publish(edit: Edit, fresh: Mapping[str, Fresh]) -> list[Plan]:
    """Put in place what was printed, and what goes with it; return what was done."""
    work, editions = edit.work, list(fresh.values())
    site, emails = ({path for one in editions for path in one.paths(is_email)}
                    for is_email in (False, True))
    left = {work.site: {path for one in editions for path in one.left(False)} - site,
            work.emails: {path for one in editions for path in one.left(True)} - emails}
    site.update(write(work.site, path, data) for path, data in picture_files(
        edit.pictures(fresh), work.options))
    site |= _sitemap(work, editions)
    return commit([(work.site, site), (work.emails, emails)],
                  lambda staging, changed: plan_changes(staging, changed, left[staging]))


def _sitemap(work: Work, editions: Iterable[Fresh]) -> set[str]:
    """Write the sitemap if it says something else of these pages; return its path then."""
    before = read(work.site, SITEMAP).decode()
    homes = {lang: own.home for lang, own in addresses_of(work.options.languages).items()}
    pages = [one.page for edition in editions for one, _ in edition.prints if one.page]
    gone = {name.removesuffix("index.html") for edition in editions for name in edition.gone}
    try:
        sitemap = sitemap_with(before, pages, gone, homes, work.options.site_url)
    except ValueError:
        raise MoreChanged from None
    return set() if sitemap == before else {write(work.site, SITEMAP, sitemap.encode())}


def _remember(edit: Edit, fresh: Mapping[str, Fresh]) -> None:
    """Keep the editions as they were printed, for the next build."""
    memory = edit.memory
    for lang, one in fresh.items():
        edition = one.progress.edition
        edition.printed = one.printed
        edition.declared = replace(edition.declared, laws=edit.laws)
        memory.editions[lang] = one.progress
    memory.entries, memory.bodies = edit.after.entries, edit.after.bodies
