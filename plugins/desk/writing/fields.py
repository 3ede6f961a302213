"""Show the header of a text as the fields of a form, and read what such a form has posted."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from starlette.datastructures import FormData

from plugins.content.header import KEYS, Key
from plugins.content.reading import Declarations
from plugins.content.text import Kind, Text, listed
from plugins.core.messages import ContentError, Message, say
from plugins.desk.context import Desk
from plugins.desk.writing.places import Place, digest, followed, place_of
from plugins.desk.writing.typed import Form, form_of, seal, typed
from plugins.register.keys import plain_words
from plugins.register.laws import Law

DIGEST = re.compile("([0-9a-f]{2})*")

Input = Literal["line", "long", "day", "choice", "keys"]
"""How a value is typed: `keys` are several, with commas, of which the choices are known."""

LABELS = {
    "title": say("Title"), "category": say("Category"), "tags": say("Keywords of the text"),
    "laws": say("Laws that it is about"), "authors": say("Written by"), "summary": say("Summary"),
    "slug": say("Address of the page"), "search-title": say("Title for search engines"),
    "pinned": say("Always in front"), "noindex": say("Hidden from search engines"),
    "modified": say("Changed on"), "changes": say("What has changed"),
    "accept": say("Warnings that are right here"), "status": say("Status"),
    "template": say("Kind of page"), "date": say("Date"), "subject": say("Subject of the email"),
    "preview": say("Words beside the subject"), "articles": say("Articles"),
    "show": say("Of each article"), "number": say("Number")}
"""What editors call the keys of a header."""

CHOICES = {
    "yes": say("yes"), "no": say("no"), "draft": say("draft"), "published": say("published"),
    "summary": say("the summary"), "full": say("the whole text"), "page": say("an ordinary page"),
    "legal": say("a page of legal information")}
"""What editors call the values between which they choose."""

USUAL = {"pinned": "no", "noindex": "no", "template": "page", "status": "published",
         "show": "summary"}
"""What a header says that does not name the key."""

LONG = ("summary", "preview", "changes")


@dataclass(frozen=True)
class Posted:
    """A text as it was typed: its file as it is `now`, None if there is none, and as it would be.

    `base` is the digest of the file that the form was made from, nothing if there was none. The
    form is `untouched` where it says what that file says. `window` is the page that has posted it,
    `kept` the digest of the draft with which that was drawn.
    """

    place: Place
    base: str
    now: bytes | None
    data: bytes
    untouched: bool = False
    window: str = ""
    kept: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the file would be another than it was."""
        return not self.untouched and self.now != self.data

    @property
    def has_moved_on(self) -> bool:
        """Whether the file is not the one any more that the form was made from."""
        return self.base != digest(self.now)


def posted_texts(desk: Desk, form: FormData) -> list[Posted]:
    """Return every text of a form whose fields are named by language, like “fr.body”.

    Raises Failure for what is no text, ContentError for a file that is not in UTF-8.
    """
    return [posted_text(desk, form, f"{lang}.") for lang in desk.options().languages
            if f"{lang}.path" in form]


def posted_text(desk: Desk, form: FormData, prefix: str = "") -> Posted:
    """Return the text of a form; what it has no field for is kept. Raises as `posted_texts`."""
    def said(name: str, otherwise: str = "") -> str:
        value = form.get(prefix + name)
        return value if isinstance(value, str) else otherwise

    place = place_of(desk.options(), said("path"))
    if said("base"):
        place = followed(desk.options(), place)
    now = place.read()
    shown = form_of(place.source, now or b"")
    fields = {name: said(f"head.{name}", value) for name, value in shown.fields.items()}
    added = {name: said(f"add.{name}") for name in KEYS[place.source.kind]}
    fields |= dict(_with_added(desk, place, Form(fields, "", ""), added))
    filled = Form(fields, said("others", shown.others), said("body", shown.body))
    base = said("base") if DIGEST.fullmatch(said("base")) else "00"  # which no file has
    return Posted(place, base, now, typed(place.source, now or b"", filled),
                  said("seal") == seal(filled), said("window"), said("kept"))


