"""Answer visitors, in their language and with the site's headers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from plugins.core.elsewhere_part import at_home
from plugins.core.i18n import Catalogue
from plugins.core.messages import Message, say
from plugins.forms.declaration.form import Form
from plugins.forms.page.draw import draw
from plugins.forms.receiver.answers import addresses, notice, page_again, sentences
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
        return at_home(built, self.base + path) if urlsplit(self.base).netloc else built
