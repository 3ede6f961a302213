"""Print an edition: each page, feed and email only if what it shows has changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from pathlib import Path

from jinja2 import Environment

from plugins.atomic import Printed, write
from plugins.core.messages import Failure, say
from plugins.register.laws import Laws
from plugins.site.collect import collect
from plugins.site.contents import Contents, Entry
from plugins.site.edition import Edition, Planned, Print, words_of
from plugins.site.lists import LISTS_OF_TEXTS
from plugins.site.plans import PagePlan, Planner
from plugins.site.source_links import Body
from plugins.site.templates import edition_environment

FOUND_IN_HEADERS = attrgetter("frame", "used_topics", "topics", "years", "about", "contents.by_key",
                              "contents.issues_of", "contents.related_to")
"""What planner and contents find out when it is asked for, and what no body changes."""


@dataclass(frozen=True)
class EditionInProgress:
    """An edition whose texts are read, and whose pages are planned."""

    edition: Edition
    env: Environment
    planner: Planner

    @property
    def contents(self) -> Contents:
        """All that it publishes."""
        return self.planner.contents

    def showing(self, bodies: Mapping[str, Body]) -> "EditionInProgress":
        """Return the same with other bodies of some texts, by their files."""
        FOUND_IN_HEADERS(self.planner)  # once for all copies
        return self._with(self.contents.showing(bodies))

    def under(self, laws: Laws, touched: Set[str]) -> "EditionInProgress":
        """Return the same after an edit that has `touched` some laws, of which none is new."""
        return self._with(self.contents.under(laws, touched))

    def _with(self, contents: Contents) -> "EditionInProgress":
        planner = copy(self.planner)
        vars(planner).update(contents=contents)
        return replace(self, planner=planner)

    def print_all(self) -> None:
        """Make what is not yet there, in a build's staging or, by Pelican alone, in place."""
        edition = self.edition
        standing = edition.build.printed if edition.build else {}
        for name, plan in self._planned():
            if name in edition.printed:
                raise Failure(say("two pages have the address “{address}”; change one of the two",
                                  address=name))
            one = plan()
            if one.page:
                edition.pages.append(one.page)
            printed = edition.printed[name] = self._print(one, standing.get(name))
            (edition.emails if one.is_email else edition.site).update(printed.paths)

    def changes(self, before: "EditionInProgress", bodies: Set[str], touched: Set[str]) -> set[str]:
        """Return the names of what shows something else than before.

        Others are these `bodies` and the `touched` laws, and what texts are listed with. Raises
        LookupError where that is around every page.
        """
        now, then = self.contents, before.contents
        names = {*map(words_of, bodies), *touched, *then.register.changes(
            now.register, now.today, touched, now.days)}
        listed = changes(now, then)
        if listed and self.planner.frame.digest != before.planner.frame.digest:
            raise LookupError
        return names | listed

    def print_again(self, names: Set[str]) -> tuple[list[tuple[Print, Printed]], Set[str]]:
        """Make what shows these names, and what was not there; the rest is as it was printed.

        Return what shows something else, and the names of what is gone. Raises LookupError if two
        need one address.
        """
        printed, planned = self.edition.printed, dict[str, Callable[[], Print]]()
        for name, plan in self._planned():
            if planned.setdefault(name, plan) is not plan:
                raise LookupError
        fresh = [(one, self._print(one, printed.get(name))) for name, plan in planned.items()
                 if name not in printed or not names.isdisjoint(printed[name].shows)
                 for one in [plan()]]
        return ([(one, made) for one, made in fresh if made is not printed.get(one.name)],
                printed.keys() - planned.keys())

    def _print(self, one: Print, known: Printed | None) -> Printed:
        return known if known and known.digest == one.digest else one.done(self._writer(one))

    def _writer(self, one: Print) -> Callable[[str, bytes], str]:
        build = self.edition.build
        if build:
            return partial(write, build.emails if one.is_email else build.site)
        return partial(_write_in_place, self.edition.options.output)

    def _planned(self) -> Iterator[Planned]:
        made_with = self.edition.build.made_with if self.edition.build else b""
        for name, plan in self.planner.plan():
            yield name, partial(self._page, plan, made_with)
        yield from self.planner.feeds(made_with)
        for more in self.edition.more_prints:
            yield from more(self.planner.contents, self.env)

    def _page(self, plan: Callable[[], PagePlan], made_with: bytes) -> Print:
        return plan().print(self.env, made_with)


def begin_edition(edition: Edition, collect: Callable[[Edition], Contents] = collect
                  ) -> EditionInProgress:
    """Read the texts of an edition, and plan what is made of them."""
    env = edition_environment(edition)
    return planned(edition, env, collect(edition))


def planned(edition: Edition, env: Environment, contents: Contents) -> EditionInProgress:
    """Plan what is made of the contents of an edition."""
    for finish in edition.finish:
        finish(edition, contents, env)
    return EditionInProgress(edition, env, Planner(edition, contents))


def _write_in_place(folder: Path, path: str, data: bytes) -> str:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return path


def changes(now: Contents, before: Contents) -> set[str]:
    """Return the names of what shows something else than before of what texts are listed with.

    What bodies and laws say is not looked at.
    """
    if now.versions is before.versions:  # words are all that is different
        return set()
    fresh, old = _listed(now), _listed(before)
    changed = [entry for ours, others in ((fresh, old), (old, fresh))
               for path, entry in ours.items()
               if path not in others or others[path].digest != entry.digest]
    if not changed:
        return set()
    if now.subjects == before.subjects:
        vars(now).update(related_to=before.related_to)
    keys = {(entry.kind, entry.key) for entry in changed}
    return {
        LISTS_OF_TEXTS, *(entry.path for entry in changed),
        *(entry.path for entry in fresh.values() if (entry.kind, entry.key) in keys),
        *map(words_of, (*_with_others_beside(now, before, keys), *_leading_elsewhere(now, before)))}


def _listed(contents: Contents) -> Mapping[str, Entry]:
    """Return the published texts of all editions by their files, issues with their numbers."""
    return {entry.path: entry for entries in (*contents.versions.values(), contents.issues)
            for entry in entries}


def _with_others_beside(now: Contents, before: Contents, changed: Set[tuple[str, str]]
                        ) -> Iterator[str]:
    """Yield the texts beside which other texts are shown than before."""
    for issue in now.issues:
        if not changed.isdisjoint(("article", key) for key in issue.header.listed("articles")):
            yield issue.path
    if _keys(now.issues) != _keys(before.issues):
        yield from (issue.path for issue in now.issues)
    for article in now.articles:
        key = article.key
        if key in before.by_key and (now.related_to(key) != before.related_to(key)
                                     or _keys(now.issues_of.get(key, ()))
                                     != _keys(before.issues_of.get(key, ()))):
            yield article.path


def _keys(entries: Iterable[Entry]) -> list[str]:
    return [entry.key for entry in entries]


def _leading_elsewhere(now: Contents, before: Contents) -> Iterator[str]:
    """Yield the texts whose links lead elsewhere than before."""
    moved = {file for file, _ in now.urls.items() ^ before.urls.items()}
    for path, body in now.bodies.items() if moved else ():
        if any(file in moved for link in body.links for file in link.files):
            yield path
