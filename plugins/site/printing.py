"""Print an edition: each page, feed and email only if what it shows has changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment

from plugins.atomic import write
from plugins.core.messages import Failure, say
from plugins.site.collect import collect
from plugins.site.edition import Edition, Print
from plugins.site.plans import Planner
from plugins.site.templates import edition_environment


@dataclass(frozen=True)
class EditionInProgress:
    """An edition whose texts are read, and whose pages are planned."""

    edition: Edition
    env: Environment
    planner: Planner

    def print_all(self) -> None:
        """Make what is not yet there, in a build's staging or, by Pelican alone, in place."""
        edition = self.edition
        for one in self._prints():
            if one.name in edition.printed:
                raise Failure(say("two pages have the address “{address}”; change one of the two",
                                  address=one.name))
            kept = edition.build.printed.get(one.name) if edition.build else None
            if kept is None or kept.digest != one.digest:
                kept = one.done(self._writer(one))
            edition.printed[one.name] = kept
            (edition.emails if one.is_email else edition.site).update(kept.paths)

    def _writer(self, one: Print) -> Callable[[str, bytes], str]:
        build = self.edition.build
        if build:
            return partial(write, build.emails if one.is_email else build.site)
        return partial(_write_in_place, self.edition.options.output)

    def _prints(self) -> Iterator[Print]:
        made_with = self.edition.build.made_with if self.edition.build else b""
        for page in self.planner.plan():
            self.edition.pages.append(page.about)
            yield page.print(self.env, made_with)
        yield from self.planner.feeds(made_with)
        for more in self.edition.more_prints:
            yield from more(self.planner.contents, self.env)


def begin_edition(edition: Edition) -> EditionInProgress:
    """Read the texts of an edition, and plan what is made of them."""
    env = edition_environment(edition)
    contents = collect(edition)
    for finish in edition.finish:
        finish(edition, contents, env)
    return EditionInProgress(edition, env, Planner(edition, contents))


def _write_in_place(folder: Path, path: str, data: bytes) -> str:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return path
