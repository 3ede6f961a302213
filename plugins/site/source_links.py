"""Lead the links that editors write to files of the content folder to the addresses of the site."""

import posixpath
import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import ParseResult, unquote, urljoin, urlparse, urlunparse

from plugins.core.messages import Message, say

SOURCE_LINK = re.compile(
    r"""(?P<markup><[^>]+(?:href|src|poster|data|cite|formaction|action|content)\s*=\s*)"""
    r"""(?P<quote>["'])[{|](?P<kind>filename|static)[|}](?P<value>.*?)(?P=quote)""")
"""A link to a file of the content folder, as an editor writes it."""


def follow(html: str, source: str, root: str, target: Callable[[str, str], str | None]) -> str:
    """Return HTML with its links to files of the content folder leading to addresses below `root`.

    `source` is the file in which they stand, below that folder; `target` returns the address for
    the kind of a link and the file that it names. A link that leads nowhere stays as it is.
    """
    if "{" not in html and "|" not in html:
        return html

    def followed(found: re.Match[str]) -> str:
        for value in _spellings(found["value"]):
            if (address := target(found["kind"], _file(value.path, source))) is not None:
                leads = urlunparse(value._replace(path=urljoin(root, address)))
                return f"{found['markup']}{found['quote']}{leads}{found['quote']}"
        return found[0]

    return SOURCE_LINK.sub(followed, html)


def _spellings(value: str) -> Iterator[ParseResult]:
    """Yield what an address may mean: as it stands, decoded, and without HTML's references."""
    plain = urlparse(value)
    yield plain
    yield plain._replace(path=unquote(plain.path))
    yield urlparse(unescape(value))


def _file(path: str, source: str) -> str:
    """Return the file that a link names, from the content folder or beside the text."""
    folder = "" if path.startswith("/") else posixpath.dirname(source)
    return posixpath.normpath(posixpath.join(folder, path.removeprefix("/")))


def named_files(html: str, source: str) -> Iterator[tuple[str, str]]:
    """Yield kind and file of all that the links of a text may name, in each of its spellings."""
    if "{" in html or "|" in html:
        for found in SOURCE_LINK.finditer(html):
            yield from ((found["kind"], _file(value.path, source))
                        for value in _spellings(found["value"]))


def linked_files(html: str, source: str) -> Iterator[str]:
    """Yield the files of the content folder that a text links to, or shows as they are."""
    for found in SOURCE_LINK.finditer(html):
        if found["kind"] != "filename":
            yield _file(urlparse(found["value"]).path, source).replace("%20", " ")


def dead_links(html: str, source: str, target: Callable[[str, str], str | None]
               ) -> Iterator[Message]:
    """Yield what is wrong with each link to a file that is not there, or is not published."""
    for found in SOURCE_LINK.finditer(html):
        if all(target(found["kind"], _file(value.path, source)) is None
               for value in _spellings(found["value"])):
            yield no_file(found["value"])


def no_file(path: str) -> Message:
    """Say that a link names a file that is not there."""
    return say("the link leads to “{path}”, and there is no such file; correct the path", path=path)
