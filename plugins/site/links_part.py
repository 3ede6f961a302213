"""Say which links of the built site lead nowhere, before anybody else does."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from plugins.core.messages import Message, Problem, say
from plugins.site.links import References, references

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
            return say("leads to a place that its page does not have")
        return None

    def inside(self, page: str, link: str) -> tuple[str, str] | None:
        """Return path and anchor of what `page` links to; None if that is not of this site."""
        if link.startswith("#"):
            return page.removesuffix("index.html"), unquote(link[1:])
        if link.startswith("/"):
            return _inside(self.root, self.root, link)
        return _inside(self.root, self.root + page, link)


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
    for page, link, fault in _faults(site, files):
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


def _problem(pages: list[str], link: str, fault: Message) -> Problem:
    if len(pages) == 1:
        return Problem(pages[0], 0, say("the link “{link}” {fault}", link=link, fault=fault))
    return Problem(pages[0], 0, say("the link “{link}”, here and in {count} other files, {fault}",
                                    link=link, count=len(pages) - 1, fault=fault))


def _faults(site: Site, files: Mapping[str, References]) -> Iterator[tuple[str, str, Message]]:
    for page, found in files.items():
        for link in sorted(found.links):
            fault = site.fault(page, link)
            if fault:
                yield page, link, fault
