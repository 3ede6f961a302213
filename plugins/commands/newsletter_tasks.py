"""Declare the commands of the newsletter."""

from typing import TYPE_CHECKING

from invoke.collection import Collection

from plugins.commands.declare import command
from plugins.commands.terminal import Terminal
from plugins.core.messages import say
from plugins.core.project import Options

if TYPE_CHECKING:
    from plugins.commands.newsletter import Desk

ISSUE = say("the key of the issue, like 2018-07")
CONFIRM = say("the key of the issue once more, instead of typing it when asked")
SITE = say("another address at which to look whether the pages answer (SITEURL)")


def desk(terminal: Terminal, options: Options, lang: str, json: bool) -> "Desk":
    """Return where a command is done: imported now, for `./inv --list` does not need it."""
    from plugins.commands.newsletter import Desk
    return Desk(terminal, options, lang, json)


@command(say("Say what a push would change in Mailchimp; write nowhere."), issue=ISSUE)
def plan(terminal: Terminal, options: Options, issue: str, lang: str = "", json: bool = False
         ) -> int:
    return desk(terminal, options, lang, json).plan(issue)


@command(say("Make the drafts in Mailchimp equal to the outbox; never send."),
         issue=ISSUE, overwrite=say("replace what was edited in Mailchimp"))
def push(terminal: Terminal, options: Options, issue: str, lang: str = "",
         overwrite: bool = False, json: bool = False) -> int:
    return desk(terminal, options, lang, json).push(issue, overwrite)


@command(say("Have Mailchimp send a test of the drafts to named addresses."),
         issue=ISSUE, to=say("the addresses, separated by commas"))
def send_test(terminal: Terminal, options: Options, issue: str, to: str = "", lang: str = "",
              json: bool = False) -> int:
    return desk(terminal, options, lang, json).test(issue, to)


@command(say("Send an issue to its subscribers, now; asks first."),
         issue=ISSUE, confirm=CONFIRM, site=SITE)
def send(terminal: Terminal, options: Options, issue: str, lang: str = "", site: str = "",
         confirm: str = "", json: bool = False) -> int:
    return desk(terminal, options, lang, json).send(issue, site, confirm)


@command(say("Have an issue sent to its subscribers at a time; asks first."),
         issue=ISSUE, confirm=CONFIRM, site=SITE,
         at=say("day and hour, on a quarter of an hour, like “2026-12-01 09:00”"),
         zone=say("the time zone of the hour, like Europe/Paris (TIMEZONE)"))
def schedule(terminal: Terminal, options: Options, issue: str, at: str = "", zone: str = "",
             lang: str = "", site: str = "", confirm: str = "", json: bool = False) -> int:
    return desk(terminal, options, lang, json).schedule(issue, at, zone, site, confirm)


@command(say("Make drafts again of what is scheduled of an issue."), issue=ISSUE)
def unschedule(terminal: Terminal, options: Options, issue: str, lang: str = "",
               json: bool = False) -> int:
    return desk(terminal, options, lang, json).unschedule(issue)


@command(say("Find out what became of an order to send that Mailchimp did not answer."),
         issue=ISSUE, confirm=CONFIRM,
         found=say("what you found where Mailchimp does not tell, with --lang: sent or "
                   "not-sent"))
def reconcile(terminal: Terminal, options: Options, issue: str, lang: str = "", found: str = "",
              confirm: str = "", json: bool = False) -> int:
    return desk(terminal, options, lang, json).reconcile(issue, found, confirm)


@command(say("Say where each issue stands, in the outbox and in Mailchimp."))
def status(terminal: Terminal, options: Options, lang: str = "", json: bool = False) -> int:
    return desk(terminal, options, lang, json).status()


@command(say("Say what became of an issue that was sent: bounces, complaints, clicks."),
         issue=ISSUE, svg=say("the file to draw the report into, as an SVG"))
def show_report(terminal: Terminal, options: Options, issue: str, lang: str = "",
                json: bool = False, svg: str = "") -> int:
    return desk(terminal, options, lang, json).report(issue, svg)


@command(say("Say whether the newsletter has all it needs, each thing fine or what to do."))
def doctor(terminal: Terminal, options: Options, lang: str = "", json: bool = False) -> int:
    return desk(terminal, options, lang, json).doctor()


newsletter = Collection("newsletter", plan, push, send, schedule, unschedule, status, reconcile,
                        doctor)
newsletter.add_task(send_test, "test")
newsletter.add_task(show_report, "report")
