"""Draw the forms of the site on its pages."""

import re
from collections.abc import Mapping
from typing import Protocol

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.forms.declaration.answer import Answer
from plugins.forms.declaration.form import Form
from plugins.forms.page.draw import FormPage, draw

FORM_LINK = re.compile(r'<p class="form-link" data-form-link="([^"]+)">.*?</p>', re.S)
"""Where the Reader has put the link to a form that is alone in its paragraph."""

PRIVACY = "privacy"
"""The key of the page that says what becomes of what visitors send."""


class Edition(Protocol):
    """What drawing forms takes of the edition, and what it adds."""

    lang: str
    form_pages: dict[str, dict[str, str]]

    @property
    def forms(self) -> Mapping[str, Form]:
        """The forms by their ids."""


def install_globals(generator: Generator) -> None:
    """Let templates draw a form, and pages the forms of their text in place."""
    settings, known = generator.settings, generator.env.globals
    edition: Edition = settings["EDITION"]
    href = known["href"]
    receiver = f"{settings['FORMS_URL']}/" if settings["FORMS_URL"] else href("")
    # Once on a page: what it does for one form, it does for all.
    script = Markup('<script defer src="{}"></script>').format(known["asset"]("form.js"))

    @pass_context
    def form(context: Context, name: str) -> Markup:
        privacy, number = context["pages_by_key"].get(PRIVACY), next(context["form_numbers"])
        page = FormPage(f"{receiver}forms/{name}", href(context["url"]),
                        href(privacy.url) if privacy else "", known["firm"].email)
        drawn = draw(Answer(edition.forms[name], edition.lang), page, generator.env,
                     number=number)
        return Markup(drawn) + (script if number == 1 else "")

    def shape(context: Context, html: str) -> str:
        return FORM_LINK.sub(lambda place: form(context, place[1]), html)

    generator.env.globals["form"] = form
    generator.env.body_shapes.append(shape)


def note_pages(generators: list[Generator]) -> None:
    """Tell the build, for the receiver, on which page each form is and where it leads."""
    edition: Edition = generators[0].settings["EDITION"]
    pages = generators[0].context["pages_by_key"]
    shared = {"contact": generators[0].env.globals["firm"].email}
    if PRIVACY in pages:
        shared["privacy"] = pages[PRIVACY].url
    edition.form_pages.update({
        name: {"page": pages[form.page].url, "thanks": pages[form.thanks].url, **shared}
        for name, form in edition.forms.items()
        if form.page in pages and form.thanks in pages})


def register() -> None:
    """Connect the templates and the addresses."""
    signals.generator_init.connect(install_globals)
    signals.all_generators_finalized.connect(note_pages)
