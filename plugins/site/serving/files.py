"""Compress files ahead of the web servers: `.gz` and `.br` beside each text file of the site."""

import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import brotli

from plugins.core.files import Store, is_text, kind_of
from plugins.core.messages import Problem, say

SMALLEST = 1024
"""Bytes below which a file travels in one packet anyway."""

FORMATS: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, 9, mtime=0),
    ".br": lambda data: brotli.compress(data, mode=brotli.MODE_TEXT, quality=11),
}

SECURITY = ".well-known/security.txt"

MONTHS = 11
"""How long it is good for, from the month in which it is built: less than a year, as the RFC asks.

The day does not count, so that the builds of one month are equal.
"""

NOTICE = timedelta(days=60)
"""How long before the end to warn of it."""


def compressed(paths: Iterable[str], read: Callable[[str], bytes], cache: Path
               ) -> dict[str, bytes]:
    """Return `.gz` and `.br` of each text file for which they are smaller.

    What was compressed before is taken from `cache`.
    """
    store = Store(cache / f"{brotli.__version__}-{zlib.ZLIB_RUNTIME_VERSION}")
    textual = [path for path in sorted(paths) if is_text(kind_of(path))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # zlib and Brotli let other threads work
        found = list(pool.map(lambda path: _forms(read(path), store), textual))
    store.prune()
    return {path + ending: data for path, forms in zip(textual, found, strict=True)
            for ending, data in forms.items()}


def _forms(data: bytes, store: Store) -> dict[str, bytes]:
    """Return the compressed forms of a file by their endings, if they are smaller."""
    if len(data) < SMALLEST:
        return {}
    digest = hashlib.sha256(data).hexdigest()
    forms = {ending: _form(data, ending, digest + ending, store) for ending in FORMATS}
    return {ending: form for ending, form in forms.items() if len(form) < len(data)}


def _form(data: bytes, ending: str, name: str, store: Store) -> bytes:
    form = store.get(name)
    if form is None:
        form = FORMATS[ending](data)
        store.put(name, form)
    return form


def security_txt(site_url: str, email: str, pages: Iterable[str], languages: Iterable[str],
                 today: date) -> dict[str, bytes]:
    """Return the file; `pages` are the full addresses of pages with a contact form."""
    year, month = divmod(today.year * 12 + today.month - 1 + MONTHS, 12)
    contacts = [f"mailto:{email}"] if email else []
    lines = [*(f"Contact: {address}" for address in (*contacts, *pages)),
             f"Expires: {year:04}-{month + 1:02}-01T00:00:00Z",
             f"Preferred-Languages: {', '.join(languages)}",
             f"Canonical: {site_url.rstrip('/')}/{SECURITY}"]
    return {SECURITY: "".join(f"{line}\n" for line in lines).encode()}


def ending(site: Path, now: datetime) -> Iterator[Problem]:
    """Yield a warning if the published `security.txt` is about to end, for nobody built again."""
    path = site / SECURITY
    written = path.read_text("utf-8") if path.is_file() else ""
    found = re.search(r"(?m)^Expires: (.+)Z$", written)
    if found is None:
        return
    end = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    if end - now < NOTICE:
        line = written.count("\n", 0, found.start()) + 1
        yield Problem(str(path), line, say(
            "the site was built long ago, and its security.txt expires on {day}; build and "
            "publish it again", day=end.date().isoformat()), "warning")
