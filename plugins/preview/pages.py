"""Draw the pages of the preview itself, in the language of the commands."""

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from plugins.core.i18n import Catalogue
from plugins.preview.status import Status

TEMPLATES = Path(__file__).parent / "templates"

FRESH = {"Cache-Control": "no-store"}
"""Headers of every answer: an editor must see the last save, not the browser's memory."""

Draw = Callable[..., HTMLResponse]
"""Draws a template, given by name, with values, as an answer."""


def drawing(words: Catalogue, lang: str, status: Callable[[], Status]) -> Draw:
    """Return the function that draws pages in the words of `lang`."""
    env = Environment(loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"],
                      autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                      lstrip_blocks=True)
    env.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]

    def draw(name: str, status_code: int = 200, **values: object) -> HTMLResponse:
        now = status()
        page = env.get_template(name).render(lang=lang, stamp=now.stamp, failed=now.failed,
                                             problems=now.lines(words.gettext), **values)
        return HTMLResponse(page, status_code, FRESH)

    return draw
