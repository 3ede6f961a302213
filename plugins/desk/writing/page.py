"""Show the page for writing, keep what is typed there, and save it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.core.messages import Failure
from plugins.desk.context import Desk, Person
from plugins.desk.pages import HEADERS, Draw, person_of, posted
from plugins.desk.store import Draft
from plugins.desk.writing.difference import Row, compared
from plugins.desk.writing.places import digest, place_of, places_of
from plugins.desk.writing.posted import Posted, posted_text, posted_texts
from plugins.desk.writing.save import Conflict, draft_of, keep, save
from plugins.desk.writing.typed import Form, form_of
from plugins.desk.writing.versions import (
    Told,
    drafts_of,
    proofs_of,
    told,
    versions_of,
    writers,
)


@dataclass(frozen=True)
class Clash:
    """A text of a form that is refused: its file as it is now, and how it differs from the form."""

    lang: str
    path: str
    base: str
    form: Form
    rows: list[Row]


def writing_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the page for writing."""
    def page(request: Request, kind: str, key: str, typed: Mapping[str, Draft] | None = None,
             failed: object = None) -> Response:
        places, person = places_of(desk.options(), kind, key), person_of(request)
        drafts = drafts_of(desk, person, places) if typed is None else typed
        return draw(request, "write.html", 409 if failed else 200, kind=kind, key=key,
                    day=places[0].source.date, versions=versions_of(desk, places, drafts),
                    writers=writers(desk, person, [place.name for place in places]),
                    failed=failed, saved="saved" in request.query_params)

    def write(request: Request) -> Response:
        return page(request, request.path_params["kind"], request.path_params["key"])

    def keep_typed(request: Request, form: FormData) -> Response:
        person = person_of(request)
        try:
            text = posted_text(desk, form)
            return JSONResponse(_kept(desk, person, text, keep(desk, person, text)),
                                headers=HEADERS)
        except Failure as error:
            gettext = desk.catalogue(person.lang).gettext
            return JSONResponse({"message": error.message.render(gettext)}, 409, HEADERS)

    def save_all(request: Request, form: FormData) -> Response:
        person, texts = person_of(request), posted_texts(desk, form)
        if not texts:
            return RedirectResponse("/_desk/", 303, HEADERS)
        source = texts[0].place.source
        try:
            for text in texts:
                keep(desk, person, text)
            save(desk, person, texts, str(form.get("date", "")))
        except Conflict:
            return draw(request, "conflict.html", 409, kind=source.kind, key=source.key,
                        day=str(form.get("date", "")), clashes=_clashes(texts))
        except Failure as error:
            typed = {text.place.name: draft_of(person, text) for text in texts if text.is_changed}
            return page(request, source.kind, source.key, typed, error.message)
        return RedirectResponse(f"/_desk/write/{source.kind}/{source.key}?saved", 303, HEADERS)

    def drop(request: Request, form: FormData) -> Response:
        source = place_of(desk.options(), str(form.get("path", ""))).source
        for place in places_of(desk.options(), source.kind, source.key):
            desk.store.drop(person_of(request).address, place.name)
        return RedirectResponse(f"/_desk/write/{source.kind}/{source.key}", 303, HEADERS)

    return [Route("/write/{kind}/{key}", write),
            Route("/typed", posted(keep_typed), methods=["POST"]),
            Route("/save", posted(save_all), methods=["POST"]),
            Route("/drop", posted(drop), methods=["POST"])]


def _kept(desk: Desk, person: Person, text: Posted, draft: Draft | None) -> dict[str, object]:
    """Return what a script is told of what was typed: when it was kept, and what is wrong."""
    place, gettext = text.place, desk.catalogue(person.lang).gettext
    others = places_of(desk.options(), place.source.kind, place.source.key)
    drafts = drafts_of(desk, person, [place, *others])
    proof = proofs_of(desk, [place], drafts)[place.name]
    form = form_of(place.source, text.data)

    def problem(one: Told) -> dict[str, object]:
        return {"path": one.path, "line": one.line, "field": one.field, "level": one.level,
                "text": one.text.render(gettext),
                "repair": asdict(one.repair) if one.repair else None}

    return {"kept": draft.at.isoformat() if draft else None, "moved_on": text.has_moved_on,
            "problems": [problem(one) for one in told(place, form.lines, proof.problems)],
            "words": proof.words, "minutes": proof.minutes, "body_line": form.body_line,
            "writers": [{"name": one.name, "at": one.at.isoformat()}
                        for one in writers(desk, person, [place.name])]}


def _clashes(texts: list[Posted]) -> list[Clash]:
    """Return every text of a form that is refused, with what to send to keep one's own."""
    return [Clash(text.place.source.lang, text.place.name, digest(now), form_of(
        text.place.source, text.data), compared(_shown(now), _shown(text.data)))
        for text in texts for now in [text.place.read()] if text.is_changed]


def _shown(data: bytes | None) -> str:
    return (data or b"").decode(errors="replace")
