"""Build every edition and every issue, and publish them whole or not at all."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from plugins.articles.source import written
from plugins.catalogues import untranslated
from plugins.check import Text, editorial_problems
from plugins.desk.edition import Printed, Request
from plugins.desk.options import Options
from plugins.desk.whole import REDIRECTS, Whole, complete
from plugins.editions.firm import legal_problems
from plugins.editions.legal import legal_page_problems
from plugins.editions.whole import Redirect, read_redirects
from plugins.press import Staging, begin, commit, lock, recover
from plugins.problems import Failure, Message, Problem, recorded, say
from plugins.serving.security import ending

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
        return any(problem.level == "error" for problem in self.problems)


def build(options: Options, tell: Tell, *, preview: bool = False, publish: bool = True) -> Built:
    """Build the site and the emails; with an error, or without `publish`, change nothing.

    Raises PublishError if another build is at work or the disk refuses.
    """
    if not publish:
        with TemporaryDirectory() as folder:
            site, emails = Path(folder, "site"), Path(folder, "emails")
            return _build(options, begin(site), begin(emails), tell, preview, publish=False)
    roots = [options.output, options.outbox]
    with lock(roots):
        recover(roots)
        try:
            return _build(options, begin(options.output), begin(options.outbox), tell, preview,
                          publish=True)
        finally:
            recover(roots)  # what was not published leaves nothing behind


def _build(options: Options, site: Staging, emails: Staging, tell: Tell, preview: bool,
           publish: bool) -> Built:
    tell(say("Reading the words of each language…"))
    problems = [*_missing_words(options), *_lawful(options)]
    tell(say("Printing the editions: {langs}…", langs=", ".join(options.languages)))
    editions = _print_editions(options, site, emails, preview)
    problems += [problem for printed in editions for problem in printed.problems]
    whole = Whole(options, site, editions, preview,
                  {path for printed in editions for path in printed.site}, publish)
    letters = {path for printed in editions for path in printed.emails}
    moved: list[Redirect] = []
    with recorded(problems):
        moved = read_redirects(options.content / REDIRECTS)
    if not _errors(problems):
        with recorded(problems):
            complete(whole, moved)
    problems = _each_once([*problems, *_advice(options, editions)])
    if not publish:
        problems += ending(options.output, datetime.now(UTC))
    if _errors(problems) or not publish:
        return Built(problems)
    tell(say("Publishing…"))
    plans = commit([(site, whole.paths), (emails, letters)])
    return Built(problems, sum(path.endswith(".html") for path in whole.paths),
                 sum(path.endswith(".html") for path in letters),
                 sum(len(plan.replace) + len(plan.remove) for plan in plans))


def _advice(options: Options, editions: Iterable[Printed]) -> list[Problem]:
    """Return what editors should be told about their texts, and may leave."""
    texts = [Text(*text) for printed in editions for text in printed.texts]
    return editorial_problems(texts, set(written(options.content, options.languages)),
                              options.languages)


def _lawful(options: Options) -> list[Problem]:
    """Return what the law asks the firm to say, and its data or its pages do not."""
    production = options.settings["PRODUCTION"]
    problems = legal_page_problems(options.content, options.languages, production)
    with recorded(problems):
        problems += legal_problems(options.content / "firm.toml", production)
    return problems


def _missing_words(options: Options) -> list[Problem]:
    problems: list[Problem] = []
    for lang in options.languages:
        try:
            problems += untranslated(options.root, options.theme, lang)
        except Failure as error:
            problems.append(Problem(str(options.conf), 0, error.message))
    return problems


def _print_editions(options: Options, site: Staging, emails: Staging, preview: bool
                    ) -> list[Printed]:
    """Run Pelican once for each language, each in a process of its own, all at once."""
    today: date = datetime.now(ZoneInfo(options.settings["TIMEZONE"])).date()
    settings: dict[str, Any] = {
        # Pelican makes folders in its output even where the press writes the files.
        "PATH": str(options.content), "OUTPUT_PATH": str(site.folder / "pelican"),
        "OUTBOX_PATH": str(options.outbox), "CACHE": str(options.cache),
        "SITEURL": options.site_url, "FORMS_URL": options.forms_url,
        "PREVIEW": preview or options.settings["PREVIEW"], "TODAY": today,
        "LOCALE": "C"}  # dates come from Babel; the machine's locales change nothing
    requests = [Request(options.root, options.conf, lang, settings, site, emails)
                for lang in options.languages]
    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(_in_a_process, requests))


def _in_a_process(request: Request) -> Printed:
    answer = subprocess.run([sys.executable, "-m", "plugins.desk.run"], input=pickle.dumps(request),
                            stdout=subprocess.PIPE, cwd=request.root, check=False)
    if answer.returncode:
        return Printed(request.lang, [Problem(str(request.conf), 0, say(
            "the edition “{lang}” was stopped (status {status}); build again",
            lang=request.lang, status=answer.returncode))])
    return pickle.loads(answer.stdout)


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems in the order of files and lines; editions report what they share."""
    once = {(problem.path, problem.line, str(problem.message)): problem for problem in problems}
    return sorted(once.values(), key=lambda problem: (problem.path, problem.line))


def _errors(problems: Iterable[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)
