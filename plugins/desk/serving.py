"""Run the preview, and the desk beside it: build on every save, answer, until Ctrl-C."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route

from plugins.build.server_files import sent_headers
from plugins.build.unsaved import Workshop
from plugins.commands.forms.receive import local_receiver
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load_desk
from plugins.core.look import Look, load_look
from plugins.core.messages import ContentError, Failure, Problem, say
from plugins.core.project import Options, again
from plugins.desk.adding import picture_routes, topic_routes
from plugins.desk.beginning import text_routes
from plugins.desk.context import Desk, desk_address
from plugins.desk.issues import issue_routes
from plugins.desk.messages.pages import message_routes
from plugins.desk.pages import Draw, Tell, drawing, failing, static_file, telling
from plugins.desk.pasting import paste_routes
from plugins.desk.people.accounts import NOBODY, accounts
from plugins.desk.people.door import AccountDoor, account_routes
from plugins.desk.people.guard import Door, Guard, LocalDoor
from plugins.desk.publishing import publishing_routes
from plugins.desk.store import Store
from plugins.desk.translating import translating_routes
from plugins.desk.working import work_routes
from plugins.desk.writing.page import writing_routes
from plugins.desk.writing.save import recover
from plugins.desk.writing.shown import linked_routes, past_routes, shown_routes
from plugins.preview.app import LOCAL, answering, application
from plugins.preview.pages import LastBuild
from plugins.preview.server import Rebuilder, serve
from plugins.preview.site import ServedSite
from plugins.search.index import OnDemand, SearchError
from plugins.site.redirects import answer_by_query

PARTS: tuple[Callable[[Desk, Draw], list[BaseRoute]], ...] = (
    account_routes,
    text_routes,
    writing_routes,
    shown_routes,
    past_routes,
    linked_routes,
    message_routes,
    translating_routes,
    picture_routes,
    paste_routes,
    topic_routes,
    issue_routes,
    publishing_routes,
    work_routes,
)
"""Every part of the desk: its routes."""


def desk_application(desk: Desk, door: Door, origin: str, lang: str, look: Callable[[], Look]
                     ) -> Starlette:
    """Return the desk, for what begins with `/_desk`; `origin` is its own address.

    Who is not known yet reads `lang`. Raises Failure if a save that a kill has left cannot be
    completed.
    """
    recover(desk)
    draw = drawing(desk, lang)
    tell = telling(desk, draw, lang)
    routes = [route for part in PARTS for route in part(desk, draw)]
    return Starlette(
        routes=[Mount("/_desk", routes=[
            Route("/static/{name}", static_file(look)), *routes])],
        middleware=[guarding(tell, door, origin)],
        # What a Failure says may be personal: only what nobody has thought of goes to the log.
        exception_handlers=dict.fromkeys((Failure, HTTPException, Exception), failing(tell)))


def guarding(tell: Tell, door: Door, origin: str) -> Middleware:
    """Return what lets nobody in whom the door does not know."""
    return Middleware(Guard, door=door, origin=origin, refuse=tell)


@dataclass(frozen=True)
class Shown:
    """Where preview and desk are seen, by whom, and what is told of that once they are there."""

    desk: Desk
    door: Door
    announce: Callable[[str], None]
    around: Sequence[Middleware] = LOCAL


def serve_locally(terminal: Terminal, options: Options, port: int) -> None:
    """Build a preview under `var`, serve it and the desk on 127.0.0.1, build again on every save.

    Nothing of it is what `push` reads or what is published: its addresses are local, and it
    holds drafts.
    """
    door = LocalDoor(terminal.lang)
    _serve(terminal, options, port, Shown(
        Desk(lambda: again(options), Store(options.desk), origin=f"http://127.0.0.1:{port}"), door,
        lambda url: _announce(terminal, options, url, door.token)))


def serve_firm(terminal: Terminal, options: Options, port: int) -> None:
    """Do the same for the people of a firm, behind its web server: nothing without an account.

    Raises SettingsError if the desk has no public address.
    """
    origin, store = desk_address(options), Store(options.desk)

    def announce(url: str) -> None:
        terminal.say(say("The desk of {address} is listening on {url}; press Ctrl-C to stop.",
                         address=origin, url=url))
        if not accounts(store):
            terminal.say(NOBODY)

    desk, lang = Desk(lambda: again(options), store, True, origin=origin), terminal.lang
    door = AccountDoor(store, origin)
    # The preview, too: it shows drafts.
    _serve(terminal, options, port, Shown(desk, door, announce, (
        answering(urlsplit(origin).hostname or ""),
        guarding(telling(desk, drawing(desk, lang), lang), door, origin))))


def _serve(terminal: Terminal, options: Options, port: int, at: Shown) -> None:
    shown, workshop, origin = at.desk.shown(), at.desk.workshop, at.desk.origin
    # The settings are read again: a save of theirs is a save.
    rebuilder = Rebuilder(lambda: rebuild(terminal, at.desk, rebuilder.last_build()))
    mail = options.var / "preview" / "mail"
    app = application(
        ServedSite(shown.output, _made(terminal, shown, workshop),
                   partial(sent_headers, shown.output), partial(answer_by_query, shown.output)),
        shown.outbox, mail, local_receiver(shown, shown.output, mail, origin),
        rebuilder.last_build, load_desk(options.theme / "locale", terminal.lang), terminal.lang,
        partial(_look, options),
        desk_application(at.desk, at.door, origin, terminal.lang, partial(_look, options)),
        at.around)
    try:
        serve(app, rebuilder.run, port=port, announce=at.announce,
              watched=[options.content, options.theme, options.conf],
              ignored=[options.output, options.outbox, options.var])
    finally:
        if work := at.desk.works.under_way:
            terminal.say(say("“{title}” is under way at the desk; it is waited for.",
                             title=work.title))
            at.desk.works.wait()


def _look(options: Options) -> Look:
    """Return how the firm looks; the build says what is wrong with that."""
    try:
        return load_look(options.content, options.theme)
    except ContentError:
        return Look()


def rebuild(terminal: Terminal, desk: Desk, last: LastBuild) -> Sequence[Problem] | None:
    """Build, and tell how that went; return None, and say nothing, if all is as it was.

    Raises Failure, told as well, if the settings cannot be read or the disk refuses.
    """
    try:
        shown = desk.shown()
        built = desk.workshop.build(shown, (lambda step: None) if last.stamp else terminal.step)
    except Failure as failure:
        terminal.failure(failure)
        raise
    if last.stamp and not gc.get_freeze_count():  # pages are served already
        desk.workshop.settle(shown)
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
