"""Check what a visitor typed into a form against its declaration."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from plugins.core.messages import Reply, reply
from plugins.forms.declaration.form import Field, Form
from plugins.forms.declaration.pattern import fits

MISMATCH = reply("Use the format that is asked for.")
"""Said only if the field has no words of its own for it."""

SEEN = "seen"
"""The hidden field with the version of the form that the visitor saw."""

BEGUN = "begun-at"
"""The hidden field with the time at which the visitor began, signed; no field can be named so."""

VERSION_LENGTH = 12


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
    errors = {each.name: message for each in asked
              if (message := _field_error(each, values[each.name]))}
    if not errors:
        values |= {each.name: "" for each in form.fields if each not in asked}
    return Answer(form, lang, values, errors)


def error_texts(answer: Answer, gettext: Callable[[str], str]) -> dict[str, str]:
    """Return the visitor's sentence about each field, in the form's own words where it has any."""
    own = {each.name: each.missing[answer.lang] for each in answer.form.fields
           if each.missing and not answer.values.get(each.name)}
    own |= {each.name: each.mismatch[answer.lang] for each in answer.form.fields
            if answer.errors.get(each.name) is MISMATCH}
    return {name: own.get(name) or message.render(gettext)
            for name, message in answer.errors.items()}


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


def _field_error(declared: Field, value: str) -> Reply | None:
    if not value:
        return declared.kind.empty if declared.required else None
    if declared.max and len(value) > declared.max:
        return reply("Shorten this to {most} characters; there are {length} now.",
                   most=declared.max, length=len(value))
    if len(value) < declared.min:
        return reply("Write at least {least} characters.", least=declared.min)
    if declared.kind.is_choice and value not in declared.answers:
        return declared.kind.empty
    return declared.kind.fault(value) or (
        MISMATCH if declared.pattern and not fits(declared.pattern, value) else None)
