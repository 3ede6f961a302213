"""Do what the newsletter’s commands say: look, push drafts, send tests, let issues leave."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from plugins.atomic import PublishError, lock, recover
from plugins.check.emails import findings
from plugins.commands.terminal import Terminal
from plugins.core.files import write_atomically, writing
from plugins.core.jinja import new_environment
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options, caller_folder, from_here, is_address
from plugins.newsletter.push import plan as plans
from plugins.newsletter.push import push as pushes
from plugins.newsletter.push.planning import plan_issue
from plugins.newsletter.push.wording import plan_lines
from plugins.newsletter.report import report as reports
from plugins.newsletter.report.as_json import outcome_values, plan_values, report_values
from plugins.newsletter.report.chart import draw
from plugins.newsletter.report.doctor import examine, healthy, settings_in
from plugins.newsletter.report.report import Report, report_issue
from plugins.newsletter.report.status import status
from plugins.newsletter.report.wording import report_rows
from plugins.newsletter.send.order import Outcome
from plugins.newsletter.send.reconcile import FOUND, reconcile
from plugins.newsletter.send.schedule import schedule, unschedule
from plugins.newsletter.send.send import send
from plugins.newsletter.send.test import send_test
from plugins.newsletter.settings import read_newsletter_settings

WORDS = {"fine": say("fine"), "to do": say("to do"), "unknown": say("not checked")}
"""What a finding of the doctor is called."""


def show_plan(terminal: Terminal, options: Options, issue: str, lang: str, json: bool) -> int:
    """Say what a push would do; return 0 for nothing, 2 for changes, 1 for a refusal."""
    given = account(options)
    plan = plan_issue(issue, **given, langs=chosen(lang), inspect=partial(findings, options))
    if json:
        terminal.data(plan_values(plan, given["settings"]))
    else:
        for line in plan_lines(plan, given["settings"]):
            terminal.say(line)
    return plans.exit_code(plan)


def push_drafts(terminal: Terminal, options: Options, issue: str, lang: str, overwrite: bool,
                json: bool) -> int:
    """Make the drafts equal to the outbox; return 1 if they are not."""
    given = account(options)
    with alone(options):
        pushed = pushes.push(issue, **given, tell=_teller(terminal, json), langs=chosen(lang),
                             overwrite=overwrite, inspect=partial(findings, options))
    if json:
        terminal.data(plan_values(pushed.plan, given["settings"], pushed.failures))
    return pushes.exit_code(pushed)


def send_tests(terminal: Terminal, options: Options, issue: str, to: str, lang: str, json: bool
               ) -> int:
    """Have Mailchimp send the drafts to the named addresses, separated by commas."""
    addresses = [address.strip() for address in to.split(",") if address.strip()]
    lines: list[Message] = []

    def tell(line: Message) -> None:
        lines.append(line)
        _teller(terminal, json)(line)

    with alone(options):
        send_test(issue, addresses, **account(options), tell=tell, langs=chosen(lang))
    if json:
        terminal.data({"issue": issue, "to": addresses, "sentences": lines})
    return 0


def show_status(terminal: Terminal, options: Options, lang: str, json: bool) -> int:
    """Say where each issue stands in each language."""
    written = {text.name.partition(".")[0] for text in options.content.glob("issues/*.md")}
    rows = [row for row in status(**account(options), written=written) if lang in ("", row.lang)]
    if json:
        terminal.data(rows)
        return 0
    for row in rows:
        terminal.say(say("{issue} {lang}: {sentence}", issue=row.issue, lang=row.lang,
                         sentence=row.sentence))
    if not rows:
        terminal.say(say("There is no issue yet; write one in content/issues and run "
                         "“./inv build”."))
    return 0


def send_now(terminal: Terminal, options: Options, issue: str, lang: str, site: str, confirm: str,
             json: bool) -> int:
    """Send an issue to its subscribers, once an editor has confirmed it."""
    _require_address(site)
    agreed = _confirmation(terminal, issue, confirm, json)
    with alone(options):
        outcome = send(issue, **account(options), tell=_teller(terminal, json), confirm=agreed,
                       langs=chosen(lang), site=site, inspect=partial(findings, options))
    return _ended(terminal, outcome, json)


def send_later(terminal: Terminal, options: Options, issue: str, at: str, zone: str, lang: str,
               site: str, confirm: str, json: bool) -> int:
    """Have an issue sent at a time, once an editor has confirmed it."""
    _require_address(site)
    agreed = _confirmation(terminal, issue, confirm, json)
    with alone(options):
        outcome = schedule(
            issue, at, zone or options.settings["TIMEZONE"], **account(options),
            tell=_teller(terminal, json), confirm=agreed, langs=chosen(lang), site=site,
            inspect=partial(findings, options))
    return _ended(terminal, outcome, json)


def take_back(terminal: Terminal, options: Options, issue: str, lang: str, json: bool) -> int:
    """Make drafts again of what is scheduled of an issue."""
    with alone(options):
        outcome = unschedule(issue, **account(options), tell=_teller(terminal, json),
                             langs=chosen(lang))
    return _ended(terminal, outcome, json)


def settle_order(terminal: Terminal, options: Options, issue: str, lang: str, found: str,
                 confirm: str, json: bool) -> int:
    """Settle with the editor what became of an order that Mailchimp did not answer."""
    if found not in FOUND:
        raise Failure(say("“{found}” says nothing; write “--lang {lang} --found sent” or “--lang "
                          "{lang} --found not-sent”", found=found,
                          lang=lang or options.settings["DEFAULT_LANG"]))
    agreed = _confirmation(terminal, issue, confirm, json)
    with alone(options):
        outcome = reconcile(issue, **account(options), tell=_teller(terminal, json),
                            confirm=agreed, langs=chosen(lang), found=found)
    return _ended(terminal, outcome, json)


def account(options: Options) -> dict[str, Any]:
    """Return what every command of the newsletter works on: settings, outbox and journal.

    The outbox is completed first if a build was interrupted while it published. Raises
    SettingsError on anything wrong.
    """
    settings = read_newsletter_settings(options.settings["NEWSLETTER"], list(options.languages),
                             options.settings["DEFAULT_LANG"], os.environ)
    with lock([options.output, options.outbox]):
        recover([options.output, options.outbox])
    return {"settings": settings, "outbox_folder": options.outbox, "var": options.var}


def chosen(lang: str) -> tuple[str, ...]:
    """Return the languages that an option names: none if all are meant."""
    return (lang,) if lang else ()


@contextmanager
def alone(options: Options) -> Iterator[None]:
    """Keep other commands of the newsletter away: none would see what the other is about to do.

    Whoever stops one is told how to find out what it has done.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(lock([options.var]))
        except PublishError as error:
            raise Failure(say("one command of the newsletter at a time, lest a draft be made or "
                              "sent twice: {reason}", reason=error.message)) from error
        try:
            yield
        except KeyboardInterrupt:
            raise Failure(say("Stopped. What had been asked of Mailchimp may have been done; "
                              "“./inv newsletter.status” says where all stands.")) from None


