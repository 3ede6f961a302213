"""Draw a form as HTML that works without a script and for everyone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.units import format_unit
from jinja2 import Environment
from markupsafe import Markup

from plugins.core.i18n import Catalogue, locale_of
from plugins.core.jinja import new_environment
from plugins.forms.declaration.answer import (
    BEGUN,
    SEEN,
    Answer,
    error_texts,
    form_version,
    rules_of,
    said,
)
from plugins.forms.declaration.form import TRAP, Condition, Field
from plugins.typography import marked

TEMPLATE = "forms/form.html"


@dataclass(frozen=True)
class FormPage:
    """The page on which a form is drawn: its path, and the addresses that the form names.

    `action` is where our receiver takes it. `privacy` is the address of the page that says what
    becomes of the data, and `contact` the address to write to where the form fails, each empty if
    there is none. `begun` is when the visitor began, as the receiver signed it, if they have.
    """

    action: str
    path: str = ""
    privacy: str = ""
    contact: str = ""
    begun: str = ""


@dataclass(frozen=True)
class Theme:
    """What draws outside the build: the words of each language, and its templates in them."""

    catalogue: Callable[[str], Catalogue]
    environment: Callable[[str], Environment]


@dataclass(frozen=True)
class DrawnField:
    """A field as one drawing shows it: with what was typed into it and what is wrong with that.

    `name` is the name under which it is sent, `label` what its error needs beside it. `when` is the
    number of the condition on which it is asked, 0 if it always is; `shows` are the numbers of the
    conditions that each value meets; each rule has name, limit, what is said, and its label.
    """

    id: str
    name: str
    declared: Field
    value: str
    error: str
    label: str
    described: str
    when: int
    shows: Mapping[str, str]
    rules: Sequence[tuple[str, ...]]


def draw(answer: Answer, page: FormPage, env: Environment, *,
         gettext: Callable[[str], str] = str, number: int = 1, short: bool = False) -> str:
    """Return the `<form>` element with what was typed into it, safe as HTML.

    `env` and `gettext` speak the words of the answer's language; `number` tells apart the same
    form drawn several times on a page. A `short` one, beside other contents,
    has its button before its small print.
    """
    form, lang = answer.form, answer.lang
    own, errors = f"form-{form.id}-{number}", error_texts(answer, gettext)
    return env.get_template(TEMPLATE).render(
        form=form, lang=lang, action=form.outside.action if form.outside else page.action, id=own,
        fields=_drawn_fields(answer, own, errors, gettext), error=errors.get("", ""),
        hidden=_hidden(answer, page),
        trap=form.outside.honeypot if form.outside else TRAP, kept=duration(form.retention, lang),
        privacy=page.privacy, contact=page.contact, short=short,
        mark=lambda text: Markup(marked(text, lang)))


def theme_of(templates: Path | Sequence[Path], catalogue_of: Callable[[str], Catalogue]) -> Theme:
    """Return what draws with these templates and catalogues, each read when it is first needed."""
    catalogue = cache(catalogue_of)
    return Theme(catalogue, cache(lambda lang: new_environment(templates, catalogue(lang))))


def duration(days: int, lang: str) -> str:
    """Return a number of days in words, in years or months where those say the same."""
    unit, length = next(((unit, length) for unit, length in (("year", 365), ("month", 30))
                         if days and not days % length), ("day", 1))
    words = format_unit(days // length, f"duration-{unit}", locale=locale_of(lang))
    return words.replace(" ", "\u00a0")


def _hidden(answer: Answer, page: FormPage) -> dict[str, str]:
    """Return what is sent without being asked; our own receiver knows the rest by itself."""
    form, lang = answer.form, answer.lang
    if not form.outside:
        return {"lang": lang, SEEN: form_version(form, lang), BEGUN: page.begun}
    return form.outside.hidden(lang) | {
        form.outside.name_of(field): field.held(page.path)
        for field in form.fields if field.kind.role == "hidden"}


def _drawn_fields(answer: Answer, own: str, errors: Mapping[str, str],
                  gettext: Callable[[str], str]) -> list[DrawnField]:
    form = answer.form
    conditions = list(dict.fromkeys(field.when for field in form.fields if field.when))
    return [DrawnField(
        id=f"{own}-{field.name}", declared=field, error=errors.get(field.name, ""),
        name=form.outside.name_of(field) if form.outside else field.name,
        value=answer.values.get(field.name, ""),
        label=_label_beside(errors.get(field.name, ""), field, answer.lang),
        described=_described(field, f"{own}-{field.name}", answer.lang, field.name in errors),
        when=conditions.index(field.when) + 1 if field.when else 0,
        shows={value: _shown_by(field, value, conditions) for value in field.answers},
        rules=list(_rules(field, answer.lang, gettext)))
        for field in form.fields if field.kind.role != "hidden"]


def _rules(field: Field, lang: str, gettext: Callable[[str], str]) -> Iterator[tuple[str, ...]]:
    for rule in rules_of(field):
        told = said(field, rule.message, lang, gettext)
        yield rule.name, rule.limit, told, _label_beside(told, field, lang)


def _described(field: Field, own: str, lang: str, is_wrong: bool) -> str:
    """Return the ids of the notes that describe a field."""
    notes = {"help": bool(field.help.get(lang)), "error": is_wrong}
    return " ".join(f"{own}-{note}" for note, is_there in notes.items() if is_there)


def _shown_by(field: Field, value: str, conditions: Iterable[Condition]) -> str:
    """Return the numbers of the conditions that a field meets with a value."""
    return " ".join(str(number) for number, condition in enumerate(conditions, 1)
                    if condition.field == field.name and value in condition.values)


def _label_beside(error: str, field: Field, lang: str) -> str:
    """Return the label that an error needs beside it: none beside the form's own sentence.

    The label of a box is a whole text, which the visitor has just read.
    """
    own = (field.missing.get(lang), field.mismatch.get(lang))
    return "" if field.kind.is_box or error in own else field.label[lang]
