"""Find contents that would be written to the same address."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from plugins.problems import Problem, say


class Addressed(Protocol):
    """What has an address: an article, a page or an issue."""

    url: str
    source_path: str


def collisions(contents: Iterable[Addressed]) -> Iterator[Problem]:
    """Yield a problem for each content whose address another has already taken."""
    taken: dict[str, str] = {}
    for content in sorted(contents, key=lambda content: content.source_path):
        first = taken.setdefault(content.url, content.source_path)
        if first != content.source_path:
            yield Problem(content.source_path, 1, say(
                "the address “/{url}” belongs to {other} already; give one of the two another "
                "“slug”", url=content.url, other=first.rpartition("/")[2]))
