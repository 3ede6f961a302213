"""Every email says how to leave, and where its publisher is."""

from collections.abc import Iterator

from plugins.core.messages import say
from plugins.newsletter.mailchimp.merge_tags import ADDRESS_HTML, ADDRESS_TEXT, UNSUBSCRIBE
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter


def missing_footer(letter: Letter) -> Iterator[Finding]:
    """Yield an error for each part that lacks the way out or the postal address."""
    ways = {tag.attributes.get("href", "") for tag in letter.html.tags if tag.name == "a"}
    for file, tag, there in (("email.html", UNSUBSCRIBE, UNSUBSCRIBE in ways),
                             ("email.txt", UNSUBSCRIBE, UNSUBSCRIBE in letter.campaign.text)):
        if not there:
            yield Finding(say(
                "there is no link {tag}, and every reader must be able to unsubscribe; put it "
                "back into the template {template}", tag=tag, template=_template(file)), file=file)
    for file, tag, words in (("email.html", ADDRESS_HTML, letter.html.words),
                             ("email.txt", ADDRESS_TEXT, letter.campaign.text)):
        if tag not in words:
            yield Finding(say(
                "the publisher’s postal address {tag} is missing, which the law and Mailchimp ask "
                "for; put it back into the template {template}", tag=tag,
                template=_template(file)), file=file)


def _template(file: str) -> str:
    return f"email/{file.replace('email', 'issue')}"
