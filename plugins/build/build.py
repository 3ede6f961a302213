"""Build every edition and every issue, and publish them whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass

from plugins.atomic import Staging, begin, commit, lock, recover
from plugins.build.edition import EditionRequest
from plugins.build.whole import SiteInProgress, complete
from plugins.check.reading import cache_of
from plugins.check.run import check, each_once
from plugins.core.messages import Message, Problem, errors, recorded, say
from plugins.core.process import Stopped, ask, at_once, prepare
from plugins.core.project import Options
from plugins.site.edition import EditionResult
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


def build(options: Options, tell: Tell, *, preview: bool = False) -> Built:
    """Build the site and the emails; with an error, change nothing.

    Raises PublishError if another build is at work or the disk refuses.
    """
    roots = [options.output, options.outbox]
    with lock(roots):
        recover(roots)
        try:
            return _build(options, begin(options.output), begin(options.outbox), tell, preview)
        finally:
            recover(roots)  # what was not published leaves nothing behind


def _build(options: Options, site: Staging, emails: Staging, tell: Tell, preview: bool) -> Built:
    prepare()
    tell(say("Reading the texts…"))
    problems = check(options, preview=preview)
    if errors(problems):
        return Built(problems)
    tell(say("Printing the editions: {langs}…", langs=", ".join(options.languages)))
    editions = _build_editions(options, site, emails, preview)
    problems += [problem for edition in editions for problem in edition.problems]
    paths = {path for edition in editions for path in edition.site}
    letters = {path for edition in editions for path in edition.emails}
    if not errors(problems):
        with recorded(problems):
            complete(SiteInProgress(options, site, editions, preview, paths),
                     read_redirects(options.content))
    problems = each_once(problems)
    if errors(problems):
        return Built(problems)
    tell(say("Publishing…"))
    plans = commit([(site, paths), (emails, letters)])
    return Built(problems, sum(path.endswith(".html") for path in paths),
                 sum(path.endswith(".html") for path in letters),
                 sum(len(plan.replace) + len(plan.remove) for plan in plans))


def _build_editions(options: Options, site: Staging, emails: Staging, preview: bool
                    ) -> list[EditionResult]:
    """Run Pelican once for each language, each in a process of its own, all at once."""
    readings = cache_of(options)
    return at_once(_in_a_process, [
        EditionRequest(
            options.conf, lang, options.content, options.outbox, options.site_url,
            options.forms_url, preview or options.settings["PREVIEW"], options.today,
            options.cache, readings, site, emails) for lang in options.languages])


def _in_a_process(request: EditionRequest) -> EditionResult:
    try:
        result: EditionResult = ask("plugins.build.pelican_run:build_edition", request)
    except Stopped as stopped:
        return EditionResult(request.lang, [Problem(str(request.conf), 0, say(
            "the edition “{lang}” was stopped (status {status}); build again",
            lang=request.lang, status=stopped.status))])
    return result
