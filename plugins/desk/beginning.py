"""Show the list of the texts, and begin an article or an issue as the commands do."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.build.saved import Saved
from plugins.commands.new import (
    checked_key,
    chosen_day,
    last_issue,
    new_article,
    new_issue,
    propose,
)
from plugins.content.source import FOLDERS, Source, source_of
from plugins.core.messages import ContentError, Failure, Message, Problem
from plugins.core.project import Options
from plugins.desk.context import Desk, Person
from plugins.desk.pages import HEADERS, Draw, person_of, placed_failure, posted, text_in
from plugins.desk.texts import A_PAGE, STATES, Listed, TextList, Wanted
from plugins.desk.writing.history import record
from plugins.desk.writing.places import place_of, places_of

NOTHING = dict.fromkeys(("kind", "title", "category", "key", "date"), "")
"""What the forms that begin a text hold at first."""


@dataclass(frozen=True)
class Beginning:
    """The endpoints of the list, and of what begins a text."""

    desk: Desk
    draw: Draw
    listed: TextList

    def texts(self, request: Request) -> Response:
        """List the texts that are looked for, some on a page."""
        return self._page(request)

    def begin(self, request: Request, form: FormData) -> Response:
        """Begin a text, and lead to where it is written; or say why not, with what was typed."""
        options, person = self.desk.options(), person_of(request)
        said = {name: text_in(form, name).strip() for name in NOTHING}
        try:
            with self.desk.saving:
                files = self._begun(said)
        except Failure as failure:
            return self._page(request, said, placed_failure(failure))
        record(self.desk, person, files)
        source = source_of(files[0], options.content, options.languages)
        return RedirectResponse(f"/_desk/write/{source.kind}/{source.key}", 303, HEADERS)

    def _begun(self, said: Mapping[str, str]) -> list[Path]:
        """Write the files of a new text; raises a Failure."""
        options = self.desk.options()
        day = chosen_day(options, said["date"])
        if said["kind"] != "issue":
            return new_article(options.content, said["title"], said["category"],
                               options.languages, options.languages, day, said["key"])
        texts = self.desk.workshop.saved(self.desk.shown()).site.texts
        key = checked_key(said["key"] or f"{day:%Y-%m}")
        return new_issue(options.content, texts, key, day, [
            propose(texts, lang, last_issue(texts, key, day), day) for lang in options.languages])

    def _page(self, request: Request, said: Mapping[str, str] = NOTHING,
              failed: Message | None = None) -> Response:
        """Show the list, and what was said of a text that could not be begun."""
        asked = request.query_params
        wanted = Wanted(*(asked.get(name, "") for name in ("q", "kind", "state")))
        problems: tuple[Problem, ...] = ()
        found: Sequence[Listed] = ()
        categories: Sequence[tuple[str, str]] = ()
        try:
            saved = self.desk.workshop.saved(self.desk.shown())
            found = [text for text in self.listed.texts(self.desk, saved) if wanted.holds(text)]
            categories = _categories(saved, person_of(request).lang)
        except ContentError as error:
            problems = error.problems
        pages = max(ceil(len(found) / A_PAGE), 1)
        number = asked.get("page", "1")
        page = min(max(int(number) if number.isdecimal() and len(number) < 6 else 1, 1), pages)
        query = {"q": wanted.words, "kind": wanted.kind, "state": wanted.state}
        return self.draw(
            request, "texts.html", 409 if failed else 200, said=said, failed=failed,
            texts=found[(page - 1) * A_PAGE:page * A_PAGE], count=len(found), wanted=wanted,
            states=STATES, kinds=list(FOLDERS.values()), page=page, pages=pages,
            problems=problems, categories=categories, gone=_gone(self.desk, person_of(request)),
            address=lambda number: "?" + urlencode({**query, "page": number}))


def text_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the list, and of what begins a text."""
    beginning = Beginning(desk, draw, TextList())
    return [Route("/", beginning.texts),
            Route("/new", posted(beginning.begin), methods=["POST"])]


def _gone(desk: Desk, person: Person) -> list[Source]:
    """Return the texts of which only what the person has typed is left."""
    options, gone = desk.options(), list[Source]()
    for draft in desk.store.drafts():
        if draft.person == person.address and not (options.content / draft.path).exists():
            with suppress(Failure):  # of a language, say, that the site has no more
                source = place_of(options, draft.path).source
                if not _is_there(options, source):
                    gone.append(source)
    return gone


def _is_there(options: Options, source: Source) -> bool:
    try:
        return bool(places_of(options, source.kind, source.key))
    except Failure:
        return False


def _categories(saved: Saved, lang: str) -> list[tuple[str, str]]:
    """Return keys and names of the categories, in a language of the site."""
    known = saved.options.languages
    own = lang if lang in known else next(iter(known))
    return [(key, topic.names[own]) for key, topic in saved.declared.topics["category"].items()]
