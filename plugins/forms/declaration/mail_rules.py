"""Tell what makes no sense in the mails that a form is delivered and acknowledged by."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from plugins.core.email_address import normal_form
from plugins.core.messages import Message, say
from plugins.forms.declaration.field import texts
from plugins.forms.declaration.schema import Place

PLACE = re.compile(r"\{(\w+)\}")
"""Where a subject names a field, whose value then stands there."""

Faults = Iterator[tuple[Place, Message]]


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
