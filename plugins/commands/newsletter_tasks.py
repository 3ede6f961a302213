"""Declare the commands of the newsletter."""

from typing import TYPE_CHECKING

from invoke.collection import Collection

from plugins.commands.declare import command
from plugins.commands.terminal import Terminal
from plugins.core.messages import say
from plugins.core.project import Options

if TYPE_CHECKING:
    from plugins.commands.newsletter import NewsletterCommands

ISSUE = say("the key of the issue, like 2018-07")
CONFIRM = say("the key of the issue again, to confirm without being asked")
SITE = say("the address at which to check that the pages answer (SITEURL)")


def commands(terminal: Terminal, options: Options, lang: str, json: bool) -> "NewsletterCommands":
    """Return what does a command: imported now, for `./inv --help` does not need it."""
    from plugins.commands.newsletter import NewsletterCommands
    return NewsletterCommands(terminal, options, lang, json)


@command(say("Show what a push would change in Mailchimp (changes nothing)."), issue=ISSUE)
def plan(terminal: Terminal, options: Options, issue: str, lang: str = "", json: bool = False
         ) -> int:
    return commands(terminal, options, lang, json).plan(issue)


@command(say("Put the drafts into Mailchimp (sends nothing)."),
         issue=ISSUE, overwrite=say("replace what was edited in Mailchimp"), confirm=CONFIRM)
def push(terminal: Terminal, options: Options, issue: str, lang: str = "",
         overwrite: bool = False, confirm: str = "", json: bool = False) -> int:
    return commands(terminal, options, lang, json).push(issue, overwrite, confirm)


@command(say("Send a test of the drafts through Mailchimp."),
         issue=ISSUE,
         to=say("the addresses, separated by commas (those of “test” in the settings)"))
def send_test(terminal: Terminal, options: Options, issue: str, to: str = "", lang: str = "",
              json: bool = False) -> int:
    return commands(terminal, options, lang, json).test(issue, to)


@command(say("Send an issue to its subscribers now (asks for confirmation)."),
         issue=ISSUE, confirm=CONFIRM, site=SITE)
def send(terminal: Terminal, options: Options, issue: str, lang: str = "", site: str = "",
         confirm: str = "", json: bool = False) -> int:
    return commands(terminal, options, lang, json).send(issue, site, confirm)


@command(say("Schedule an issue for its subscribers (asks for confirmation)."),
         issue=ISSUE, confirm=CONFIRM, site=SITE,
         at=say("date and time, on a quarter of an hour, like “2026-12-01 09:00”"),
         zone=say("the time zone of that time, like Europe/Paris (TIMEZONE)"))
def schedule(terminal: Terminal, options: Options, issue: str, at: str = "", zone: str = "",
             lang: str = "", site: str = "", confirm: str = "", json: bool = False) -> int:
    return commands(terminal, options, lang, json).schedule(issue, at, zone, site, confirm)


@command(say("Cancel the scheduled sending of an issue, which becomes a draft again."), issue=ISSUE)
def unschedule(terminal: Terminal, options: Options, issue: str, lang: str = "",
               json: bool = False) -> int:
    return commands(terminal, options, lang, json).unschedule(issue)


@command(say("Settle whether an issue was sent when Mailchimp did not answer."),
         issue=ISSUE, confirm=CONFIRM,
         found=say("what you found out yourself, with --lang: sent or not-sent"))
def reconcile(terminal: Terminal, options: Options, issue: str, lang: str = "", found: str = "",
              confirm: str = "", json: bool = False) -> int:
    return commands(terminal, options, lang, json).reconcile(issue, found, confirm)


@command(say("Show the state of each issue, in the outbox and in Mailchimp."))
def status(terminal: Terminal, options: Options, lang: str = "", json: bool = False) -> int:
    return commands(terminal, options, lang, json).status()


@command(say("Show the report of an issue that was sent: bounces, complaints, clicks."),
         issue=ISSUE, svg=say("the SVG file in which to draw the report"))
def show_report(terminal: Terminal, options: Options, issue: str, lang: str = "",
                json: bool = False, svg: str = "") -> int:
    return commands(terminal, options, lang, json).report(issue, svg)


@command(say("Diagnose the configuration of the newsletter."),
         rehearse=say("make a draft in the audience, compare it, and delete it again"))
def doctor(terminal: Terminal, options: Options, lang: str = "", rehearse: bool = False,
           json: bool = False) -> int:
    return commands(terminal, options, lang, json).doctor(rehearse)


newsletter = Collection("newsletter", doctor, plan, push)
newsletter.add_task(send_test, "test")
for each in (send, schedule, unschedule, status):
    newsletter.add_task(each)
newsletter.add_task(show_report, "report")
newsletter.add_task(reconcile)
