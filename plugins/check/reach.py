"""A full address leads to the web: not into the editor’s own computer or network."""

from collections.abc import Iterator

from plugins.check.links import SCHEME
from plugins.content.email_rules import is_local, local, unreachable
from plugins.content.text import Text
from plugins.core.messages import Problem


def local_addresses(text: Text) -> Iterator[Problem]:
    """Yield an error at each link that no reader could follow, in an issue from an email either.

    Other rules tell of relative addresses, and of images from elsewhere.
    """
    images = {image.target for image in text.images}
    for link in text.links:
        address = link.target
        if link.kind or address in images or not SCHEME.match(address) or "{{" in address:
            continue
        message = unreachable(address) if text.kind == "issue" else None
        if message or is_local(address):
            yield Problem(text.path, link.line, message or local(address))
