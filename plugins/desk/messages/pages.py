"""Answer for the pages of the messages received, and for what is done there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from mimetypes import guess_type
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.commands.forms import submissions
from plugins.commands.forms.tasks import given_up, retried
from plugins.core.email_address import normal_form
from plugins.core.i18n import load
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options
from plugins.desk.context import Desk
from plugins.desk.messages.listing import (
    SHOWN,
    STATES,
    Choice,
    Remembered,
    answer_link,
    choice_of,
    language_of,
    page_of,
    row_of,
    title_of,
)
from plugins.desk.pages import HEADERS, Draw, person_of, posted, text_in
from plugins.desk.working import by_publishers
from plugins.forms.records import export as written
from plugins.forms.records.export import Reader
from plugins.forms.records.records import (
    Record,
    form_names,
    give_up,
    of_form,
    of_person,
    with_ids,
)
from plugins.forms.records.store import Store

TABLES = (".xlsx", ".csv")

GONE = say("There is no such message here any more: it was erased, or the time is over for which "
           "it is kept.")
NO_RIGHT = say("You may read messages, answer them and have them tried again. To give up, to "
               "export and to erase, somebody with the right to publish is needed.")
NO_ADDRESS = say("This is not an email address; write one such as name@company.com.")
OTHER_ADDRESS = say("The address was typed differently the second time; nothing was erased.")


def message_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the messages received; where there are none, a page says so."""
    if not desk.is_shared:
        return [Route("/messages", lambda request: draw(request, "messages.html"))]
    pages = MessagePages(desk, draw)
    done = (("/messages", pages.choose), ("/messages/person", pages.choose_person),
            ("/messages/{name}/retry", pages.retry))
    taken = (("/messages/export", pages.export), ("/messages/erase", pages.erase),
             ("/messages/{name}/drop", pages.drop))
    return [*(Route(path, posted(do), methods=["POST"]) for path, do in done),
            *(Route(path, by_publishers(draw, do, NO_RIGHT), methods=["POST"])
              for path, do in taken),
            Route("/messages", pages.listed), Route("/messages/person", pages.person),
            Route("/messages/{name}", pages.message)]


@dataclass(frozen=True)
class Speaker:
    """Somebody at the desk, as what speaks at a terminal sees her."""

    lang: str
    gettext: Callable[[str], str]


