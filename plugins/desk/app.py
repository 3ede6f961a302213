"""Put the pages of the desk together behind one door."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route

from plugins.core.look import Look
from plugins.core.messages import Failure
from plugins.desk.adding.pasting import paste_routes
from plugins.desk.adding.pictures import picture_routes
from plugins.desk.adding.topics import topic_routes
from plugins.desk.beginning import text_routes
from plugins.desk.context import Desk
from plugins.desk.guard import Door, Guard
from plugins.desk.issues import issue_routes
from plugins.desk.messages.pages import message_routes
from plugins.desk.pages import Draw, Tell, drawing, failing, static_file, telling
from plugins.desk.people.pages import account_routes
from plugins.desk.publishing import publishing_routes
from plugins.desk.translating.page import translating_routes
from plugins.desk.working import work_routes
from plugins.desk.writing.linked import linked_routes
from plugins.desk.writing.page import writing_routes
from plugins.desk.writing.past import past_routes
from plugins.desk.writing.save import recover
from plugins.desk.writing.shown import shown_routes

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
