"""Turn what was written in Word or on a web page into Markdown, with what could not be kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.commands.declare import need
from plugins.commands.imports import doubts, form_of
from plugins.commands.new import chosen_languages
from plugins.core.messages import Failure, Message, say
from plugins.core.process import Stopped, ask, at_most
from plugins.core.project import Options
from plugins.desk.adding import MOST_BYTES, kept, key_beside, sent_file
from plugins.desk.context import Desk, Person
from plugins.desk.pages import HEADERS, Draw, person_of, posted, wants_json
from plugins.desk.recorder import Answer, Recorder

if TYPE_CHECKING:
    from plugins.importer.text import ImportedText

PATIENCE = 20.0
"""Seconds that a conversion may take; a long article takes one."""

SMALL = 60_000
"""Bytes of HTML that are converted in a moment; larger ones, and files of Word, have a process."""

PICTURE = re.compile(r"\{static\}/images/[\w.-]+")


@dataclass(frozen=True)
class Pasted:
    """What is to be converted: a file, or a part of a text from the clipboard.

    `key` is that of the text into which it goes.
    """

    data: bytes
    kind: Literal["docx", "html"]
    lang: str
    key: str
    is_part: bool


@dataclass(frozen=True)
class Taken:
    """What was made of it, the addresses of its pictures, and what a person must look at."""

    markdown: str
    pictures: tuple[str, ...]
    losses: tuple[Message, ...]
    count: int

    @property
    def said(self) -> Message:
        """How it went, in one sentence."""
        return say("Taken over. What could not be kept as it was: {count}.",
                   count=self.count) if self.count else say("Taken over, with every word.")


def paste_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the form for a file, and of what it or a script sends."""
    def form(request: Request) -> Response:
        return draw(request, "paste.html", text=request.query_params.get("path", ""), taken=None,
                    languages=desk.options().languages,
                    chosen=request.query_params.get("lang", ""))

    def take(request: Request, form: FormData) -> Response:
        options, person = desk.options(), person_of(request)
        catalogue = desk.catalogue(person.lang)
        need(Recorder(catalogue, person.lang, Answer()), "mammoth", "import")
        taken = _take(desk, person, _pasted(options, form))
        if wants_json(request):
            return JSONResponse(headers=HEADERS, content={
                "markdown": taken.markdown, "pictures": taken.pictures,
                "losses": [loss.render(catalogue.gettext) for loss in taken.losses],
                "said": taken.said.render(catalogue.gettext)})
        return draw(request, "paste.html", text=form.get("path", ""), taken=taken,
                    languages=options.languages, chosen=form.get("lang", ""))

    return [Route("/paste", form), Route("/paste", posted(take, MOST_BYTES), methods=["POST"])]


def convert(pasted: Pasted) -> "ImportedText | Message":
    """Return a text as this site writes it, or why it is none; in a process it may not take long.
    """
    # Its libraries are a set of their own.
    from plugins.importer.text import import_text
    try:
        with at_most(PATIENCE):
            return import_text(pasted.data, pasted.kind, pasted.lang, lambda _: pasted.key,
                               title=pasted.key, is_part=pasted.is_part)
    except Failure as error:
        return error.message
    except (TimeoutError, RecursionError):
        return say("This is too long, or too deeply nested, to be converted at once; take it in "
                   "parts.")


def _pasted(options: Options, form: FormData) -> Pasted:
    """Return what a form has sent; raises Failure if it is no text."""
    lang, = chosen_languages(options.languages, str(form.get("lang") or "?"))
    text, html = str(form.get("path", "")), form.get("html")
    if isinstance(html, str):
        return Pasted(html.encode(), "html", lang, key_beside(options, text, "text"), is_part=True)
    name, data = sent_file(form)
    return Pasted(data, form_of(PurePath(name)), lang, key_beside(options, text, name),
                  is_part=False)


def _take(desk: Desk, person: Person, pasted: Pasted) -> Taken:
    """Convert a text, and keep its pictures; raises Failure if it cannot be read."""
    is_small = pasted.kind == "html" and len(pasted.data) < SMALL
    found = convert(pasted) if is_small else _asked(pasted)
    if isinstance(found, Message):
        raise Failure(found)
    told = [*doubts(found)]
    addresses = dict(_kept(desk, person, found, told))
    markdown = PICTURE.sub(lambda address: addresses.get(address[0], address[0]), found.markdown)
    return Taken(markdown, tuple(addresses.values()), tuple(told),
                 len(found.differences) + len(found.losses))


def _asked(pasted: Pasted) -> "ImportedText | Message":
    try:
        answer: ImportedText | Message = ask(f"{__name__}:convert", pasted)
    except Stopped:
        return say("This cannot be converted; take it in parts, to find the one that is at fault.")
    return answer


def _kept(desk: Desk, person: Person, text: "ImportedText", told: list[Message]
          ) -> Iterator[tuple[str, str]]:
    """Yield the address of each picture in the text, and the one under which it is kept."""
    for picture in text.pictures:
        try:
            address = kept(desk, person, picture.data, text.key)
        except Failure as error:
            told.append(error.message)
        else:
            yield f"{{static}}/images/{picture.name}", address
