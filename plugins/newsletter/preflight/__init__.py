"""Look at an email before it is sent.

    for finding in preflight(outbox.read(folder, issue, lang), site):
        …                                   # an error keeps the email here

A rule is a generator of findings about an `InspectedEmail`, in the list RULES. It asks nothing of
Mailchimp or of the network: what is known of the site is its built files.
"""

from collections.abc import Iterator

from plugins.newsletter.outbox import Campaign
from plugins.newsletter.preflight.email import BuiltSite, Finding, InspectedEmail, read_markup
from plugins.newsletter.preflight.rules import RULES

__all__ = ["BuiltSite", "Finding", "preflight"]


def preflight(campaign: Campaign, site: BuiltSite) -> Iterator[Finding]:
    """Yield all that forbids or advises against sending an email, each thing once."""
    email = InspectedEmail(campaign, read_markup(campaign.html), site)
    said: set[str] = set()
    for rule in RULES:
        for finding in rule(email):
            if str(finding.message) not in said:
                said.add(str(finding.message))
                yield finding
