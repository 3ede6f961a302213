"""Lead from old addresses to new ones, as `redirects.csv` says."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from jinja2 import Environment

from plugins.core.messages import ContentError, Problem, not_utf8, say
from plugins.site.addresses import file_of, rooted

FILE = "redirects.csv"

OLD = re.compile(r"/(?!.*\.\.)[^?#\s]*[^?#\s/]/?")
"""An old address as the file may have it."""

MOST_BYTES = 250
"""Of each part of an old address once it is decoded: disks take 255, and copies have endings."""

UNSAFE = re.compile(r"\.\.|[\x00-\x1f\x7f]")
"""What an old address may not hold once it is decoded: it becomes the name of a file."""

# What the files for web servers take as it is, without a space or a mark of their own.
NEW = re.compile(r"/[\w./~%-]*(?:#[\w.~%:-]+)?")

OWN = frozenset(("index.html", "404.html", "error.html", "sitemap.xml", "robots.txt", "forms.json",
                 "favicon.ico", "apple-touch-icon.png", "_redirects", "_headers",
                 ".well-known/security.txt"))
"""What every site has at its root, so that no old address can be there."""


@dataclass(frozen=True)
class Redirect:
    """A line of the file: addresses from the site's root, without a slash in front."""

    line: int
    old: str
    new: str

    @property
    def file(self) -> str:
        """The file at the old address."""
        return file_of(self.address)

    @property
    def address(self) -> str:
        """The old address as it was linked to."""
        return self.old if self.old.endswith(".html") else f"{self.old}/"

    @property
    def target(self) -> str:
        """The file at the new address."""
        return file_of(self.new.partition("#")[0])


def read_redirects(content: Path) -> list[Redirect]:
    """Return the old and new addresses of a content folder; there may be none.

    Raises ContentError for a row that is not an old address and a new one.
    """
    path = content / FILE
    if not path.is_file():
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ContentError(not_utf8(path, error)) from None
    rows = {number: [cell.strip() for cell in row]
            for number, row in enumerate(csv.reader(lines), 1) if any(map(str.strip, row))}
    problems = list(_wrong_rows(path, rows))
    if problems:
        raise ContentError(*problems)
    return [Redirect(number, unquote(row[0]).strip("/"), row[1].lstrip("/"))
            for number, row in rows.items() if number > 1]


def wrong_redirects(content: Path, rows: Iterable[Redirect], built: Collection[str]
                    ) -> Iterator[Problem]:
    """Yield a problem for each redirect that leads nowhere, hides a page or is given twice.

    `built` are the files of the site.
    """
    path, seen = str(content / FILE), set[str]()
    for row in rows:
        if row.old.casefold() in seen:  # some disks keep “A” and “a” in one place
            yield Problem(path, row.line, say(
                "the old address “/{address}” is given twice; delete one line", address=row.old))
        seen.add(row.old.casefold())
        if any(place in OWN or place in built for place in _places(row.file)):
            yield Problem(path, row.line, say(
                "there is a page at “/{address}” today; delete the line", address=row.old))
        if row.target not in built and row.target != "index.html":
            yield Problem(path, row.line, say(
                "there is no page at “/{address}”; correct the new address", address=row.new))


def redirects(env: Environment, rows: Collection[Redirect], site_url: str) -> dict[str, bytes]:
    """Return a page at each old address, and `_redirects` for hosts that answer 301 themselves."""
    template = env.get_template("redirect.html")
    files = {row.file: template.render(target=rooted(row.new, site_url)).encode() for row in rows}
    lines = [f"{rooted(quote(row.address), site_url)} "
             f"{rooted(quote(row.new, safe='/#%~:'), site_url)} 301\n" for row in rows]
    return {**files, "_redirects": "".join(lines).encode()}


def _places(file: str) -> Iterator[str]:
    """Yield a file and what must be folders for it to be there: `sitemap.xml` for
    `sitemap.xml/index.html`.
    """
    yield file
    yield from (file[:slash.start()] for slash in re.finditer("/", file))


def _wrong_rows(path: Path, rows: Mapping[int, list[str]]) -> Iterator[Problem]:
    if rows.get(1) != ["old", "new"]:
        yield Problem(str(path), 1, say("the first line must be “old,new”"))
    for number, row in rows.items():
        if number > 1 and not (len(row) == 2 and OLD.fullmatch(row[0])
                               and not UNSAFE.search(unquote(row[0])) and NEW.fullmatch(row[1])):
            yield Problem(str(path), number, say(
                "a line is an old address and a new one, like “/2018/07/letter/,/fr/”; the old "
                "one is a path without “?” and “..”, the new one has letters, digits and hyphens"))
        elif number > 1 and max(len(part.encode()) for part in unquote(row[0]).split("/")) \
                > MOST_BYTES:
            yield Problem(str(path), number, say(
                "a part of the old address is longer than the {most} bytes that a disk takes; "
                "delete the line", most=MOST_BYTES))
