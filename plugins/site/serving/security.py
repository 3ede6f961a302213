"""Write `security.txt`, which tells whom to write to about a weakness of the site (RFC 9116)."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from plugins.core.messages import Problem, say

SECURITY = ".well-known/security.txt"

MONTHS = 11
"""How long it is good for, from the month in which it is built: less than a year, as the RFC asks.

The day does not count, so that the builds of one month are equal.
"""

NOTICE = timedelta(days=60)
"""How long before the end somebody should be told."""


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
            "the site was built long ago, and what it says about its security ends on {day}; "
            "build and publish it again", day=end.date().isoformat()), "warning")
