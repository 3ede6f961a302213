"""Say what a visitor is asked in one field of a form."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.core.email_address import LONGEST
from plugins.core.messages import Message, say
from plugins.forms.declaration.pattern import NoPattern, is_quick
from plugins.forms.declaration.schema import Place

Words = Mapping[str, str]
"""One wording for each language; empty if the declaration has none."""

Worded = Callable[[Mapping[str, Any], str], Words]
"""Returns the wordings under a key of a table, typeset."""

LIMITS = {"text": 200, "email": LONGEST, "tel": 40, "url": 500, "textarea": 5000}
"""How many characters a field takes whose declaration does not say."""

BOXES = ("checkbox", "consent")
CHOICES = ("select", "radio")

TRAP = "website"
"""The field that people do not see, and that only machines fill in."""

TICKED = "yes"
"""The value of a box that is ticked; one that is not sends nothing."""


@dataclass(frozen=True)
class Option:
    """One of the answers that a field offers; `recipient` is who gets what is sent with it.

    No page ever shows a recipient.
    """

    value: str
    label: Words
    recipient: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """What another field must hold for a field to be asked: one of `values`."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """What a visitor is asked once; `min` and `max` count characters, 0 is no limit.

    The label of a consent is its text, of which `version` is the version. `missing` is what a
    visitor is told who has left the field empty, `mismatch` one whose text does not fit `pattern`.
    A hidden field holds `value`, or what `source` names: "page" is the path of the page that the
    form was sent from. `outside` is the name of the field at an outside address.
    """

    name: str
    type: str
    label: Words
    required: bool = False
    min: int = 0
    max: int = 0
    pattern: str = ""
    autocomplete: str = ""
    options: tuple[Option, ...] = ()
    when: Condition | None = None
    version: str = ""
    source: str = ""
    value: str = ""
    outside: str = ""
    help: Words = field(default_factory=dict)
    placeholder: Words = field(default_factory=dict)
    missing: Words = field(default_factory=dict)
    mismatch: Words = field(default_factory=dict)

    @property
    def answers(self) -> tuple[str, ...]:
        """The values there are to choose from; none where one types."""
        return (TICKED,) if self.type in BOXES else tuple(option.value for option in self.options)

    def is_asked(self, values: Mapping[str, str]) -> bool:
        """Tell whether a visitor who has given these values is asked for this one, too."""
        return self.when is None or values.get(self.when.field, "") in self.when.values


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


def declared_field(table: Mapping[str, Any], words: Worded) -> Field:
    """Return the field of a table whose keys are all right."""
    kept = ("name", "type", "required", "min", "pattern", "autocomplete", "version", "source",
            "value", "outside")
    return Field(
        **{key: table[key] for key in kept if key in table},
        label=words(table, "label"), help=words(table, "help"),
        placeholder=words(table, "placeholder"), missing=words(table, "missing"),
        mismatch=words(table, "mismatch"),
        max=table.get("max", LIMITS.get(table["type"], 0)),
        options=tuple(Option(option["value"], words(option, "label"),
                             texts(option.get("recipient", ())))
                      for option in table.get("options", ())),
        when=Condition(table["when"]["field"], texts(table["when"]["value"]))
        if "when" in table else None)


def texts(value: str | list[str] | tuple[()]) -> tuple[str, ...]:
    """Return what a declaration gives as one text or as a list of them."""
    return (value,) if isinstance(value, str) else tuple(value)


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
