"""Hold the fields of an old form as its plugin drew them, and read the words around them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from plugins.core.html import MARKUP
from plugins.core.messages import say
from plugins.importer.markdown import Loss, near

BREAK = re.compile(r"</?(?:label|p|div|li|td|th|tr|h\d|fieldset|legend|section|br|hr)\b[^<>]*>|\n",
                   re.IGNORECASE)
"""What parts the words of one field from those of another."""

MARKED = re.compile(r"\s*(?:[*:：]+|\((?:required|optional|obligatoire|facultatif|requis)\))\s*$",
                    re.IGNORECASE)
"""What stands behind a label, and is said here by the page itself."""

INLINE = re.compile(r"</?(?:a|abbr|b|em|i|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
"""The tags that part no words."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class OldOption:
    """An answer that a field offers; `recipient` gets what is sent with it."""

    label: str
    recipient: str = ""


@dataclass(frozen=True)
class OldField:
    """A field of an old form: its own name, its type here, and its words in one language."""

    name: str
    type: str
    label: str
    required: bool = False
    min: int = 0
    max: int = 0
    placeholder: str = ""
    autocomplete: str = ""
    options: tuple[OldOption, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class OldDrawing:
    """The fields of a form in one language, the words of its button, and what is not kept."""

    fields: tuple[OldField, ...]
    submit: str = ""
    losses: tuple[Loss, ...] = ()


def legible(text: str) -> str:
    """Return a text without control characters; braces would name the firm's words here."""
    return CONTROL.sub(" ", text).replace("{", "(").replace("}", ")")


def drawn(source: str) -> str:
    """Return what a plugin drew of a form: no comments, and no marks that nothing closes."""
    html = legible(source)
    shown = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL) if "-->" in html else html
    return re.sub(r"<!|<(?=[^<>]*(?:<|\Z))", "", shown)


def plain(html: str) -> str:
    """Return the words of HTML in one line."""
    return " ".join(unescape(MARKUP.sub(" ", INLINE.sub("", html))).split())


def words_before(parts: Iterable[str]) -> tuple[list[str], str]:
    """Return the words of the parts before a field, and of the last of them, its label."""
    *others, last = [words for part in parts if (words := plain(part))] or [""]
    return others, last


def unmarked(label: str) -> str:
    """Return a label without what stands behind it."""
    return MARKED.sub("", MARKED.sub("", label))


def words_beside(words: str) -> Loss:
    """Say that words around the fields are left out."""
    return Loss(say("words beside the fields of a form are left out; write them on its page, or as "
                    "“intro” or “help”"), near(words))


def empty_choice(label: str) -> Loss:
    """Say that a list is left out that offers nothing."""
    return Loss(say("a choice without answers is left out"), near(label))


def filled_elsewhere(name: str) -> Loss:
    """Say that a hidden field is left out."""
    return Loss(say("a hidden field that something else fills in is left out"), near(name))


def one_line(text: str) -> str:
    """Return words in one line."""
    return " ".join(legible(unescape(text)).split())
