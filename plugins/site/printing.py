"""Print an edition: each page, feed and email only if what it shows has changed."""

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
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
from plugins.site.contents import Contents
from plugins.site.edition import Edition, Planned, Print
from plugins.site.plans import PagePlan, Planner
from plugins.site.source_links import Body
from plugins.site.templates import edition_environment

FOUND_IN_HEADERS = attrgetter("frame", "used_topics", "topics", "contents.by_key",
                              "contents.issues_of", "contents.related_to")
"""What planner and contents find out when it is asked for, and what no body changes."""


@dataclass(frozen=True)
class EditionInProgress:
    """An edition whose texts are read, and whose pages are planned."""

    edition: Edition
    env: Environment
    planner: Planner

    def showing(self, bodies: Mapping[str, Body]) -> "EditionInProgress":
        """Return the same with other bodies of some texts, by their files."""
        FOUND_IN_HEADERS(self.planner)  # once for all copies
        planner = copy(self.planner)
        vars(planner).update(contents=self.planner.contents.showing(bodies))
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

    @contextmanager
    def trying(self, bodies: Mapping[str, Body], laws: Laws, touched: Set[str]
               ) -> Iterator[Set[str]]:
        """Have the edition itself show other bodies and `touched` laws, unless a block fails.

        Yield the names of what shows something else. The laws have the same keys and addresses.
        """
        edition, contents = self.edition, self.planner.contents
        own = {path: body for path, body in bodies.items() if path in contents.bodies}
        fresh = contents.showing(own).under(laws, touched)
        before, declared = dict(vars(contents)), edition.declared
        vars(contents).update(vars(fresh))
        edition.declared = replace(declared, laws=laws)
        try:
            yield own.keys() | touched | before["register"].changes(
                fresh.register, contents.today, touched, contents.days)
        except BaseException:
            vars(contents).update(before)
            edition.declared = declared
            raise

    def print_again(self, names: Set[str]) -> Iterator[tuple[Print, Printed]]:
        """Make what shows these texts or laws, whose headers and addresses are the same.

        Yield each with what it was made from. Raises LookupError if there is a page more, or less.
        """
        printed, planned = self.edition.printed, dict(self._planned())
        if planned.keys() != printed.keys():
            raise LookupError
        for name, plan in planned.items():
            if not names.isdisjoint(printed[name].shows):
                one = plan()
                yield one, self._print(one, printed[name])

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
