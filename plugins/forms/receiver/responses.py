"""Answer visitors, in their language and with the site's headers."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from plugins.core.html import resolve_links
from plugins.core.i18n import Catalogue
from plugins.core.messages import Message, say
from plugins.forms.declaration.answer import MISMATCH
from plugins.forms.declaration.form import Form
from plugins.forms.page.draw import draw
from plugins.forms.receiver.request import preferred_language

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Desk:
    """All that answering a visitor needs.

    `base` is the root of the site's addresses, `own` that of the receiver's; `base` is a full
    address where the site is of another origin.
    """

    site: Path
    languages: tuple[str, ...]
    catalogues: Mapping[str, Catalogue]
    environments: Mapping[str, Environment]
    base: str
    own: str
    headers: Mapping[str, str]

    def language(self, request: Request) -> str:
        """Return the language that suits a visitor best."""
        return preferred_language(request.headers.get("accept-language", ""), self.languages)

    def page(self, form: Form, lang: str) -> str:
        """Return the path of a form's page below the site's root, an empty text if there is none.
        """
        return addresses(self.site, form, lang).get("page", "")

    def lead(self, address: str) -> Response:
        """Lead the visitor to a page of the site."""
        return RedirectResponse(self.base + address, 303, headers=self.headers)

    def thanks(self, form: Form, lang: str) -> Response:
        """Thank the visitor."""
        page = addresses(self.site, form, lang).get("thanks")
        if page is None:
            return self.notice(200, lang, say("Thank you. We have received your message."))
        return self.lead(page)

    def notice(self, status: int, lang: str, message: Message, form: Form | None = None,
               headers: Mapping[str, str] = {}) -> Response:
        """Say one sentence on a page of its own, with the way back to the form."""
        page = notice(self.environments[lang], lang, base=self.base,
                      sentence=message.render(self.catalogues[lang].gettext),
                      back=self.page(form, lang) if form else "")
        return HTMLResponse(page, status, headers={**self.headers, **headers})

    def again(self, status: int, form: Form, lang: str, values: Mapping[str, str],
              errors: Mapping[str, Message], headers: Mapping[str, str] = {}) -> Response:
        """Return the form's own page with what was typed and what is wrong with it."""
        page = self._page_again(form, lang, values, errors)
        return HTMLResponse(page, status, headers={**self.headers, **headers})

    def _page_again(self, form: Form, lang: str, values: Mapping[str, str],
                    errors: Mapping[str, Message]) -> str:
        env, gettext = self.environments[lang], self.catalogues[lang].gettext
        told = sentences(form, values, errors, lang, gettext)
        built_at = addresses(self.site, form, lang)
        privacy = built_at.get("privacy", "")

        def redraw(number: int) -> str:
            return draw(form, lang, env, action=f"{self.own}forms/{form.id}",
                        values=values, errors=told, number=number,
                        privacy=privacy and self.base + privacy,
                        contact=built_at.get("contact", ""))

        built = self._built(built_at.get("page", ""))
        return page_again(built, form, redraw, gettext("Error: {title}")) \
            or notice(env, lang, base=self.base, form=redraw(1),
                      sentence=gettext("The form has not been sent"))

    def _built(self, path: str) -> str:
        file = self.site / path / "index.html"
        built = file.read_text("utf-8") if path and file.is_file() else ""
        return resolve_links(built, self.base + path) if urlsplit(self.base).netloc else built


NOTICE = "forms/notice.html"


def addresses(site: Path, form: Form, lang: str) -> Mapping[str, str]:
    """Return the site paths of a form's `page`, `thanks` and `privacy`, as the build wrote them.

    `privacy` is there if the site has such a page. Empty while there is no site: the visitor then
    gets a notice in place of the page.
    """
    try:
        built: Mapping[str, Mapping[str, Mapping[str, str]]] = json.loads(
            (site / "forms.json").read_text("utf-8"))
        return built[form.id][lang]
    except (OSError, ValueError, KeyError):
        return {}


def notice(env: Environment, lang: str, *, base: str, sentence: str, back: str = "",
           form: str = "") -> str:
    """Return a small page that says one sentence, with the way back and a form, if any."""
    return env.get_template(NOTICE).render(lang=lang, base=base, sentence=sentence, back=back,
                                           form=form)


def page_again(page: str, form: Form, draw: Callable[[int], str], error: str) -> str | None:
    """Return a built page with its form drawn anew and the error in its title; None without form.

    `draw` draws the form under the number it has on the page; `error` holds the place {title}.
    """
    found = _form_element(form).search(page)
    if not found:
        return None
    number = re.search(rf'\bid="form-{form.id}-(\d+)"', found[0])
    drawn = draw(int(number[1]) if number else 1)
    page = page[:found.start()] + drawn + page[found.end():]
    return re.sub(r"(<title>)(.*?)(</title>)",
                  lambda title: title[1] + error.format(title=title[2]) + title[3],
                  page, count=1, flags=re.DOTALL)


def sentences(form: Form, values: Mapping[str, str], errors: Mapping[str, Message], lang: str,
              gettext: Callable[[str], str]) -> dict[str, str]:
    """Return what the visitor is told about each field, in the form's own words where it has any.
    """
    own = {field.name: field.missing[lang] for field in form.fields
           if field.missing and not values[field.name]}
    own |= {field.name: field.mismatch[lang] for field in form.fields
            if errors.get(field.name) is MISMATCH}
    return {name: own.get(name) or message.render(gettext) for name, message in errors.items()}


def _form_element(form: Form) -> re.Pattern[str]:
    return re.compile(rf'<form\b[^>]*\bdata-form="{re.escape(form.id)}"[^>]*>.*?</form>',
                      re.DOTALL)