def _with_added(desk: Desk, place: Place, form: Form, added: dict[str, str]
                ) -> Iterator[tuple[str, str]]:
    """Yield the keys with what was chosen for them beside those that they have."""
    if not any(words.strip() for words in added.values()):
        return
    try:
        saved = desk.workshop.saved(desk.shown())
    except ContentError:  # nothing can be chosen then
        return
    fields = fields_of(place.source.kind, form, place.source.lang, saved.declared,
                       saved.site.texts)
    for field in fields:
        if field.input == "keys" and added[field.name].strip():
            yield field.name, with_added(field.value, added[field.name], field.choices)


@dataclass(frozen=True)
class Choice:
    """A value that a field may hold, and what it is called: by every name it has, for a search."""

    value: str
    words: Message | str


@dataclass(frozen=True)
class Field:
    """A key of the header as a field of a form."""

    name: str
    label: Message
    input: Input
    value: str
    required: bool
    choices: tuple[Choice, ...] = ()


def fields_of(kind: Kind, form: Form, lang: str, declared: Declarations | None,
              texts: Iterable[Text]) -> list[Field]:
    """Return the fields of a header; without declarations, or texts, they offer no names."""
    return [Field(name, LABELS[name], _input(name, key), form.fields[name], key.required,
                  tuple(_with_value(form.fields[name], name, key,
                                    _choices(name, key, lang, declared, texts))))
            for name, key in KEYS[kind].items()]


def with_added(value: str, added: str, choices: Collection[Choice]) -> str:
    """Return keys with one more, which is named by its key or by any of its names."""
    words = plain_words(added)
    named = [choice.value for choice in choices if added in (choice.value, choice.words)] or [
        choice.value for choice in choices
        if words and words == plain_words(str(choice.words))[:len(words)]]
    keys = listed(value)
    key = named[0] if named else added.strip()
    return value if not key or key in keys else ", ".join([*keys, key])


def _input(name: str, key: Key) -> Input:
    if key.is_day:
        return "day"
    if name in ("laws", "articles") or key.several or key.topic in ("tag", "author"):
        return "keys"
    if key.choices or key.topic:
        return "choice"
    return "long" if name in LONG else "line"


def _choices(name: str, key: Key, lang: str, declared: Declarations | None, texts: Iterable[Text]
             ) -> list[Choice]:
    if key.choices:
        return [Choice(value, CHOICES.get(value, value)) for value in key.choices]
    if name == "articles":
        return [Choice(text.key, text.header.get("title", text.key)) for text in texts
                if text.kind == "article" and text.lang == lang]
    if not declared:
        return []
    if name == "laws":
        return [Choice(law.key, " · ".join(_names(law, lang))) for law in declared.laws.values()]
    topics = declared.topics[key.topic] if key.topic else {}
    return [Choice(topic.key, topic.names[lang]) for topic in topics.values()]


def _names(law: Law, lang: str) -> list[str]:
    """Return every name of a law, those of the language first."""
    names = [law.name.get(lang, ""), law.short.get(lang, ""), *law.name.values(),
             *law.short.values(), law.chinese, law.pinyin]
    return list(dict.fromkeys(filter(None, names)))


def _with_value(value: str, name: str, key: Key, choices: list[Choice]) -> Iterable[Choice]:
    """Yield the choices with what is usual, and with a value that is none of them."""
    if _input(name, key) == "keys":
        yield from choices
        return
    if not (choices or key.topic):
        return
    usual = USUAL.get(name, "")
    yield Choice("", say("{value} (as usual)", value=CHOICES[usual]) if usual else "—")
    yield from (choice for choice in choices if choice.value != usual or value == usual)
    if value and value not in [choice.value for choice in choices]:
        yield Choice(value, value)
