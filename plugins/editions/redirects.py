"""Lead from old addresses to new ones, as `redirects.csv` says."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from jinja2 import Environment

from plugins.editions.addresses import file_of, rooted
from plugins.problems import ContentError, Problem, say

FILE = "redirects.csv"

OLD = re.compile(r"/(?!.*\.\.)[^?#\s]*[^?#\s/]/?")
"""An old address as the file may have it."""


@dataclass(frozen=True)
class Redirect:
    """A line of the file: addresses from the site's root, without a slash in front."""

    line: int
    old: str
    new: str

    @property
    def file(self) -> str:
        """The file that stands at the old address."""
        return file_of(self.address)

    @property
    def address(self) -> str:
        """The old address as it was linked to."""
        return self.old if self.old.endswith(".html") else f"{self.old}/"

    @property
    def target(self) -> str:
        """The file that stands at the new address."""
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
        raise ContentError(Problem(str(path), error.object[:error.start].count(b"\n") + 1, say(
            "the file is not in UTF-8; save it with the encoding UTF-8"))) from None
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
        if row.old in seen:
            yield Problem(path, row.line, say(
                "the old address “/{address}” is given twice; delete one line", address=row.old))
        seen.add(row.old)
        if row.file in built:
            yield Problem(path, row.line, say(
                "there is a page at “/{address}” today; delete the line", address=row.old))
        if row.target not in built and row.target != "index.html":
            yield Problem(path, row.line, say(
                "there is no page at “/{address}”; correct the new address", address=row.new))


def redirects(env: Environment, rows: Collection[Redirect], site_url: str) -> dict[str, bytes]:
    """Return a page at each old address, and `_redirects` for hosts that answer 301 themselves."""
    template = env.get_template("redirect.html")
    files = {row.file: template.render(target=rooted(row.new, site_url)).encode() for row in rows}
    lines = [f"{rooted(quote(row.address), site_url)} {rooted(row.new, site_url)} 301\n"
             for row in rows]
    return {**files, "_redirects": "".join(lines).encode()}


def _wrong_rows(path: Path, rows: Mapping[int, list[str]]) -> Iterator[Problem]:
    if rows.get(1) != ["old", "new"]:
        yield Problem(str(path), 1, say("the first line must be “old,new”"))
    for number, row in rows.items():
        if number > 1 and not (len(row) == 2 and OLD.fullmatch(row[0]) and row[1][:1] == "/"):
            yield Problem(str(path), number, say(
                "a line is an old address and a new one, like “/2018/07/letter/,/fr/”; the old "
                "one is a path without “?” and “..”"))
