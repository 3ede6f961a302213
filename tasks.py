"""The commands of the press; `./inv --list` names them.

What takes long to import is imported by the command that needs it: `check` answers in a second.
"""

import os

from invoke.collection import Collection

from plugins.build.build import build as build_site
from plugins.check.run import check_site
from plugins.commands.declare import command, port_number
from plugins.commands.form_tasks import forms
from plugins.commands.new import begin_article, begin_issue
from plugins.commands.site import report, report_check, run_suite, update_catalogues
from plugins.commands.terminal import Terminal
from plugins.commands.translate import translate as list_or_begin
from plugins.core.messages import say
from plugins.core.project import PRODUCTION, Options


@command(say("Build every edition and every issue, whole or not at all."))
def build(terminal: Terminal, options: Options) -> int:
    return report(terminal, options, build_site(options, terminal.step))


@command(say("Say what is wrong in the content, and change nothing."),
         strict=say("let warnings fail, too"))
def check(terminal: Terminal, options: Options, strict: bool = False) -> int:
    return report_check(terminal, check_site(options), strict)


@command(say("Build the site for production, verify it, and send it where the settings say."),
         settings=PRODUCTION, conf=say("the settings file (publishconf.py)"),
         dry_run=say("say what would be sent and removed, and change nothing"),
         everything=say("send what seems unchanged, too"),
         takeover=say("go on although another publication seems to be under way"))
def publish(terminal: Terminal, options: Options, dry_run: bool = False, everything: bool = False,
            takeover: bool = False) -> int:
    from plugins.commands.publish import publish_site
    return publish_site(terminal, options, os.environ, dry_run=dry_run, everything=everything,
                        takeover=takeover)


@command(say("Show the site, the emails and the local mailbox; build again on every save."),
         port=say("the port to listen on (8000)"))
def serve(terminal: Terminal, options: Options, port: str = "8000") -> int:
    from plugins.commands.site import serve_site
    return serve_site(terminal, options, port_number(port))


@command(say("Take what visitors send, behind a web server, and hand it on."),
         port=say("the port to listen on (8001)"))
def receive(terminal: Terminal, options: Options, port: str = "8001") -> int:
    from plugins.commands.receive import receive as run_receiver
    return run_receiver(terminal, options, port_number(port), os.environ)


@command(say("Begin an article, a draft in each language; “./inv new issue” begins an issue."),
         title=say("the title, between quotation marks"),
         category=say("the key of a category of topics.toml"),
         key=say("the article’s key (made from the title)"),
         day=say("the day of publication, like 2018-07-03 (today)"))
def new_article(terminal: Terminal, options: Options, title: str, category: str, key: str = "",
                day: str = "", lang: str = "") -> int:
    return begin_article(terminal, options, title, category, key, day, lang)


@command(say("Begin an issue, a draft in each language, with the articles since the last one."),
         key=say("the issue’s key (the month of the day, like 2018-07)"),
         day=say("the day of the issue, like 2018-07-03 (today)"))
def new_issue(terminal: Terminal, options: Options, key: str = "", day: str = "", lang: str = ""
              ) -> int:
    return begin_issue(terminal, options, key, day, lang)


@command(say("List missing and outdated translations; with --key, begin one as a draft."),
         key=say("the key of the text to translate: its words stay in the draft, to be replaced"))
def translate(terminal: Terminal, options: Options, key: str = "", lang: str = "") -> int:
    return list_or_begin(terminal, options, key, lang)


@command(say("Check the code and run the tests."),
         thorough=say("run the tests that take long instead"))
def test(terminal: Terminal, options: Options, thorough: bool = False) -> int:
    return run_suite(thorough)


ISSUE = say("the key of the issue, like 2018-07")
JSON = say("print the result as JSON, for programs")
CONFIRM = say("the key of the issue once more, instead of typing it when asked")
SITE = say("another address at which to look whether the pages answer (SITEURL)")


@command(say("Say what a push would change in Mailchimp; write nowhere."), issue=ISSUE, json=JSON)
def plan(terminal: Terminal, options: Options, issue: str, lang: str = "", json: bool = False
         ) -> int:
    from plugins.commands import newsletter as letters
    return letters.show_plan(terminal, options, issue, lang, json)


