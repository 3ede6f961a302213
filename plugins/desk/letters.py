"""Do what the newsletter’s commands say: look, push drafts, send tests, tell where all stands."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from plugins.desk.options import Options
from plugins.desk.terminal import Terminal
from plugins.newsletter import plan as plans
from plugins.newsletter import push as pushes
from plugins.newsletter.look import plan_issue
from plugins.newsletter.settings import Settings, read_settings
from plugins.newsletter.status import status
from plugins.newsletter.testmail import send_test
from plugins.newsletter.wording import plan_lines
from plugins.press import PublishError, lock, recover
from plugins.problems import Failure, say


def show_plan(terminal: Terminal, options: Options, issue: str, lang: str) -> int:
    """Say what a push would do; return 0 for nothing, 2 for changes, 1 for a refusal."""
    settings = _settings(options)
    plan = plan_issue(issue, settings=settings, outbox_folder=_outbox(options), var=options.var,
                      langs=_langs(lang))
    for line in plan_lines(plan, settings):
        terminal.say(line)
    return plans.exit_code(plan)


def push_drafts(terminal: Terminal, options: Options, issue: str, lang: str, overwrite: bool
                ) -> int:
    """Make the drafts equal to the outbox; return 1 if they are not."""
    settings = _settings(options)
    with _only_push(options):
        pushed = pushes.push(issue, settings=settings, outbox_folder=_outbox(options),
                             var=options.var, tell=terminal.say, langs=_langs(lang),
                             overwrite=overwrite)
    return pushes.exit_code(pushed)


def send_tests(terminal: Terminal, options: Options, issue: str, to: str, lang: str) -> int:
    """Have Mailchimp send the drafts to the named addresses, separated by commas."""
    addresses = [address.strip() for address in to.split(",") if address.strip()]
    for line in send_test(issue, addresses, settings=_settings(options),
                          outbox_folder=_outbox(options), var=options.var, langs=_langs(lang)):
        terminal.say(line)
    return 0


def show_status(terminal: Terminal, options: Options) -> int:
    """Say where each issue stands in each language."""
    settings = _settings(options)
    rows = status(settings=settings, outbox_folder=_outbox(options), var=options.var)
    for row in rows:
        terminal.say(say("{issue} {lang}: {sentence}", issue=row.issue, lang=row.lang,
                         sentence=row.sentence))
    if not rows:
        terminal.say(say("There is no issue yet; write one in content/issues and run "
                         "“./inv build”."))
    return 0


def _settings(options: Options) -> Settings:
    return read_settings(options.settings["NEWSLETTER"], list(options.languages),
                         options.settings["DEFAULT_LANG"], os.environ)


@contextmanager
def _only_push(options: Options) -> Iterator[None]:
    """Keep another push away from the look to the end: both would create what they do not see."""
    with ExitStack() as stack:
        try:
            stack.enter_context(lock([options.var]))
        except PublishError as error:
            raise Failure(say("one push at a time, lest a draft be made twice: {reason}",
                              reason=error.message)) from error
        yield


def _outbox(options: Options) -> Path:
    """Return the outbox, completed if a build was interrupted while it published."""
    with lock([options.output, options.outbox]):
        recover([options.output, options.outbox])
    return options.outbox


def _langs(lang: str) -> tuple[str, ...]:
    return (lang,) if lang else ()
