"""One address leads to one page."""

from collections.abc import Iterator

from plugins.check.site_texts import Contents
from plugins.content.text import Text
from plugins.core.messages import Problem, say


def same_addresses(contents: Contents) -> Iterator[Problem]:
    """Yield an error at each text whose address another page has already."""
    taken: dict[str, Text] = {}
    # The one whose address was chosen is the one to change.
    for text in sorted(contents.texts, key=lambda text: ("slug" in text.lines, text.key)):
        address = contents.addresses[text.path]
        other = taken.setdefault(address, text)
        owner = contents.lists.get(address, "") or other.path.rpartition("/")[2]
        if (address in contents.lists or other is not text) \
                and (other is text or other.key != text.key):  # same keys are told already
            yield Problem(text.path, text.line_of("slug"), say(
                "the address “/{url}” belongs to {other} already; give one of the two another "
                "“slug”", url=address, other=owner))
