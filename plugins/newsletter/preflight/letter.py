"""Say what the rules look at: an email, read once, and the site that was built with it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plugins.core.messages import Message
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.preflight.email import Markup

ADDRESSED = ("href", "src", "background")
"""The attributes that hold an address."""

WRITTEN = re.compile(r"\b(?:https?|file)://[^\s<>]+")
"""An address in the plain text; what ends a sentence is not of it."""


@dataclass(frozen=True)
class BuiltSite:
    """The site as it was built.

    `fault` says what is wrong with a link into it, None for a good one and for any other site’s;
    `read` returns the file at one of its addresses, None if there is none.
    """

    fault: Callable[[str], Message | None]
    read: Callable[[str], bytes | None]


@dataclass(frozen=True)
class Letter:
    """An email, what its HTML holds, and the site to which it leads."""

    campaign: Campaign
    html: Markup
    site: BuiltSite

    def is_own(self, address: str) -> bool:
        """Tell whether an address is one of the site."""
        return f"{address}/".startswith(f"{self.campaign.site.rstrip('/')}/")

    def addresses(self) -> Iterator[tuple[str, str, int]]:
        """Yield each address of either part with the file and the line where it first stands."""
        found: dict[str, tuple[str, int]] = {}
        for tag in self.html.tags:
            for name in ADDRESSED:
                if name in tag.attributes:
                    found.setdefault(tag.attributes[name], ("email.html", tag.line))
        text = self.campaign.text
        for written in WRITTEN.finditer(text):
            line = text.count("\n", 0, written.start()) + 1
            found.setdefault(written[0].rstrip(".,;:!?)»”…"), ("email.txt", line))
        return ((address, *place) for address, place in found.items())
