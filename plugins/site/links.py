"""Find in a built file what it links to, and where others may link into it."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

from plugins.core.html import attributes
from plugins.core.messages import Message, Problem, say

TAG = re.compile(r"""<!--.*?-->|<[a-zA-Z][^\s/>]*\s(?:[^"'>]|"[^"]*"|'[^']*')*>""", re.S)
"""A comment, or a tag with attributes: to pass over all others is half of the time."""

DATA = re.compile(r'<script\b[^>]*application/ld\+json[^>]*>(.*?)</script>', re.S)
ADDRESS = re.compile(r"""url\(\s*(['"]?)(.*?)\1\s*\)|@import\s+(['"])(.*?)\3""")

# A comma inside an address is followed by no space (https://html.spec.whatwg.org/#srcset-attribute).
CANDIDATE = re.compile(r"(?:^|,)\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]+)?(?=,|$)")

LINKS = {"href", "src", "poster", "action", "formaction", "cite"}
SETS = {"srcset", "imagesrcset"}
META = {"og:image", "og:url", "og:image:secure_url", "twitter:image"}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP_PLACES = ("}loc",)


@dataclass(frozen=True)
class References:
    """What a file links to, as written in it, and the anchors it holds."""

    links: frozenset[str]
    anchors: frozenset[str] = frozenset()


RECEIVER = "forms/"
"""Where forms are sent to: the web server hands that on to the receiver, and no file is there."""


@dataclass(frozen=True)
class Site:
    """The built site: which files it `has`, and the places of a page to which a link may lead.

    `root` is its address, with “/” at the end.
    """

    has: Callable[[str], bool]
    anchors: Callable[[str], Collection[str]]
    root: str

    def fault(self, page: str, link: str) -> Message | None:
        """Return what is wrong with a link of `page`, None if it leads somewhere or elsewhere."""
        target = self.inside(page, link)
        if target is None or target[0].startswith(RECEIVER):
            return None
        path, anchor = target
        file = file_at(path)
        if not self.has(file):
            return (say("needs “/” at its end") if self.has(f"{file}/index.html")
                    else say("leads nowhere"))
        if anchor and file.endswith(".html") and not anchor.startswith(":~:") \
                and anchor not in self.anchors(file):
            return say("leads to an anchor that its page does not have")
        return None

    def inside(self, page: str, link: str) -> tuple[str, str] | None:
        """Return path and anchor of what `page` links to; None if that is not of this site."""
        if link.startswith("#"):
            return page.removesuffix("index.html"), unquote(link[1:])
        if link.startswith("/"):
            return _inside(self.root, self.root, link)
        return _inside(self.root, self.root + page, link)


def references(path: str, data: bytes) -> References:
    """Return what a file of the site links to, by its kind; nothing for one that holds no links.

    Raises ValueError if it is XML that cannot be read.
    """
    if path.endswith(".html"):
        return in_page(data.decode())
    if path.endswith(".xml"):
        return References(frozenset(_in_xml(data)))
    if path.endswith(".css"):
        return References(frozenset(found[1] or found[3]
                                    for found in ADDRESS.findall(data.decode())))
    if path == "robots.txt":
        return References(frozenset(re.findall(r"(?mi)^sitemap:\s*(\S+)", data.decode())))
    return References(frozenset())


def in_page(html: str) -> References:
    """Return the links and anchors of a page; where a form is sent to counts as a link."""
    links: set[str] = set()
    anchors: set[str] = set()
    for tag in set(TAG.findall(html)):
        found = _in_tag(tag)
        links.update(found.links)
        anchors.update(found.anchors)
    for script in DATA.findall(html):
        links.update(_in_data(json.loads(script)))
    return References(frozenset(links), frozenset(anchors))


@lru_cache(maxsize=10_000)  # most tags of a page are on every other one, too
def _in_tag(tag: str) -> References:
    if tag.startswith("<!"):
        return References(frozenset())
    given = attributes(tag)
    return References(frozenset(_addresses(tag[1:].split(maxsplit=1)[0].lower(), given)),
                      frozenset(given[name] for name in ("id", "name") if name in given))


def _addresses(name: str, given: dict[str, str]) -> Iterator[str]:
    if name == "meta":
        if (given.get("property") or given.get("name")) in META:
            yield given.get("content", "")
        elif given.get("http-equiv", "").lower() == "refresh":
            yield given.get("content", "").partition("=")[2].strip("'\" ")
        return
    if name == "object" and "data" in given:
        yield given["data"]
    for attribute, value in given.items():
        if attribute in LINKS:
            yield value
        elif attribute in SETS:
            yield from CANDIDATE.findall(value)


def _in_data(value: Any, key: str = "") -> Iterator[str]:
    """Yield the addresses in JSON-LD; an “@id” is a name that need lead nowhere."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _in_data(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_data(inner, key)
    elif isinstance(value, str) and not key.startswith("@") and re.match("https?://", value):
        yield value


def _in_xml(data: bytes) -> Iterator[str]:
    """Yield the links of a feed, those in its articles too, or of a sitemap."""
    for element in ElementTree.fromstring(data).iter():
        yield from (element.attrib[name] for name in ("href", "src") if name in element.attrib)
        if element.tag.endswith(SITEMAP_PLACES) or element.tag in (f"{ATOM}icon", f"{ATOM}logo"):
            yield (element.text or "").strip()
        elif element.tag.startswith(ATOM) and element.get("type") == "html":
            yield from in_page(element.text or "").links


def broken_links(paths: frozenset[str], read: Callable[[str], bytes], site_url: str
                 ) -> list[Problem]:
    """Return a problem for each target that is missing, on the first page that links to it.

    `paths` are the files of the site, `read` gives their content. Links to other sites are
    nobody's to promise, and are not looked at.
    """
    problems: list[Problem] = []
    files: dict[str, References] = {}
    for path in sorted(paths):
        try:
            files[path] = references(path, read(path))
        except (ValueError, SyntaxError) as error:  # a ParseError of ElementTree is a SyntaxError
            files[path] = References(frozenset())
            problems.append(Problem(path, 0, say("this cannot be read: {reason}", reason=error)))
    pages: dict[tuple[str, str], tuple[Message, list[str]]] = {}
    site = Site(files.__contains__, lambda path: files[path].anchors,
                site_url.rstrip("/") + "/")
    for page, link, fault in _link_faults(site, files):
        pages.setdefault((link, str(fault)), (fault, []))[1].append(page)
    return problems + [_problem(linking, link, fault)
                       for (link, _), (fault, linking) in pages.items()]


def file_at(path: str) -> str:
    """Return the file that a web server answers with at a path of the site."""
    return f"{path}index.html" if path.endswith("/") or not path else path


@lru_cache(maxsize=10_000)  # every page links to the same lists
def _inside(root: str, base: str, link: str) -> tuple[str, str] | None:
    parts, place = urlsplit(urljoin(base, link.strip())), urlsplit(root)
    if (parts.scheme, parts.netloc) != (place.scheme, place.netloc) \
            or not f"{parts.path}/".startswith(place.path):
        return None
    return unquote(parts.path[len(place.path):]), unquote(parts.fragment)


def broken(link: str, fault: Message) -> Message:
    """Say of a link what is wrong with it, as `Site.fault` returns it."""
    return say("the link “{link}” {fault}", link=link, fault=fault)


def _problem(pages: list[str], link: str, fault: Message) -> Problem:
    if len(pages) == 1:
        return Problem(pages[0], 0, broken(link, fault))
    return Problem(pages[0], 0, say("the link “{link}”, here and in {count} other files, {fault}",
                                    link=link, count=len(pages) - 1, fault=fault))


def _link_faults(site: Site, files: Mapping[str, References]) -> Iterator[tuple[str, str, Message]]:
    for page, found in files.items():
        for link in sorted(found.links):
            fault = site.fault(page, link)
            if fault:
                yield page, link, fault
