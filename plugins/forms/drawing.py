"""Draw a form as HTML that works without a script and for everyone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.catalogues import Catalogue
from plugins.forms.field import Field
from plugins.forms.form import Form

TEMPLATE = "forms/form.html"
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class DrawnField:
    """A field as one drawing shows it: with what was typed into it and what is wrong with that."""

    id: str
    declared: Field
    value: str
    error: str
    described: str


@dataclass(frozen=True)
class DrawnProblem:
    """One line of the summary; `target` is the id of the field, empty for the whole form.

    `label` is empty where the text says by itself what it is about.
    """

    text: str
    target: str = ""
    label: str = ""


def draw(form: Form, lang: str, env: Environment, *, action: str,
         values: Mapping[str, str] = NOTHING, errors: Mapping[str, str] = NOTHING,
         number: int = 1, privacy: str = "") -> str:
    """Return the `<form>` element in `lang`, safe as HTML.

    `env` speaks the words of `lang` (`_`); `errors` are sentences in `lang` by field, under "" for
    the whole form; `number` tells apart the same form drawn several times on a page; `privacy` is
    the address of the page that says what becomes of the data, empty if there is none.
    """
    own = f"form-{form.id}-{number}"
    fields = [_field(field, lang, f"{own}-{field.name}", values.get(field.name, ""),
                     errors.get(field.name, "")) for field in form.fields]
    return env.get_template(TEMPLATE).render(
        form=form, lang=lang, action=action, id=own, fields=fields, privacy=privacy,
        problems=list(_problems(fields, lang, errors.get("", ""))))


def environment(templates: Path, catalogue: Catalogue) -> Environment:
    """Return an environment that draws forms outside the build, in the words of a catalogue."""
    env = Environment(loader=FileSystemLoader(templates), autoescape=True,
                      undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                      extensions=["jinja2.ext.i18n"])
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    return env


def _field(field: Field, lang: str, own: str, value: str, error: str) -> DrawnField:
    notes = {"help": field.help.get(lang, ""), "error": error}
    described = " ".join(f"{own}-{name}" for name, text in notes.items() if text)
    return DrawnField(own, field, value, error, described)


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
    if declared.type in ("checkbox", "consent") or field.error == declared.missing.get(lang):
        return ""
    return declared.label[lang]
