"""Lead from every public address of the old site to what is there now.

Takes the export and where its texts, terms, authors and uploads are now; gives rows of
`redirects.csv`, those first that most links lead to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from plugins.core.messages import say
from plugins.importer.markdown import Loss
from plugins.importer.wordpress.archives import Archives, Now, Old
from plugins.importer.wordpress.export import Export, Item
from plugins.site.addresses import file_of
from plugins.site.redirects import Query, encoded, hides, is_row, is_short, redirect_of

MOST_BYTES = 900_000
"""Of all rows together: a file of more than a megabyte is not read."""


@dataclass(frozen=True)
class OldAddresses:
    """Rows of old and new addresses, and what could not be led on."""

    rows: tuple[Old, ...]
    losses: tuple[Loss, ...] = ()


def old_addresses(export: Export, now: Now, seen: Iterable[str] = ()) -> OldAddresses:
    """Return a row for each old address; `seen` are addresses of uploads that texts had."""
    archives = Archives(export, now)
    collector = _Collector(export, now)
    for found in (_texts(export, now), archives.terms(), archives.people(), archives.homes(),
                  _attachments(export, now), _uploads(export, now, seen), archives.dates(),
                  archives.pages(), archives.feeds()):
        collector.take(found)
    return OldAddresses(tuple(collector.rows.items()), tuple(collector.losses()))


class _Collector:
    """Keeps each old address once, in the order of their worth, and none that hides a page."""

    def __init__(self, export: Export, now: Now) -> None:
        self.base = now.base
        self.hosts = {_host(address) for address in (export.home, export.site)}
        self.rows: dict[str, str] = {}
        self.bytes, self.full = 0, 0
        self.elsewhere: dict[str, str] = {}
        self.taken: set[tuple[str, Query]] = set()
        known = (*now.texts.values(), *now.lists, *(
            own.calendar_file for own in now.editions.values()))
        self.built = {file_of(address.lstrip("/")) for address in known}

    def take(self, found: Iterable[Old]) -> None:
        """Keep rows whose old address is a full one of the old site, or a path of it."""
        for whole, new in found:
            try:
                old = self._plain(whole)
            except ValueError:  # no such host or port
                continue
            if old:
                self._keep(old, new)

    def losses(self) -> Iterator[Loss]:
        """Yield what could not be led on."""
        for host, address in self.elsewhere.items():
            yield Loss(say("old addresses at “{host}” are no addresses of this site; let the "
                           "server of that host lead them here", host=host), address)
        if self.full:
            yield Loss(say("redirects.csv would grow too large; the {count} least known old "
                           "addresses are left out", count=self.full), "")

    def _plain(self, whole: str) -> str:
        """Return an old address as the table has it: from the root of the new site, encoded."""
        parts = urlsplit(whole)
        if parts.netloc and _host(whole) not in self.hosts:
            self.elsewhere.setdefault(parts.netloc, whole[:60])
            return ""
        if self.base and not f"{parts.path}/".startswith(f"{self.base}/"):
            return ""
        path = quote(unquote(parts.path.removeprefix(self.base)), safe="/~-._")
        query = "&".join(encoded(parse_qsl(parts.query)))
        return (path or "/") + (f"?{query}" if query else "")

    def _keep(self, old: str, new: str) -> None:
        if not (is_row((old, new)) and is_short(old)):
            return
        row = redirect_of(0, old, new)
        if row.same in self.taken or hides(row, self.built):
            return
        self.taken.add(row.same)
        size = len(old) + len(new) + 2
        if self.bytes + size > MOST_BYTES:
            self.full += 1
            return
        self.bytes += size
        self.rows[old] = new


def _texts(export: Export, now: Now) -> Iterator[Old]:
    """Yield permalinks, of whatever structure, those of earlier slugs and days, and numbers."""
    texts = [(item, now.texts[item.number]) for item in export.items
             if item.number in now.texts]
    for item, new in texts:
        yield item.link, new
    for item, new in texts:
        yield from ((old, new) for old in _earlier(item))
    for item, new in texts:
        if item.number > 0:
            yield f"{export.home}/?p={item.number}", new
            if item.kind == "page":
                yield f"{export.home}/?page_id={item.number}", new


def _earlier(item: Item) -> Iterator[str]:
    """Yield where a text was under another slug, or on another day."""
    head, slash, last = item.link.rstrip("/").rpartition("/")
    end = "/" if item.link.endswith("/") else ""
    if slash and item.slug and unquote(last).casefold().startswith(unquote(item.slug).casefold()):
        ending = last[len(item.slug):]
        for slug in item.meta.get("_wp_old_slug", ()):
            yield f"{head}/{slug}{ending}{end}"
    if item.written:
        for day in item.meta.get("_wp_old_date", ()):
            for place in ("/%Y/%m/%d/", "/%Y/%m/"):
                pattern, parts = item.written.strftime(place), day.split("-")
                if pattern in item.link and len(parts) == 3:
                    yield item.link.replace(pattern, "/" + "/".join(
                        parts[:place.count("%")]) + "/", 1)
                    break


def _attachments(export: Export, now: Now) -> Iterator[Old]:
    """Yield the page that WordPress makes for each upload; it leads to the text it stood in."""
    for item in export.items:
        if item.kind == "attachment":
            new = now.texts.get(item.parent) or now.upload(item.attachment)
            if new:
                yield item.link, new
                yield f"{export.home}/?attachment_id={item.number}", new


def _uploads(export: Export, now: Now, seen: Iterable[str]) -> Iterator[Old]:
    """Yield the files themselves, and the smaller pictures that texts had."""
    for address in (*(item.attachment for item in export.items if item.attachment), *seen):
        if new := now.upload(address):
            yield address, new


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
