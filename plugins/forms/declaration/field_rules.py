"""Tell what makes no sense in one field of a form."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from plugins.core.messages import Message, say
from plugins.forms.declaration.field import CHOICES, LIMITS
from plugins.forms.declaration.pattern import NoPattern, is_quick
from plugins.forms.declaration.schema import Place

LINES = ("text", "email", "tel", "url")
TYPED = (*LINES, "textarea")
ASKED = (*TYPED, *CHOICES, "checkbox", "consent")

TYPES_WITH: Mapping[str, tuple[str, ...]] = {
    "options": CHOICES,
    "version": ("consent",),
    "min": TYPED, "max": TYPED, "placeholder": TYPED,
    "pattern": LINES, "mismatch": LINES,
    "autocomplete": (*TYPED, "select"),
    "source": ("hidden",), "value": ("hidden",),
    "required": ASKED, "help": ASKED, "missing": ASKED, "when": ASKED,
}
"""Of which types a field must be to have a key."""

Faults = Iterator[tuple[Place, Message]]


def field_faults(field: Mapping[str, Any], place: Place) -> Faults:
    """Yield where a field declares what cannot be drawn or checked."""
    kind = field["type"]
    for key in TYPES_WITH.keys() & field.keys():
        if kind not in TYPES_WITH[key]:
            yield (*place, key), say("a field of the type “{kind}” has no “{key}”; delete it",
                                     kind=kind, key=key)
    if message := _wanting(field):
        yield (*place, "type"), message
    if field.get("min", 0) > field.get("max", field.get("min", 0)):
        yield (*place, "min"), say("“min” is above “max”; nothing could be written there")
    values = Counter(option["value"] for option in field.get("options", ()))
    for value in (value for value, times in values.items() if times > 1):
        yield (*place, "options"), say("two options have the value “{value}”; give each its own",
                                       value=value)
    if kind in LINES:
        yield from (((*place, "pattern"), message) for message in _pattern_faults(field))


def _wanting(field: Mapping[str, Any]) -> Message | None:
    kind, name = field["type"], field["name"]
    if kind in CHOICES and "options" not in field:
        return say("the field “{name}” has nothing to choose from; add “options”", name=name)
    if kind == "consent" and "version" not in field:
        return say("the consent “{name}” has no version; add “version”, and change it whenever "
                   "its text changes", name=name)
    if kind == "hidden" and ("source" in field) == ("value" in field):
        return say("the hidden field “{name}” must say what it holds; add “value”, or else "
                   "“source” with the value “page”", name=name)
    return None


def _pattern_faults(field: Mapping[str, Any]) -> Iterator[Message]:
    if "pattern" not in field:
        if "mismatch" in field:
            yield say("“mismatch” is said of a text that does not fit “pattern”; add that, or "
                      "delete this")
        return
    if "mismatch" not in field:
        yield say("nobody would know what “pattern” asks for; add “mismatch” in each language, as "
                  "in “Enter the nine digits of the number.”")
    try:
        if not is_quick(field["pattern"], field.get("max", LIMITS[field["type"]])):
            yield say("“pattern” could take too long on some texts; repeat no group that holds a "
                      "repetition or a choice, write {{2}} or {{2,4}} for + and *, or lower “max”")
    except NoPattern:
        yield say("“pattern” is not read alike by all browsers; use letters, digits, \\d, classes "
                  "like [A-Z0-9], groups, | and repetitions (?, *, +, {{2}}, {{2,4}}), write \\ "
                  "before other signs, and neither ^ nor $: the whole text must fit anyway")
