"""Show the site as it is being written: served, built again on every save, reloaded."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from plugins.build.build import build
from plugins.build.server_files import sent_headers
from plugins.commands.receive import local_receiver
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load
from plugins.core.messages import Problem, say
from plugins.core.project import Options
from plugins.preview import Rebuilder, application, serve
from plugins.search import OnDemand, SearchError


def serve_site(terminal: Terminal, options: Options, port: int) -> int:
    """Build a preview under `var`, serve it on 127.0.0.1 and build again until Ctrl-C.

    Nothing of it is what `push` reads or what is published: its addresses are local, and drafts
    stand in it.
    """
    origin = f"http://127.0.0.1:{port}"
    shown = replace(options, output=options.var / "preview" / "site",
                    outbox=options.var / "preview" / "outbox",
                    settings={**options.settings, "SITEURL": origin, "FORMS_URL": ""})
    rebuilder = Rebuilder(lambda: _rebuild(terminal, shown))
    mail = options.var / "mail"
    app = application(shown.output, shown.outbox, mail,
                      local_receiver(shown, shown.output, mail, origin), rebuilder.status,
                      load(options.theme / "locale", terminal.lang), terminal.lang,
                      _searching(terminal, shown), partial(sent_headers, shown.output))
    serve(app, rebuilder.run, port=port, announce=lambda url: _announce(terminal, options, url),
          watched=[options.content, options.theme, options.conf],
          ignored=[options.output, options.outbox, options.var])
    return 0


def _rebuild(terminal: Terminal, shown: Options) -> Sequence[Problem]:
    built = build(shown, terminal.step, preview=True)
    terminal.problems(built.problems)
    terminal.say(say("Built: pages {pages}, emails {emails}; files changed: {changed}.",
                     pages=built.pages, emails=built.emails, changed=built.changed)
                 if not built.failed else
                 say("The build failed; the site shows the one before it."))
    return built.problems


def _searching(terminal: Terminal, shown: Options) -> Callable[[str], bytes | None]:
    """Return what answers for the files of a search, which no preview writes beforehand."""
    indexes = OnDemand(shown.output, list(shown.languages))

    def answer(address: str) -> bytes | None:
        try:
            return indexes.read(address)
        except SearchError as error:
            terminal.say(error.message)
            return None

    return answer


def _announce(terminal: Terminal, options: Options, url: str) -> None:
    for lang, declared in options.languages.items():
        terminal.say(say("{name}: {address}", name=declared["name"], address=f"{url}/{lang}/"))
    terminal.say(say("Emails: {address}", address=f"{url}/_preview/emails/"))
    terminal.say(say("Local mailbox: {address}", address=f"{url}/_preview/mail/"))
    terminal.say(say("Ctrl-C ends it."))
