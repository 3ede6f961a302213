"""Print the pages that are to become PDFs: their HTML, and all that they name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Environment

from plugins.core.messages import ContentError, Problem
from plugins.images.encode import make
from plugins.newsletter.email.excerpt import without_forms
from plugins.paper.papers import PaperPlan, Papers
from plugins.paper.press import CHINESE, Sheet, unpacked
from plugins.paper.shape import for_paper, images
from plugins.site.addresses import absolute
from plugins.site.edition import Edition
from plugins.site.plans import Planner


@dataclass(frozen=True)
class Printer:
    """Prints the sheets of one edition."""

    edition: Edition
    env: Environment

    def sheet(self, plan: PaperPlan) -> Sheet:
        """Return a page with all that it names; raises ContentError if an image is damaged."""
        page = absolute(plan.values["url"], self.edition.options.site_url)
        html = for_paper(self._render(plan), page)
        return Sheet(plan.name, html, {**self._type, **self._images(html)})

    def _render(self, plan: PaperPlan) -> str:
        text: Any = plan.values.get("article") or plan.values.get("issue")
        shown = without_forms(text.html, set(self.edition.forms)) if text else ""
        style = self._style
        return self.env.get_template(plan.template).render(plan.values, text=shown, style=style)

    def _images(self, html: str) -> dict[str, bytes]:
        """Return the plain file of each image that a page shows, by its full address."""
        edition, options = self.edition, self.edition.options
        shown = {address: edition.pictures[address] for address in images(html)
                 if address in edition.pictures}
        files: dict[str, bytes] = {}
        for made in make(shown.values(), options.content, options.theme / "cards",
                         options.cache / "images"):
            if isinstance(made, Problem):
                raise ContentError(made)
            files |= made
        return {address: files[picture.plain.path] for address, picture in shown.items()}

    @cached_property
    def _style(self) -> str:
        families = ", ".join(f'"{name}"' for name in CHINESE)
        css = self.env.get_template("paper/style.css").render()
        return self.edition.look.style(css.replace("chinese-families", families))

    @cached_property
    def _type(self) -> dict[str, bytes]:
        """Return the mark and the fonts, unpacked once: WeasyPrint would do it for each page."""
        fonts = self.edition.options.theme / "static" / "fonts"
        return {"mark:": self.edition.look.still.encode(),
                **{f"font:{path.stem}": unpacked(path) for path in fonts.glob("*.woff2")}}


def plans_of(planner: Planner, papers: Papers) -> Iterator[PaperPlan]:
    """Yield what every PDF of an edition is made of."""
    for _, plan in planner.plan():
        page = plan()
        if paper := papers.plan(page.about.address, page.values):
            yield paper
