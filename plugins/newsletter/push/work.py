"""Say where a command of the newsletter works."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.newsletter.mailchimp.client import Mailchimp
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.preflight import Finding
from plugins.newsletter.settings import Settings

Inspect = Callable[[Campaign], Iterable[Finding]]
"""Looks at an email before it leaves, beside the site that was built with it."""


def unlooked(campaign: Campaign) -> Iterable[Finding]:
    """Find nothing: what is to be done does not let the email leave."""
    return ()


@dataclass(frozen=True)
class Work:
    """The account, its settings, the folder of the journal, and what looks at emails."""

    client: Mailchimp
    settings: Settings
    var: Path
    inspect: Inspect = unlooked
