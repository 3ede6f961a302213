"""Say what a PDF shows, as plain values, and where it is kept: by what it was made of.

The page that links to a PDF and the PDF are made of the same values, and not of each other.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from jinja2 import Environment

from plugins.core.files import content_digest
from plugins.core.project import Options
from plugins.paper.shelf import Shelf, shelf_of
from plugins.register.shown import ShownLaw
from plugins.register.standing import last_change
from plugins.register.timeline import Timeline
from plugins.site.addresses import absolute
from plugins.site.contents import Contents, Entries, Text
from plugins.site.edition import Edition, print_of
from plugins.site.pages import Paper, pdf_beside

KINDS = ("article", "issue", "law")
"""The pages that are also on paper."""

MADE_WITH = ("requirements-pdf.txt", "plugins/paper/*.py", "theme/static/fonts/*.woff2")
"""What a PDF is made with, besides its template and the words of the edition."""


def lay_beside(edition: Edition, contents: Contents, env: Environment) -> None:
    """Have the PDF of each page looked for; where there are none at all, nothing is asked."""
    # A preview has other addresses than a PDF names.
    shelf = shelf_of(edition.build.cache) if edition.build else None
    if shelf and shelf.sizes and not edition.options.settings["PREVIEW"]:
        edition.find_paper = Papers(edition, shelf).find


@dataclass(frozen=True)
class PaperPlan:
    """A PDF to be made: its template sees `values`; `name` stands for all that it shows.

    It is of the text or law with this `key`, which is declared in the file `source`.
    """

    path: str
    template: str
    values: Mapping[str, Any]
    name: str
    key: str
    source: str


@dataclass(frozen=True)
class Papers:
    """What gives each page of an edition its PDF, if it has been made."""

    edition: Edition
    shelf: Shelf

    def find(self, contents: Contents, address: str, values: Mapping[str, Any]) -> Paper | None:
        """Return the PDF of a page that shows these values, None if there is none."""
        plan = self.plan(contents, address, values)
        if plan is None or plan.name not in self.shelf.sizes:
            return None
        return Paper(plan.path, self.shelf.sizes[plan.name], plan.name,
                     lambda: self.shelf.read(plan.name))

    def plan(self, contents: Contents, address: str, values: Mapping[str, Any]
             ) -> PaperPlan | None:
        """Return what the PDF of a page is made of; None for a page that is not on paper."""
        kind = next((kind for kind in KINDS if kind in values), None)
        if kind is None or (kind != "law" and values[kind].stage):
            return None
        shown = _law(contents, values) if kind == "law" \
            else self._text(contents, kind, values[kind])
        path = pdf_beside(address)
        digest = print_of(path, self._made_with, (kind, shown), dict).digest
        laws = str(self.edition.options.content / "laws.toml")
        return PaperPlan(path, f"paper/{kind}.html", {**shown, "url": address}, digest.hex(),
                         values[kind].key, laws if kind == "law" else values[kind].path)

    def _text(self, contents: Contents, kind: str, text: Text) -> Mapping[str, Any]:
        """Return what paper shows of a text: where it leads on the site is left out."""
        laws, days = tuple(map(_still, text.laws)), [text.updated or text.date]
        if kind == "article":
            days += (_last_change(contents, law) for law in laws)
        laid = contents.text(text.entry, absolute("", self.edition.options.site_url))
        articles = tuple(replace(each, laws=tuple(map(_still, each.laws)))
                         for each in laid.articles)
        return {kind: replace(laid, translations=(), related=(), issues=(), laws=laws,
                              articles=articles), "as_of": _latest(days)}

    @cached_property
    def _made_with(self) -> bytes:
        """What stands for all that is behind every PDF of the edition."""
        edition = self.edition
        options: Options = edition.options
        files = [*(path for pattern in MADE_WITH for path in options.root.glob(pattern)),
                 *(options.theme / "locale").rglob("site.po"),
                 *(path for folder in options.templates for path in folder.glob("paper/*"))]
        # Not by where they are: a PDF that another computer has made of the same is as good.
        made = sorted((path.name, content_digest(path.read_bytes())) for path in files)
        return content_digest(repr((made, edition.lang, options.site_url, edition.publisher,
                                    edition.look)).encode())


def _law(contents: Contents, values: Mapping[str, Any]) -> Mapping[str, Any]:
    law: ShownLaw = values["law"]
    articles: Entries = values.get("articles", Entries())
    days = [_last_change(contents, law), law.updated, *(each.date for each in articles)]
    today = contents.today
    return {"law": replace(law, next=(), addresses=(), timeline=Timeline()),
            "articles": articles,
            "as_of": _latest(day for day in days if day and day <= today)}


def _last_change(contents: Contents, law: ShownLaw) -> datetime.date | None:
    """Return the last day up to today on which a law changed, or another replaced a part of it."""
    found = last_change(contents.register.laws[law.key], contents.today)
    return _latest([found.last if found else None,
                    *(change.day.last for change, _ in law.changes)])


def _still(law: ShownLaw) -> ShownLaw:
    """Return a law without what is to come, which paper does not show beside a text."""
    return replace(law, events=(), next=(), addresses=(), timeline=Timeline())


def _latest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    return max((day for day in days if day), default=None)
