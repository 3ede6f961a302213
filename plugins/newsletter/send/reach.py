"""Ask whether the pages that an email leads to are there for its readers."""

from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

import requests

from plugins.core.messages import Message, say
from plugins.newsletter.outbox import Campaign

TIMEOUTS = (5, 30)
"""Seconds, to connect and for an answer."""
MOST_REDIRECTIONS = 3
"""Enough for https and for a last slash."""


def unreached(campaign: Campaign, site: str) -> Iterator[Message]:
    """Yield a sentence for each page of the issue that does not answer with status 200.

    Another page that a server sends readers to, as a home page or a login, is no answer. `site` is
    the root at which to look instead of the campaign's own; "" for its own.
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
        for _ in range(MOST_REDIRECTIONS):
            # Closed unread: whether it is there is all that counts.
            with session.get(address, timeout=TIMEOUTS, stream=True, allow_redirects=False
                             ) as response:
                if not response.is_redirect:
                    return str(response.status_code)
                target = urljoin(address, response.headers["Location"])
            if not same_page(address, target):
                break
            address = target
    except (requests.RequestException, ValueError):
        return say("no connection")
    return say("it leads on to {address}", address=target)


def same_page(address: str, target: str) -> bool:
    """Tell whether the target differs at most by a last slash, or by https instead of http."""
    old, new = urlsplit(address), urlsplit(target)
    if unquote(old.path).rstrip("/") != unquote(new.path).rstrip("/"):
        return False
    if (old.scheme, new.scheme) == ("http", "https"):
        return old.hostname == new.hostname
    return (old.scheme, old.netloc) == (new.scheme, new.netloc)
