"""Build every edition and every issue, and publish them whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plugins.atomic import Staging, begin, commit, lock, recover
from plugins.build.edition import Printed, Request
from plugins.build.whole import Whole, complete
from plugins.check.reading import cache_of
from plugins.check.run import check, each_once
from plugins.core.messages import Message, Problem, errors, recorded, say
from plugins.core.process import Stopped, ask, at_once, prepare
from plugins.core.project import Options
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
    editions = _print_editions(options, site, emails, preview)
    problems += [problem for printed in editions for problem in printed.problems]
    whole = Whole(options, site, editions, preview,
                  {path for printed in editions for path in printed.site})
    letters = {path for printed in editions for path in printed.emails}
    if not errors(problems):
        with recorded(problems):
            complete(whole, read_redirects(options.content))
    problems = each_once(problems)
    if errors(problems):
        return Built(problems)
    tell(say("Publishing…"))
    plans = commit([(site, whole.paths), (emails, letters)])
    return Built(problems, sum(path.endswith(".html") for path in whole.paths),
                 sum(path.endswith(".html") for path in letters),
                 sum(len(plan.replace) + len(plan.remove) for plan in plans))


def _print_editions(options: Options, site: Staging, emails: Staging, preview: bool
                    ) -> list[Printed]:
    """Run Pelican once for each language, each in a process of its own, all at once."""
    settings: dict[str, Any] = {
        # Pelican makes folders in its output even where the press writes the files.
        "PATH": str(options.content), "OUTPUT_PATH": str(site.folder / "pelican"),
        "OUTBOX_PATH": str(options.outbox), "CACHE": str(options.cache),
        "SITEURL": options.site_url, "FORMS_URL": options.forms_url,
        "PREVIEW": preview or options.settings["PREVIEW"], "TODAY": options.today,
        "LOCALE": "C"}  # dates come from Babel; the machine's locales change nothing
    readings = cache_of(options)
    requests = [Request(options.conf, lang, settings, site, emails, readings)
                for lang in options.languages]
    return at_once(_in_a_process, requests)


def _in_a_process(request: Request) -> Printed:
    try:
        printed: Printed = ask("plugins.build.pelican_run:print_edition", request)
    except Stopped as stopped:
        return Printed(request.lang, [Problem(str(request.conf), 0, say(
            "the edition “{lang}” was stopped (status {status}); build again",
            lang=request.lang, status=stopped.status))])
    return printed