@dataclass(frozen=True)
class MessagePages:
    """The pages of the messages; what is kept is opened for each, beside the receiver."""

    desk: Desk
    draw: Draw
    remembered: Remembered = field(default_factory=Remembered)

    def listed(self, request: Request) -> Response:
        """Show a page of the list."""
        choice = choice_of(request.query_params, self.remembered)
        with self._opened(request) as (_, store, reader):
            page = store.read(lambda database: page_of(database, choice))
            kept = {*reader.forms, *store.read(form_names)}
        return self.draw(
            request, "messages.html", page=page, choice=page.choice, shown=SHOWN,
            rows=[row_of(each, reader) for each in page.records], tables=TABLES,
            forms={name: title_of(reader.forms.get(name), name, reader) for name in sorted(kept)})

    def choose(self, request: Request, form: FormData) -> Response:
        """Lead to the list of what is searched for."""
        choice = Choice(_typed(form, "form"), _typed(form, "state"),
                        named=self.remembered.name(_typed(form, "words")))
        return RedirectResponse(choice.address(), 303, HEADERS)

    def message(self, request: Request) -> Response:
        """Show all of a message."""
        return self._message(request)

    def retry(self, request: Request, _: FormData) -> Response:
        """Have what is undelivered of a message tried again."""
        with self._opened(request) as (options, store, _reader):
            found = _found(store, request)
        return self._message(request, retried(options, found.submission.id) if found else None)

    def drop(self, request: Request, _: FormData) -> Response:
        """Give up what is parked of a message."""
        with self._opened(request) as (_options, store, _reader):
            number = store.write(lambda database: give_up(
                database, with_ids(database, [request.path_params["name"]]))).result()
        return self._message(request, given_up(number))

    def export(self, request: Request, form: FormData) -> Response:
        """Give a table of the messages of a form, or of all, as a file."""
        name, ending = _typed(form, "form"), _typed(form, "ending")
        with self._opened(request) as (_, store, reader):
            found = store.read(lambda database: of_form(database, name))
        file = f"messages-{datetime.now(UTC):%Y-%m-%d}{ending if ending in TABLES else TABLES[0]}"
        return Response(
            written.as_file(found, file[file.rindex("."):], reader), media_type=guess_type(file)[0],
            headers={**HEADERS, "Content-Disposition": f'attachment; filename="{file}"'})

    def choose_person(self, request: Request, form: FormData) -> Response:
        """Lead to what is kept about a person."""
        name = self.remembered.name(_address(form))
        return RedirectResponse(f"/_desk/messages/person?about={name}", 303, HEADERS)

    def person(self, request: Request) -> Response:
        """Show what is kept about a person (GDPR art. 15)."""
        return self._person(request, self.remembered.words(request.query_params.get("about", "")))

    def erase(self, request: Request, form: FormData) -> Response:
        """Erase what a person sent, once the address was typed again (GDPR art. 17)."""
        address, options, now = _address(form), self.desk.options(), datetime.now(UTC)
        if _typed(form, "confirm") != address:
            return self._person(request, address, OTHER_ADDRESS)
        # What is wrong with the key is said before anything is erased.
        members = submissions.audience_members(options, required=True) \
            if _typed(form, "mailchimp") else None
        erased = submissions.erase_here(options, address, now)
        told = [*submissions.told_of(erased, submissions.site_clock(options), now)]
        if members:
            try:
                told.append(submissions.erase_there(members, address))
            except Failure as failure:
                told.append(say("Mailchimp has not confirmed that the person is erased there: "
                                "{reason}", reason=failure.message))
        return self.draw(request, "erased.html", done=told, mentions=erased.mentions)

    def _message(self, request: Request, done: Message | None = None) -> Response:
        with self._opened(request) as (options, store, reader):
            if not (found := _found(store, request)):
                return self._gone(request)
        sent, form = found.submission, reader.forms.get(found.submission.form)
        return self.draw(
            request, "message.html", done=done, record=found, sent=sent, reader=reader,
            state=STATES[found.state], title=title_of(form, sent.form, reader),
            labels=form.labels(reader.lang) if form else {}, written=written,
            email=form.email_in(sent.values) if form else "",
            answer=answer_link(
                form, sent, load(options.theme / "locale", language_of(form, sent)),
                ZoneInfo(options.settings["TIMEZONE"])) if form else "")

    def _person(self, request: Request, address: str, wrong: Message | None = None) -> Response:
        with self._opened(request) as (_, store, reader):
            found, proofs = store.read(lambda database: of_person(database, address)) \
                if address else ([], [])
        return self.draw(
            request, "person.html", 422 if wrong else 200, address=address, found=found,
            proofs=proofs, wrong=wrong, written=written, reader=reader,
            has_key=submissions.has_key())

    @contextmanager
    def _opened(self, request: Request) -> Iterator[tuple[Options, Store, Reader]]:
        options, lang = self.desk.options(), person_of(request).lang
        with submissions.opened_store(options) as store:
            speaker = Speaker(lang, self.desk.catalogue(lang).gettext)
            yield options, store, submissions.reader(speaker, options)

    def _gone(self, request: Request) -> Response:
        return self.draw(request, "refused.html", 404, message=GONE)


def _found(store: Store, request: Request) -> Record | None:
    name = request.path_params["name"]
    return next(iter(store.read(lambda database: with_ids(database, [name]))), None)


def _typed(form: FormData, name: str) -> str:
    return text_in(form, name).strip()


def _address(form: FormData) -> str:
    """Return the address that is typed; raise Failure if it is none."""
    if not normal_form(_typed(form, "email")):
        raise Failure(NO_ADDRESS)
    return _typed(form, "email")
