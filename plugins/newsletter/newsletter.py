"""Hold together what every command of the newsletter works with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from plugins.core.messages import Message
from plugins.newsletter.journal import Journal
from plugins.newsletter.outbox import Campaign, Outbox
from plugins.newsletter.preflight.email import Finding
from plugins.newsletter.provider import Provider
from plugins.newsletter.settings import Settings

Preflight = Callable[[Campaign], Iterable[Finding]]
"""Looks at an email before it is sent, beside the site that was built with it."""


class Editor(Protocol):
    """The person at the terminal."""

    def tell(self, line: Message) -> None:
        """Say a line, as soon as it is true."""

    def confirm(self) -> bool:
        """Ask whether to go on."""


@dataclass(frozen=True)
class Newsletter:
    """The settings, the emails that wait, what was done before, who sends, and what looks first."""

    settings: Settings
    outbox: Outbox
    journal: Journal
    provider: Provider
    preflight: Preflight | None = None
    """None where what is to be done sends no email."""
