"""Say what a form is, and what a visitor is asked in each of its fields."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from plugins.core.email_address import normal_form
from plugins.core.messages import Reply, reply
from plugins.forms.declaration.field_types import FIELD_TYPES, TICKED, FieldType

Words = Mapping[str, str]
"""One wording for each language; empty if the declaration has none."""

TRAP = "website"
"""The field that people do not see, and that only machines fill in."""


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

    The label of a consent is its text, of which `version` is the version. `missing` is for a
    visitor who has left the field empty, `mismatch` for one whose text does not fit `pattern`.
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
    def kind(self) -> FieldType:
        """What is particular to the fields of its type."""
        return FIELD_TYPES[self.type]

    @property
    def answers(self) -> tuple[str, ...]:
        """The values there are to choose from; none where one types."""
        return (TICKED,) if self.kind.is_box else tuple(option.value for option in self.options)

    def is_asked(self, values: Mapping[str, str]) -> bool:
        """Tell whether a visitor who has given these values is asked for this one, too."""
        return self.when is None or values.get(self.when.field, "") in self.when.values

    def shown(self, value: str, lang: str) -> str:
        """Return a value as a person reads it."""
        if self.kind.is_box:
            return "✓" if value else ""
        return next((each.label[lang] for each in self.options if each.value == value), value)

    def held(self, page: str) -> str:
        """Return what a hidden field holds in a form on the page with this path."""
        return page if self.source == "page" else self.value


@dataclass(frozen=True)
class WordPress:
    """The shortcodes that a form answers to: their ids, their titles, their bare names."""

    ids: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Acknowledgement:
    """The mail that acknowledges a visitor's message: it never repeats a word of it."""

    subject: Words = field(default_factory=dict)
    text: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Outside:
    """An address that takes what is sent; with `audience`, it is a hosted form of Mailchimp's.

    `account` and `audience` are the `u` and the `id` of its address, `group` the name of its box
    for each language, as in group[1234][1]. `honeypot` is a field that only machines fill in.
    """

    action: str
    account: str = ""
    audience: str = ""
    honeypot: str = ""
    group: Words = field(default_factory=dict)

    @property
    def host(self) -> str:
        """The host of the address, as visitors read it."""
        return urlsplit(self.action).hostname or ""

    @property
    def origin(self) -> str:
        """The origin of the address, to which the pages of the form let it be sent."""
        parts = urlsplit(self.action)
        return f"{parts.scheme}://{parts.netloc}".lower()

    def name_of(self, declared: Field) -> str:
        """Return the name under which a field is sent."""
        usual = "EMAIL" if self.audience and declared.kind.role == "address" else declared.name
        return declared.outside or usual

    def hidden(self, lang: str) -> dict[str, str]:
        """Return what is sent in a language without being asked."""
        ids = {"u": self.account, "id": self.audience} if self.audience else {}
        group = self.group.get(lang, "")
        # Mailchimp's own form sends, for a ticked box, the number that ends its name.
        return ids | ({group: group.rpartition("[")[2].rstrip("]")} if group else {})


@dataclass(frozen=True)
class Form:
    """What the theme draws and the receiver checks; `page` and `thanks` are keys of pages.

    `copy` receives whatever goes to a recipient, `if_refused` what a mail server refuses for good.
    `retention` is for how many days the receiver keeps what was sent, `purpose` says what for.
    A form whose `delivery` is "outside" is not taken by the receiver, and has no `thanks`.
    `reply_within` are the words for the time in which the firm answers.
    """

    id: str
    path: str
    page: str
    thanks: str
    delivery: str
    title: Words
    submit: Words
    fields: tuple[Field, ...]
    recipient: tuple[str, ...] = ()
    copy: tuple[str, ...] = ()
    if_refused: tuple[str, ...] = ()
    subject: Words = field(default_factory=dict)
    intro: Words = field(default_factory=dict)
    purpose: Words = field(default_factory=dict)
    reply_within: Words = field(default_factory=dict)
    retention: int = 0
    acknowledge: bool = False
    acknowledgement: Acknowledgement = Acknowledgement()
    outside: Outside | None = None
    wordpress: WordPress = WordPress()

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which the form is worded, the site's first one first."""
        return tuple(self.title)

    @property
    def pages(self) -> tuple[str, ...]:
        """Return the keys of the pages that the form needs."""
        return (self.page, self.thanks) if self.thanks else (self.page,)

    @property
    def is_signup(self) -> bool:
        """Whether visitors subscribe by it."""
        return self.delivery == "subscription" or bool(self.outside and self.outside.audience)

    def recipients(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Return whom a submission of these values goes to: those of its options, or the form's."""
        chosen = dict.fromkeys(
            address for declared in self.fields for option in declared.options
            if option.value == values.get(declared.name) for address in option.recipient)
        return tuple(chosen) or self.recipient

    @property
    def all_recipients(self) -> tuple[str, ...]:
        """Whom a submission may go to."""
        chosen = (address for declared in self.fields for option in declared.options
                  for address in option.recipient)
        return *self.recipient, *chosen, *self.copy, *self.if_refused

    def email_in(self, values: Mapping[str, str]) -> str:
        """Return the visitor's address, or an empty text if none was given that is one."""
        return next((values[declared.name] for declared in self.fields
                     if declared.kind.role == "address" and normal_form(
                         values.get(declared.name, ""))), "")

    def labels(self, lang: str) -> dict[str, str]:
        """Return what the fields are called in a language, or else in the form's first one."""
        return {each.name: each.label.get(self._spoken(lang), each.name) for each in self.fields}

    def shown(self, values: Mapping[str, str], lang: str) -> dict[str, str]:
        """Return values as a person reads them: the label of what was chosen, ✓ for a ticked box.
        """
        shown = {each.name: each.shown(values.get(each.name, ""), self._spoken(lang))
                 for each in self.fields}
        return shown | {**values, **shown}  # those of fields that were once declared come last

    def _spoken(self, lang: str) -> str:
        return lang if lang in self.languages else self.languages[0]

    def receipt(self, lang: str, reference: str) -> Iterator[Reply]:
        """Yield what a visitor is told whose message has come, and who may want to speak of it."""
        yield reply("Your reference: {reference}.", reference=reference)
        if within := self.reply_within.get(lang):
            yield reply("We answer {within}.", within=within)


def comparable_claim(claim: str) -> str:
    """Return a WordPress id, title or name as two of them are compared."""
    return " ".join(unicodedata.normalize("NFKC", claim).split()).casefold()
