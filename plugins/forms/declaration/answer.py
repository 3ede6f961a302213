"""Check what a visitor typed into a form against its declaration."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from plugins.core.messages import Reply, reply
from plugins.forms.declaration.field_types import MISMATCH
from plugins.forms.declaration.form import Field, Form
from plugins.forms.declaration.pattern import fits

DAMAGED = reply("This text contains an unreadable sign (�). Please replace or delete it.")

SEEN = "seen"
"""The hidden field with the version of the form that the visitor saw."""

BEGUN = "begun-at"
"""The hidden field with the time at which the visitor began, signed; no field can be named so."""

BREAKS: Mapping[str, Callable[[str, str], bool]] = {
    "damaged": lambda value, _: re.search("[\0\ufffd\ud800-\udfff]", value) is not None,
    "missing": lambda value, _: not value,
    "long": lambda value, most: len(value) > int(most),
    "short": lambda value, least: len(value) < int(least),
    "shape": lambda value, shape: not re.fullmatch(shape, value, re.IGNORECASE),
    "pattern": lambda value, pattern: not fits(pattern, value),
}
"""Whether a value breaks a rule, by its name; the script of the page, form.js, does the same."""

VERSION_LENGTH = 12


@dataclass(frozen=True)
class Rule:
    """What a value must fulfil: a name of BREAKS, what is said of one that does not, its limit."""

    name: str
    message: Reply
    limit: str = ""


@dataclass(frozen=True)
class Answer:
    """What was typed into a form, cleaned, and what is wrong with it; nothing undeclared.

    `values` and `errors` are by the name of the field; an error of the whole form is under "".
    """

    form: Form
    lang: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Reply] = field(default_factory=dict)

    def refused(self, message: Reply) -> "Answer":
        """Return the same values with one sentence about the whole form."""
        return replace(self, errors={"": message})

    def without_consents(self) -> "Answer":
        """Return an answer in which nothing is agreed to: that is for the visitor to do again."""
        agreed = {each.name: "" for each in self.form.fields if each.kind.role == "consent"}
        return replace(self, values={**self.values, **agreed})


def check(form: Form, lang: str, data: Mapping[str, str], page: str = "") -> Answer:
    """Return the cleaned values of the declared fields, and one message for each wrong one.

    `page` is the path of the page that the form was sent from. A hidden field is never what was
    sent. One that was not asked, given the other values, is empty, unless the form goes back.
    """
    values = {each.name: each.held(page) if each.kind.role == "hidden"
              else each.kind.clean(data.get(each.name, "")) for each in form.fields}
    asked = [each for each in form.fields if each.is_asked(values)]
    errors = {each.name: message for each in asked if (message := _field_error(
        each, data.get(each.name, ""), values[each.name]))}
    if not errors:
        values |= {each.name: "" for each in form.fields if each not in asked}
    return Answer(form, lang, values, errors)


def error_texts(answer: Answer, gettext: Callable[[str], str]) -> dict[str, str]:
    """Return the visitor's sentence about each field, in the form's own words where it has any."""
    fields = {each.name: each for each in answer.form.fields}
    return {name: said(fields[name], message, answer.lang, gettext) if name
            else message.render(gettext) for name, message in answer.errors.items()}


def said(declared: Field, message: Reply, lang: str, gettext: Callable[[str], str]) -> str:
    """Return what is said of a field, in the form’s own words where it has any."""
    own = declared.missing if message is declared.kind.empty else \
        declared.mismatch if message is MISMATCH else {}
    return own.get(lang) or message.render(gettext)


def rules_of(declared: Field) -> Iterator[Rule]:
    """Yield what is asked of a field, in the order in which it is looked at.

    What may be left out never keeps a message from being sent, unless it is damaged or too long.
    """
    kind, most, least = declared.kind, declared.max, declared.min
    if kind.drawing in ("line", "area"):
        yield Rule("damaged", DAMAGED)
    if declared.required:
        yield Rule("missing", kind.empty)
    if most:
        yield Rule("long", reply("Shorten this to {most} characters; there are {length} now.",
                                 most=most, length="{length}"), str(most))
    if declared.required and least:
        yield Rule("short", reply("Write at least {least} characters.", least=least), str(least))
    if declared.required and kind.shape:
        yield Rule("shape", kind.misfit, kind.shape)
    if declared.required and declared.pattern:
        yield Rule("pattern", MISMATCH, declared.pattern)


def is_unchecked(declared: Field, value: str) -> bool:
    """Tell whether a value was taken because nobody needed to give one, though it is not right."""
    needed = replace(declared, required=True)
    return bool(value) and not declared.required and _field_error(needed, value, value) is not None


def form_version(form: Form, lang: str) -> str:
    """Return what changes with all that a visitor reads, chooses from and agrees to in `lang`."""
    asked = [(each.name, each.type, each.label[lang], each.help.get(lang), each.version,
              each.required, each.min, each.max, each.pattern, each.when,
              [(option.value, option.label[lang]) for option in each.options])
             for each in form.fields if each.kind.role != "hidden"]
    shown = repr((asked, form.purpose.get(lang), form.retention))
    return hashlib.sha256(shown.encode()).hexdigest()[:VERSION_LENGTH]


def is_as_seen(form: Form, lang: str, data: Mapping[str, str]) -> bool:
    """Tell whether the visitor saw the form as it is; a form written by hand does not say."""
    return data.get(SEEN) in (None, form_version(form, lang))


def _field_error(declared: Field, typed: str, value: str) -> Reply | None:
    """Return what is wrong with a field, given what was typed and what is kept of it."""
    for rule in rules_of(declared):
        if BREAKS[rule.name](typed if rule.name == "damaged" else value, rule.limit):
            return replace(rule.message, values={**rule.message.values, "length": len(value)}) \
                if rule.name == "long" else rule.message
    if value and declared.kind.is_choice and value not in declared.answers:
        return declared.kind.empty
    return declared.kind.fault(value) if declared.required else None
