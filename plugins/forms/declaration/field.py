"""Say what a visitor is asked in one field of a form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.core.email_address import LONGEST

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
