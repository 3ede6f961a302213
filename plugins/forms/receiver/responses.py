"""Answer visitors, in their language and with the site's headers."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from plugins.core.html import resolve_links
from plugins.core.messages import Message, Reply, say
from plugins.forms.declaration.answer import Answer
from plugins.forms.declaration.form import Form
from plugins.forms.page.draw import FormPage, Theme, draw
from plugins.forms.receiver.request import Stamp, preferred_language

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
NOTICE = "forms/notice.html"


@dataclass(frozen=True)
class SitePages:
    """The built site: its folder, its languages, and its address.

    `base` is the root of its addresses, a full one where it is of another origin than the receiver,
    `receiver` that of the receiver's own; `headers` are those of the site's answers.
    """

    folder: Path
    languages: tuple[str, ...]
    base: str = "/"
    receiver: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)

    def of(self, form: Form, lang: str) -> Mapping[str, str]:
        """Return the site paths of a form's `page`, `thanks` and `privacy`, which the build wrote.

        `privacy` is there if the site has such a page. Empty while there is no site: the visitor
        then gets a notice in place of the page.
        """
        try:
            built: Mapping[str, Mapping[str, Mapping[str, str]]] = json.loads(
                (self.folder / "forms.json").read_text("utf-8"))
            return built[form.id][lang]
        except (OSError, ValueError, KeyError):
            return {}

    def unbuilt(self, forms: Iterable[Form]) -> Message | None:
        """Return which forms have no page, and what to do; None if each has one."""
        missing = ", ".join(form.id for form in forms
                            if not any(self.of(form, lang) for lang in form.languages))
        return say("the site in {folder} has no page for these forms: {forms}; run “./inv build”, "
                   "or name the folder of the published site by “--output”", folder=self.folder,
                   forms=missing) if missing else None

    def built(self, path: str) -> str:
        """Return the HTML of a page as it is shown at the receiver's address, empty for none."""
        file = self.folder / path / "index.html"
        html = file.read_text("utf-8") if path and file.is_file() else ""
        return resolve_links(html, self.base + path) if urlsplit(self.base).netloc else html


@dataclass(frozen=True)
class Responder:
    """Answers visitors with the pages of the site, or with small ones in its look."""

    site: SitePages
    theme: Theme

    def language(self, request: Request) -> str:
        """Return the language that suits a visitor best."""
        return preferred_language(request.headers.get("accept-language", ""), self.site.languages)

    def lead(self, path: str) -> Response:
        """Lead the visitor to a page of the site."""
        return self._redirection(self.site.base + path)

    def lead_to_thanks(self, form: Form, lang: str, reference: str) -> Response:
        """Lead the visitor to the thanks, which are the same for all who subscribe."""
        page = self.site.of(form, lang).get("thanks")
        if form.is_signup and page:
            return self.lead(page)
        return self._redirection(f"{self.site.receiver}forms/{form.id}/{lang}/{reference}")

    def thanks(self, form: Form, lang: str, reference: str) -> Response:
        """Thank the visitor on the site's page, with the reference of the message below its title.
        """
        gettext = self.theme.catalogue(lang).gettext
        told = "" if form.is_signup else Markup('<p class="receipt">{}</p>').format(
            " ".join(each.render(gettext) for each in form.receipt(lang, reference)))
        page = self.site.built(self.site.of(form, lang).get("thanks", ""))
        shown, places = re.subn("</h1>", lambda title: f"{title[0]}\n{told}", page, count=1)
        return self._page(shown if places else self._small_page(
            lang, gettext("Thank you. We have received your message."), form=told), 200, {})

    def notice(self, status: int, lang: str, message: Reply, form: Form | None = None,
               headers: Mapping[str, str] = {}) -> Response:
        """Say one sentence on a page of its own, with the way back and the firm's address."""
        pages = self.site.of(form, lang) if form else {}
        page = self._small_page(lang, message.render(self.theme.catalogue(lang).gettext),
                                back=pages.get("page", ""), contact=pages.get("contact", ""))
        return self._page(page, status, headers)

    def begin(self, stamp: Stamp, headers: Mapping[str, str]) -> Response:
        """Tell the script of a page when its visitor began."""
        return PlainTextResponse(stamp.text, headers={**self.site.headers, **HEADERS, **headers})

    def again(self, status: int, answer: Answer, stamp: Stamp, headers: Mapping[str, str] = {}
              ) -> Response:
        """Return the form's own page with what was typed and what is wrong with it."""
        lang, pages = answer.lang, self.site.of(answer.form, answer.lang)
        gettext, privacy = self.theme.catalogue(lang).gettext, pages.get("privacy", "")
        place = FormPage(f"{self.site.receiver}forms/{answer.form.id}",
                         privacy=privacy and self.site.base + privacy,
                         contact=pages.get("contact", ""), begun=stamp.text)

        def redraw(number: int) -> str:
            return draw(answer, place, self.theme.environment(lang), gettext=gettext, number=number)

        page = page_again(self.site.built(pages.get("page", "")), answer.form, redraw,
                          gettext("Error:"))
        return self._page(page or self._small_page(
            lang, gettext("The form has not been sent"), form=redraw(1)), status, headers)

    def _small_page(self, lang: str, sentence: str, back: str = "", contact: str = "",
                    form: str = "") -> str:
        """Return a page that says one sentence, with the ways on and a form, if any."""
        return self.theme.environment(lang).get_template(NOTICE).render(
            lang=lang, base=self.site.base, sentence=sentence, back=back, contact=contact,
            form=form)

    def _redirection(self, address: str) -> Response:
        return RedirectResponse(address, 303, headers={**self.site.headers, **HEADERS})

    def _page(self, html: str, status: int, headers: Mapping[str, str]) -> Response:
        return HTMLResponse(html, status, headers={**self.site.headers, **HEADERS, **headers})


def page_again(page: str, form: Form, draw: Callable[[int], str], error: str) -> str | None:
    """Return a built page with its form drawn again and the error in its title; None without form.

    `draw` draws the form under the number it has on the page; `error` is the word for it.
    """
    found = re.search(rf'<form\b[^>]*\bdata-form="{re.escape(form.id)}"[^>]*>.*?</form>', page,
                      re.DOTALL)
    if not found:
        return None
    number = re.search(rf'\bid="form-{form.id}-(\d+)"', found[0])
    drawn = draw(int(number[1]) if number else 1)
    page = page[:found.start()] + drawn + page[found.end():]
    return re.sub(r"(<title>)(.*?)(</title>)",
                  lambda title: f"{title[1]}{error} {title[2]}{title[3]}",
                  page, count=1, flags=re.DOTALL)
