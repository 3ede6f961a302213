"""Show a translation beside its original, begin it, and save it, up to date or not yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from secrets import token_urlsafe

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.check.site import is_behind
from plugins.commands.new import chosen_languages
from plugins.commands.translate import begin_translations
from plugins.content.text import Text
from plugins.core.messages import Failure, language_name, say
from plugins.core.project import Options
from plugins.desk.context import Desk
from plugins.desk.pages import HEADERS, Draw, person_of, posted, text_in
from plugins.desk.store import Draft
from plugins.desk.translating.aligned import aligned, joined
from plugins.desk.translating.since import body_since, text_of
from plugins.desk.writing.difference import beside
from plugins.desk.writing.history import record
from plugins.desk.writing.page import Writing
from plugins.desk.writing.places import Place, digest, places_of
from plugins.desk.writing.typed import Form, form_of


@dataclass(frozen=True)
class Pair:
    """The place of a translation, and the text that it follows, with its own."""

    place: Place
    text: Text
    original: Place
    followed: Text

    @property
    def is_behind(self) -> bool:
        """Whether the check asks for it to be brought up to date."""
        return is_behind(self.text, self.followed)


@dataclass(frozen=True)
class Translating:
    """The endpoints of a translation beside its original."""

    desk: Desk
    draw: Draw

    def show(self, request: Request) -> Response:
        """Show each paragraph beside its translation, with what has changed since."""
        options, lang = self.desk.options(), request.path_params["lang"]
        places = _places(options, request)
        if lang not in places:
            return self.draw(request, "untranslated.html", key=request.path_params["key"],
                             language=language_name(lang))
        pair = _pair(options, places, lang)
        draft = self.desk.store.draft(person_of(request).address, pair.place.name)
        body = _form(pair, draft).body
        before = body_since(options.content, pair.original.source, pair.place)
        rows = aligned(pair.followed.body, pair.followed.body if before is None else before, body)
        return self.draw(
            request, "translate.html", pair=pair, rows=rows, beside=beside,
            languages=(language_name(pair.original.source.lang), language_name(lang)),
            is_known=before is not None, changed=sum(bool(row.change) for row in rows),
            base=draft.base.hex() if draft else digest(pair.place.read()), draft=draft,
            window=token_urlsafe(),
            lead=body[:len(body) - len(body.lstrip("\n"))], tail=body[len(body.rstrip("\n")):],
            saved="saved" in request.query_params)

    def begin(self, request: Request, form: FormData) -> Response:
        """Write a missing translation as a draft, in the words of the original."""
        options, lang = self.desk.options(), request.path_params["lang"]
        first = next(iter(_places(options, request).values()))
        site = self.desk.workshop.saved(self.desk.shown()).site
        with self.desk.saving:
            begun = begin_translations(site, first.file.name,
                                       chosen_languages(options.languages, lang))
        record(self.desk, person_of(request), begun)
        return RedirectResponse(request.url.path.removesuffix("/begin"), 303, HEADERS)

    def save(self, request: Request, form: FormData) -> Response:
        """Save what was typed as the page for writing does; “done” says that it is up to date."""
        options, lang = self.desk.options(), request.path_params["lang"]
        pair = _pair(options, _places(options, request), lang)
        draft = self.desk.store.draft(person_of(request).address, pair.place.name)
        typed = FormData(dict(_typed(pair, _form(pair, draft), form)))
        answer = Writing(self.desk, self.draw).save(request, typed)
        if answer.status_code != 303:
            return answer
        return RedirectResponse(f"{request.url.path}?saved", 303, HEADERS)


def translating_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of a translation beside its original."""
    translating, path = Translating(desk, draw), "/translate/{kind}/{key}/{lang}"
    return [Route(path, translating.show),
            Route(path, posted(translating.save), methods=["POST"]),
            Route(f"{path}/begin", posted(translating.begin), methods=["POST"])]


def _places(options: Options, request: Request) -> dict[str, Place]:
    """Return the files of the text that an address names, by language; raises Failure."""
    kind, key, lang = (request.path_params[name] for name in ("kind", "key", "lang"))
    chosen_languages(options.languages, lang)
    return {place.source.lang: place for place in places_of(options, kind, key)}


def _pair(options: Options, places: Mapping[str, Place], lang: str) -> Pair:
    """Return a translation with the text that it follows: one that is newer, else the first."""
    texts = {own: text_of(place.source, place.read() or b"") for own, place in places.items()}
    others = sorted((own for own in texts if own != lang),
                    key=lambda own: not is_behind(texts[lang], texts[own]))
    if lang not in texts or not others:
        raise Failure(say("This text has no other language yet."))
    return Pair(places[lang], texts[lang], places[others[0]], texts[others[0]])


def _form(pair: Pair, draft: Draft | None) -> Form:
    """Return the translation as the person has typed it so far."""
    return form_of(pair.place.source, draft.data if draft else pair.place.read() or b"")


def _typed(pair: Pair, known: Form, form: FormData) -> Iterator[tuple[str, str]]:
    """Yield what was typed, with what is `known` of the header, as the form for writing names it.
    """
    def said(name: str) -> list[str]:
        return [str(value).replace("\r\n", "\n") for value in form.getlist(name)]

    lang = pair.place.source.lang
    yield f"{lang}.path", pair.place.name
    yield from ((f"{lang}.{name}", text_in(form, name)) for name in ("base", "window", "kept"))
    yield f"{lang}.others", known.others
    yield from ((f"{lang}.head.{name}", value) for name, value in known.fields.items())
    yield f"{lang}.body", "".join(
        (*said("lead"), joined(said("words"), said("gap")), *said("tail")))
    if "done" in form and pair.is_behind and pair.followed.changed:
        yield f"{lang}.head.modified", pair.followed.changed.isoformat()
