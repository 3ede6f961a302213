"""Answer with the built site as a web server would, and let its pages reload themselves."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from plugins.core.files import media_type
from plugins.preview.pages import FRESH, Draw, LastBuild

TAG = '<script src="/_preview/reload.js" data-stamp="{stamp}" defer></script>'

Headers = Callable[[str], Mapping[str, str]]
"""Returns the headers with which a web server would answer a path."""

Moved = Callable[[str, str], str]
"""Returns where a web server would lead from a path by its query, or nothing."""

Made = Callable[[str], bytes | None]
"""Makes, or has made, the file of an address that a build does not write."""


@dataclass(frozen=True)
class ServedSite:
    """The folder of a built site, and what a web server would do with it.

    `made` answers for files that no build writes.
    """

    folder: Path
    made: Made = lambda _: None
    headers: Headers = lambda path: {}
    moved: Moved = lambda path, query: ""


def site_endpoint(site: ServedSite, last_build: Callable[[], LastBuild], draw: Draw
                  ) -> Callable[[Request], Response]:
    """Return the endpoint that answers every address with what is in the site, or is made."""
    folder = site.folder

    def answer(request: Request) -> Response:
        # Read before the page: a build that ends in between costs one reload, never misses one.
        stamp = last_build().stamp
        path = request.path_params["path"]
        sent = {**framed(site.headers("/" + path)), **FRESH}
        if request.url.query and (new := site.moved("/" + path, request.url.query)):
            return RedirectResponse(new, 307, FRESH)
        if _is_folder(folder, path) and path and not path.endswith("/"):
            return RedirectResponse(request.url.replace(path=request.url.path + "/"), 307, FRESH)
        if found := _read(folder, path):
            return _response(*found, stamp, sent)
        if (data := site.made(path)) is not None:
            return _response(path, data, stamp, sent)
        for page in _missing_pages(path):
            if found := _read(folder, page):
                return _response(*found, stamp, sent, 404)
        return draw("missing.html", 404, path="/" + path, homes=home_pages(folder))

    return answer


def home_pages(site: Path) -> list[str]:
    """Return the addresses of the editions' home pages, none before the first build.

    A folder with a feed is an edition; one without may be an old address.
    """
    return [f"/{feed.parent.name}/" for feed in sorted(site.glob("*/feed.xml"))]


def framed(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Let the preview, and nobody else, show a page in a frame beside its email."""
    return {name: value.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            for name, value in headers.items()}


def with_reload(html: bytes, stamp: str) -> bytes:
    """Return a page with the script that reloads it, before the end of its body."""
    tag, end = TAG.format(stamp=stamp).encode(), html.lower().rfind(b"</body")
    return html + tag if end < 0 else html[:end] + tag + html[end:]


def _inside(site: Path, path: str) -> Path | None:
    """Return where `path` is, or None if that is outside of the site, links followed."""
    if "\0" in path or ".." in PurePosixPath(path).parts:
        return None
    target = (site / path.lstrip("/")).resolve()
    return target if target.is_relative_to(site.resolve()) else None


def _is_folder(site: Path, path: str) -> bool:
    try:
        target = _inside(site, path)
        return bool(target and target.is_dir())
    except OSError:  # a name that no disk can hold
        return False


def _read(site: Path, path: str) -> tuple[str, bytes] | None:
    """Return a file's name and bytes; a commit may take it away between two looks."""
    name = path + "index.html" if not path or path.endswith("/") else path
    try:
        target = _inside(site, name)
        return (target.name, target.read_bytes()) if target else None
    except OSError:
        return None


def _missing_pages(path: str) -> Iterator[str]:
    """Yield where a page for missing addresses may be, the nearest folder first."""
    for folder in PurePosixPath("/" + path).parents:
        yield f"{folder}/404.html".lstrip("/")
        yield f"{folder}/404/".lstrip("/")


def _response(name: str, data: bytes, stamp: str, headers: Mapping[str, str],
              status_code: int = 200) -> Response:
    kind = media_type(name)
    if kind.startswith("text/html"):
        data = with_reload(data, stamp)
    return Response(data, status_code, headers, None if "Content-Type" in headers else kind)
