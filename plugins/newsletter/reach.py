"""Ask whether the pages that an email leads to are there for its readers."""

from collections.abc import Iterator

import requests

from plugins.newsletter.outbox import Campaign
from plugins.problems import Message, say

TIMEOUTS = (5, 30)
"""Seconds, to connect and for an answer."""


def unreached(campaign: Campaign, site: str) -> Iterator[Message]:
    """Yield a sentence for each page of the issue that does not answer with status 200.

    `site` is the root at which to look instead of the campaign's own; "" for its own.
    """
    with requests.Session() as session:
        for address in campaign.pages:
            asked = site.rstrip("/") + address.removeprefix(campaign.site) if site else address
            answer = _answer(session, asked)
            if answer != str(requests.codes.ok):
                yield say("the page {address} does not answer as it should ({answer}); publish the "
                          "site first by “./inv publish”", address=asked, answer=answer)


def _answer(session: requests.Session, address: str) -> str | Message:
    try:
        # Closed unread: whether it is there is all that counts.
        with session.get(address, timeout=TIMEOUTS, stream=True) as response:
            return str(response.status_code)
    except requests.RequestException:
        return say("no connection")
