"""Tell what makes no sense in a form whose keys are all right."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from plugins.core.email_address import normal_form
from plugins.core.messages import Message, say
from plugins.forms.declaration.field_types import (
    BOXES,
    CHOICES,
    LIMITS,
    TICKED,
    TRAP,
    field_faults,
    texts,
)
from plugins.forms.declaration.schema import Place

RESERVED = frozenset({"lang", "seconds", "seen", TRAP})
"""What is sent beside the fields: the visitor's language, for how long the page was open, the
digest of the form that the visitor saw, and the trap for machines."""

FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")

MOST_CONDITIONS = 6
"""So many conditions the style sheet knows how to show fields by."""

MOST_CHARACTERS = 80_000
"""So many, in all fields together, a form may ask for: of more, a web server in front cuts it off.
"""

Faults = Iterator[tuple[Place, Message]]

NEEDED: Mapping[str, tuple[str, ...]] = {
    "mail": ("thanks", "retention", "recipient", "subject"),
    "subscription": ("thanks", "retention"),
    "outside": ("outside",),
}

REFUSED: Mapping[str, tuple[str, ...]] = {
    "mail": ("outside",),
    "subscription": ("recipient", "subject", "acknowledge", "acknowledgement", "outside"),
    "outside": ("thanks", "retention", "recipient", "subject", "acknowledge", "acknowledgement"),
}
"""Which keys a form needs, and which it cannot have, as it is delivered."""

WANTED: Mapping[str, Message] = {
    "thanks": say("the key of the page that thanks the visitor, such as “thanks”"),
    "retention": say("for how many days what was sent is kept, such as 365; the privacy page must "
                     "say the same"),
    "recipient": say("an email address, or a list of them"),
    "subject": say("one text for each language"),
    "outside": say("a table with “action”, the address that the form is sent to"),
}

PLACE = re.compile(r"\{(\w+)\}")
"""Where a subject names a field, whose value then stands there."""


def form_faults(form: Mapping[str, Any]) -> Faults:
    """Yield where a form declares what cannot be drawn, checked or delivered."""
    names = Counter(field["name"] for field in form["fields"])
    for number, field in enumerate(form["fields"]):
        yield from _name_faults(field["name"], names, ("fields", number, "name"))
        yield from field_faults(field, ("fields", number))
    yield from _condition_faults(form["fields"])
    if sum(field.get("max", LIMITS.get(field["type"], 0)) for field in form["fields"]
           ) > MOST_CHARACTERS:
        yield ("fields",), say("the fields of a form hold {most} characters at most, all together; "
                               "lower “max”, or make two forms", most=MOST_CHARACTERS)
    yield from delivery_faults(form)


def _name_faults(name: str, names: Mapping[str, int], place: Place) -> Faults:
    if not FIELD_NAME.fullmatch(name):
        yield place, say("the field name “{name}” must be small letters, digits and _, as in "
                         "“first_name”", name=name)
    if name in RESERVED:
        yield place, say("the field name “{name}” is taken by a hidden field of every form; "
                         "choose another", name=name)
    if names[name] > 1:
        yield place, say("two fields are named “{name}”; give each its own name", name=name)


def _condition_faults(fields: list[dict[str, Any]]) -> Faults:
    by_name = {field["name"]: field for field in fields}
    conditions = set()
    for number, field in enumerate(fields):
        if when := field.get("when"):
            yield from ((("fields", number, "when"), message)
                        for message in _wrong_condition(when, by_name))
            conditions.add((when["field"], texts(when["value"])))
            if len(conditions) == MOST_CONDITIONS + 1:
                yield ("fields", number, "when"), say(
                    "a form has at most {most} different conditions; let fields share them, or "
                    "make two forms", most=MOST_CONDITIONS)


def _wrong_condition(when: Mapping[str, Any], by_name: Mapping[str, Mapping[str, Any]]
                     ) -> Iterator[Message]:
    other = by_name.get(when["field"])
    if other is None or other["type"] not in (*CHOICES, *BOXES):
        chosen = [name for name, field in by_name.items() if field["type"] in (*CHOICES, *BOXES)]
        yield say("“when” names “{name}”, which is no field with a choice; those of this form are: "
                  "{names}", name=when["field"], names=", ".join(chosen) or "–")
        return
    if "when" in other:
        yield say("“when” names “{name}”, which itself is asked on a condition only; name the "
                  "field that decides", name=when["field"])
    values = [TICKED] if other["type"] in BOXES else [
        option["value"] for option in other.get("options", ())]
    for value in texts(when["value"]):
        if value not in values:
            yield say("“when” asks for “{value}”, which “{name}” never is; it can be {values}",
                      value=value, name=when["field"], values=", ".join(values))


def delivery_faults(form: Mapping[str, Any]) -> Faults:
    """Yield what is missing or wrong, given how the form is delivered."""
    delivery = form["delivery"]
    for key in NEEDED[delivery]:
        if key not in form:
            yield (key,), say("the delivery “{delivery}” needs the key “{key}”; add it: {what}",
                              delivery=delivery, key=key, what=WANTED[key])
    for key in REFUSED[delivery]:
        if key in form:
            yield (key,), say("the delivery “{delivery}” has no “{key}”; delete it",
                              delivery=delivery, key=key)
    yield from _field_faults(form)
    yield from recipient_faults(form, ("recipient",))
    yield from mail_faults(form)
    if delivery == "outside" and "outside" in form:
        yield from ((("outside", key), message)
                    for key, message in _outside_faults(form["outside"]))


def _field_faults(form: Mapping[str, Any]) -> Faults:
    delivery = form["delivery"]
    emails = [field for field in form["fields"] if field["type"] == "email"
              and field.get("required") and "when" not in field]
    if len(emails) != 1 and (delivery == "subscription" or "id" in form.get("outside", {})):
        yield ("fields",), say("a subscription needs one required field of the type “email”, "
                               "always asked")
    for number, field in enumerate(form["fields"]):
        place = ("fields", number, "options")
        for option in field.get("options", ()):
            if delivery == "mail":
                yield from recipient_faults(option, place)
            elif "recipient" in option:
                yield place, say("the delivery “{delivery}” has no “{key}”; delete it",
                                 delivery=delivery, key="recipient")
        if delivery != "outside" and "outside" in field:
            yield ("fields", number, "outside"), say(
                "only a form with the delivery “outside” renames a field; delete “outside”")


def _outside_faults(outside: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    parts = urlsplit(outside["action"])
    if parts.scheme != "https" or not parts.hostname or parts.fragment:
        yield "action", say("“{value}” is not where a form can be sent; write a full address that "
                            "begins with https://", value=outside["action"])
    if ("u" in outside) != ("id" in outside):
        yield "action", say("a hosted form of Mailchimp’s has both “u” and “id”; add the other one "
                            "from its address")
    if "group" in outside and "id" not in outside:
        yield "group", say("only a hosted form of Mailchimp’s has groups; add “u” and “id”, or "
                           "delete “group”")


def recipient_faults(table: Mapping[str, Any], place: Place) -> Faults:
    """Yield what is no address among the recipients of a form or an option."""
    for address in texts(table.get("recipient", ())):
        if normal_form(address) is None:
            yield place, say("“{value}” is no email address; write one such as "
                             "“office@firm.example”", value=address)


def mail_faults(form: Mapping[str, Any]) -> Faults:
    """Yield what is wrong with the subject of a form and with its acknowledgement."""
    names = {field["name"] for field in form["fields"]}
    for lang, subject in form.get("subject", {}).items():
        yield from _line_faults(subject, ("subject", lang))
        for unknown in set(PLACE.findall(subject)) - names:
            yield ("subject", lang), say("the subject names the field “{name}”, which the form "
                                         "does not have; its fields are {fields}",
                                         name=unknown, fields=", ".join(sorted(names)))
    if form.get("acknowledge"):
        yield from ((("acknowledge",), message) for message in _unanswerable(form))
    for key, words in form.get("acknowledgement", {}).items():
        for lang, text in words.items():
            place = ("acknowledgement", key, lang)
            yield from _line_faults(text, place) if key == "subject" else ()
            for name in PLACE.findall(text):
                yield place, say("an acknowledgement holds nothing that a visitor typed: anybody "
                                 "may type anybody’s address; delete “{{{name}}}”", name=name)


def _line_faults(subject: str, place: Place) -> Faults:
    if "\n" in subject.strip():
        yield place, say("a subject is one line; join its lines")


def _unanswerable(form: Mapping[str, Any]) -> Iterator[Message]:
    if "acknowledgement" not in form:
        yield say("nothing says what the acknowledgement says; add the table “acknowledgement” "
                  "with “subject” and “text”")
    if not any(field["type"] == "email" for field in form["fields"]):
        yield say("nobody can be answered without a field of the type “email”; add one, or write "
                  "acknowledge = false")
