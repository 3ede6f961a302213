"""A text holds nothing that the site’s own Content Security Policy keeps from its readers."""

import re
from collections.abc import Iterator

from plugins.content.text import Tag, Text
from plugins.core.messages import Problem, say

SHUT_OUT = ("iframe", "frame", "script", "style", "link", "meta", "base", "object", "embed",
            "applet", "video", "audio")
"""The elements that run or fetch what the policy does not let in: readers would see nothing."""

ELSEWHERE = re.compile(r"(?:https?:)?//|data:", re.IGNORECASE)


def blocked_by_policy(text: Text) -> Iterator[Problem]:
    """Yield a problem at each tag or image that browsers would leave out of the page."""
    for tag in text.tags:
        if tag.name in SHUT_OUT:
            yield Problem(text.path, tag.line, say(
                "the site’s security policy shuts out <{name}>, and readers would see nothing; "
                "take it out, or write a link to what it shows", name=tag.name))
        else:
            yield from _attributes(text, tag)
    for image in text.images:
        if ELSEWHERE.match(image.target):
            yield Problem(text.path, image.line, say(
                "the image comes from another place, and the site’s security policy shuts it "
                "out; save it in images/ and write {{static}}/images/{name}",
                name=image.target.rpartition("/")[2] or "…"))


def _attributes(text: Text, tag: Tag) -> Iterator[Problem]:
    for name in tag.attributes:
        if name == "style" or name.startswith("on"):
            yield Problem(text.path, tag.line, say(
                "the site’s security policy leaves “{name}” in <{tag}> without effect; take it "
                "out", name=name, tag=tag.name), "warning")
