"""List the texts, each with its languages side by side."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plugins.desk.context import Desk
from plugins.desk.pages import Draw


def text_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the list."""
    def texts(request: Request) -> Response:
        return draw(request, "texts.html")

    return [Route("/", texts)]
