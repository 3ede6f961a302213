"""An address of the web is a link: bare, readers would have to copy it."""

import re
from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say

BARE = re.compile(r"(?<![\w/.@])(?:https?://|www\.)[^\s<>\ue000]*[\w/]")


def bare_addresses(text: Text) -> Iterator[Problem]:
    """Yield a warning at each address that Markdown leaves as plain words."""
    for found in BARE.finditer(text.prose):
        address = found[0] if "//" in found[0] else f"https://{found[0]}"
        yield Problem(text.path, text.line_at(found.start()), say(
            "the address is no link; write <{address}>, or [words](address)", address=address),
            "warning")
