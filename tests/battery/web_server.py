"""A site on 127.0.0.1 as a host serves it: `_headers`, `_redirects`, compression, own 404."""

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from plugins.site.redirects import answer_by_query

ENCODINGS = {"br": ".br", "gzip": ".gz"}
TEXTS = ("text/", "application/xml", "application/json", "application/javascript", "image/svg")
TYPES = {".xml": "application/xml; charset=utf-8", ".woff2": "font/woff2",
         ".avif": "image/avif", ".js": "text/javascript; charset=utf-8"}


@contextmanager
def serving(root: Path, port: int = 0) -> Iterator[str]:
    """Serve a folder until the block ends; give the address."""
    server = Server(("127.0.0.1", port), partial(Handler, root.resolve()))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def headers_for(rules: str, path: str) -> dict[str, str]:
    """Return the headers of a path after `_headers`, in which `*` stands for anything."""
    found: dict[str, str] = {}
    applies = False
    for line in rules.splitlines():
        if line.startswith("/"):
            pattern = ".*".join(re.escape(part) for part in line.strip().split("*"))
            applies = re.fullmatch(pattern, path) is not None
        elif applies and line.startswith((" ", "\t")) and ":" in line:
            name, _, value = line.strip().partition(":")
            found[name] = value.strip()
    return found


class Server(ThreadingHTTPServer):
    """A server that does not mind a browser that hangs up."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


class Handler(BaseHTTPRequestHandler):
    """Answers from files, as a plain host does."""

    protocol_version = "HTTP/1.1"

    def __init__(self, root: Path, *args: object) -> None:
        self.root = root
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if moved := answer_by_query(self.root, path, urlsplit(self.path).query):
            return self._send(301, b"", {"Location": moved})
        file = self._file(path)
        if file and file.is_dir():
            return self._send(301, b"", {"Location": path + "/"})
        if file is None and (moved := self._moved(path)):
            return self._send(301, b"", {"Location": moved})
        status = 200 if file else 404
        file = file or self.root / "404.html"
        if not file.is_file():
            return self._send(404, b"", {})
        body, headers = self._encoded(file)
        self._send(status, body, {**self._rules(path), **headers})

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _file(self, path: str) -> Path | None:
        file = (self.root / path.lstrip("/")).resolve()
        if path.endswith("/"):
            file /= "index.html"
        return file if file.is_relative_to(self.root) and file.exists() else None

    def _moved(self, path: str) -> str | None:
        table = self.root / "_redirects"
        lines = table.read_text("utf-8").splitlines() if table.exists() else []
        return next((words[1] for line in lines
                     if (words := line.split())[0] == quote(path) and len(words) == 3), None)

    def _rules(self, path: str) -> dict[str, str]:
        rules = self.root / "_headers"
        return headers_for(rules.read_text("utf-8"), path) if rules.exists() else {}

    def _encoded(self, file: Path) -> tuple[bytes, dict[str, str]]:
        kind = TYPES.get(file.suffix) or guess_type(file.name)[0] or "application/octet-stream"
        kind += "; charset=utf-8" if kind == "text/html" else ""
        headers = {"Content-Type": kind, "Vary": "Accept-Encoding"}
        accepted = self.headers.get("Accept-Encoding", "")
        for encoding, suffix in ENCODINGS.items():
            ready = file.with_name(file.name + suffix)
            if encoding in accepted and ready.exists():
                return ready.read_bytes(), {**headers, "Content-Encoding": encoding}
        if "gzip" in accepted and kind.startswith(TEXTS):
            return gzip.compress(file.read_bytes()), {**headers, "Content-Encoding": "gzip"}
        return file.read_bytes(), headers

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
