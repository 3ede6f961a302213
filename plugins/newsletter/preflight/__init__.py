"""Look at an email before it leaves: one rule, one module.

    for finding in preflight(outbox.read(folder, issue, lang), site):
        …                                   # an error keeps the email here

A rule is a generator of findings about the `Letter`, which is the email read once. It
asks nothing of Mailchimp or of the network: what is known of the site is its built files.
"""

from collections.abc import Callable, Iterator

from plugins.newsletter.outbox import Campaign
from plugins.newsletter.preflight.email import BuiltSite, Finding, InspectedEmail, read_markup
from plugins.newsletter.preflight.images import poor_image_files, poor_images
from plugins.newsletter.preflight.rules import (
    broken_links,
    foreign_merge_tags,
    heavy_email,
    leftovers,
    missing_articles,
    missing_footer,
    poor_subject,
    promised_attachments,
)

__all__ = ["BuiltSite", "Finding", "preflight"]

RULES: tuple[Callable[[InspectedEmail], Iterator[Finding]], ...] = (
    poor_subject, missing_articles, broken_links, poor_images, poor_image_files, leftovers,
    foreign_merge_tags, missing_footer, heavy_email, promised_attachments)


def preflight(campaign: Campaign, site: BuiltSite) -> Iterator[Finding]:
    """Yield all that speaks against sending an email, each thing once."""
    email = InspectedEmail(campaign, read_markup(campaign.html), site)
    told: set[str] = set()
    for rule in RULES:
        for finding in rule(email):
            if str(finding.message) not in told:
                told.add(str(finding.message))
                yield finding
