"""Read how a firm looks: its accent by day and by night, and its mark; every medium asks here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from plugins.core.messages import ContentError, Message, Problem, decimal, say
from plugins.core.toml import line_of, read_toml

MARK = "mark.svg"
"""The mark, in the content folder: in it, `currentColor` is the accent."""

MARK_ADDRESS = "theme/favicon.svg"
"""Where browsers find it; a firm that has none gets the theme's."""

MARK_PICTURE = "icons/192.png"
"""Where it is as a picture, for emails."""

LEAST = 4.5
"""The contrast of text and ground (WCAG 2.2, 1.4.3)."""

GROUNDS: Mapping[str, tuple[str, ...]] = {
    "light": ("#FBF9F4", "#F3EFE6"), "dark": ("#171512", "#211E1A")}
"""The theme's papers, on which the accent is read: the page's, and that of boxes."""

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
ROOT = re.compile(r"<svg\b([^>]*)>")
WORD = re.compile(r"accent-(light|dark)(-deep)?(?=;)")
"""How style sheets name the accent: it gets deeper where a link is under the pointer."""


@dataclass(frozen=True)
class Look:
    """The accent on light and on dark paper, as `#` and six digits; the mark, as SVG."""

    light: str = "#B5301C"
    dark: str = "#F2795F"
    mark: str = ""

    def style(self, css: str) -> str:
        """Return a style sheet with the colours that it names."""
        return WORD.sub(lambda word: self._deeper(word[1]) if word[2] else
                        str(getattr(self, word[1])), css)

    @property
    def drawing(self) -> str:
        """The mark as browsers show it: its accent follows the scheme of the page."""
        night = f"<style>@media (prefers-color-scheme:dark){{svg{{color:{self.dark}}}}}</style>"
        return ROOT.sub(rf'<svg color="{self.light}"\1>{night}', self.mark, count=1)

    @property
    def still(self) -> str:
        """The mark for pictures, by day."""
        return self.mark.replace("currentColor", self.light)

    def file(self, name: str, data: bytes) -> bytes:
        """Return a file of the theme as the firm's site has it."""
        if name == MARK_ADDRESS:
            return self.drawing.encode()
        return self.style(data.decode()).encode() if name.endswith(".css") else data

    def _deeper(self, scheme: str) -> str:
        """Return the accent further from its ground: towards black by day, white by night."""
        own, end = (self.light, 0) if scheme == "light" else (self.dark, 255)
        share = 0.78 if scheme == "light" else 0.6
        return "#" + "".join(f"{round(part * share + end * (1 - share)):02X}"
                             for part in bytes.fromhex(own[1:]))


def load_look(content: Path, theme: Path) -> Look:
    """Return how the firm of a content folder looks.

    Raises ContentError where a colour is none, or cannot be read on the theme's papers.
    """
    path = content / "firm.toml"
    accents = read_toml(path).get("look", {})
    if wrong := [Problem(str(path), line_of(path, "look", key), message)
                 for key, message in _faults(accents)]:
        raise ContentError(*wrong)
    return Look(**accents, mark=read_mark(content, theme))


def read_mark(content: Path, theme: Path) -> str:
    """Return the mark of the firm, or the theme's own."""
    own = content / MARK
    file = own if own.is_file() else theme / "static" / MARK_ADDRESS.removeprefix("theme/")
    return file.read_text(encoding="utf-8", errors="replace")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _faults(look: Any) -> Iterator[tuple[str, Message]]:
    for key, accent in look.items() if isinstance(look, dict) else [("", look)]:
        if key not in GROUNDS:
            yield key, say("“[look]” has the accent on light and on dark paper: write {light} and "
                           "{dark}", light='light = "#B5301C"', dark='dark = "#F2795F"')
        elif not (isinstance(accent, str) and COLOUR.fullmatch(accent)):
            yield key, say("“{value}” is not a colour; write # and six digits, like #B5301C",
                           value=accent)
        elif (ratio := min(contrast(accent, ground) for ground in GROUNDS[key])) < LEAST:
            advice = {"light": say("take a darker one"), "dark": say("take a lighter one")}[key]
            yield key, say("{accent} has a contrast of {ratio} to 1 on the paper of the site, and "
                           "links need 4.5 to 1 (WCAG 2.2); {advice}", accent=accent,
                           ratio=decimal(ratio, 2), advice=advice)


@cache
def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in (one / 255 for one in bytes.fromhex(colour[1:])))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