@command(say("Make the drafts in Mailchimp equal to the outbox; never send."),
         issue=ISSUE, json=JSON, overwrite=say("replace what was edited in Mailchimp"))
def push(terminal: Terminal, options: Options, issue: str, lang: str = "",
         overwrite: bool = False, json: bool = False) -> int:
    from plugins.commands import newsletter as letters
    return letters.push_drafts(terminal, options, issue, lang, overwrite, json)


@command(say("Have Mailchimp send a test of the drafts to named addresses."),
         issue=ISSUE, json=JSON, to=say("the addresses, separated by commas"))
def send_test(terminal: Terminal, options: Options, issue: str, to: str = "", lang: str = "",
              json: bool = False) -> int:
    from plugins.commands import newsletter as letters
    return letters.send_tests(terminal, options, issue, to, lang, json)


@command(say("Send an issue to its subscribers, now; asks first."),
         issue=ISSUE, json=JSON, confirm=CONFIRM, site=SITE)
def send(terminal: Terminal, options: Options, issue: str, lang: str = "", site: str = "",
         confirm: str = "", json: bool = False) -> int:
    from plugins.commands import newsletter as letters
    return letters.send_now(terminal, options, issue, lang, site, confirm, json)


@command(say("Have an issue sent to its subscribers at a time; asks first."),
         issue=ISSUE, json=JSON, confirm=CONFIRM, site=SITE,
         at=say("day and hour, on a quarter of an hour, like “2026-12-01 09:00”"),
         zone=say("the time zone of the hour, like Europe/Paris (TIMEZONE)"))
def schedule(terminal: Terminal, options: Options, issue: str, at: str = "", zone: str = "",
             lang: str = "", site: str = "", confirm: str = "", json: bool = False) -> int:
    from plugins.commands import newsletter as letters
    return letters.send_later(terminal, options, issue, at, zone, lang, site, confirm, json)


@command(say("Make drafts again of what is scheduled of an issue."), issue=ISSUE, json=JSON)
def unschedule(terminal: Terminal, options: Options, issue: str, lang: str = "",
               json: bool = False) -> int:
    from plugins.commands import newsletter as letters
    return letters.take_back(terminal, options, issue, lang, json)


@command(say("Find out what became of an order to send that Mailchimp did not answer."),
         issue=ISSUE, json=JSON, confirm=CONFIRM,
         found=say("what you found where Mailchimp does not tell, with --lang: sent or "
                   "not-sent"))
def reconcile(terminal: Terminal, options: Options, issue: str, lang: str = "", found: str = "",
              confirm: str = "", json: bool = False) -> int:
    from plugins.commands import newsletter as letters
    return letters.settle_order(terminal, options, issue, lang, found, confirm, json)


@command(say("Say where each issue stands, in the outbox and in Mailchimp."), json=JSON)
def status(terminal: Terminal, options: Options, lang: str = "", json: bool = False) -> int:
    from plugins.commands import newsletter as letters
    return letters.show_status(terminal, options, lang, json)


@command(say("Say what became of an issue that was sent: bounces, complaints, clicks."),
         issue=ISSUE, json=JSON, svg=say("the file to draw the report into, as an SVG"))
def show_report(terminal: Terminal, options: Options, issue: str, lang: str = "",
                json: bool = False, svg: str = "") -> int:
    from plugins.commands import newsletter as letters
    return letters.show_report(terminal, options, issue, lang, json, svg)


@command(say("Say whether the newsletter has all it needs, each thing fine or what to do."),
         json=JSON)
def doctor(terminal: Terminal, options: Options, lang: str = "", json: bool = False) -> int:
    from plugins.commands import newsletter as letters
    return letters.show_doctor(terminal, options, lang, json)


@command(say("Bring the catalogues up to date with the words in use."))
def words(terminal: Terminal, options: Options) -> int:
    return update_catalogues(terminal, options)


newsletter = Collection("newsletter", plan, push, send, schedule, unschedule, status, reconcile,
                        doctor)
newsletter.add_task(send_test, "test")
newsletter.add_task(show_report, "report")
new = Collection("new")
new.add_task(new_article, "article", default=True)
new.add_task(new_issue, "issue")
namespace = Collection(build, publish, serve, receive, check, new, translate, test, words,
                       newsletter, forms)
