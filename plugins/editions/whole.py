"""Make what belongs to all editions together: the gateway, the redirects, the shared files."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from plugins.editions.addresses import rooted
from plugins.editions.templates import ENVIRONMENT, Edition
from plugins.problems import ContentError, Problem, say


def environment(templates: Path, editions: list[Edition], site_url: str) -> Environment:
    """Return the template environment of the pages that belong to no edition."""
    env = Environment(loader=FileSystemLoader(templates), **ENVIRONMENT)
    env.globals.update(editions=editions, href=lambda address: rooted(address, site_url),
                       absolute=lambda address: f"{site_url}/{address}")
    return env


def gateway(env: Environment) -> dict[str, bytes]:
    """Return `/`: a page that offers every edition, in its own words."""
    return {"index.html": env.get_template("gateway.html").render().encode()}


def redirects(env: Environment, rows: list[tuple[str, str]], site_url: str) -> dict[str, bytes]:
    """Return a page at each old address, and `_redirects` for hosts that answer 301 themselves."""
    template = env.get_template("redirect.html")
    files = {
        f"{old.strip('/')}/index.html": template.render(target=rooted(new, site_url)).encode()
        for old, new in rows if not old.endswith(".html")}
    files |= {old.strip("/"): template.render(target=rooted(new, site_url)).encode()
              for old, new in rows if old.endswith(".html")}
    lines = [f"{rooted(old.lstrip('/'), site_url)} {rooted(new, site_url)} 301\n"
             for old, new in rows]
    return {**files, "_redirects": "".join(lines).encode()}


def read_redirects(path: Path) -> list[tuple[str, str]]:
    """Return the old and new addresses of `redirects.csv`; there may be no such file.

    Raises ContentError for a row that is not an old address and a new one.
    """
    if not path.is_file():
        return []
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    problems = list(_wrong_rows(path, rows))
    if problems:
        raise ContentError(*problems)
    return [(old.strip(), new.strip().lstrip("/")) for old, new in rows[1:]]


def unknown_targets(path: Path, rows: list[tuple[str, str]], built: set[str]) -> Iterator[Problem]:
    """Yield a problem for each new address at which the build has written nothing."""
    for number, (_, new) in enumerate(rows, 2):
        address = new.partition("#")[0]
        file = address + "index.html" if address.endswith("/") or not address else address
        if file not in built:
            yield Problem(str(path), number, say(
                "there is no page at “/{address}”; correct the new address", address=new))


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


def _wrong_rows(path: Path, rows: list[list[str]]) -> Iterator[Problem]:
    if not rows or [cell.strip() for cell in rows[0]] != ["old", "new"]:
        yield Problem(str(path), 1, say("the first line must be “old,new”"))
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 2 or not all(cell.strip().startswith("/") for cell in row):
            yield Problem(str(path), number, say(
                "a line is an old address and a new one, like “/2018/07/letter/,/fr/”"))
