"""Imitate what mail programs make of an email: cut in the inbox, its colours turned at night."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from unicodedata import combining, east_asian_width

TURNING = ("gmail", "outlook")
"""Whose ways of turning colours: Gmail's telephones turn all, Outlook.com what is too light."""


@dataclass(frozen=True)
class Inbox:
    """How many characters of subject and preview a program lists; `line` is what both share."""

    program: str
    subject: int
    preview: int
    line: int = 0


@dataclass(frozen=True)
class Cut:
    """Words as a list shows them, and their end, which it does not show."""

    shown: str
    lost: str = ""


@dataclass(frozen=True)
class InboxLine:
    """An email as a program lists it; subject and preview may be one line."""

    program: str
    is_one: bool
    sender: Cut
    subject: Cut
    preview: Cut


# No program documents its limits, which are pixels: these are what others counted. Subjects:
# https://lettercounter.org/blog/email-subject-line-length-guide and, for Outlook on telephones and
# Apple Mail on computers, https://typecount.com/blog/email-subject-line-length. Previews:
# https://themarketer.com/resources/knowledge-base/how-long-should-your-preview-texts-be; for
# Gmail on telephones the middle of https://knowledge.acellemail.com/articles/
# email-preheader-text-the-hidden-conversion-booster. On computers Gmail has both on one line.
INBOXES: Mapping[str, tuple[Inbox, ...]] = {
    "computer": (Inbox("Gmail", 70, 97, line=140), Inbox("Apple Mail", 64, 140),
                 Inbox("Outlook", 60, 35)),
    "phone": (Inbox("Gmail", 37, 55), Inbox("Apple Mail", 40, 81), Inbox("Outlook", 38, 55)),
}
"""The programs by the width of the screen."""

SENDER = 25
"""Characters of a name (https://campaign.name/tools/email-subject-line-tester/)."""

TAG = re.compile(r"<[a-zA-Z][^<>]*>")
DECLARATION = re.compile(
    r"(?<![\w-])(bgcolor|background[\w-]*|border[\w-]*|color|text-decoration[\w-]*)"
    r"\s*[:=]\s*\"?[^;\"]*")
COLOUR = re.compile(r"#([0-9a-fA-F]{6})\b")


def inbox_lines(width: str, sender: str, subject: str, preview: str) -> tuple[InboxLine, ...]:
    """Return an email as the programs on a screen of this width list it."""
    return tuple(_line(inbox, sender, subject, preview) for inbox in INBOXES[width])


def cut(words: str, most: int) -> Cut:
    """Return words in so many characters; a Chinese one takes the room of two."""
    room = most
    for place, letter in enumerate(words):
        room -= _room(letter)
        if room < 0:
            shown = words[:place].rstrip()
            return Cut(f"{shown}…", words[len(shown):].lstrip())
    return Cut(words)


def turned(html: str, night: str) -> str:
    """Return an email with its colours as one of TURNING has them at night; images stay.

    Outlook.com marks what it has changed, and obeys the rules that an email has for its marks
    (https://www.hteumeuleu.com/2019/dealing-with-outlook-com-s-dark-mode/).
    """
    changed = TAG.sub(lambda tag: DECLARATION.sub(partial(_declaration, night), tag[0]), html)
    return changed.replace("<html", "<html data-ogsc data-ogsb", 1) if night == "outlook" \
        else changed


def _line(inbox: Inbox, sender: str, subject: str, preview: str) -> InboxLine:
    listed = cut(subject, inbox.subject)
    left = inbox.line - sum(map(_room, listed.shown)) if inbox.line else inbox.preview
    return InboxLine(inbox.program, bool(inbox.line), cut(sender, SENDER), listed,
                     cut(preview, left))


def _room(letter: str) -> int:
    return 0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1


def _declaration(night: str, found: re.Match[str]) -> str:
    is_ground = found[1].startswith("b")
    return COLOUR.sub(lambda colour: _colour(colour[1], night, is_ground), found[0])


def _colour(digits: str, night: str, is_ground: bool) -> str:
    """Return a colour with another lightness; how far its parts are from each other is kept."""
    parts = bytes.fromhex(digits)
    lightness = (max(parts) + min(parts)) / 510
    change = round(255 * (_lightness(lightness, night, is_ground) - lightness))
    return "#" + "".join(f"{min(max(part + change, 0), 255):02X}" for part in parts)


def _lightness(before: float, night: str, is_ground: bool) -> float:
    """Return a lightness, from 0 to 1, as a program turns it.

    The lines are drawn through what Outlook.com and, for all who turn everything, Outlook for
    Windows were seen to make of 26 colours
    (https://github.com/druso/email_darkmode_simulator, Color_inversion_data.md).
    """
    if night == "gmail":
        return 0.965 - 0.816 * before
    return min(before, 0.72 - 0.56 * before) if is_ground else max(before, 0.81 - 0.2 * before)
