"""Show the page for writing, keep what is typed there, and save it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from secrets import token_urlsafe

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.core.messages import Failure, Message
from plugins.desk.context import Desk, Person
from plugins.desk.pages import HEADERS, Draw, person_of, posted, text_in
from plugins.desk.store import Draft
from plugins.desk.writing.difference import Row, compared
from plugins.desk.writing.fields import Posted, posted_text, posted_texts
from plugins.desk.writing.places import Place, digest, place_of
from plugins.desk.writing.save import Conflict, apart, draft_of, keep, save
from plugins.desk.writing.shown import forms_of
from plugins.desk.writing.typed import Form, form_of
from plugins.desk.writing.versions import (
    Told,
    drafts_of,
    places_for,
    proofs_of,
    told,
    versions_of,
    writers,
)


@dataclass(frozen=True)
class Clash:
    """A text of a form that is refused: what stands against it, and how that differs from it.

    That is the file as it is now, of the digest `base`; or what the same person has typed in
    another window, of the digest `kept`.
    """

    lang: str
    path: str
    base: str
    window: str
    kept: str
    form: Form
    rows: list[Row]


@dataclass(frozen=True)
class Writing:
    """The endpoints of the page for writing."""

    desk: Desk
    draw: Draw

    def write(self, request: Request) -> Response:
        """Show a text in all its languages, as the person has typed it so far."""
        key, person = request.path_params["key"], person_of(request)
        places = places_for(self.desk, person, request.path_params["kind"], key)
        return self._page(request, places, drafts_of(self.desk, person, places))

    def keep(self, request: Request, form: FormData) -> Response:
        """Keep what was typed, and answer a script with what is wrong with it."""
        person = person_of(request)
        try:
            text = posted_text(self.desk, form)
            kept = _kept(self.desk, person, text, keep(self.desk, person, text))
        except Failure as error:
            gettext = self.desk.catalogue(person.lang).gettext
            return JSONResponse({"message": error.message.render(gettext)}, 409, HEADERS)
        return JSONResponse(kept, headers=HEADERS)

    def save(self, request: Request, form: FormData) -> Response:
        """Save all that a form holds, or say why not, with all that was typed."""
        person, texts = person_of(request), posted_texts(self.desk, form)
        named = {form.get(f"{text.place.source.lang}.path") for text in texts}
        # Who writes on a page of before does not take back the day that somebody has given.
        day = str(form.get("date", "")) if {text.place.name for text in texts} <= named else ""
        if not texts:
            return RedirectResponse("/_desk/", 303, HEADERS)
        try:
            for text in texts:
                keep(self.desk, person, text)
            others = {text.place.name: found[0] for text in texts
                      if (found := apart(self.desk, person, text))}
            if others:
                return self._refused(request, texts, day, others)
            told = save(self.desk, person, texts, day)
        except Conflict:
            return self._refused(request, texts, day)
        except Failure as error:
            source = texts[0].place.source
            return self._page(request, places_for(self.desk, person, source.kind, source.key), {
                text.place.name: draft_of(person, text) for text in texts if text.is_changed},
                failed=error.message)
        if told:
            source = texts[0].place.source
            return self._page(request, places_for(self.desk, person, source.kind, source.key), {},
                              notice=told)
        return RedirectResponse(f"{_address(texts[0].place)}?saved", 303, HEADERS)

    def drop(self, request: Request, form: FormData) -> Response:
        """Forget what the person has typed of a text, in all its languages."""
        place, person = place_of(self.desk.options(), str(form.get("path", ""))), person_of(request)
        places = places_for(self.desk, person, place.source.kind, place.source.key)
        for each in places:
            self.desk.store.drop(person.address, each.name, text_in(form, "window"),
                                 text_in(form, f"{each.source.lang}.kept"))
        is_there = any(each.file.exists() for each in places)
        return RedirectResponse(_address(place) if is_there else "/_desk/", 303, HEADERS)

    def _refused(self, request: Request, texts: Sequence[Posted], day: str,
                 others: Mapping[str, Draft] | None = None) -> Response:
        """Show what was typed beside what stands against it: files, or words of other windows."""
        return self.draw(request, "conflict.html", 409, address=_address(texts[0].place), day=day,
                         clashes=[*_clashes(texts, others or {})], is_own=bool(others))

    def _page(self, request: Request, places: Sequence[Place], drafts: Mapping[str, Draft],
              failed: Message | None = None, notice: Message | None = None) -> Response:
        names = [place.name for place in places]
        return self.draw(
            request, "write.html", 409 if failed else 200, kind=places[0].source.kind,
            key=places[0].source.key, day=places[0].source.date, failed=failed or notice,
            versions=versions_of(self.desk, places, drafts),
            writers=writers(self.desk, person_of(request), names), window=token_urlsafe(),
            forms=forms_of(self.desk), saved="saved" in request.query_params)


def writing_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the page for writing."""
    writing = Writing(desk, draw)
    return [Route("/write/{kind}/{key}", writing.write),
            Route("/typed", posted(writing.keep), methods=["POST"]),
            Route("/save", posted(writing.save), methods=["POST"]),
            Route("/drop", posted(writing.drop), methods=["POST"])]


def _address(place: Place) -> str:
    return f"/_desk/write/{place.source.kind}/{place.source.key}"


def _kept(desk: Desk, person: Person, text: Posted, draft: Draft | None) -> dict[str, object]:
    """Return what a script is told of what was typed: when it was kept, and what is wrong."""
    place, gettext = text.place, desk.catalogue(person.lang).gettext
    others = places_for(desk, person, place.source.kind, place.source.key)
    drafts = drafts_of(desk, person, [place, *others])
    proof = proofs_of(desk, [place], drafts)[place.name]
    form = form_of(place.source, text.data)

    def problem(one: Told) -> dict[str, object]:
        return {"path": one.path, "line": one.line, "field": one.field, "level": one.level,
                "text": one.text.render(gettext),
                "repair": asdict(one.repair) if one.repair else None}

    return {"kept": draft.at.isoformat() if draft else None,
            "digest": draft.digest if draft else "", "moved_on": text.has_moved_on,
            "apart": bool(apart(desk, person, text)),
            "problems": [problem(one) for one in told(place, form.lines, proof.problems)],
            "words": proof.words, "minutes": proof.minutes, "body_line": form.body_line,
            "writers": [{"name": one.name, "at": one.at.isoformat()}
                        for one in writers(desk, person, [place.name])]}


def _clashes(texts: Sequence[Posted], others: Mapping[str, Draft]) -> Iterator[Clash]:
    """Yield every text of a form that is refused, with what to send to keep one's own.

    `others` are the words of another window that some of them would put away, by their names.
    """
    for text in texts:
        if not text.is_changed:
            continue
        name, now = text.place.name, text.place.read()
        other = others.get(name)
        yield Clash(
            text.place.source.lang, name, text.base if others else digest(now), text.window,
            other.digest if other else text.kept, form_of(text.place.source, text.data),
            compared(_shown(other.data if other else text.data if others else now),
                     _shown(text.data)))


def _shown(data: bytes | None) -> str:
    return (data or b"").decode(errors="replace")
