"""Turn what WordPress holds of one text, blocks or classic HTML, into HTML as readers saw it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.importer.markdown import Loss

COMMENT = re.compile(r"<!--.*?-->", re.S)


@dataclass(frozen=True)
class Attached:
    """A picture or a document of the library: its address, its alternative text, its caption."""

    address: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Held:
    """What the export holds of a text outside of it.

    `footnotes` is the meta of this name, as it is; `reusable` are the contents of blocks that
    several texts show, `attached` the attachments, each by its number.
    """

    footnotes: str = ""
    reusable: Mapping[int, str] = field(default_factory=dict)
    attached: Mapping[int, Attached] = field(default_factory=dict)


@dataclass(frozen=True)
class Unblocked:
    """A text as HTML without blocks and shortcodes but those of forms; what it does not hold."""

    html: str
    losses: tuple[Loss, ...] = ()


def to_html(content: str, held: Held = Held()) -> Unblocked:
    """Return the content of a text as clean HTML; nothing in it is executed."""
    html = COMMENT.sub("", content)
    if "<p" not in html:
        html = "\n".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", html.strip()) if part)
    return Unblocked(html)
