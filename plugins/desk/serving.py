"""Run the preview, and the desk beside it: build on every save, answer, until Ctrl-C."""

from collections.abc import Callable, Sequence
from functools import partial

from plugins.build.server_files import sent_headers
from plugins.build.unsaved import Workshop
from plugins.commands.forms.receive import local_receiver
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load_desk
from plugins.core.look import Look, load_look
from plugins.core.messages import ContentError, Problem, say
from plugins.core.project import Options, again
from plugins.desk.app import desk_application
from plugins.desk.context import Desk, previewed
from plugins.desk.guard import LocalDoor
from plugins.desk.store import Store
from plugins.preview.app import application
from plugins.preview.pages import LastBuild
from plugins.preview.server import Rebuilder, serve
from plugins.preview.site import ServedSite
from plugins.search import OnDemand, SearchError
from plugins.site.redirects import answer_by_query


def serve_locally(terminal: Terminal, options: Options, port: int) -> None:
    """Build a preview under `var`, serve it and the desk on 127.0.0.1, build again on every save.

    Nothing of it is what `push` reads or what is published: its addresses are local, and it
    holds drafts.
    """
    origin = f"http://127.0.0.1:{port}"
    shown, workshop = previewed(options, origin), Workshop()
    # The settings are read again: a save of theirs is a save.
    rebuilder = Rebuilder(lambda: _rebuild(terminal, previewed(again(options), origin), workshop,
                                           rebuilder.last_build()))
    mail, door = options.var / "preview" / "mail", LocalDoor(terminal.lang)
    desk = Desk(lambda: again(options), Store(options.var / "desk" / "desk.sqlite3"),
                workshop=workshop, origin=origin)
    app = application(
        ServedSite(shown.output, _made(terminal, shown, workshop),
                   partial(sent_headers, shown.output), partial(answer_by_query, shown.output)),
        shown.outbox, mail, local_receiver(shown, shown.output, mail, origin),
        rebuilder.last_build, load_desk(options.theme / "locale", terminal.lang), terminal.lang,
        partial(_look, options),
        desk_application(desk, door, origin, terminal.lang, partial(_look, options)))
    serve(app, rebuilder.run, port=port,
          announce=lambda url: _announce(terminal, options, url, door.token),
          watched=[options.content, options.theme, options.conf],
          ignored=[options.output, options.outbox, options.var])


def _look(options: Options) -> Look:
    """Return how the firm looks; the build says what is wrong with that."""
    try:
        return load_look(options.content, options.theme)
    except ContentError:
        return Look()


def _rebuild(terminal: Terminal, shown: Options, workshop: Workshop, last: LastBuild
             ) -> Sequence[Problem] | None:
    """Build, and tell how that went; return None, and say nothing, if all is as it was."""
    built = workshop.build(shown, (lambda step: None) if last.stamp else terminal.step)
    if last.stamp and not built.changed and tuple(built.problems) == last.problems:
        return None
    terminal.problems(built.problems)
    terminal.say(say("Built: pages {pages}, emails {emails}; files changed: {changed}.",
                     pages=built.pages, emails=built.emails, changed=built.changed)
                 if not built.failed else
                 say("The build failed; the preview still shows the previous one."))
    return built.problems


def _made(terminal: Terminal, shown: Options, workshop: Workshop
          ) -> Callable[[str], bytes | None]:
    """Return what answers for files that no build writes: of a search, of texts not saved yet."""
    indexes = OnDemand(shown.output, list(shown.languages))

    def answer(address: str) -> bytes | None:
        try:
            return indexes.read(address) or workshop.picture(address)
        except SearchError as error:
            terminal.say(error.message)
            return None

    return answer


def _announce(terminal: Terminal, options: Options, url: str, token: str) -> None:
    for lang, declared in options.languages.items():
        terminal.say(say("{name}: {address}", name=declared["name"], address=f"{url}/{lang}/"))
    terminal.say(say("Write here: {address}", address=f"{url}/_desk/?key={token}"))
    terminal.say(say("Emails: {address}", address=f"{url}/_preview/emails/"))
    terminal.say(say("Local mailbox: {address}", address=f"{url}/_preview/mail/"))
    terminal.say(say("Press Ctrl-C to stop."))
