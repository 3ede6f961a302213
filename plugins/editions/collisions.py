"""Say that two contents want one place: one address, or one key."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from plugins.problems import Message, Problem, say


class Keyed(Protocol):
    """What has a key in a language: an article, a page or an issue."""

    key: str
    lang: str
    source_path: str


def same_keys(contents: Iterable[Keyed]) -> Iterator[Problem]:
    """Yield a problem for each content whose key another one of its language has already."""
    taken: dict[tuple[str, str], str] = {}
    for content in sorted(contents, key=lambda content: content.source_path):
        first = taken.setdefault((content.key, content.lang), content.source_path)
        if first != content.source_path:
            yield Problem(content.source_path, 0, say(
                "{other} has the same key “{key}”; rename one of the two files",
                other=first.rpartition("/")[2], key=content.key))


def taken_address(address: str, other: str) -> Message:
    """Say that an address belongs to something else already."""
    return say("the address “/{url}” belongs to {other} already; give one of the two another "
               "“slug”", url=address, other=other.rpartition("/")[2])
