"""Draw the forms of the site on its pages."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.core.i18n import Catalogue
from plugins.core.jinja import Finish, pages_environment
from plugins.core.project import Options
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
    catalogue: Catalogue
    form_pages: dict[str, dict[str, str]]
    finish: list[Finish]
    options: Options

    @property
    def forms(self) -> Mapping[str, Form]:
        """The forms by their ids."""


class Contents(Protocol):
    """What drawing forms takes of all that the edition publishes."""

    pages: Mapping[str, Any]


def install_forms(env: Environment, edition: Edition) -> None:
    """Let templates draw a form, and pages the forms of their text in place."""
    known: Any = env.globals
    href = known["href"]
    receiver = f"{edition.options.forms_url}/" if edition.options.forms_url else href("")
    # Once on a page: what it does for one form, it does for all.
    script = Markup('<script defer src="{}"></script>').format(known["asset"]("form.js"))

    @pass_context
    def form(context: Context, name: str, short: bool = False) -> Markup:
        privacy, number = context["pages_by_key"].get(PRIVACY), next(context["form_numbers"])
        page = FormPage(f"{receiver}forms/{name}", href(context["url"]),
                        href(privacy.url) if privacy else "", known["firm"].email)
        drawn = draw(Answer(edition.forms[name], edition.lang), page, env,
                     gettext=edition.catalogue.gettext, number=number, short=short)
        return Markup(drawn) + (script if number == 1 else "")

    def placed(context: Context, name: str) -> str:
        drawn, declared = form(context, name), edition.forms[name]
        if "article" not in context or declared.delivery == "subscription":
            return drawn
        return Markup('<details class="form-step"><summary>{}</summary>\n{}\n</details>').format(
            declared.title[edition.lang], drawn)

    def shape(context: Context, html: str) -> str:
        return FORM_LINK.sub(lambda place: placed(context, place[1]), html)

    known["form"] = form
    env.body_shapes.append(shape)  # type: ignore[attr-defined]
    edition.finish.append(note_pages)


def note_pages(edition: Edition, contents: Contents, env: Environment) -> None:
    """Tell the build, for the receiver, on which page each form is and where it leads."""
    pages = contents.pages
    firm: Any = env.globals["firm"]
    shared = {"contact": firm.email}
    if PRIVACY in pages:
        shared["privacy"] = pages[PRIVACY].url
    edition.form_pages.update({
        name: {"page": pages[form.page].url, "thanks": pages[form.thanks].url, **shared}
        for name, form in edition.forms.items()
        if form.page in pages and form.thanks in pages})


def register() -> None:
    """Connect the pages."""
    pages_environment.connect(install_forms)
