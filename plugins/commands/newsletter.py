"""Do what the newsletter’s commands say: look, push drafts, send tests, let issues leave."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from plugins.atomic import PublishError, lock, recover
from plugins.check.emails import findings
from plugins.commands.terminal import Terminal
from plugins.core.files import write_atomically, writing
from plugins.core.jinja import new_environment
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options, caller_folder, from_here, is_address
from plugins.newsletter.journal import Journal
from plugins.newsletter.mailchimp.account import Mailchimp
from plugins.newsletter.mailchimp.settings import (
    MailchimpSettings,
    read_despite_faults,
    read_mailchimp_settings,
)
from plugins.newsletter.newsletter import Newsletter, Preflight
from plugins.newsletter.outbox import Outbox
from plugins.newsletter.push.plan import plan_issue
from plugins.newsletter.push.push import push
from plugins.newsletter.push.wording import plan_lines
from plugins.newsletter.report.as_json import outcome_values, plan_values, report_values
from plugins.newsletter.report.chart import draw
from plugins.newsletter.report.doctor import examine, healthy
from plugins.newsletter.report.report import IssueReport, report_issue
from plugins.newsletter.report.status import row_line, status
from plugins.newsletter.report.wording import report_rows
from plugins.newsletter.send.outcome import Outcome
from plugins.newsletter.send.reconcile import FOUND, reconcile
from plugins.newsletter.send.schedule import schedule, unschedule
from plugins.newsletter.send.send import send
from plugins.newsletter.send.test import send_test
from plugins.newsletter.settings import Settings, read_newsletter_settings

WORDS = {"fine": say("fine"), "to do": say("to do"), "unknown": say("not checked")}
"""What a finding of the doctor is called."""


def refuse() -> bool:
    """Refuse: who was not asked has not agreed that something reaches subscribers."""
    return False


@dataclass(frozen=True)
class EditorAtTerminal:
    """The editor, who reads the lines beside the result if that is JSON; `lines` keeps them."""

    terminal: Terminal
    json: bool
    confirm: Callable[[], bool] = refuse
    lines: list[Message] = field(default_factory=list)

    def tell(self, line: Message) -> None:
        """Say a line: the result or, where that is JSON, what is said beside it."""
        self.lines.append(line)
        (self.terminal.aside if self.json else self.terminal.say)(line)


def show_plan(terminal: Terminal, options: Options, issue: str, lang: str, json: bool) -> int:
    """Say what a push would do; return 0 for nothing, 2 for changes, 1 for a refusal."""
    newsletter = open_newsletter(options, partial(findings, options))
    plan = plan_issue(newsletter, issue, named(lang))
    if json:
        terminal.data(plan_values(plan, newsletter))
    else:
        for line in plan_lines(plan, newsletter):
            terminal.say(line)
    return plan.exit_code


def push_drafts(terminal: Terminal, options: Options, issue: str, lang: str, overwrite: bool,
                json: bool) -> int:
    """Make the drafts equal to the outbox; return 1 if they are not."""
    with alone(options):
        newsletter = open_newsletter(options, partial(findings, options))
        pushed = push(newsletter, issue, EditorAtTerminal(terminal, json), named(lang), overwrite)
    if json:
        terminal.data(plan_values(pushed.plan, newsletter, pushed.failures))
    return pushed.exit_code


def send_tests(terminal: Terminal, options: Options, issue: str, to: str, lang: str, json: bool
               ) -> int:
    """Have a test of the drafts sent to the named addresses, separated by commas."""
    addresses = [address.strip() for address in to.split(",") if address.strip()]
    editor = EditorAtTerminal(terminal, json)
    with alone(options):
        send_test(open_newsletter(options), issue, addresses, editor, named(lang))
    if json:
        terminal.data({"issue": issue, "to": addresses, "sentences": editor.lines})
    return 0


def show_status(terminal: Terminal, options: Options, lang: str, json: bool) -> int:
    """Say where each issue is in each language."""
    written = {text.name.partition(".")[0] for text in options.content.glob("issues/*.md")}
    rows = [row for row in status(open_newsletter(options), written) if lang in ("", row.lang)]
    if json:
        terminal.data(rows)
        return 0
    for row in rows:
        terminal.say(row_line(row.issue, row.lang, row.sentence))
    if not rows:
        terminal.say(say("There is no issue yet; write one in content/issues and run "
                         "“./inv build”."))
    return 0


def send_now(terminal: Terminal, options: Options, issue: str, lang: str, site: str, confirm: str,
             json: bool) -> int:
    """Send an issue to its subscribers, once an editor has confirmed it."""
    _require_address(site)
    editor = _confirming_editor(terminal, issue, confirm, json)
    with alone(options):
        outcome = send(open_newsletter(options, partial(findings, options)), issue, editor,
                       named(lang), site)
    return _end(terminal, outcome, json)


def send_later(terminal: Terminal, options: Options, issue: str, at: str, zone: str, lang: str,
               site: str, confirm: str, json: bool) -> int:
    """Have an issue sent at a time, once an editor has confirmed it."""
    _require_address(site)
    editor = _confirming_editor(terminal, issue, confirm, json)
    with alone(options):
        outcome = schedule(open_newsletter(options, partial(findings, options)), issue, at,
                           zone or options.settings["TIMEZONE"], editor, named(lang), site)
    return _end(terminal, outcome, json)


def take_back(terminal: Terminal, options: Options, issue: str, lang: str, json: bool) -> int:
    """Make drafts again of what is scheduled of an issue."""
    with alone(options):
        outcome = unschedule(open_newsletter(options), issue, EditorAtTerminal(terminal, json),
                             named(lang))
    return _end(terminal, outcome, json)


def settle_order(terminal: Terminal, options: Options, issue: str, lang: str, found: str,
                 confirm: str, json: bool) -> int:
    """Settle with the editor what became of an order that was not answered."""
    if found not in FOUND:
        raise Failure(say("“{found}” says nothing; write “--lang {lang} --found sent” or “--lang "
                          "{lang} --found not-sent”", found=found,
                          lang=lang or options.settings["DEFAULT_LANG"]))
    editor = _confirming_editor(terminal, issue, confirm, json)
    with alone(options):
        outcome = reconcile(open_newsletter(options), issue, editor, named(lang), found)
    return _end(terminal, outcome, json)


def show_report(terminal: Terminal, options: Options, issue: str, lang: str, json: bool, svg: str
                ) -> int:
    """Say what became of an issue, in words or for programs; draw it, too, if a file is named."""
    newsletter = open_newsletter(options)
    report = report_issue(newsletter, issue, options.site_url, named(lang))
    if svg and report.total:
        _replace(caller_folder() / svg, _chart(terminal, options, report))
    if json:
        terminal.data(report_values(report, newsletter))
    else:
        terminal.table(report_rows(report, newsletter, terminal.lang))
    return report.exit_code


def show_doctor(terminal: Terminal, options: Options, lang: str, json: bool) -> int:
    """Say of all that the newsletter needs whether it is fine; return 1 unless everything is."""
    found = examine(_newsletter_despite_faults(options), options.site_url, named(lang))
    if json:
        terminal.data({"fine": healthy(found), "checks": found})
    else:
        terminal.table((WORDS[each.state], each.subject, each.sentence) for each in found)
    return 0 if healthy(found) else 1


def open_newsletter(options: Options, preflight: Preflight | None = None) -> Newsletter:
    """Return what every command of the newsletter works with.

    The outbox is completed first if a build was interrupted while it published. Raises
    SettingsError on anything wrong.
    """
    settings = read_newsletter_settings(*_given(options))
    mailchimp = read_mailchimp_settings(*_given(options), os.environ)
    with lock([options.output, options.outbox]):
        recover([options.output, options.outbox])
    return _newsletter(options, settings, mailchimp, preflight=preflight)


def _newsletter_despite_faults(options: Options) -> Newsletter:
    """Return what the doctor examines, whatever is wrong with the environment."""
    settings = read_newsletter_settings(*_given(options))
    mailchimp, fault = read_despite_faults(*_given(options), os.environ)
    return _newsletter(options, settings, mailchimp, fault.message if fault else None)


def _newsletter(
    options: Options, settings: Settings, mailchimp: MailchimpSettings,
    fault: Message | None = None, preflight: Preflight | None = None,
) -> Newsletter:
    return Newsletter(
        settings, Outbox(options.outbox, settings.name, settings.languages),
        Journal(options.var, mailchimp.audience), Mailchimp(mailchimp, fault), preflight)


def _given(options: Options) -> tuple[dict[str, object], list[str], str]:
    return (options.settings["NEWSLETTER"], list(options.languages),
            options.settings["DEFAULT_LANG"])


def named(lang: str) -> tuple[str, ...]:
    """Return the languages that an option names: none if all are meant."""
    return (lang,) if lang else ()


@contextmanager
def alone(options: Options) -> Iterator[None]:
    """Keep other commands of the newsletter away: none would see what the other is about to do.

    Who stops one is told how to find out what it has done.
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


