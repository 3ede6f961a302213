"""Tell what makes no sense in a form whose keys are all right."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from email_validator import EmailNotValidError, validate_email

from plugins.forms.declaration import Place
from plugins.forms.field import CHOICES, texts
from plugins.problems import Message, say

RESERVED = frozenset({"lang", "website"})
"""The names of the hidden fields: the visitor's language, and the trap for machines."""

FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")
PLACE = re.compile(r"\{(\w+)\}")

Faults = Iterator[tuple[Place, Message]]


def form_faults(form: Mapping[str, Any]) -> Faults:
    """Yield where a form declares what cannot be drawn, checked or delivered."""
    names = Counter(field["name"] for field in form["fields"])
    for number, field in enumerate(form["fields"]):
        yield from _name_faults(field["name"], names, ("fields", number, "name"))
        yield from _field_faults(field, ("fields", number))
    yield from _subscription_faults(form) if form["delivery"] == "subscription" \
        else _mail_faults(form)


def _name_faults(name: str, names: Mapping[str, int], place: Place) -> Faults:
    if not FIELD_NAME.fullmatch(name):
        yield place, say("the field name “{name}” must be small letters, digits and _, as in "
                         "“first_name”", name=name)
    if name in RESERVED:
        yield place, say("the field name “{name}” is taken by a hidden field of every form; "
                         "choose another", name=name)
    if names[name] > 1:
        yield place, say("two fields are named “{name}”; give each its own name", name=name)


def _field_faults(field: Mapping[str, Any], place: Place) -> Faults:
    kind = field["type"]
    if kind in CHOICES and "options" not in field:
        yield (*place, "type"), say("the field “{name}” has nothing to choose from; add “options”",
                                    name=field["name"])
    if kind not in CHOICES and "options" in field:
        yield (*place, "options"), say("only a field of the type “select” or “radio” has options")
    if kind == "consent" and "version" not in field:
        yield (*place, "type"), say("the consent “{name}” has no version; add “version”, and "
                                    "change it whenever its text changes", name=field["name"])
    if kind != "consent" and "version" in field:
        yield (*place, "version"), say("only a field of the type “consent” has a version")
    if kind in ("select", "checkbox", "consent") and {"min", "max"} & field.keys():
        yield (*place, "type"), say("a field of the type “{kind}” has neither “min” nor “max”",
                                    kind=kind)
    if field.get("min", 0) > field.get("max", field.get("min", 0)):
        yield (*place, "min"), say("“min” is above “max”; nothing could be written there")
    values = Counter(option["value"] for option in field.get("options", ()))
    for value in (value for value, times in values.items() if times > 1):
        yield (*place, "options"), say("two options have the value “{value}”; give each its own",
                                       value=value)


def _subscription_faults(form: Mapping[str, Any]) -> Faults:
    emails = [field for field in form["fields"]
              if field["type"] == "email" and field.get("required")]
    if len(emails) != 1:
        yield ("fields",), say("a subscription needs one required field of the type “email”")
    for key in {"recipient", "subject"} & form.keys():
        yield (key,), say("a subscription goes to the audience, so it has no “{key}”; delete it",
                          key=key)


def _mail_faults(form: Mapping[str, Any]) -> Faults:
    for key in ("recipient", "subject"):
        if key not in form:
            yield (key,), say("a form that is delivered by mail needs “{key}”; add it", key=key)
    yield from _recipient_faults(form, ())
    for number, field in enumerate(form["fields"]):
        for option in field.get("options", ()):
            yield from _recipient_faults(option, ("fields", number, "options"))
    yield from _subject_faults(form)


def _recipient_faults(table: Mapping[str, Any], place: Place) -> Faults:
    for address in texts(table.get("recipient", ())):
        try:
            validate_email(address, check_deliverability=False)
        except EmailNotValidError:
            yield place or ("recipient",), say("“{value}” is no email address; write one such as "
                                               "“office@firm.example”", value=address)


def _subject_faults(form: Mapping[str, Any]) -> Faults:
    names = {field["name"] for field in form["fields"]}
    for lang, subject in form.get("subject", {}).items():
        for unknown in set(PLACE.findall(subject)) - names:
            yield ("subject", lang), say("the subject names the field “{name}”, which the form "
                                         "does not have; its fields are {fields}",
                                         name=unknown, fields=", ".join(sorted(names)))
