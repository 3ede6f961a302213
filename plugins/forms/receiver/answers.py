"""Make the pages that answer a visitor: a notice, or the form's own page with what to mend."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment

from plugins.core.messages import Message
from plugins.forms.declaration.form import Form
from plugins.forms.receiver.validation import MISMATCH

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
