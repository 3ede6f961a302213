"""Keep the merge tags of Mailchimp to those of our own templates."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, NamedTuple

from plugins.core.messages import Failure, Message, say


class MergeTags(NamedTuple):
    """What Mailchimp fills in as it sends one part of an email; its template is given them."""

    unsubscribe: str
    preferences: str
    address: str


HTML_TAGS = MergeTags("*|UNSUB|*", "*|UPDATE_PROFILE|*", "*|HTML:LIST_ADDRESS_HTML|*")
TEXT_TAGS = MergeTags("*|UNSUB|*", "*|UPDATE_PROFILE|*", "*|LIST:ADDRESS|*")

WORD_JOINER = "\u2060"

# An HTML parser, css-inline's among them, makes `*|` of any of these.
_OPENING = re.compile(
    r"(?:\*|&(?:#0*42|#[xX]0*2[aA]|ast|midast);?)"
    r"(?:\||&(?:#0*124|#[xX]0*7[cC]|vert|verbar|VerticalLine);?)"
)
_TAG = re.compile(r"\*\|(?:(?!\*\|)[^\n]){0,80}?\|\*|\*\|[^\s<]{0,80}")


def escape(content: str) -> str:
    """Return text or HTML of an editor in which Mailchimp finds no merge tag.

    A word joiner, which nobody sees, parts the two opening marks: written as an entity the bar
    would come back when css-inline parses the email.
    """
    return _OPENING.sub(f"*{WORD_JOINER}|", content)


def escape_all(value: Any) -> Any:
    """Return a value of the same kind, a dataclass or a mapping for instance, all texts escaped."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Mapping):
        return {name: escape_all(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(map(escape_all, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: escape_all(getattr(value, field.name))
                                 for field in fields(value)})
    return value


def check(content: str, allowed: Collection[str]) -> None:
    """Raise Failure, naming it, if `content` holds a merge tag other than the `allowed`."""
    for tag, _ in foreign(content, allowed):
        raise Failure(refused(tag, allowed))


def foreign(content: str, allowed: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield each merge tag of `content` other than the `allowed`, with its place."""
    return ((match[0], match.start()) for match in _TAG.finditer(content)
            if match[0] not in allowed)


def begins_with_one(address: str) -> bool:
    """Tell whether Mailchimp fills an address in."""
    return address.startswith("*|")


def refused(tag: str, allowed: Collection[str]) -> Message:
    """Report a merge tag that is not one of ours."""
    return say("the merge tag “{tag}” is not allowed in an email; those allowed are {allowed}",
               tag=tag, allowed=", ".join(sorted(allowed)))
