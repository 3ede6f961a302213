"""Draw a form as HTML that works without a script and for everyone."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.units import format_unit
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.core.i18n import Catalogue, locale_of
from plugins.forms.declaration.field_types import BOXES, TRAP, Condition, Field
from plugins.forms.declaration.form import Form

TEMPLATE = "forms/form.html"
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class DrawnField:
    """A field as one drawing shows it: with what was typed into it and what is wrong with that.

    `name` is the name under which it is sent. `when` is the number of the condition on which it is
    asked, 0 if it always is; `shows` are the numbers of the conditions that each value meets.
    """

    id: str
    name: str
    declared: Field
    value: str
    error: str
    described: str
    when: int
    shows: Mapping[str, str]


@dataclass(frozen=True)
class DrawnProblem:
    """One line of the summary; `target` is the id of the field, empty for the whole form.

    `label` is empty where the text says by itself what it is about.
    """

    text: str
    target: str = ""
    label: str = ""


SEEN = "seen"
"""The hidden field with the digest of the form that the visitor saw."""

SECONDS = "seconds"
"""For how long the page was open, as the script says."""

LENGTH = 12
LONGEST = 86_400


def draw(form: Form, lang: str, env: Environment, *, action: str,
         values: Mapping[str, str] = NOTHING, errors: Mapping[str, str] = NOTHING,
         number: int = 1, privacy: str = "", contact: str = "", page: str = "") -> str:
    """Return the `<form>` element in `lang`, safe as HTML.

    `env` speaks the words of `lang` (`_`); `errors` are sentences in `lang` by field, under "" for
    the whole form; `number` tells apart the same form drawn several times on a page; `privacy` is
    the address of the page that says what becomes of the data, and `contact` the address to write
    to where the form fails, each empty if there is none; `page` is the path of the page.
    """
    own, outside = f"form-{form.id}-{number}", form.outside
    fields = _fields(form, lang, own, values, errors)
    return env.get_template(TEMPLATE).render(
        form=form, lang=lang, action=outside.action if outside else action, id=own, fields=fields,
        hidden=_hidden(form, lang, page), trap=outside.honeypot if outside else TRAP,
        kept=duration(form.retention, lang), privacy=privacy, contact=contact,
        problems=list(_problems(fields, lang, errors.get("", ""))))


def environment(templates: Path, catalogue: Catalogue) -> Environment:
    """Return an environment that draws forms outside the build, in the words of a catalogue."""
    env = Environment(loader=FileSystemLoader(templates), autoescape=True,
                      undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                      extensions=["jinja2.ext.i18n"])
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    return env


def duration(days: int, lang: str) -> str:
    """Return a number of days in words, in years or months where those say the same."""
    unit, length = next(((unit, length) for unit, length in (("year", 365), ("month", 30))
                         if days and not days % length), ("day", 1))
    words = format_unit(days // length, f"duration-{unit}", locale=locale_of(lang))
    return words.replace(" ", "\u00a0")


def _hidden(form: Form, lang: str, page: str) -> dict[str, str]:
    """Return what is sent without being asked; our own receiver knows the rest by itself."""
    if not form.outside:
        return {"lang": lang, SEEN: digest(form, lang)}
    return form.outside.hidden(lang) | {
        form.outside.name_of(field): page if field.source == "page" else field.value
        for field in form.fields if field.type == "hidden"}


def _fields(form: Form, lang: str, own: str, values: Mapping[str, str], errors: Mapping[str, str]
            ) -> list[DrawnField]:
    conditions = list(dict.fromkeys(field.when for field in form.fields if field.when))
    return [_field(field, lang, f"{own}-{field.name}", conditions,
                   form.outside.name_of(field) if form.outside else field.name,
                   values.get(field.name, ""), errors.get(field.name, ""))
            for field in form.fields if field.type != "hidden"]


def _field(field: Field, lang: str, own: str, conditions: list[Condition], name: str, value: str,
           error: str) -> DrawnField:
    notes = {"help": field.help.get(lang, ""), "error": error}
    described = " ".join(f"{own}-{note}" for note, text in notes.items() if text)
    shows = {answer: " ".join(str(number) for number, condition in enumerate(conditions, 1)
                              if condition.field == field.name and answer in condition.values)
             for answer in field.answers}
    return DrawnField(own, name, field, value, error, described,
                      conditions.index(field.when) + 1 if field.when else 0, shows)


def _problems(fields: Iterable[DrawnField], lang: str, whole: str) -> Iterable[DrawnProblem]:
    if whole:
        yield DrawnProblem(whole)
    for field in fields:
        if field.error:
            yield DrawnProblem(field.error, field.id, _label_beside(field, lang))


def _label_beside(field: DrawnField, lang: str) -> str:
    """Return the label that an error needs beside it: none beside the form's own sentence.

    The label of a box is a whole text, which the visitor has just read.
    """
    declared = field.declared
    own = (declared.missing.get(lang), declared.mismatch.get(lang))
    return "" if declared.type in BOXES or field.error in own else declared.label[lang]


def digest(form: Form, lang: str) -> str:
    """Return what changes with all that a visitor reads, chooses from and agrees to in `lang`."""
    asked = [(field.name, field.type, field.label[lang], field.help.get(lang), field.version,
              field.required, field.min, field.max, field.pattern, field.when,
              [(option.value, option.label[lang]) for option in field.options])
             for field in form.fields if field.type != "hidden"]
    shown = repr((asked, form.purpose.get(lang), form.retention))
    return hashlib.sha256(shown.encode()).hexdigest()[:LENGTH]


def is_as_seen(form: Form, lang: str, data: Mapping[str, str]) -> bool:
    """Tell whether the visitor saw the form as it is; a form written by hand does not say."""
    return data.get(SEEN) in (None, digest(form, lang))


def seconds_open(data: Mapping[str, str]) -> int | None:
    """Return for how many seconds the visitor had the page open, a day at most, None if unsaid."""
    said = data.get(SECONDS, "")
    return min(int(said), LONGEST) if re.fullmatch(r"[0-9]{1,9}", said) else None


def without_consents(form: Form, values: Mapping[str, str]) -> dict[str, str]:
    """Return values in which nothing is agreed to: that is for the visitor to do again."""
    agreed = {field.name: "" for field in form.fields if field.type == "consent"}
    return {**values, **agreed}
