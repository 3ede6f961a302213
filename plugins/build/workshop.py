"""Make what a build must make: each edition, then the whole."""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from plugins.atomic import Printed, PublishError, Staging, commit
from plugins.build.again import MoreChanged, build_again
from plugins.build.beside import SiteInProgress
from plugins.build.build import Built, Tell, Work
from plugins.build.memory import BuildMemory
from plugins.build.record import Record, stamps, still_printed
from plugins.build.whole import complete
from plugins.check.cache import ReadingCache, kept_readings
from plugins.check.reading import cache_of
from plugins.check.run import SiteCheck, check_content, each_once, others
from plugins.core.files import FULL, DiskError, refusal
from plugins.core.messages import ContentError, Failure, Problem, errors, recorded, say
from plugins.core.process import PROGRAM, Stopped, ask, at_once, prepare
from plugins.core.project import PAGE_PLUGINS, Options
from plugins.paper.papers import lay_beside
from plugins.register.laws import Laws
from plugins.site.collect import contents_of
from plugins.site.edition import Build, Edition, EditionResult, Memory, open_edition
from plugins.site.printing import EditionInProgress, begin_edition
from plugins.site.redirects import read_redirects


@dataclass(frozen=True)
class EditionRequest:
    """Which edition to build, from which folders and settings, into which staging folders.

    `written` are the names in the settings; `printed` are its prints that are as the last build
    left them, made with `made_with`.
    """

    conf: Path
    lang: str
    settings: Mapping[str, Any]
    """Those that a command changes: folders, addresses, preview."""

    written: frozenset[str]
    today: date
    cache: Path
    readings: ReadingCache
    site: Staging
    emails: Staging
    texts: Mapping[str, bytes]
    made_with: bytes
    printed: Mapping[str, Printed] = field(default_factory=dict)

    @contextmanager
    def lent(self, memory: Memory) -> Iterator[Build]:
        """Lend an edition where it writes, and what was made for earlier builds."""
        with kept_readings(self.readings) as find:
            yield Build(self.site, self.emails, self.cache, self.today, find, self.texts,
                        self.printed, self.made_with, memory, (lay_beside,))


def make(work: Work, tell: Tell) -> Built:
    """Check the content, print what must be printed, and put all in place, or nothing."""
    memory = work.memory or BuildMemory()
    with suppress(MoreChanged):
        return _make_again(work, memory)
    if not work.is_as_before:
        prepare()
    return _make(work, memory, tell)


def _make_again(work: Work, memory: BuildMemory) -> Built:
    """Make what shows other texts or laws, if nothing else has changed."""
    if work.is_as_before and not memory.entries and (kept := work.ingredients.kept_texts()):
        memory.take(kept, work.last)
    if not work.only_texts_changed or not memory.checked:
        raise MoreChanged
    with ExitStack() as stack:
        requests = list(_requests(work))
        builds = {request.lang: stack.enter_context(request.lent(memory)) for request in requests}
        if not memory.editions:
            if memory.laws is None:
                raise MoreChanged
            memory.editions = {
                request.lang: _as_left(request, work, builds[request.lang], memory.laws)
                for request in requests}
            memory.laws = None
        built = build_again(work, memory, builds, requests[0].readings)
    if not built.failed and not work.memory and memory.last:
        work.ingredients.remember(memory.last, memory.kept(memory.last))
    return built


def _as_left(request: EditionRequest, work: Work, build: Build, laws: Laws) -> EditionInProgress:
    """Return an edition as the last build left it, with its laws."""
    result = EditionResult(request.lang, printed=dict(work.last.printed[request.lang]))
    with recorded(found := list[Problem]()):
        edition = opened(request, work.options.settings, result, build)
        edition.declared = replace(edition.declared, laws=laws)
        return begin_edition(edition, lambda edition: contents_of(edition, build.memory))
    raise MoreChanged(found)


def opened(request: EditionRequest, settings: Mapping[str, Any], result: EditionResult,
            build: Build) -> Edition:
    """Return the edition that fills a result, with what the plugins of the pages add."""
    for plugin in PAGE_PLUGINS:
        import_module(plugin).register()
    return open_edition({**settings, **request.settings}, result, build)


def _make(work: Work, memory: BuildMemory, tell: Tell) -> Built:
    options, preview = work.options, work.ingredients.preview
    checked = _checked(options, tell, preview)
    known = checked.problems
    if errors(known):
        return Built(known)
    tell(say("Building the editions: {langs}…", langs=", ".join(options.languages)))
    in_progress: dict[str, EditionInProgress] = {}
    memory.begin(work.ingredients.behind_entries)
    memory.lose_editions()  # if this fails, what was read for it is not what they were made of
    editions = _print_editions(work, memory, in_progress)
    problems = [*known, *(problem for edition in editions for problem in edition.problems)]
    paths = {path for edition in editions for path in edition.site}
    letters = {path for edition in editions for path in edition.emails}
    if not errors(problems):
        with recorded(problems):
            complete(SiteInProgress(options, work.site, editions, preview, paths,
                                    work.standing[0] if work.is_as_before else (),
                                    work.last.printed),
                     read_redirects(options.content))
    problems = each_once(problems)
    if errors(problems):
        return Built(problems)
    tell(say("Publishing…"))
    plans = commit([(work.site, paths), (work.emails, letters)])
    memory.checked, memory.editions = checked, in_progress
    memory.last = _remember(work, memory, Record(
        problems=tuple(problems), beside=tuple(others(problems, known)),
        printed={edition.lang: edition.printed for edition in editions}), (paths, letters))
    return Built.of(problems, paths, letters,
                    sum(len(plan.replace) + len(plan.remove) for plan in plans))


