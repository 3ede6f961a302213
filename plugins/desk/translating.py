"""Show a translation beside its original, paragraph by paragraph; begin it, and save it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from secrets import token_urlsafe
from typing import Literal, TypeVar

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.check.site import is_behind
from plugins.commands.new import chosen_languages
from plugins.commands.translate import begin_translations
from plugins.content.text import Text
from plugins.core.markdown_source import HEADING
from plugins.core.messages import Failure, language_name, say
from plugins.core.project import Options
from plugins.desk.context import Desk
from plugins.desk.pages import HEADERS, Draw, person_of, posted, text_in
from plugins.desk.store import Draft
from plugins.desk.writing.difference import beside
from plugins.desk.writing.history import body_since, record, text_of
from plugins.desk.writing.page import Writing
from plugins.desk.writing.places import Place, digest, places_of
from plugins.desk.writing.typed import Form, form_of

GAP = re.compile(r"(\n(?:[ \t]*\n)+)")
"""What parts two paragraphs."""

PICTURE = re.compile(r"!\[.*?\]\(([^()\s]+)")
"""The address of a picture, which is the same in every language."""

ALIKE = 0.5
"""How much two paragraphs have in common if one was made of the other."""

Change = Literal["", "changed", "added", "removed"]
Both = tuple[str, str]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Row:
    """A paragraph of the original as it is now and as it was before, and its translation.

    One that was added was not there before, one that was removed is not there now. `gap` is what
    parts the translation from the next one.
    """

    now: str
    before: str
    translation: str = ""
    gap: str = ""

    @property
    def change(self) -> Change:
        """What has become of it since it was translated."""
        if self.now == self.before:
            return ""
        return "changed" if self.now and self.before else "added" if self.now else "removed"


def aligned(now: str, before: str, translation: str) -> list[Row]:
    """Return a body beside its translation, which was made when the body was as `before`.

    Sections begin with a heading, and stay together if there are as many; in one, paragraphs
    follow each other, and a picture stands beside the same one. No word of the translation is left
    out.
    """
    found = list(_changes(_paragraphs(now), _paragraphs(before)))
    translated = _with_gaps(translation)
    ours = [old or (new if _place_of(new, translated) is not None else "") for new, old in found]
    rest = iter(_shared([*filter(None, ours)], translated))
    rows = [Row(new, old, *_whole(next(rest) if own else []))
            for (new, old), own in zip(found, ours, strict=True)]
    return [*rows, *(Row("", "", *_whole(share)) for share in rest)]


def joined(paragraphs: Iterable[str], gaps: Iterable[str]) -> str:
    """Return the paragraphs of a body as they were typed; an empty one is left out."""
    kept = [(words.strip("\n"), gap) for words, gap in zip(paragraphs, gaps, strict=True)
            if words.strip()]
    return "".join(words + (gap or "\n\n") for words, gap in kept[:-1]) + "".join(
        words for words, _ in kept[-1:])


def _paragraphs(body: str) -> list[str]:
    return [words for words, _ in _with_gaps(body)]


def _with_gaps(body: str) -> list[Both]:
    """Return paragraphs, each with what parts it from the next one."""
    parts = [*GAP.split(body.strip("\n")), ""]
    return [(words, gap) for words, gap in zip(parts[::2], parts[1::2], strict=True) if words]


def _changes(now: Sequence[str], before: Sequence[str]) -> Iterator[Both]:
    """Yield the paragraphs now, each with what it was before; nothing for one that was not."""
    for what, start, end, begin, stop in SequenceMatcher(None, before, now, False).get_opcodes():
        old, new = before[start:end], now[begin:stop]
        yield from _paired(old, new) if what == "replace" else zip_longest(new, old, fillvalue="")


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Both]:
    """Yield paragraphs that differ, each with the most alike of those before, in their order."""
    begin = 0
    for words in old:
        alike = [SequenceMatcher(None, words, other, False).ratio() for other in new[begin:]]
        best = max(alike, default=0.0)
        if best < ALIKE:
            yield "", words
            continue
        place = begin + alike.index(best)
        yield from ((other, "") for other in new[begin:place])
        yield new[place], words
        begin = place + 1
    yield from ((other, "") for other in new[begin:])


def _shared(originals: Sequence[str], translated: Sequence[Both]) -> list[list[Both]]:
    """Return for each paragraph of an original those of the translation that belong to it.

    What belongs to none of them comes last.
    """
    ours = _sections(originals, lambda words: words)
    theirs = _sections(translated, lambda pair: pair[0])
    if len(ours) != len(theirs) or not all(own or not other for own, other in
                                           zip(ours, theirs, strict=True)):
        ours, theirs = [list(originals)], [list(translated)]
    return [share for own, other in zip(ours, theirs, strict=True)
            for share in _in_order(own, other)]


def _sections(items: Sequence[Item], words: Callable[[Item], str]) -> list[list[Item]]:
    """Return what stands before the first heading, then each heading with what follows it."""
    found: list[list[Item]] = [[]]
    for item in items:
        if HEADING.match(words(item)):
            found.append([])
        found[-1].append(item)
    return found


def _place_of(words: str, translated: Sequence[Both]) -> int | None:
    """Return which paragraph of a translation shows the picture of one of the original."""
    picture = PICTURE.search(words)
    return next((place for place, (other, _) in enumerate(translated)
                 if picture and picture[1] in PICTURE.findall(other)), None)


def _in_order(own: Sequence[str], translated: list[Both]) -> Iterator[list[Both]]:
    """Yield one for each paragraph, the last one with all that is left."""
    number, last = len(own), max(len(own) - 1, 0)
    for place, words in enumerate(own):
        if (at := _place_of(words, translated)) is not None:
            if place:
                yield from _in_order(own[:place], translated[:at])
            yield translated[at if place else 0:at + 1 if place < last else None]
            if place < last:
                yield from _in_order(own[place + 1:], translated[at + 1:])
            return
    yield from (translated[place:place + 1] for place in range(last))
    if number or translated:
        yield translated[last:]


def _whole(share: Sequence[Both]) -> Both:
    """Return paragraphs of a translation as one text, and what follows it."""
    return "".join(words + gap for words, gap in share[:-1]) + "".join(
        words for words, _ in share[-1:]), "".join(gap for _, gap in share[-1:])


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
