"""Draw the pages of the preview itself, in the language of the commands."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import HTMLResponse

from plugins.core.i18n import Catalogue
from plugins.core.jinja import new_environment
from plugins.core.messages import Problem, errors, warnings

TEMPLATES = Path(__file__).parent / "templates"

PAPER = TEMPLATES / "paper.css"
"""The style that the desk has in common with the preview."""

FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""Headers of every answer: an editor must see the last save, not the browser's memory; and no text
that she writes, shown as such, is a script to a browser."""

OWN = {**FRESH, "Content-Security-Policy":
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
       "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
       "frame-ancestors 'self'"}
"""Headers of the preview's own pages: they load nothing from elsewhere, and nobody frames them."""

Draw = Callable[..., HTMLResponse]
"""Draws a template, given by name, with values, as an answer."""


@dataclass(frozen=True)
class LastBuild:
    """The last build: a stamp that differs from every other build's, and what was wrong."""

    stamp: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether an error kept the build from being published."""
        return bool(errors(self.problems))

    def lines(self, gettext: Callable[[str], str]) -> list[str]:
        """Return the problems that no editor has accepted, as commands say them, errors first."""
        return [problem.render(gettext)
                for problem in (*errors(self.problems), *warnings(self.problems))]


def drawing(words: Catalogue, lang: str, last_build: Callable[[], LastBuild]) -> Draw:
    """Return the function that draws pages in the words of `lang`."""
    env = new_environment(TEMPLATES, words)

    def draw(name: str, status_code: int = 200, **values: object) -> HTMLResponse:
        now = last_build()
        page = env.get_template(name).render(lang=lang, stamp=now.stamp, failed=now.failed,
                                             problems=now.lines(words.gettext), **values)
        return HTMLResponse(page, status_code, OWN)

    return draw
