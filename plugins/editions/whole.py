"""Make what belongs to all editions together: the gateway, the redirects, the shared files."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader

from plugins.editions.addresses import absolute, rooted
from plugins.editions.assets import asset_links
from plugins.editions.pages import Page
from plugins.editions.templates import ENVIRONMENT, Edition
from plugins.problems import ContentError, Problem, say

LAW = ("legal", "privacy", "accessibility")
"""The keys of the pages that every page leads to."""

OLD = re.compile(r"/(?!.*\.\.)[^?#\s]*[^?#\s/]/?")


@dataclass(frozen=True)
class Redirect:
    """A line of `redirects.csv`: addresses from the site's root, without a slash in front."""

    line: int
    old: str
    new: str

    @property
    def file(self) -> str:
        """The file that stands at the old address."""
        return self.old if self.old.endswith(".html") else f"{self.old}/index.html"

    @property
    def address(self) -> str:
        """The old address as it was linked to."""
        return self.old if self.old.endswith(".html") else f"{self.old}/"


def environment(theme: Path, editions: list[Edition], site_url: str) -> Environment:
    """Return the template environment of the pages that belong to no edition."""
    env = Environment(loader=FileSystemLoader(theme / "templates"), **ENVIRONMENT)
    env.globals.update(editions=editions, href=lambda address: rooted(address, site_url),
                       absolute=lambda address: absolute(address, site_url),
                       asset=asset_links(theme / "static", site_url))
    return env


def gateway(env: Environment, missing: Mapping[str, str], pages: Iterable[Page]
            ) -> dict[str, bytes]:
    """Return `/` and `/404.html`, which offer every edition in its own words.

    `missing` says in each language that there is no page at an address. Of `pages` those that
    the law asks for are linked.
    """
    template = env.get_template("gateway.html")
    law = [page for page in pages if page.kind == "page" and page.key in LAW]
    return {"index.html": template.render(missing={}, law=law).encode(),
            "404.html": template.render(missing=missing, law=law).encode()}


def redirects(env: Environment, rows: list[Redirect], site_url: str) -> dict[str, bytes]:
    """Return a page at each old address, and `_redirects` for hosts that answer 301 themselves."""
    template = env.get_template("redirect.html")
    files = {row.file: template.render(target=rooted(row.new, site_url)).encode() for row in rows}
    lines = [f"{rooted(quote(row.address), site_url)} {rooted(row.new, site_url)} 301\n"
             for row in rows]
    return {**files, "_redirects": "".join(lines).encode()}


def read_redirects(path: Path) -> list[Redirect]:
    """Return the old and new addresses of `redirects.csv`; there may be no such file.

    Raises ContentError for a row that is not an old address and a new one.
    """
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


def wrong_redirects(path: Path, rows: list[Redirect], built: set[str]) -> Iterator[Problem]:
    """Yield a problem for each redirect that leads nowhere, hides a page or is given twice."""
    seen: set[str] = set()
    for row in rows:
        if row.old in seen:
            yield Problem(str(path), row.line, say(
                "the old address “/{address}” is given twice; delete one line", address=row.old))
        seen.add(row.old)
        if row.file in built:
            yield Problem(str(path), row.line, say(
                "there is a page at “/{address}” today; delete the line", address=row.old))
        address = row.new.partition("#")[0]
        if (address + "index.html" if address.endswith("/") or not address else address) \
                not in built | {"index.html"}:
            yield Problem(str(path), row.line, say(
                "there is no page at “/{address}”; correct the new address", address=row.new))


def form_pages(by_language: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, bytes]:
    """Return `forms.json`, from which the receiver learns where each form stands and leads."""
    forms: dict[str, dict[str, Mapping[str, str]]] = {}
    for lang, pages in by_language.items():
        for name, addresses in pages.items():
            forms.setdefault(name, {})[lang] = addresses
    return {"forms.json": json.dumps(forms, indent=1, sort_keys=True).encode() + b"\n"}


def shared_files(theme: Path, content: Path, statics: Mapping[str, str]) -> dict[str, Path]:
    """Return the theme's files and the content's images by the address they are written to."""
    static = theme / "static"
    files = {f"theme/{path.relative_to(static).as_posix()}": path
             for path in sorted(static.rglob("*"))
             if path.is_file() and not path.name.startswith(".")}
    return files | {address: content / source for address, source in sorted(statics.items())}


def _wrong_rows(path: Path, rows: Mapping[int, list[str]]) -> Iterator[Problem]:
    if rows.get(1) != ["old", "new"]:
        yield Problem(str(path), 1, say("the first line must be “old,new”"))
    for number, row in rows.items():
        if number > 1 and not (len(row) == 2 and OLD.fullmatch(row[0]) and row[1][:1] == "/"):
            yield Problem(str(path), number, say(
                "a line is an old address and a new one, like “/2018/07/letter/,/fr/”; the old "
                "one is a path without “?” and “..”"))
