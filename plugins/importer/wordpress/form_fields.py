"""Hold the fields of an old form as its plugin drew them, and write the declaration made of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from plugins.core.html import MARKUP
from plugins.core.messages import say
from plugins.core.toml import quoted, quoted_list
from plugins.forms.declaration.field_types import FIELD_TYPES
from plugins.forms.declaration.form import WordPress
from plugins.forms.declaration.rules import MOST_CHARACTERS
from plugins.importer.markdown import Loss, near
from plugins.register.keys import numbered, plain_words

BREAK = re.compile(r"</?(?:label|p|div|li|td|th|tr|h\d|fieldset|legend|section|br|hr)\b[^<>]*>|\n",
                   re.IGNORECASE)
"""What parts the words of one field from those of another."""

MARKED = re.compile(r"\s*(?:[*:：]+|\((?:required|optional|obligatoire|facultatif|requis)\))\s*$",
                    re.IGNORECASE)
"""What stands behind a label, and is said here by the page itself."""

INLINE = re.compile(r"</?(?:a|abbr|b|em|i|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
"""The tags that part no words."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

DAYS = {"mail": 365, "subscription": 30}
"""For how many days a form is kept, as the forms of the sample are."""

Words = Mapping[str, str]


@dataclass(frozen=True)
class OldOption:
    """An answer that a field offers; `recipient` gets what is sent with it."""

    label: str
    recipient: str = ""


@dataclass(frozen=True)
class OldField:
    """A field of an old form: its own name, its type here, and its words in one language."""

    name: str
    type: str
    label: str
    required: bool = False
    min: int = 0
    max: int = 0
    placeholder: str = ""
    autocomplete: str = ""
    options: tuple[OldOption, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class OldDrawing:
    """The fields of a form in one language, the words of its button, and what is not kept."""

    fields: tuple[OldField, ...]
    submit: str = ""
    losses: tuple[Loss, ...] = ()


def legible(text: str) -> str:
    """Return a text without control characters; braces would name the firm's words here."""
    return CONTROL.sub(" ", text).replace("{", "(").replace("}", ")")


def drawn(source: str) -> str:
    """Return what a plugin drew of a form: no comments, and no marks that nothing closes."""
    html = legible(source)
    shown = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL) if "-->" in html else html
    return re.sub(r"<!|<(?=[^<>]*(?:<|\Z))", "", shown)


def plain(html: str) -> str:
    """Return the words of HTML in one line."""
    return " ".join(unescape(MARKUP.sub(" ", INLINE.sub("", html))).split())


def words_before(parts: Iterable[str]) -> tuple[list[str], str]:
    """Return the words of the parts before a field, and of the last of them, its label."""
    *others, last = [words for part in parts if (words := plain(part))] or [""]
    return others, last


def unmarked(label: str) -> str:
    """Return a label without what stands behind it."""
    return MARKED.sub("", MARKED.sub("", label))


def words_beside(words: str) -> Loss:
    """Say that words around the fields are left out."""
    return Loss(say("words beside the fields of a form are left out; write them on its page, or as "
                    "“intro” or “help”"), near(words))


def empty_choice(label: str) -> Loss:
    """Say that a list is left out that offers nothing."""
    return Loss(say("a choice without answers is left out"), near(label))


def filled_elsewhere(name: str) -> Loss:
    """Say that a hidden field is left out."""
    return Loss(say("a hidden field that something else fills in is left out"), near(name))


def one_line(text: str) -> str:
    """Return words in one line."""
    return " ".join(legible(unescape(text)).split())


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
