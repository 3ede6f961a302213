"""The only merge tags that leave are those of our templates."""

from collections.abc import Iterator

from plugins.newsletter import mergetags
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter
from plugins.problems import say


def foreign_merge_tags(letter: Letter) -> Iterator[Finding]:
    """Yield an error at each tag that Mailchimp would fill in, and nobody has looked at."""
    campaign = letter.campaign
    for field in ("subject", "preview"):
        for tag, _ in mergetags.foreign(getattr(campaign, field), ()):
            yield Finding(say("Mailchimp would put something of its own in the place of “{tag}”; "
                              "write it otherwise", tag=tag), field=field)
    for file, content, allowed in (("email.html", campaign.html, mergetags.HTML_TAGS),
                                   ("email.txt", campaign.text, mergetags.TEXT_TAGS)):
        for tag, place in mergetags.foreign(content, allowed):
            yield Finding(mergetags.refused(tag, allowed), file=file,
                          line=content.count("\n", 0, place) + 1)