def _confirming_editor(
    terminal: Terminal, issue: str, given: str, json: bool
) -> EditorAtTerminal:
    """Return the editor, asked for the name of the issue, which the option may give already."""
    editor = EditorAtTerminal(terminal, json)
    return replace(editor, confirm=terminal.confirmation(
        issue, given, tell=editor.tell,
        question=say("Type the name of the issue, {issue}, to go on; anything else stops:",
                     issue=issue),
        mistaken=say("“--confirm” names “{given}”, and the issue is “{issue}”; nothing was done",
                     given=given, issue=issue),
        nobody=say("this reaches subscribers, and nobody is there to confirm it; name the issue a "
                   "second time, by “--confirm {issue}”", issue=issue)))


def _require_address(site: str) -> None:
    if site and not is_address(site.rstrip("/")):
        raise Failure(say("“--site” is “{url}”; it must be a full address, like "
                          "https://staging.example", url=site))


def _end(terminal: Terminal, outcome: Outcome, json: bool) -> int:
    if json:
        terminal.data(outcome_values(outcome))
    return outcome.exit_code


def _chart(terminal: Terminal, options: Options, report: IssueReport) -> str:
    env = new_environment(options.theme / "templates")
    return draw(report, env, terminal.gettext, terminal.lang)


def _replace(path: Path, text: str) -> None:
    """Put a text into a file: after a crash the old one stands there, or the new one."""
    if not path.parent.is_dir():
        raise Failure(say("{path}: there is no such folder; make it, or name another",
                          path=from_here(path.parent)))
    with writing(path):
        write_atomically(path, text.encode())
