"""The commands of the press; `./inv --list` names them.

What takes long to import is imported by the command that needs it: `check` answers in a second.
"""

import os

from invoke.collection import Collection

from plugins.desk.build import build as build_site
from plugins.desk.check import check_site
from plugins.desk.command import command, port_number
from plugins.desk.new import begin_article
from plugins.desk.new_issue import begin_issue
from plugins.desk.options import PRODUCTION, Options
from plugins.desk.report import report, report_check
from plugins.desk.suite import run_suite
from plugins.desk.terminal import Terminal
from plugins.desk.translate import translate as list_or_begin
from plugins.desk.words import update_catalogues
from plugins.problems import say


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
    from plugins.desk.publish import publish_site
    return publish_site(terminal, options, os.environ, dry_run=dry_run, everything=everything,
                        takeover=takeover)


@command(say("Show the site, the emails and the local mailbox; build again on every save."),
         port=say("the port to listen on (8000)"))
def serve(terminal: Terminal, options: Options, port: str = "8000") -> int:
    from plugins.desk.serve import serve_site
    return serve_site(terminal, options, port_number(port))


@command(say("Take what visitors send, behind a web server, and hand it on."),
         port=say("the port to listen on (8001)"))
def receive(terminal: Terminal, options: Options, port: str = "8001") -> int:
    from plugins.desk.reception import receive as run_receiver
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


@command(say("Say what a push would change in Mailchimp; write nowhere."),
         issue=say("the key of the issue, like 2018-07"))
def plan(terminal: Terminal, options: Options, issue: str, lang: str = "") -> int:
    from plugins.desk import letters
    return letters.show_plan(terminal, options, issue, lang)


@command(say("Make the drafts in Mailchimp equal to the outbox; never send."),
         issue=say("the key of the issue, like 2018-07"),
         overwrite=say("replace what was edited in Mailchimp"))
def push(terminal: Terminal, options: Options, issue: str, lang: str = "",
         overwrite: bool = False) -> int:
    from plugins.desk import letters
    return letters.push_drafts(terminal, options, issue, lang, overwrite)


@command(say("Have Mailchimp send a test of the drafts to named addresses."),
         issue=say("the key of the issue, like 2018-07"),
         to=say("the addresses, separated by commas"))
def send_test(terminal: Terminal, options: Options, issue: str, to: str = "", lang: str = ""
              ) -> int:
    from plugins.desk import letters
    return letters.send_tests(terminal, options, issue, to, lang)


@command(say("Say where each issue stands, in the outbox and in Mailchimp."))
def status(terminal: Terminal, options: Options) -> int:
    from plugins.desk import letters
    return letters.show_status(terminal, options)


@command(say("Bring the catalogues up to date with the words in use."))
def words(terminal: Terminal, options: Options) -> int:
    return update_catalogues(terminal, options)


newsletter = Collection("newsletter", plan, push, status)
newsletter.add_task(send_test, "test")
new = Collection("new")
new.add_task(new_article, "article", default=True)
new.add_task(new_issue, "issue")
namespace = Collection(build, publish, serve, receive, check, new, translate, test, words,
                       newsletter)
