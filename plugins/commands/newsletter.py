"""Do what the newsletter’s commands say: look, push drafts, send tests, let issues leave."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from plugins.atomic import PublishError, lock, recover
from plugins.check.emails import findings
from plugins.commands.terminal import Terminal
from plugins.core.files import write_atomically, writing
from plugins.core.jinja import new_environment
from plugins.core.look import load_look
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options, caller_folder, from_here, is_address
from plugins.newsletter.journal import Journal
from plugins.newsletter.mailchimp.account import Mailchimp
from plugins.newsletter.mailchimp.settings import (
    MailchimpSettings,
    read_despite_faults,
    read_mailchimp_settings,
)
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.outbox import Outbox
from plugins.newsletter.push.push import push
from plugins.newsletter.push.snapshot import plan_issue
from plugins.newsletter.push.wording import plan_lines
from plugins.newsletter.report.doctor import examine
from plugins.newsletter.report.report import draw, report_issue
from plugins.newsletter.report.status import status
from plugins.newsletter.report.wording import (
    outcome_values,
    plan_values,
    report_rows,
    report_values,
)
from plugins.newsletter.send.clearance import send_test
from plugins.newsletter.send.outcome import FOUND, Outcome, reconcile
from plugins.newsletter.send.send import schedule, send, unschedule
from plugins.newsletter.settings import Settings, read_newsletter_settings


def refuse() -> bool:
    """Refuse: a person who was not asked has not agreed to reach subscribers."""
    return False


@dataclass(frozen=True)
class NewsletterCommands:
    """The commands, for an editor at a terminal who has chosen their options.

    `lang` is "" for all languages. Where the result is JSON the editor reads what is said beside
    it; `lines` keeps that.
    """

    terminal: Terminal
    options: Options
    lang: str
    json: bool
    confirm: Callable[[], bool] = refuse
    lines: list[Message] = field(default_factory=list)

    @property
    def langs(self) -> tuple[str, ...]:
        """The language that was named: none if all are meant."""
        return (self.lang,) if self.lang else ()

    def tell(self, line: Message) -> None:
        """Say a line: the result or, where that is JSON, what is said beside it."""
        self.lines.append(line)
        (self.terminal.aside if self.json else self.terminal.say)(line)

    def plan(self, issue: str) -> int:
        """Say what a push would do; return 0 for nothing, 2 for changes, 1 for a refusal."""
        newsletter = self._inspecting_newsletter()
        plan = plan_issue(newsletter, issue, self.langs)
        if self.json:
            self.terminal.data(plan_values(plan, newsletter))
        else:
            self._say_all(plan_lines(plan, newsletter))
        return plan.exit_code

    def push(self, issue: str, overwrite: bool, confirm: str = "") -> int:
        """Make the drafts equal to the outbox; return 1 if they are not."""
        editor = self._asked_to_confirm(issue, confirm, say(
            "this email has placeholders; write the words themselves, or add “--confirm {issue}”",
            issue=issue))
        with alone(self.options):
            newsletter = self._inspecting_newsletter()
            pushed = push(newsletter, issue, editor, self.langs, overwrite)
        if self.json:
            self.terminal.data(plan_values(pushed.plan, newsletter, pushed.failures))
        return pushed.exit_code

    def test(self, issue: str, to: str) -> int:
        """Have a test of the drafts sent to the named addresses, or to those of the settings."""
        addresses = [address.strip() for address in to.split(",") if address.strip()]
        with alone(self.options):
            sent = send_test(self._newsletter(), issue, addresses, self, self.langs)
        if self.json:
            received = dict.fromkeys(address for each in sent.values() for address in each)
            self.terminal.data({"issue": issue, "to": list(received), "languages": sent,
                                "sentences": self.lines})
        return 0

    def send(self, issue: str, site: str, confirm: str) -> int:
        """Send an issue to its subscribers, once an editor has confirmed it."""
        _require_address(site)
        editor = self._asked_to_confirm(issue, confirm)
        with alone(self.options):
            outcome = send(self._inspecting_newsletter(), issue, editor, self.langs, site)
        return self._end(outcome)

    def schedule(self, issue: str, at: str, zone: str, site: str, confirm: str) -> int:
        """Have an issue sent at a time, once an editor has confirmed it."""
        _require_address(site)
        editor = self._asked_to_confirm(issue, confirm)
        zone = zone or self.options.settings["TIMEZONE"]
        with alone(self.options):
            outcome = schedule(self._inspecting_newsletter(), issue, at, zone, editor,
                               self.langs, site)
        return self._end(outcome)

    def unschedule(self, issue: str) -> int:
        """Cancel the scheduled sending of an issue, which becomes a draft again."""
        with alone(self.options):
            outcome = unschedule(self._newsletter(), issue, self, self.langs)
        return self._end(outcome)

    def reconcile(self, issue: str, found: str, confirm: str) -> int:
        """Settle with the editor what became of an order that was not answered."""
        if found not in FOUND:
            raise Failure(say("“--found” cannot be “{found}”; write “--lang {lang} --found sent” "
                              "or “--lang {lang} --found not-sent”", found=found,
                              lang=self.lang or self.options.settings["DEFAULT_LANG"]))
        editor = self._asked_to_confirm(issue, confirm)
        with alone(self.options):
            outcome = reconcile(self._newsletter(), issue, editor, self.langs, found)
        return self._end(outcome)

    def status(self) -> int:
        """Say where each issue is in each language."""
        written = {text.name.partition(".")[0] for text in self.options.content.glob("issues/*.md")}
        rows = [row for row in status(self._newsletter(), written) if self.lang in ("", row.lang)]
        if self.json:
            self.terminal.data(rows)
        else:
            self._say_all([row.line for row in rows] or [say(
                "There is no issue yet; start one with “./inv new issue”, then run “./inv "
                "build”.")])
        return 0

    def report(self, issue: str, svg: str) -> int:
        """Say what became of an issue, in words or for programs; draw it if `svg` names a file."""
        newsletter, terminal = self._newsletter(), self.terminal
        report = report_issue(newsletter, issue, self.options.site_url, self.langs)
        if svg and report.total:
            env = new_environment(self.options.templates)
            env.globals["look"] = load_look(self.options.content, self.options.theme)
            _replace(caller_folder() / svg, draw(report, env, terminal.gettext, terminal.lang))
        if self.json:
            terminal.data(report_values(report, newsletter))
        else:
            terminal.table(report_rows(report, newsletter, terminal.lang))
        return report.exit_code

    def doctor(self, rehearse: bool) -> int:
        """Say of all that is needed whether it is fine; return 1 unless everything is.

        To `rehearse` makes a draft and deletes it again.
        """
        settings = read_newsletter_settings(*_given(self.options))
        mailchimp, fault = read_despite_faults(*_given(self.options), os.environ)
        newsletter = _opened(self.options, settings, mailchimp, fault.message if fault else None)
        with alone(self.options) if rehearse else nullcontext():
            found = examine(newsletter, self.options.site_url, self.langs,
                            rehearsing=self if rehearse else None)
        return self.terminal.findings(found, self.json)

    def _say_all(self, lines: Iterable[Message]) -> None:
        for line in lines:
            self.terminal.say(line)

    def _end(self, outcome: Outcome) -> int:
        if self.json:
            self.terminal.data(outcome_values(outcome))
        return outcome.exit_code

    def _asked_to_confirm(self, issue: str, given: str, nobody: Message | None = None
                          ) -> "NewsletterCommands":
        """Return the same, its editor asked for the issue's name, which the option may give."""
        return replace(self, confirm=self.terminal.confirmation(
            issue, given, tell=self.tell,
            question=say("Type the name of the issue, {issue}, to go on; anything else cancels:",
                         issue=issue),
            mistaken=say("“--confirm” says “{given}”, but the issue is “{issue}”; nothing was "
                         "done", given=given, issue=issue),
            nobody=nobody or say(
                "this reaches subscribers and must be confirmed, which needs a terminal; "
                "add “--confirm {issue}” instead", issue=issue)))

    def _newsletter(self) -> Newsletter:
        """Return what the command works with; raise SettingsError on anything wrong.

        The outbox is completed first if a build was interrupted while it published.
        """
        newsletter = set_up(self.options)
        built = [self.options.output, self.options.outbox]
        with lock(built):
            recover(built)
        return newsletter

    def _inspecting_newsletter(self) -> Newsletter:
        """Return the same, which looks at an email before it leaves."""
        return replace(self._newsletter(), preflight=partial(findings, self.options))