def _checked(options: Options, tell: Tell, preview: bool = False) -> SiteCheck:
    tell(say("Reading the texts…"))
    return check_content(options, preview=preview)


def _remember(work: Work, memory: BuildMemory, made: Record, produced: tuple[set[str], ...]
              ) -> Record:
    """Keep what this build was made of; what somebody changed meanwhile is not taken for known."""
    made_of, now = work.ingredients, replace(work.ingredients)
    record = Record()
    if now.made_with == made_of.made_with:
        same = now.is_read() and (now.others, now.texts) == (made_of.others, made_of.texts)
        site, emails = ({path: stamp for path, stamp in stamps(root) if path in listed}
                        for root, listed in zip((work.options.output, work.options.outbox),
                                                produced, strict=True))
        record = replace(made, made_with=now.made_with, texts=now.texts if same else {},
                         laws=now.laws if same else b"",
                         rest=now.rest if same else b"", files=(site, emails),
                         digests=now.digests)
    made_of.remember(record, memory.kept(record))
    return record


def _print_editions(work: Work, memory: BuildMemory, in_progress: dict[str, EditionInProgress]
                    ) -> list[EditionResult]:
    """Print every edition, by Pelican if something behind every page has changed.

    What is printed here is left `in_progress`. Pelican runs once for each language, each in a
    process of its own, all at once.
    """
    requests = [replace(request, printed=still_printed(
        work.last.printed.get(request.lang, {}), *work.standing)) for request in _requests(work)]
    if work.is_as_before:
        return [print_edition(request, work.options.settings, memory, in_progress)
                for request in requests]
    editions = at_once(_in_a_process, requests)
    for edition in editions:
        if edition.memory:
            memory.entries |= edition.memory.entries
            memory.bodies |= edition.memory.bodies
    return editions


def _requests(work: Work) -> Iterator[EditionRequest]:
    ingredients = work.ingredients
    for bare in bare_requests(work.options, work.site, work.emails, ingredients.preview):
        yield replace(
            bare, texts=ingredients.texts if ingredients.is_read() else {},
            made_with=ingredients.made_with)


def bare_requests(options: Options, site: Staging, emails: Staging, preview: bool = False
                   ) -> Iterator[EditionRequest]:
    """Yield a request for each edition that knows nothing of an earlier build."""
    readings, written = cache_of(options), frozenset(options.settings)
    settings = {
        "PATH": str(options.content), "THEME": str(options.theme),
        "OUTBOX_PATH": str(options.outbox), "SITEURL": options.site_url,
        "FORMS_URL": options.forms_url, "PREVIEW": preview or options.settings["PREVIEW"]}
    for lang in options.languages:
        yield EditionRequest(options.conf, lang, settings, written, options.today, options.cache,
                             readings, site, emails, {}, b"")


@contextmanager
def editions_planned(options: Options, tell: Tell) -> Iterator[list[EditionInProgress]]:
    """Read the texts of every edition and plan its pages, of which none is printed.

    Raises ContentError if the texts have errors.
    """
    if wrong := errors(_checked(options, tell).problems):
        raise ContentError(*wrong)
    nowhere = Staging(options.output, options.output)
    with ExitStack() as stack:
        planned = []
        for request in bare_requests(options, nowhere, nowhere):
            result = EditionResult(request.lang)
            with recorded(result.problems):
                build = stack.enter_context(request.lent(Memory()))
                planned.append(begin_edition(opened(request, options.settings, result, build)))
            if wrong := errors(result.problems):
                raise ContentError(*wrong)
        yield planned


def _in_a_process(request: EditionRequest) -> EditionResult:
    try:
        result: EditionResult = ask("plugins.build.pelican_run:build_edition", request)
    except Stopped as stopped:
        return EditionResult(request.lang, [Problem(str(request.conf), 0, say(
            "the edition “{lang}” was stopped (status {status}); build again",
            lang=request.lang, status=stopped.status))])
    return result


def print_edition(request: EditionRequest, settings: Mapping[str, Any], memory: Memory,
                  in_progress: dict[str, EditionInProgress]) -> EditionResult:
    """Print an edition that Pelican has printed before, by templates and settings of today."""
    result = EditionResult(request.lang)
    with collected(result, request), request.lent(memory) as build:
        in_progress[request.lang] = begin_edition(opened(request, settings, result, build))
        in_progress[request.lang].print_all()
    return result


@contextmanager
def collected(result: EditionResult, request: EditionRequest) -> Iterator[None]:
    """Add to the problems of an edition what ends its printing."""
    try:
        with recorded(result.problems):
            yield
    except (PublishError, DiskError) as error:  # they name their place
        result.problems.append(Problem("", 0, error.message))
    except Failure as error:
        result.problems.append(Problem(str(request.conf), 0, error.message))
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            result.problems.append(Problem("", 0, refusal(request.site.root, error)))
        elif not errors(result.problems):  # what follows from a recorded problem says nothing new
            result.problems.append(_located(error, request.conf))


def _located(error: Exception, conf: Path) -> Problem:
    """Return a problem at the place of the project's own that an unforeseen error came from."""
    place = (str(conf), 0)
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(PROGRAM) and "site-packages" not in path.parts:
            place = (frame.filename, frame.lineno or 0)
    name = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
    place = (getattr(error, "filename", None) or place[0], getattr(error, "lineno", 0) or place[1])
    return Problem(str(place[0]), int(place[1]), say("the program stopped here: {reason}",
                                                     reason=name + str(error)))
