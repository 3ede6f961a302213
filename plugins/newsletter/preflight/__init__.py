"""Look at an email before it leaves: one rule, one module.

    for finding in preflight(outbox.read(folder, issue, lang), site):
        …                                   # an error keeps the email here

A rule is a generator of findings about the `Letter`, which is the email as it was read once. It
asks nothing of Mailchimp or of the network: what is known of the site is its built files.
"""

from collections.abc import Callable, Iterator

from plugins.newsletter.outbox import Campaign
from plugins.newsletter.preflight.articles import missing_articles
from plugins.newsletter.preflight.email import read_markup
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.image_files import poor_image_files
from plugins.newsletter.preflight.images import poor_images
from plugins.newsletter.preflight.letter import BuiltSite, Letter
from plugins.newsletter.preflight.links import broken_links
from plugins.newsletter.preflight.merge_tags import foreign_merge_tags
from plugins.newsletter.preflight.promises import promised_attachments
from plugins.newsletter.preflight.required import missing_footer
from plugins.newsletter.preflight.rules import leftovers
from plugins.newsletter.preflight.subject import poor_subject
from plugins.newsletter.preflight.weight import heavy_email

__all__ = ["BuiltSite", "Finding", "preflight"]

RULES: tuple[Callable[[Letter], Iterator[Finding]], ...] = (
    poor_subject, missing_articles, broken_links, poor_images, poor_image_files, leftovers,
    foreign_merge_tags, missing_footer, heavy_email, promised_attachments)


def preflight(campaign: Campaign, site: BuiltSite) -> Iterator[Finding]:
    """Yield all that speaks against sending an email, each thing once."""
    letter = Letter(campaign, read_markup(campaign.html), site)
    told: set[str] = set()
    for rule in RULES:
        for finding in rule(letter):
            if str(finding.message) not in told:
                told.add(str(finding.message))
                yield finding
