"""Show the earlier versions of a text, and write on with one of them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.core.messages import Failure, say
from plugins.desk.context import Desk
from plugins.desk.pages import HEADERS, Draw, person_of, posted
from plugins.desk.store import Draft
from plugins.desk.writing.difference import compared
from plugins.desk.writing.history import Earlier, earlier, version
from plugins.desk.writing.places import Place, digest, place_of
from plugins.desk.writing.typed import form_of


@dataclass(frozen=True)
class Past:
    """The endpoints of the earlier versions."""

    desk: Desk
    draw: Draw

    def versions(self, request: Request) -> Response:
        """List the versions of a text."""
        place = place_of(self.desk.options(), request.path_params["path"])
        return self.draw(request, "history.html", place=place, versions=earlier(
            self.desk.options().content, place))

    def version(self, request: Request) -> Response:
        """Show a version, and how the file of today differs from it."""
        place, one = self._asked(request)
        was = version(self.desk.options().content, one)
        return self.draw(request, "version.html", place=place, version=one, rows=compared(
            was.decode(errors="replace"), (place.read() or b"").decode(errors="replace")))

    def write_on(self, request: Request, form: FormData) -> Response:
        """Make a version the person's draft."""
        place, one = self._asked(request)
        was = version(self.desk.options().content, one)
        form_of(place.source, was)  # refuses what no form can show: she would be stuck with it
        last = self.desk.store.draft(person_of(request).address, place.name)
        self.desk.store.keep(Draft(person_of(request).address, place.name,
                                   bytes.fromhex(digest(place.read())), was, datetime.now(UTC)),
                             last.digest if last else "")
        return RedirectResponse(f"/_desk/write/{place.source.kind}/{place.source.key}", 303,
                                HEADERS)

    def _asked(self, request: Request) -> tuple[Place, Earlier]:
        options = self.desk.options()
        place = place_of(options, f"{request.path_params['path']}.md")
        for one in earlier(options.content, place) or ():
            if one.commit == request.path_params["commit"]:
                return place, one
        raise Failure(say("There is no such version of this text; go back to the list."))


def past_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the earlier versions."""
    past, one = Past(desk, draw), "/history/{path:path}.md/{commit}"
    return [Route(one, past.version),
            Route(one, posted(past.write_on), methods=["POST"]),
            Route("/history/{path:path}", past.versions)]
