"""A real web server of this machine's own, by HTTPS, whose answers a test chooses."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.support.needs import need


def certificate(folder: Path, days: int = 90, name: str = "localhost") -> Path:
    """Write a certificate for a name that is good for so many days, with its key, in one file."""
    need(shutil.which("openssl"), "openssl")
    path, key = folder / f"{name}-{days}.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", str(days), "-subj", f"/CN={name}", "-addext",
         f"subjectAltName=DNS:{name}", "-keyout", key, "-out", path],
        check=True, capture_output=True)
    path.write_text(path.read_text() + key.read_text())
    return path


def tls(certificate: Path) -> ssl.SSLContext:
    """Return what serves with a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@dataclass
class Web:
    """The address of the server, and what it answers: a status by its path, else 200."""

    url: str
    statuses: dict[str, int] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"well"


@contextmanager
def web_server(certificate: Path | None = None) -> Iterator[Web]:
    """Run the server on a free port; without a certificate it speaks HTTP."""
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            self.send_response_only(web.statuses.get(self.path, 200))
            for name, value in {"Date": self.date_time_string(), **web.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(web.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        server.socket = tls(certificate).wrap_socket(server.socket, server_side=True)
    scheme = "https" if certificate else "http"
    web = Web(f"{scheme}://localhost:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
