"""Tell what makes no sense in a form whose keys are all right."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from plugins.core.messages import Message, say
from plugins.forms.declaration.delivery_rules import delivery_faults
from plugins.forms.declaration.field import BOXES, CHOICES, LIMITS, TICKED, TRAP, texts
from plugins.forms.declaration.field_rules import field_faults
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
