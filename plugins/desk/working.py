"""Begin what a form asks for, and show how far it is, what was said, and how it has ended."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.commands.declare import settings_placed
from plugins.commands.terminal import cell_text
from plugins.content.source import source_of
from plugins.core.messages import ContentError, Message, Problem, say
from plugins.core.project import Options, from_here
from plugins.desk.context import Desk
from plugins.desk.pages import Draw, person_of, posted
from plugins.desk.recorder import Answer, Recorder, Work

NO_RIGHT = say("Your account has no right to publish or to send; ask who has invited you.")

OWN = ("once", "typed", "shown")
"""The fields of a form that are not for the command."""

Act = Callable[[Recorder, Options], int]

Do = Callable[[Request, FormData], Response]


@dataclass(frozen=True)
class Line:
    """One thing that was said: a “sentence”, an “error”, a “warning”, or the rows of a “table”.

    `address` is where the text that is wrong is written.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    address: str = ""


def work_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the route of a work; whoever may not publish sees her own only."""
    def progress(request: Request) -> Response:
        work, person = desk.works.find(request.path_params["key"]), person_of(request)
        if not work or not (person.may_publish or work.person == person.address):
            return draw(request, "refused.html", 404, message=say(
                "What was done here is not kept any more."))
        return draw(request, "work.html", work=work, running=work.status is None,
                    lines=list(_lines(work.recorder, desk.options())), recorder=work.recorder)

    return [Route("/work/{key}", progress)]


def begin(desk: Desk, request: Request, form: FormData, title: Message, act: Act, back: str
          ) -> Response:
    """Begin what a form asks for, once, and lead to the page of that; raises Failure if it cannot.

    `back` is the page on which the form stands.
    """
    person, options = person_of(request), desk.options()
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    recorder = Recorder(desk.catalogue(person.lang), person.lang,
                        Answer(given.get("typed", ""), given.get("shown", "")))
    work = Work(given.get("once") or token_urlsafe(), title, person.address, request.url.path,
                {name: value for name, value in given.items() if name not in OWN}, back, recorder)

    def done(recorder: Recorder) -> int:
        with settings_placed(options):
            return act(recorder, options)

    desk.works.begin(work, done)
    return RedirectResponse(f"/_desk/work/{work.key}", 303)


def by_publishers(draw: Draw, do: Do, refusal: Message = NO_RIGHT
                  ) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a form that only those may send who may publish."""
    def answer(request: Request, form: FormData) -> Response:
        if person_of(request).may_publish:
            return do(request, form)
        return draw(request, "refused.html", 403, message=refusal)

    return posted(answer)


def _lines(recorder: Recorder, options: Options) -> Iterator[Line]:
    """Yield what was said so far, in the language of who has begun it."""
    gettext, lang = recorder.gettext, recorder.lang
    for said in tuple(recorder.said):
        if isinstance(said, Message):
            yield Line("sentence", said.render(gettext))
        elif isinstance(said, Problem):
            yield Line(said.level, said.render(gettext, from_here(said.path)),
                       address=_writing(options, Path(said.path)))
        else:
            yield Line("table", rows=tuple(
                tuple(cell_text(cell, gettext, lang) for cell in row) for row in said))


def _writing(options: Options, path: Path) -> str:
    """Return where a file is written, nothing if it is no text."""
    try:
        source = source_of(path, options.content, options.languages)
    except (ContentError, ValueError, KeyError):  # its name is wrong; it is elsewhere; no text
        return ""
    return f"/_desk/write/{source.kind}/{source.key}"
