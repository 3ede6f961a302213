"""No email promises an attachment."""

from collections.abc import Iterator

from plugins.content.attachments import promises
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter


def promised_attachments(letter: Letter) -> Iterator[Finding]:
    """Yield a warning at each promise in the subject, the preview and the words of the email."""
    campaign, html = letter.campaign, letter.html
    for name, value in (("subject", campaign.subject), ("preview", campaign.preview)):
        for _, message in promises(value, campaign.lang):
            yield Finding(message, "warning", field=name)
    for place, message in promises(html.words, campaign.lang):
        yield Finding(message, "warning", line=html.line_at(place))
