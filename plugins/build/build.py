"""Build every edition and every issue, and publish them whole or not at all."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.atomic import Staging, begin, commit, confirm, lock, published, recover
from plugins.build.edition import EditionRequest, print_edition
from plugins.build.record import Ingredients, Record, stamps, still_printed
from plugins.build.whole import SiteInProgress, complete
from plugins.check.reading import cache_of
from plugins.check.run import check, each_once
from plugins.core.messages import Message, Problem, errors, recorded, say
from plugins.core.process import Stopped, ask, at_once, prepare
from plugins.core.project import PLUGINS, Options
from plugins.site.edition import EditionResult, Memory
from plugins.site.redirects import read_redirects

Tell = Callable[[Message], None]
"""Is told each step of long work."""


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


def build(options: Options, tell: Tell, *, preview: bool = False,
          memory: Memory | None = None) -> Built:
    """Build the site and the emails; with an error, change nothing.

    Who builds again and again keeps a `memory` of what was read. Raises PublishError if another
    build is at work or the disk refuses.
    """
    roots = [options.output, options.outbox]
    with lock(roots):
        recover(roots)
        ingredients = Ingredients(options, preview)
        last = ingredients.last()
        standing = last.standing(roots)
        if last.inputs == ingredients.inputs and last.stands_in(standing):
            for root in roots:
                confirm(root)
            return _built(list(last.problems), *last.files)
        try:
            return _build(Workshop(ingredients, last, standing, begin(options.output),
                                   begin(options.outbox), memory or Memory()), tell)
        finally:
            recover(roots)  # what was not published leaves nothing behind


def verify(options: Options, tell: Tell) -> list[Problem]:
    """Return a problem for each file that a build from nothing makes otherwise.

    Raises PublishError as `build` does.
    """
    with TemporaryDirectory() as folder:
        fresh = replace(options, output=Path(folder, "output"), outbox=Path(folder, "outbox"),
                        var=Path(folder, "var"))
        built = build(fresh, tell)
        return errors(built.problems) or [
            Problem(str(root / path), 0, say("a build from nothing makes this file otherwise, or "
                                             "not at all; delete the folder “var” and build again"))
            for root, other in ((options.output, fresh.output), (options.outbox, fresh.outbox))
            for path in sorted(published(root) | published(other))
            if _content(root / path) != _content(other / path)]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@dataclass(frozen=True)
class Workshop:
    """A build under way: what it is made of, what stands of the last one, and where it writes."""

    ingredients: Ingredients
    last: Record
    standing: tuple[frozenset[str], ...]
    site: Staging
    emails: Staging
    memory: Memory

    @property
    def options(self) -> Options:
        """The settings and folders."""
        return self.ingredients.options

    @property
    def is_as_before(self) -> bool:
        """Whether the last build was made with the same templates, words and settings."""
        return self.last.made_with == self.ingredients.made_with


def _build(shop: Workshop, tell: Tell) -> Built:
    options, preview = shop.options, shop.ingredients.preview
    if not shop.is_as_before:
        prepare()
    tell(say("Reading the texts…"))
    problems = check(options, preview=preview)
    if errors(problems):
        return Built(problems)
    tell(say("Printing the editions: {langs}…", langs=", ".join(options.languages)))
    editions = _print_editions(shop)
    problems += [problem for edition in editions for problem in edition.problems]
    paths = {path for edition in editions for path in edition.site}
    letters = {path for edition in editions for path in edition.emails}
    if not errors(problems):
        with recorded(problems):
            complete(SiteInProgress(options, shop.site, editions, preview, paths),
                     read_redirects(options.content))
    problems = each_once(problems)
    if errors(problems):
        return Built(problems)
    tell(say("Publishing…"))
    plans = commit([(shop.site, paths), (shop.emails, letters)])
    _remember(shop, problems, editions, (paths, letters))
    return _built(problems, paths, letters,
                  sum(len(plan.replace) + len(plan.remove) for plan in plans))


def _built(problems: list[Problem], paths: Collection[str], letters: Collection[str],
           changed: int = 0) -> Built:
    return Built(problems, sum(path.endswith(".html") for path in paths),
                 sum(path.endswith(".html") for path in letters), changed)


def _remember(shop: Workshop, problems: list[Problem], editions: list[EditionResult],
              produced: tuple[set[str], ...]) -> None:
    """Keep what this build was made of, unless somebody changed that meanwhile."""
    made_of = shop.ingredients
    if replace(made_of).inputs != made_of.inputs:
        made_of.remember(Record())
        return
    site, emails = ({path: stamp for path, stamp in stamps(root) if path in listed}
                    for root, listed in zip((shop.options.output, shop.options.outbox), produced,
                                            strict=True))
    made_of.remember(Record(
        made_of.inputs, made_of.made_with, tuple(problems),
        {edition.lang: edition.printed for edition in editions}, (site, emails)))


def _print_editions(shop: Workshop) -> list[EditionResult]:
    """Print every edition, by Pelican if something behind every page has changed.

    Pelican runs once for each language, each in a process of its own, all at once.
    """
    requests = list(_requests(shop))
    if shop.is_as_before and set(shop.options.settings["PLUGINS"]) == set(PLUGINS):
        shop.memory.begin(shop.ingredients.behind_entries)
        return [print_edition(request, shop.options.settings, shop.memory)
                for request in requests]
    return at_once(_in_a_process, requests)


def _requests(shop: Workshop) -> Iterator[EditionRequest]:
    options, readings = shop.options, cache_of(shop.options)
    settings = {
        "PATH": str(options.content), "THEME": str(options.theme),
        "OUTBOX_PATH": str(options.outbox), "SITEURL": options.site_url,
        "FORMS_URL": options.forms_url,
        "PREVIEW": shop.ingredients.preview or options.settings["PREVIEW"]}
    for lang in options.languages:
        yield EditionRequest(
            options.conf, lang, settings, options.today, options.cache, readings, shop.site,
            shop.emails, shop.ingredients.made_with,
            still_printed(shop.last.printed.get(lang, {}), *shop.standing))


def _in_a_process(request: EditionRequest) -> EditionResult:
    try:
        result: EditionResult = ask("plugins.build.pelican_run:build_edition", request)
    except Stopped as stopped:
        return EditionResult(request.lang, [Problem(str(request.conf), 0, say(
            "the edition “{lang}” was stopped (status {status}); build again",
            lang=request.lang, status=stopped.status))])
    return result
