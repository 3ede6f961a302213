"""A shortcode is written as WordPress reads it, whatever typesetting has made of its quotes."""

import re
from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say

VALUE = r"""(?:"[^"«»“”″]*"|'[^'«»“”″]*'|[^\s"'«»“”‘’″′&=\]]+)"""

WELL = re.compile(rf"\[[a-z0-9_-]+(?:[ \t\n]+(?:[\w-]+=)?{VALUE})*[ \t\n]*/?\]"
                  r"(?:.*\[/[^\]]*\])?", re.IGNORECASE | re.DOTALL)
"""What WordPress itself reads without a guess (Shortcode API)."""


def damaged_shortcodes(text: Text) -> Iterator[Problem]:
    """Yield a warning at each shortcode that had to be guessed, with its repaired form."""
    for shortcode in text.shortcodes:
        if not WELL.fullmatch(shortcode.written):
            yield Problem(text.path, shortcode.line, say(
                "the shortcode {written} is damaged; write {repaired}",
                written=" ".join(shortcode.written.split()), repaired=shortcode.repaired),
                "warning")