def _confirmation(terminal: Terminal, issue: str, given: str, json: bool) -> Callable[[], bool]:
    """Return what asks whether to go on: the name of the issue, in the option or typed."""
    return terminal.confirmation(
        issue, given, tell=_teller(terminal, json),
        question=say("Type the name of the issue, {issue}, to go on; anything else stops:",
                     issue=issue),
        mistaken=say("“--confirm” names “{given}”, and the issue is “{issue}”; nothing was done",
                     given=given, issue=issue),
        nobody=say("this reaches subscribers, and nobody is there to confirm it; name the issue a "
                   "second time, by “--confirm {issue}”", issue=issue))


def _require_address(site: str) -> None:
    if site and not is_address(site.rstrip("/")):
        raise Failure(say("“--site” is “{url}”; it must be a full address, like "
                          "https://staging.example", url=site))


def _teller(terminal: Terminal, json: bool) -> Callable[[Message], None]:
    """Return what says a line: the result or, where that is JSON, what stands beside it."""
    return terminal.aside if json else terminal.say


def _ended(terminal: Terminal, outcome: Outcome, json: bool) -> int:
    if json:
        terminal.data(outcome_values(outcome))
    return outcome.exit_code


def show_report(terminal: Terminal, options: Options, issue: str, lang: str, json: bool, svg: str
                ) -> int:
    """Say what became of an issue, in words or for programs; draw it, too, if a file is named."""
    given = account(options)
    settings = given["settings"]
    report = report_issue(issue, **given, site=options.site_url, langs=chosen(lang))
    if svg and report.total:
        _replace(caller_folder() / svg, _chart(terminal, options, report))
    if json:
        terminal.data(report_values(report, settings))
    else:
        terminal.table(report_rows(report, settings, terminal.lang))
    return reports.exit_code(report)


def show_doctor(terminal: Terminal, options: Options, lang: str, json: bool) -> int:
    """Say of all that the newsletter needs whether it is fine; return 1 unless everything is."""
    settings, fault = settings_in(options.settings["NEWSLETTER"], list(options.languages),
                                  options.settings["DEFAULT_LANG"], os.environ)
    findings = examine(settings, fault, site=options.site_url, var=options.var,
                       langs=chosen(lang))
    if json:
        terminal.data({"fine": healthy(findings), "checks": findings})
    else:
        terminal.table((WORDS[finding.state], finding.subject, finding.sentence)
                       for finding in findings)
    return 0 if healthy(findings) else 1


def _chart(terminal: Terminal, options: Options, report: Report) -> str:
    env = new_environment(options.theme / "templates")
    return draw(report, env, terminal.gettext, terminal.lang)


def _replace(path: Path, text: str) -> None:
    """Put a text into a file: after a crash the old one stands there, or the new one."""
    if not path.parent.is_dir():
        raise Failure(say("{path}: there is no such folder; make it, or name another",
                          path=from_here(path.parent)))
    with writing(path):
        write_atomically(path, text.encode())
