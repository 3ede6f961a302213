"""Every link of an email leads somewhere."""

from collections.abc import Iterator

from plugins.content.email_rules import is_local, unreachable
from plugins.core.messages import Message, say
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter
from plugins.newsletter.preflight.rules import MARK


def broken_links(letter: Letter) -> Iterator[Finding]:
    """Yield an error at each address that no reader reaches, or that the site does not have."""
    site = letter.campaign.site
    if is_local(site):
        yield Finding(say(
            "the email was built for {site}, which no reader can reach; build it with the public "
            "address as SITEURL", site=site), file="campaign.json")
    others = _told_elsewhere(letter)
    anchors = {tag.attributes[name] for tag in letter.html.tags for name in ("id", "name")
               if name in tag.attributes}
    for address, file, line in letter.addresses():
        if address not in others and not address.startswith("*|") and not MARK.search(address):
            message = _fault(address, letter, anchors)
            if message:
                yield Finding(message, file=file, line=line)


def _told_elsewhere(letter: Letter) -> set[str]:
    """Return the addresses of the site that other rules look at: its images, the articles."""
    images = {tag.attributes.get("src", "") for tag in letter.html.tags if tag.name == "img"}
    articles = {article.url for article in letter.campaign.articles}
    return {address for address, _, _ in letter.addresses() if letter.is_own(address)
            and (address in images or address.partition("?")[0] in articles)}


def _fault(address: str, letter: Letter, anchors: set[str]) -> Message | None:
    fault: Message | None
    if address.startswith("#"):
        fault = None if address[1:] in anchors else say(
            "leads to a place that the email does not have")
    elif letter.is_own(address):
        fault = letter.site.fault(address)
    else:
        return unreachable(address)
    return say("the link “{link}” {fault}", link=address, fault=fault) if fault else None
