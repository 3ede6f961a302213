"""Make what belongs to all editions together: the gateway, the shared files, the forms' list."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from plugins.content.legal import FACTS
from plugins.site.addresses import absolute, rooted
from plugins.site.assets import asset_links
from plugins.site.pages import Page
from plugins.site.templates import ENVIRONMENT, Edition


def environment(theme: Path, editions: list[Edition], site_url: str) -> Environment:
    """Return the template environment of the pages that belong to no edition."""
    env = Environment(loader=FileSystemLoader(theme / "templates"), **ENVIRONMENT)
    env.globals.update(editions=editions, href=lambda address: rooted(address, site_url),
                       absolute=lambda address: absolute(address, site_url),
                       asset=asset_links(theme / "static", site_url))
    return env


def gateway(env: Environment, missing: Mapping[str, str], pages: Iterable[Page],
            more: Mapping[str, Any]) -> dict[str, bytes]:
    """Return `/` and `/404.html`, which offer every edition in its own words.

    `missing` says in each language that there is no page at an address. Of `pages` those that
    the law asks for are linked; `more` are the values of the template that others bring.
    """
    template = env.get_template("gateway.html")
    law = [page for page in pages if page.kind == "page" and page.key in FACTS]
    return {"index.html": template.render(missing={}, law=law, **more).encode(),
            "404.html": template.render(missing=missing, law=law, **more).encode()}


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
