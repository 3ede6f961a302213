"""Tell what keeps a form from being delivered as it declares."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from plugins.core.messages import Message, say
from plugins.forms.declaration.mail_rules import mail_faults, recipient_faults
from plugins.forms.declaration.schema import Place

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

Faults = Iterator[tuple[Place, Message]]


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
