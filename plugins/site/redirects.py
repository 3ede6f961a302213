"""Lead from old addresses to new ones, as `redirects.csv` says."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote

from jinja2 import Environment

from plugins.core.messages import ContentError, Message, Problem, not_utf8, say
from plugins.site.addresses import file_of, rooted

FILE = "redirects.csv"

Query = tuple[tuple[str, str], ...]
"""What an old address asks for after its “?”: names and values, decoded, by name."""

OLD = re.compile(r"/(?=.)(?!.*\.\.)(?:[^?#\s]*[^?#\s/]/?)?(?:\?[^?#\s]+)?")
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

ENDS = frozenset(("index.html", "sitemap.xml", "robots.txt", "favicon.ico",
                  "apple-touch-icon.png", ".well-known/security.txt"))
"""Those of them to which an old address may lead."""

HIDDEN = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]+)?/(?:(?:404|error)\.html|site\.webmanifest|pagefind)")
"""What each edition has besides its pages."""

OURS = re.compile(r"q|v|utm_\w+")
"""What the links of this site ask for: its search, its styles, and the emails' own mark."""


@dataclass(frozen=True)
class Redirect:
    """A line of the file: addresses from the site's root, without a slash in front.

    With a `query`, only who asks for all of it is led away, in any order and among more.
    """

    line: int
    old: str
    new: str
    query: Query = ()

    @property
    def same(self) -> tuple[str, Query]:
        """What the rows of one old address share; some disks keep “A” and “a” in one place."""
        return self.old.casefold(), self.query

    @property
    def file(self) -> str:
        """The file at the old address."""
        return file_of(self.address)

    @property
    def address(self) -> str:
        """The old address as it was linked to, up to its query."""
        return self.old if self.old.endswith(".html") or not self.old else f"{self.old}/"

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
    return [redirect_of(number, *row) for number, row in rows.items() if number > 1]


def wrong_redirects(content: Path, rows: Iterable[Redirect], built: Collection[str],
                    untold: Collection[str] = ()) -> Iterator[Problem]:
    """Yield a problem for each redirect that leads nowhere, hides a page or is given twice.

    `built` are the files of the site; `untold` are new addresses that may have one.
    """
    path, seen = str(content / FILE), set[tuple[str, Query]]()
    for row in rows:
        if row.same in seen:
            yield Problem(path, row.line, say(
                "the old address “/{address}” is given twice; delete one line",
                address=_shown(row)))
        seen.add(row.same)
        if message := hides(row, built):
            yield Problem(path, row.line, message)
        if not any(row.target in known for known in (built, ENDS, untold)):
            yield Problem(path, row.line, say(
                "there is no page at “/{address}”; correct the new address", address=row.new))


def redirects(env: Environment, rows: Collection[Redirect], site_url: str) -> dict[str, bytes]:
    """Return a page at each old address, and `_redirects` for hosts that answer 301 themselves.

    No file can be at an address with a query. The host must not send the page without it either,
    so these lines end in “!”, and those that ask for most come first.
    """
    template = env.get_template("redirect.html")
    files = {row.file: template.render(target=rooted(row.new, site_url)).encode()
             for row in rows if not row.query}
    lines = [" ".join((rooted(quote(row.address), site_url), *encoded(row.query),
                       rooted(quote(row.new, safe="/#%~:"), site_url),
                       "301!" if row.query else "301"))
             for row in by_query(rows)]
    return {**files, "_redirects": "".join(f"{line}\n" for line in lines).encode()}


def by_query(rows: Iterable[Redirect]) -> list[Redirect]:
    """Return the rows in the order in which they are tried: what asks for most comes first."""
    def order(row: Redirect) -> tuple[int, bool, list[str]]:
        names = [name for name, _ in row.query]
        # Every address of a site in several languages may say one; alone, it says least.
        return -len(names), names == ["lang"], names

    return sorted(rows, key=order)


def answer_by_query(site: Path, path: str, query: str) -> str:
    """Return where `_redirects` of a built site leads from a path by its query, or nothing."""
    try:
        table = (site / "_redirects").read_text(encoding="utf-8")
    except FileNotFoundError:  # before the first build
        return ""
    given = set(parse_qsl(query, keep_blank_values=True))
    places = {quote(path), quote(f"{path.rstrip('/')}/")}
    for line in table.splitlines():
        old, *asked, new, status = line.split()
        if status == "301!" and old in places and given.issuperset(parse_qsl("&".join(asked))):
            return new
    return ""


def places(file: str) -> Iterator[str]:
    """Yield a file and what must be folders for it to be there: `sitemap.xml` for
    `sitemap.xml/index.html`.
    """
    yield file
    yield from (file[:slash.start()] for slash in re.finditer("/", file))


def redirect_of(line: int, old: str, new: str) -> Redirect:
    """Return the row of two addresses as the file has them; raises ValueError for a wrong query."""
    path, _, query = old.partition("?")
    return Redirect(line, unquote(path).strip("/"), new.lstrip("/"), tuple(sorted(_asked(query))))


def _asked(query: str) -> list[tuple[str, str]]:
    """Return the names and values of a query; raises ValueError for what is not name=value."""
    return parse_qsl(query, True, True, errors="strict") if query else []


def encoded(query: Iterable[tuple[str, str]]) -> list[str]:
    """Return the parts of a query, each name and value escaped."""
    return [f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in query]


def _shown(row: Redirect) -> str:
    query = "&".join(f"{name}={value}" for name, value in row.query)
    return f"{row.old}?{query}" if query else row.old


def hides(row: Redirect, built: Collection[str]) -> Message | None:
    """Return that nobody would reach a page of today any more, if that is so."""
    if not row.query:
        return say("there is a page at “/{address}” today; delete the line", address=row.old) \
            if any(place in OWN or place in built or HIDDEN.fullmatch(place)
                   for place in places(row.file)) else None
    if all(OURS.fullmatch(name) for name, _ in row.query):
        return say("links of this site have “{name}” themselves; delete the line",
                   name=f"?{row.query[0][0]}=")
    if row.file == row.target:
        return say("“/{address}” shows that page anyway; delete the line", address=_shown(row))
    return None


def _wrong_rows(path: Path, rows: Mapping[int, list[str]]) -> Iterator[Problem]:
    if rows.get(1) != ["old", "new"]:
        yield Problem(str(path), 1, say("the first line must be “old,new”"))
    for number, row in rows.items():
        if number > 1 and not is_row(row):
            yield Problem(str(path), number, say(
                "a line is an old address and a new one, like “/2018/07/letter/,/fr/” or "
                "“/?p=123,/fr/”; the old one is a path without “..”, and what follows a “?” is "
                "name=value, each name once; the new one has letters, digits and hyphens"))
        elif number > 1 and not is_short(row[0]):
            yield Problem(str(path), number, say(
                "a part of the old address is longer than the {most} bytes that a disk takes; "
                "delete the line", most=MOST_BYTES))


def is_short(old: str) -> bool:
    """Tell whether a disk takes every part of an old address."""
    return max(len(part.encode()) for part in unquote(old.partition("?")[0]).split("/")
               ) <= MOST_BYTES


def is_row(row: Sequence[str]) -> bool:
    """Tell whether a row is an old address and a new one."""
    if not (len(row) == 2 and OLD.fullmatch(row[0]) and NEW.fullmatch(row[1])):
        return False
    try:
        query = _asked(row[0].partition("?")[2])
    except ValueError:
        return False
    return not UNSAFE.search(unquote(row[0])) and len(dict(query)) == len(query) \
        and all(map(all, query))
