"""Build every edition and every issue, and publish them whole or not at all."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plugins.atomic import (
    PublishError,
    Staging,
    begin,
    confirm,
    last_built,
    lock,
    published,
    recover,
)
from plugins.build.record import Ingredients, Record
from plugins.core.files import original
from plugins.core.messages import Message, Problem, errors, say
from plugins.core.project import PLUGINS, PRODUCTION, Options, from_here
from plugins.paper.shelf import share

if TYPE_CHECKING:
    from plugins.build.memory import BuildMemory

Tell = Callable[[Message], None]
"""Is called with each step of long work."""


@dataclass(frozen=True)
class Built:
    """What a build has found and done."""

    problems: list[Problem]
    pages: int = 0
    emails: int = 0
    changed: int = 0

    @property
    def failed(self) -> bool:
        """Whether an error kept the build from being published."""
        return bool(errors(self.problems))

    @classmethod
    def of(cls, problems: list[Problem], site: Collection[str], emails: Collection[str],
           changed: int = 0) -> "Built":
        """Return what a build has done that left these files."""
        return cls(problems, sum(path.endswith(".html") for path in site),
                   sum(path.endswith(".html") for path in emails), changed)


def build(options: Options, tell: Tell, *, preview: bool = False,
          memory: "BuildMemory | None" = None) -> Built:
    """Build the site and the emails; with an error, change nothing.

    Who builds again and again keeps a `memory` of what was read. Raises PublishError if another
    build is at work or the disk refuses.
    """
    roots = [options.output, options.outbox]
    with lock(roots):
        recover(roots)
        ingredients = Ingredients(options, preview)
        is_ours = _is_ours(options)
        # What this process has built last is taken for untouched: nobody works in a preview.
        own = memory.last_in(roots) if memory and is_ours else None
        work = _work(ingredients, own or (ingredients.last() if is_ours else Record()), memory,
                     bool(own))
        if not (own and work.is_as_before):  # else the last build was of the same kind
            refuse_other_kind(options)
        if work.is_unchanged and (memory is None or memory.editions):
            for root in () if own else roots:
                confirm(root)
            return Built.of(list(work.last.problems), *work.last.files)
        # What makes a site is imported only where one is made.
        from plugins.build.workshop import make
        try:
            return make(work, tell)
        finally:
            recover(roots)  # what was not published leaves nothing behind
            if memory:
                memory.left = [last_built(root) for root in roots]


def is_built(options: Options) -> bool:
    """Tell whether site and emails are what a build would make of the content as it is now."""
    ingredients = Ingredients(options, preview=False)
    return _is_ours(options) and _work(ingredients, ingredients.last()).is_unchanged


def _is_ours(options: Options) -> bool:
    """Tell whether no plugin is a firm's own: what that makes, and of what, only Pelican knows."""
    return set(options.settings["PLUGINS"]) == set(PLUGINS)


def _work(ingredients: Ingredients, last: Record, memory: "BuildMemory | None" = None,
          is_untouched: bool = False) -> "Work":
    """Return what is to be done after a build that left this record, perhaps touched since."""
    options = ingredients.options
    roots = [options.output, options.outbox]
    standing = last.files if is_untouched else last.standing(roots)
    return Work(replace(ingredients, digests=last.digests), last, standing,
                is_untouched or last.is_whole(roots, standing), memory)


def refuse_other_kind(options: Options) -> None:
    """Raise PublishError if a published site would lose its search, cards and packed files."""
    if takes_away(options):
        raise PublishError(say(
            "{output}: the site stands here as it is published, and this build would take its "
            "search and its cards away; build with “--conf {conf}”, or into another folder with "
            "“--output”", output=from_here(options.output), conf=PRODUCTION))


def takes_away(options: Options) -> bool:
    """Tell whether a build would not be for production in a folder whose last build was."""
    if options.settings["PRODUCTION"]:
        return False
    files = published(options.output)
    # The list says it, today's too: only production lays packed copies beside the files.
    return any(original(path) in files for path in files if original(path) != path)


def verify(options: Options, tell: Tell, told: Collection[Problem]) -> list[Problem]:
    """Return a problem for each file that a build from nothing makes otherwise.

    What it finds and the build has not `told` is returned too. Raises PublishError as `build` does.
    """
    with TemporaryDirectory() as folder:
        fresh = replace(options, output=Path(folder, "output"), outbox=Path(folder, "outbox"),
                        var=Path(folder, "var"))
        share(options.cache, fresh.cache)  # no build makes them
        built = build(fresh, tell)
        return [problem for problem in built.problems if problem not in told] + [
            Problem(str(root / path), 0, say("a build from scratch makes this file differently, "
                                             "or not at all; delete the folder “var” and build "
                                             "again"))
            for root, other in ((options.output, fresh.output), (options.outbox, fresh.outbox))
            for path in sorted(published(root) | published(other))
            if _content(root / path) != _content(other / path)]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@dataclass(frozen=True)
class Work:
    """A build under way: what it is made of, and what is kept of the last one.

    Who builds again and again lends a `memory`.
    """

    ingredients: Ingredients
    last: Record
    standing: Sequence[Collection[str]]
    is_whole: bool
    memory: "BuildMemory | None"

    @property
    def options(self) -> Options:
        """The settings and folders."""
        return self.ingredients.options

    @cached_property
    def site(self) -> Staging:
        """Where the site is laid aside; raises PublishError if the disk refuses."""
        return begin(self.options.output)

    @cached_property
    def emails(self) -> Staging:
        """Where the emails are laid aside; raises PublishError if the disk refuses."""
        return begin(self.options.outbox)

    @property
    def is_as_before(self) -> bool:
        """Whether the last build was made with the same templates, words and settings."""
        return self.last.made_with == self.ingredients.made_with

    @cached_property
    def only_texts_changed(self) -> bool:
        """Whether what texts say, and what is said of laws, is all that may have changed."""
        return (self.is_whole and self.ingredients.is_read()
                and self.last.rest == self.ingredients.rest)

    @cached_property
    def is_unchanged(self) -> bool:
        """Whether all is as the last build found and left it."""
        return self.only_texts_changed and (self.last.texts, self.last.laws) == (
            self.ingredients.texts, self.ingredients.laws)
