"""Serve every page of a website on this machine, but those that are missing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Pages:
    """A website: `missing` are the paths that answer 404, `asked` those that were asked for.

    `moved` says where a path leads on to.
    """

    site: str = ""
    missing: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)


@contextmanager
def serving() -> Iterator[Pages]:
    """Serve the website until the block ends."""
    pages = Pages()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages.asked.append(self.path)
            self.send_response(404 if self.path in pages.missing else
                               302 if self.path in pages.moved else 200)
            if self.path in pages.moved:
                self.send_header("Location", pages.moved[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pages.site = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield pages
    finally:
        server.shutdown()
        server.server_close()
