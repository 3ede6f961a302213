"""Show the header of a text as the fields of a form: what each one is called, and may hold."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from plugins.content.header import KEYS, Key
from plugins.content.reading import Declarations
from plugins.content.text import Kind, Text, listed
from plugins.core.messages import Message, say
from plugins.desk.writing.typed import Form
from plugins.register.keys import plain_words
from plugins.register.laws import Law

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
