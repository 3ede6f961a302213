"""Write the declaration of a form here from the fields of the old one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.core.toml import quoted, quoted_list
from plugins.forms.declaration.field_types import FIELD_TYPES
from plugins.forms.declaration.form import WordPress
from plugins.forms.declaration.rules import MOST_CHARACTERS
from plugins.importer.wordpress.form_fields import OldField
from plugins.register.keys import numbered, plain_words

DAYS = {"mail": 365, "subscription": 30}
"""For how many days a form is kept, as the forms of the sample are."""

Words = Mapping[str, str]


@dataclass(frozen=True)
class DeclaredField:
    """A field: its name, what it is, its words by language, and the version of a consent."""

    name: str
    old: OldField
    words: Mapping[str, OldField]
    version: str


@dataclass(frozen=True)
class Declared:
    """All that a declaration says; `answers` are subject and text by language."""

    page: str
    thanks: str
    delivery: str
    title: Words
    submit: Words
    fields: Sequence[DeclaredField]
    wordpress: WordPress
    recipient: Sequence[str]
    copy: Sequence[str]
    subject: Words
    answers: Mapping[str, tuple[str, str]]


def form_toml(form: Declared) -> str:
    """Return the text of the file."""
    lines = [f"page = {quoted(form.page)}", f"thanks = {quoted(form.thanks)}",
             f"delivery = {quoted(form.delivery)}"]
    if form.delivery == "mail":
        lines.append(f"recipient = {_some(form.recipient)}")
        lines += [f"copy = {_some(form.copy)}"] if form.copy else []
        lines += ["acknowledge = true"] if _is_answered(form) else []
    lines += [f"retention = {DAYS[form.delivery]}", "", *_words("title", form.title),
              *_words("submit", form.submit)]
    if form.delivery == "mail":
        lines += _words("subject", form.subject)
    share = MOST_CHARACTERS // max(len(form.fields), 1)
    for field in form.fields:
        lines += ["", *_field(field, share, form.delivery == "mail")]
    if form.delivery == "mail" and _is_answered(form):
        lines += ["", "[acknowledgement]",
                  *_words("subject", {lang: each for lang, (each, _) in form.answers.items()}),
                  *_words("text", {lang: each for lang, (_, each) in form.answers.items()})]
    lines += ["", "[wordpress]", f"ids = {quoted_list(form.wordpress.ids)}",
              f"titles = {quoted_list(form.wordpress.titles)}"]
    return "\n".join(lines) + "\n"


def _is_answered(form: Declared) -> bool:
    return bool(form.answers) and any(field.old.type == "email" for field in form.fields)


def _field(field: DeclaredField, share: int, mailed: bool) -> Iterator[str]:
    old, keys = field.old, FIELD_TYPES[field.old.type].keys
    yield from ("[[fields]]", f"name = {quoted(field.name)}", f"type = {quoted(old.type)}")
    if old.required and "required" in keys:
        yield "required = true"
    most = min(old.max or FIELD_TYPES[old.type].limit, share)
    if "max" in keys and most != FIELD_TYPES[old.type].limit:
        yield f"max = {most}"
    if "min" in keys and 0 < old.min <= most:
        yield f"min = {old.min}"
    if "autocomplete" in keys and old.autocomplete:
        yield f"autocomplete = {quoted(old.autocomplete)}"
    if old.type == "consent":
        yield f"version = {quoted(field.version)}"
    if old.type == "hidden":
        yield f"value = {quoted(old.value)}"
    yield from _words("label", {lang: each.label for lang, each in field.words.items()})
    hints = {lang: each.placeholder for lang, each in field.words.items()}
    if "placeholder" in keys and all(hints.values()) and hints != {
            lang: each.label for lang, each in field.words.items()}:
        yield from _words("placeholder", hints)
    if "options" in keys:
        yield from ("options = [", *_options(field, mailed), "]")


def _options(field: DeclaredField, mailed: bool) -> Iterator[str]:
    taken: set[str] = set()
    for number, option in enumerate(field.old.options):
        plain = "-".join(plain_words(option.label))[:40].strip("-") or f"answer-{number + 1}"
        value = next(name for name in numbered(plain) if name not in taken)
        taken.add(value)
        label = ", ".join(f"label.{lang} = {quoted(each.options[number].label)}"
                          for lang, each in field.words.items())
        sent = f", recipient = {quoted(option.recipient)}" if option.recipient and mailed else ""
        yield f"    {{ value = {quoted(value)}, {label}{sent} }},"


def _words(name: str, words: Words) -> list[str]:
    return [f"{name}.{lang} = {quoted(text)}" for lang, text in words.items()]


def _some(texts: Sequence[str]) -> str:
    return quoted(texts[0]) if len(texts) == 1 else quoted_list(texts)
