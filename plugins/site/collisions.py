"""Say that two contents want one place: one address, or one key."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from plugins.core.messages import Problem, say


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


def same_address(address: str, first: Any, second: Any) -> Iterator[Problem]:
    """Yield a problem for two contents, or a content and the template of a list, at one address."""
    if getattr(first, "key", "") == getattr(second, "key", None):
        return  # two files with one key: told already
    # The one whose address was chosen is the one to change.
    if _slug_line(first) and not _slug_line(second):
        first, second = second, first
    yield Problem(_path_of(second), _slug_line(second) or 1, say(
        "the address “/{url}” belongs to {other} already; give one of the two another “slug”",
        url=address, other=_path_of(first).rpartition("/")[2]))


def _path_of(written: Any) -> str:
    """Return the file of a content, or of the template of a list."""
    return str(getattr(written, "source_path", None) or written.filename)


def _slug_line(written: Any) -> int:
    """Return the line on which an editor chose the address, or 0."""
    return written.header.lines.get("slug", 0) if hasattr(written, "header") else 0
