"""Say where the links and pictures of an old text lead here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, parse_qs, quote, unquote, urljoin, urlsplit

from plugins.content.email_rules import is_local
from plugins.core.email_address import SHAPE
from plugins.core.plain_text import number_of
from plugins.importer.plan.places import Place
from plugins.importer.plan.uploads import Uploads, is_picture, named
from plugins.importer.wordpress.export import Export

KEPT = ("mailto", "tel", "sms", "callto", "ftp")
NUMBERED = ("p", "page_id", "attachment_id")
UNSEEN = re.compile(r"[\x00-\x1f]")
"""What browsers pass over within an address (https://url.spec.whatwg.org/#concept-basic-url-parser).
"""

HOST = re.compile(r"[a-z]+://[^/]", re.IGNORECASE)
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


@dataclass(frozen=True)
class Leads:
    """Where old addresses lead: by their path, by the number of an item, by their upload.

    A target is a file of the content folder, or an address here that begins with “/”. What is
    `refused` no published text may lead to, a file or `file#anchor`; its words stay, the link goes.
    """

    hosts: frozenset[str] = frozenset()
    base: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    uploads: Uploads = field(default_factory=Uploads)
    refused: frozenset[str] = frozenset()
    drafts: Mapping[str, str] = field(default_factory=dict)
    """Texts without an address yet, by the end of the one that they would have."""

    def without(self, refused: frozenset[str]) -> "Leads":
        """Return the same, with more that no text may lead to."""
        return replace(self, refused=self.refused | refused)


@dataclass
class Trail:
    """Follows the links of one text, and remembers where they led.

    `lost` are addresses of the old site at which the export has nothing, `missing` uploads that
    are not in their folder, and `absent` the pictures among them as the text names them;
    `unreachable` is what is here and no reader can be shown, `placeless` what lacks the place on it
    that was meant; `seen` are the old addresses of uploads that are.
    """

    leads: Leads
    home: str
    used: dict[str, None] = field(default_factory=dict)
    uploads: dict[str, None] = field(default_factory=dict)
    lost: dict[str, None] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    absent: dict[str, None] = field(default_factory=dict)
    placeless: dict[str, None] = field(default_factory=dict)
    unreachable: dict[str, None] = field(default_factory=dict)
    seen: dict[str, None] = field(default_factory=dict)

    def address(self, href: str) -> str:
        """Return what a link leads to here, "" where only its words can stay."""
        href = UNSEEN.sub("", href).strip()
        if href.startswith("#") or not href:
            return href
        scheme = SCHEME.match(href)
        if scheme and (scheme[1].lower() not in ("http", "https") or not HOST.match(href)):
            return _other(scheme[1].lower(), href)
        try:
            whole = urlsplit(urljoin(self.home, href))
            inside = self._is_old(whole)
        except ValueError:  # no such host or port
            return ""
        if not inside:
            return "" if is_local(whole.geturl()) or not whole.hostname else _escaped(
                whole.geturl())
        return self._inside(whole)

    def picture(self, src: str, alt: str = "") -> str:
        """Return the address of a picture here, "" if there is none."""
        address = urljoin(self.home, src.strip())
        upload = self._upload(address)
        if named(address) in self.missing:
            self.absent[src] = None
        return upload if upload and is_picture(upload) else ""

    def _is_old(self, whole: SplitResult) -> bool:
        return (whole.hostname or "").removeprefix("www.") in self.leads.hosts \
            and f"{whole.path}/".startswith(f"{self.leads.base}/")

    def _inside(self, whole: SplitResult) -> str:
        if named(whole.path):
            return self._upload(whole.geturl())
        target = self._target(whole)
        if not target:
            self.lost[whole.geturl()] = None
            return _escaped(whole.geturl())
        address = f"{{filename}}/{target}" if target.endswith(".md") else target
        anchored = f"{target}#{unquote(whole.fragment)}" if whole.fragment else target
        self.used[anchored] = None
        if target in self.leads.refused:
            self.unreachable[target] = None
            return ""
        if whole.fragment and anchored in self.leads.refused:
            self.placeless[anchored] = None
            return address
        return f"{address}#{whole.fragment}" if whole.fragment else address

    def _target(self, whole: SplitResult) -> str:
        asked = parse_qs(whole.query)
        for name in NUMBERED:
            number = number_of(asked.get(name, [""])[0])
            if number in self.leads.numbers:
                return self.leads.numbers[number]
        path = plain_path(whole.path.removeprefix(self.leads.base))
        return self.leads.paths.get(path) or self.leads.drafts.get(path.rpartition("/")[2], "")

    def _upload(self, address: str) -> str:
        upload = self.leads.uploads.find(address)
        if upload is None:
            if name := named(address):
                self.missing[name] = None
            return ""
        if upload.file in self.leads.refused:
            self.unreachable[upload.file] = None
            return ""
        self.uploads[upload.file] = self.seen[address] = None
        return f"{{static}}/{upload.file}"


def find_leads(export: Export, places: Mapping[int, Place], uploads: Uploads,
               others: Mapping[str, str]) -> Leads:
    """Return where all old addresses lead; `others` are those of what is no text, from the root."""
    home = urlsplit(export.home)
    hosts = {(urlsplit(address).hostname or "").removeprefix("www.")
             for address in (export.home, export.site)} - {""}
    base = home.path.rstrip("/")
    paths, drafts = {plain_path(old): new for old, new in others.items()}, dict[str, str]()
    for item in export.items:
        # The page of a picture leads to the text it belongs to. A draft has a number, and no path.
        place = places.get(item.parent if item.kind == "attachment" else item.number)
        if place and (path := plain_path(_path_of(item.link).removeprefix(base))):
            paths[path] = place.file
        elif place and item.slug and item.kind != "attachment":
            drafts[plain_path(item.slug)] = place.file
    return Leads(frozenset(hosts), base, paths,
                 {number: place.file for number, place in places.items()}, uploads,
                 drafts=drafts)


def _path_of(link: str) -> str:
    try:
        return urlsplit(link).path
    except ValueError:  # no such host or port
        return ""


def plain_path(path: str) -> str:
    """Return a path as two spellings of it are compared."""
    return unquote(path).strip("/").removesuffix("index.html").removesuffix("index.php").strip(
        "/").casefold()


def _other(scheme: str, href: str) -> str:
    """Return an address that is not of the web; what would run as a program is none."""
    if scheme == "mailto":
        addresses = href.partition(":")[2].partition("?")[0]
        return href if all(SHAPE.fullmatch(unquote(each).strip())
                           for each in addresses.split(",")) else ""
    return href if scheme in KEPT else ""


def _escaped(address: str) -> str:
    """Return an address without what Markdown or the check would take for its end."""
    return quote(address, safe="/:?#[]@!$&'*+,;=%~-._")
