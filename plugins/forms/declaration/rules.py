"""Tell what makes no sense in a form whose keys are all right."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlsplit

from plugins.core.email_address import comparable, normal_form
from plugins.core.messages import Message, say
from plugins.forms.declaration.answer import SEEN
from plugins.forms.declaration.field_types import FIELD_TYPES, KEYS, Table
from plugins.forms.declaration.form import TRAP, Condition, Field, Form, Option, Outside
from plugins.forms.declaration.pattern import NoPattern, is_quick
from plugins.forms.declaration.schema import KINDS, Faults, KeyPath

RESERVED = frozenset({"lang", SEEN, TRAP})
"""What is sent beside the fields: the visitor's language, the version of the form that the visitor
saw, and the trap for machines."""

FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")

MOST_CONDITIONS = 6
"""So many conditions the style sheet knows how to show fields by."""

MOST_CHARACTERS = 80_000
"""So many, in all fields together, a form may ask for: of more, a web server in front cuts it off.
"""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "mail": ("thanks", "retention", "recipient", "subject"),
    "subscription": ("thanks", "retention"),
    "outside": ("outside",),
}

TO_THE_FIRM = ("recipient", "copy", "if_refused", "subject", "reply_within", "acknowledge",
               "acknowledgement")

REFUSED: Mapping[str, tuple[str, ...]] = {
    "mail": ("outside",),
    "subscription": (*TO_THE_FIRM, "outside"),
    "outside": ("thanks", "retention", *TO_THE_FIRM),
}
"""Which keys a form needs, and which it cannot have, as it is delivered."""

WANTED: Mapping[str, Message] = {
    "thanks": say("the key of the page that thanks the visitor, such as “thanks”"),
    "retention": say("for how many days what was sent is kept, such as 365; the privacy page must "
                     "say the same"),
    "recipient": say("an email address, or a list of them"),
    "subject": KINDS["words"],
    "outside": say("a table with “action”, the address that the form is sent to"),
}

PLACEHOLDER = re.compile(r"\{(\w+)\}")
"""Where a subject names a field, whose value takes its place."""


def form_faults(form: Form, table: Table) -> Faults:
    """Yield where a form, declared in `table`, cannot be drawn, checked or delivered."""
    names = Counter(field.name for field in form.fields)
    for number, (field, declared) in enumerate(zip(form.fields, table["fields"], strict=True)):
        yield from _name_faults(field.name, names, ("fields", number, "name"))
        yield from _field_faults(field, declared, ("fields", number))
    yield from _condition_faults(form.fields)
    if sum(field.max for field in form.fields) > MOST_CHARACTERS:
        yield ("fields",), say("the fields of a form hold {most} characters at most, all together; "
                               "lower “max”, or make two forms", most=MOST_CHARACTERS)
    yield from _delivery_faults(form, table)


def _name_faults(name: str, names: Mapping[str, int], place: KeyPath) -> Faults:
    if not FIELD_NAME.fullmatch(name):
        yield place, say("the field name “{name}” must be small letters, digits and _, as in "
                         "“first_name”", name=name)
    if name in RESERVED:
        yield place, say("the field name “{name}” is taken by a hidden field of every form; "
                         "choose another", name=name)
    if names[name] > 1:
        yield place, say("two fields are named “{name}”; give each its own name", name=name)


def _field_faults(field: Field, table: Table, place: KeyPath) -> Faults:
    kind = FIELD_TYPES[field.type]
    for key in table:
        if key not in (*KEYS, *kind.keys):
            yield (*place, key), say("a field of the type “{kind}” has no “{key}”; delete it",
                                     kind=field.type, key=key)
    if message := kind.lacks(table):
        yield (*place, "type"), message
    if "max" in table and field.min > field.max:
        yield (*place, "min"), say("“min” is above “max”; nothing could be written there")
    values = Counter(option.value for option in field.options)
    for value in (value for value, times in values.items() if times > 1):
        yield (*place, "options"), say("two options have the value “{value}”; give each its own",
                                       value=value)
    if "pattern" in kind.keys:
        yield from (((*place, "pattern"), message) for message in _pattern_faults(field))


def _pattern_faults(field: Field) -> Iterator[Message]:
    if not field.pattern:
        if field.mismatch:
            yield say("“mismatch” is shown for a text that does not fit “pattern”; add “pattern”, "
                      "or delete “mismatch”")
        return
    if not field.mismatch:
        yield say("nobody would know what “pattern” asks for; add “mismatch” in each language, as "
                  "in “Enter the nine digits of the number.”")
    try:
        if not is_quick(field.pattern, field.max):
            yield say("“pattern” could take too long on some texts; repeat no group that holds a "
                      "repetition or a choice, write {{2}} or {{2,4}} for + and *, or lower “max”")
    except NoPattern:
        yield say("“pattern” is not read alike by all browsers; use letters, digits, \\d, classes "
                  "like [A-Z0-9], groups, | and repetitions (?, *, +, {{2}}, {{2,4}}), write \\ "
                  "before other signs, and neither ^ nor $: the whole text must fit anyway")


def _condition_faults(fields: Collection[Field]) -> Faults:
    by_name = {field.name: field for field in fields}
    conditions = set[Condition]()
    for number, field in enumerate(fields):
        if field.when:
            place = ("fields", number, "when")
            yield from ((place, message) for message in _when_faults(field.when, by_name))
            conditions.add(field.when)
            if len(conditions) == MOST_CONDITIONS + 1:
                yield place, say("a form has at most {most} different conditions; let fields share "
                                 "them, or make two forms", most=MOST_CONDITIONS)


def _when_faults(when: Condition, by_name: Mapping[str, Field]) -> Iterator[Message]:
    other = by_name.get(when.field)
    if other is None or not other.kind.is_choice:
        chosen = [name for name, field in by_name.items() if field.kind.is_choice]
        yield say("“when” names “{name}”, which is not a field with a choice; those of this form "
                  "are: {names}", name=when.field, names=", ".join(chosen) or "–")
        return
    if other.when:
        yield say("“when” names “{name}”, which itself is asked on a condition only; name the "
                  "field that decides", name=when.field)
    for value in when.values:
        if value not in other.answers:
            yield say("“when” asks for “{value}”, which “{name}” never is; it can be {values}",
                      value=value, name=when.field, values=", ".join(other.answers))


def _delivery_faults(form: Form, keys: Collection[str]) -> Faults:
    """Yield what is missing or wrong, given how the form is delivered."""
    for key in NEEDED[form.delivery]:
        if key not in keys:
            yield (key,), say("the delivery “{delivery}” needs the key “{key}”; add it: {what}",
                              delivery=form.delivery, key=key, what=WANTED[key])
    for key in REFUSED[form.delivery]:
        if key in keys:
            yield (key,), _needless(form, key)
    emails = [field for field in form.fields
              if field.kind.role == "address" and field.required and not field.when]
    if len(emails) != 1 and (form.delivery == "subscription"
                             or (form.outside and form.outside.audience)):
        yield ("fields",), say("a subscription needs one required field of the type “email”, "
                               "always asked")
    for number, field in enumerate(form.fields):
        yield from _option_faults(form, field.options, ("fields", number, "options"))
        if form.delivery != "outside" and field.outside:
            yield ("fields", number, "outside"), say(
                "only a form with the delivery “outside” renames a field; delete “outside”")
    for key in ("recipient", "copy", "if_refused"):
        yield from _recipient_faults(getattr(form, key), (key,))
    first = {comparable(address) for address in (*form.recipient, *form.copy)}
    for address in form.if_refused:
        if comparable(address) in first:
            yield ("if_refused",), say("“{value}” receives the messages already, and would refuse "
                                       "them again; write another address", value=address)
    yield from _mail_faults(form)
    if form.delivery == "outside" and form.outside:
        yield from _outside_faults(form.outside)


def _needless(form: Form, key: str) -> Message:
    return say("the delivery “{delivery}” has no “{key}”; delete it", delivery=form.delivery,
               key=key)


def _option_faults(form: Form, options: Collection[Option], place: KeyPath) -> Faults:
    for option in options:
        if form.delivery == "mail":
            yield from _recipient_faults(option.recipient, place)
        elif option.recipient:
            yield place, _needless(form, "recipient")


def _outside_faults(outside: Outside) -> Faults:
    parts = urlsplit(outside.action)
    if parts.scheme != "https" or not parts.hostname or parts.fragment:
        yield ("outside", "action"), say(
            "a form cannot be sent to “{value}”; write a full address that begins with https://",
            value=outside.action)
    if bool(outside.account) != bool(outside.audience):
        yield ("outside", "action"), say(
            "a form hosted by Mailchimp has both “u” and “id”; add the other one from its "
            "address")
    if outside.group and not outside.audience:
        yield ("outside", "group"), say(
            "only a form hosted by Mailchimp has groups; add “u” and “id”, or delete “group”")


def _recipient_faults(addresses: Collection[str], place: KeyPath) -> Faults:
    for address in addresses:
        if normal_form(address) is None:
            yield place, say("“{value}” is not an email address; write one such as "
                             "“office@firm.example”", value=address)


def _mail_faults(form: Form) -> Faults:
    """Yield what is wrong with the subject of a form and with its acknowledgement."""
    names = {field.name for field in form.fields}
    for lang, subject in form.subject.items():
        yield from _subject_faults(subject, ("subject", lang))
        for unknown in set(PLACEHOLDER.findall(subject)) - names:
            yield ("subject", lang), say("the subject names the field “{name}”, which the form "
                                         "does not have; its fields are {fields}",
                                         name=unknown, fields=", ".join(sorted(names)))
    if form.acknowledge:
        yield from ((("acknowledge",), message) for message in _unanswerable(form))
    for key, words in vars(form.acknowledgement).items():
        for lang, text in words.items():
            place = ("acknowledgement", key, lang)
            yield from _subject_faults(text, place) if key == "subject" else ()
            for name in PLACEHOLDER.findall(text):
                yield place, say(
                    "an acknowledgement holds nothing that a visitor typed: anybody may type "
                    "anybody’s address; delete “{{{name}}}”", name=name)


def _subject_faults(subject: str, place: KeyPath) -> Faults:
    if "\n" in subject.strip():
        yield place, say("a subject is one line; join its lines")


def _unanswerable(form: Form) -> Iterator[Message]:
    if not form.acknowledgement.subject:
        yield say("nothing says what the acknowledgement says; add the table “acknowledgement” "
                  "with “subject” and “text”")
    if not any(field.kind.role == "address" for field in form.fields):
        yield say("nobody can be answered without a field of the type “email”; add one, or write "
                  "acknowledge = false")
