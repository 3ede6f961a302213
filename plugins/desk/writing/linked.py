"""Find to what a text may lead: texts of the site, by words of their titles, and its forms."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.content.text import Text
from plugins.core.messages import ContentError
from plugins.desk.context import Desk
from plugins.desk.pages import HEADERS, Draw
from plugins.forms.declaration.form import Form
from plugins.register.keys import plain_words

MOST = 8


def linked_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the route that answers with pairs: an address as a text writes it, and a title."""
    def linked(request: Request) -> Response:
        lang, sought = (request.query_params.get(name, "") for name in ("lang", "words"))
        texts = desk.workshop.saved(desk.shown()).site.texts
        found = titled([text for text in texts if text.lang == lang], sought)
        content = desk.options().content
        return JSONResponse([
            [f"{{filename}}/{Path(text.path).relative_to(content).as_posix()}", title]
            for title, text in islice(found, MOST)], headers=HEADERS)

    return [Route("/linked", linked)]


def forms_of(desk: Desk) -> list[Form]:
    """Return the declared forms; none if what is declared cannot be read, which the check says."""
    try:
        return [*desk.workshop.saved(desk.shown()).declared.forms.values()]
    except ContentError:
        return []


def titled(texts: Iterable[Text], sought: str) -> Iterator[tuple[str, Text]]:
    """Yield the texts whose titles or keys have words that begin so, with their titles."""
    beginnings = plain_words(sought)
    for text in texts:
        title = text.header.get("title") or text.header.get("subject") or text.key
        words = plain_words(f"{title} {text.key}")
        if sought in title if not beginnings else all(
                any(word.startswith(beginning) for word in words) for beginning in beginnings):
            yield title, text
