"""Publish the site from the desk: what would go out, in pages; then the command itself."""

import os
import re
from collections.abc import Iterator, Sequence
from functools import partial
from html import unescape
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plugins.commands.declare import settings_placed
from plugins.commands.publish import publish_site
from plugins.commands.site import check, for_production
from plugins.commands.terminal import Cell, Terminal
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options
from plugins.desk.context import BUTTONS, Desk
from plugins.desk.pages import Draw, posted
from plugins.desk.recorder import Recorder
from plugins.desk.working import begin, by_publishers
from plugins.publish.manifest import Manifest
from plugins.publish.send import Transfer, is_page
from plugins.publish.target import read_destination

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)

MOST = 200
"""Pages of one kind that are named; the others are counted."""

BACK = "/_desk/publish"


def publishing_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of publishing."""
    def page(request: Request) -> Response:
        options = for_production(desk.options())
        place, missing = _place(options)
        return draw(request, "publish.html", place=place, missing=missing, site=options.site_url)

    def checked(request: Request, form: FormData) -> Response:
        return begin(desk, request, form, BUTTONS["check"], check.act, BACK)

    def tried(request: Request, form: FormData) -> Response:
        return begin(desk, request, form, say("Show what would go out"), _try, BACK)

    def published(request: Request, form: FormData) -> Response:
        return begin(desk, request, form, BUTTONS["publish"],
                     partial(_publish, remove=str(form.get("remove", "")),
                             pdf="without_pdf" not in form), BACK)

    return [Route("/publish", page), Route("/check", posted(checked), methods=["POST"]),
            Route("/publish/trial", by_publishers(draw, tried), methods=["POST"]),
            Route("/publish/now", by_publishers(draw, published), methods=["POST"])]


def _place(options: Options) -> tuple[str, Message | None]:
    """Return where the site goes, or what must be set first."""
    try:
        with settings_placed(options):
            return read_destination(options.settings.get("PUBLISH")).shown, None
    except Failure as failure:
        return "", failure.message


def _publish(recorder: Recorder, options: Options, remove: str, pdf: bool) -> int:
    return publish_site(recorder, for_production(options), os.environ, remove=remove, pdf=pdf)


def _try(recorder: Recorder, options: Options) -> int:
    """Say, after a trial, which pages would go out, each by its title."""
    def announce(terminal: Terminal, built: Options, transfer: Transfer, there: Manifest) -> None:
        pages = list(filter(is_page, transfer.sent))
        known = [path for path in pages if path in there.files]
        new = [path for path in pages if path not in there.files]
        for kind, paths, folder in ((say("new"), new, built.output),
                                    (say("changed"), known, built.output),
                                    (say("to be removed"), transfer.lost, options.output)):
            terminal.table(_rows(kind, paths, folder))

    return publish_site(recorder, for_production(options), os.environ, dry_run=True,
                        announce=announce)


def _rows(kind: Message, paths: Sequence[str], folder: Path) -> Iterator[Sequence[Cell]]:
    for path in paths[:MOST]:
        yield kind, _title(folder / path), "/" + path.removesuffix("index.html")
    if len(paths) > MOST:
        yield kind, say("and {count} more pages", count=len(paths) - MOST), ""


def _title(page: Path) -> str:
    """Return what a page is called, nothing if it is not there any more."""
    try:
        found = TITLE.search(page.read_text(encoding="utf-8"))
    except OSError:
        return ""
    return unescape(found[1]).strip() if found else ""