def set_up(options: Options) -> Newsletter:
    """Return the newsletter of the settings and the environment; raises SettingsError."""
    given = _given(options)
    return _opened(options, read_newsletter_settings(*given),
                   read_mailchimp_settings(*given, os.environ))


def _opened(options: Options, settings: Settings, mailchimp: MailchimpSettings,
            fault: Message | None = None) -> Newsletter:
    return Newsletter(settings, Outbox(options.outbox, settings.name, settings.languages),
                      Journal(options.var, mailchimp.audience), Mailchimp(mailchimp, fault))


def _given(options: Options) -> tuple[dict[str, object], list[str], str]:
    settings = options.settings
    return settings["NEWSLETTER"], list(options.languages), settings["DEFAULT_LANG"]


@contextmanager
def alone(options: Options) -> Iterator[None]:
    """Keep other commands of the newsletter away: none would see what the other is about to do.

    A person who stops one reads how to find out what it has done.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(lock([options.var]))
        except PublishError as error:
            raise Failure(say("only one newsletter command can run at a time, so that no draft is "
                              "created or sent twice: {reason}", reason=error.message)) from error
        try:
            yield
        except KeyboardInterrupt:
            raise Failure(say("Stopped. Mailchimp may have carried out the last request; “./inv "
                              "newsletter.status” shows the state of each issue.")) from None


def _require_address(site: str) -> None:
    if site and not is_address(site.rstrip("/")):
        raise Failure(say("“--site” is “{url}”; it must be a full address, like "
                          "https://staging.example", url=site))


def _replace(path: Path, text: str) -> None:
    """Put a text into a file: after a crash the old one is there, or the new one."""
    if not path.parent.is_dir():
        raise Failure(say("{path}: this folder does not exist; create it, or choose another",
                          path=from_here(path.parent)))
    with writing(path):
        write_atomically(path, text.encode())
