"""The only merge tags that leave are those of our templates."""

from collections.abc import Iterator

from plugins.core.messages import say
from plugins.newsletter.mailchimp import merge_tags
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter


def foreign_merge_tags(letter: Letter) -> Iterator[Finding]:
    """Yield an error at each tag that Mailchimp would fill in, and nobody has looked at."""
    campaign = letter.campaign
    for field in ("subject", "preview"):
        for tag, _ in merge_tags.foreign(getattr(campaign, field), ()):
            yield Finding(say("Mailchimp would put something of its own in the place of “{tag}”; "
                              "write it otherwise", tag=tag), field=field)
    for file, content, allowed in (("email.html", campaign.html, merge_tags.HTML_TAGS),
                                   ("email.txt", campaign.text, merge_tags.TEXT_TAGS)):
        for tag, place in merge_tags.foreign(content, allowed):
            yield Finding(merge_tags.refused(tag, allowed), file=file,
                          line=content.count("\n", 0, place) + 1)
