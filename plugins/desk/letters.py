"""Do what the newsletter’s commands say: look, push drafts, send tests, tell where all stands."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from plugins.desk.options import Options
from plugins.desk.terminal import Terminal
from plugins.newsletter import plan as plans
from plugins.newsletter import push as pushes
from plugins.newsletter.look import plan_issue
from plugins.newsletter.settings import read_settings
from plugins.newsletter.status import status
from plugins.newsletter.testmail import send_test
from plugins.newsletter.wording import plan_lines
from plugins.press import PublishError, lock, recover
from plugins.problems import Failure, say


def show_plan(terminal: Terminal, options: Options, issue: str, lang: str) -> int:
    """Say what a push would do; return 0 for nothing, 2 for changes, 1 for a refusal."""
    given = account(options)
    plan = plan_issue(issue, **given, langs=chosen(lang))
    for line in plan_lines(plan, given["settings"]):
        terminal.say(line)
    return plans.exit_code(plan)


def push_drafts(terminal: Terminal, options: Options, issue: str, lang: str, overwrite: bool
                ) -> int:
    """Make the drafts equal to the outbox; return 1 if they are not."""
    given = account(options)
    with _only_push(options):
        pushed = pushes.push(issue, **given, tell=terminal.say, langs=chosen(lang),
                             overwrite=overwrite)
    return pushes.exit_code(pushed)


def send_tests(terminal: Terminal, options: Options, issue: str, to: str, lang: str) -> int:
    """Have Mailchimp send the drafts to the named addresses, separated by commas."""
    addresses = [address.strip() for address in to.split(",") if address.strip()]
    for line in send_test(issue, addresses, **account(options), langs=chosen(lang)):
        terminal.say(line)
    return 0


def show_status(terminal: Terminal, options: Options) -> int:
    """Say where each issue stands in each language."""
    rows = status(**account(options))
    for row in rows:
        terminal.say(say("{issue} {lang}: {sentence}", issue=row.issue, lang=row.lang,
                         sentence=row.sentence))
    if not rows:
        terminal.say(say("There is no issue yet; write one in content/issues and run "
                         "“./inv build”."))
    return 0


def account(options: Options) -> dict[str, Any]:
    """Return what every command of the newsletter works on: settings, outbox and journal.

    The outbox is completed first if a build was interrupted while it published. Raises
    SettingsError on anything wrong.
    """
    settings = read_settings(options.settings["NEWSLETTER"], list(options.languages),
                             options.settings["DEFAULT_LANG"], os.environ)
    with lock([options.output, options.outbox]):
        recover([options.output, options.outbox])
    return {"settings": settings, "outbox_folder": options.outbox, "var": options.var}


def chosen(lang: str) -> tuple[str, ...]:
    """Return the languages that an option names: none if all are meant."""
    return (lang,) if lang else ()


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
