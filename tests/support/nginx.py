"""A real nginx of this machine, for what must be tried on one."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None)

needs_nginx = pytest.mark.skipif(not NGINX and not os.environ.get("CI"),
                                 reason="needs nginx (Debian: apt install nginx-light)")

CONFIGURATION = """\
daemon off; master_process off; pid "{folder}/pid"; error_log "{folder}/error.log";
events {{ }}
http {{
    access_log off;
    client_body_temp_path "{folder}/1"; proxy_temp_path "{folder}/2";
    fastcgi_temp_path "{folder}/3"; uwsgi_temp_path "{folder}/4";
    scgi_temp_path "{folder}/5";
    {http}
    server {{ listen 127.0.0.1:{port}; {server} }}
}}
"""


@contextmanager
def nginx(folder: Path, server: str, http: str = "") -> Iterator[httpx.Client]:
    """Run nginx with these lines in its `server` and its `http`, and speak to it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    conf = folder / "nginx.conf"
    conf.write_text(CONFIGURATION.format(folder=folder, port=port, server=server, http=http))
    tried = subprocess.run([str(NGINX), "-t", "-c", conf], capture_output=True, text=True,
                           check=False)
    assert tried.returncode == 0 and "[warn]" not in tried.stderr, tried.stderr
    process = subprocess.Popen([str(NGINX), "-c", conf])
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            _wait(client)
            yield client
    finally:
        process.terminate()
        process.wait()


def _wait(client: httpx.Client) -> None:
    for _ in range(100):
        try:
            client.get("/")
            return
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("nginx does not answer")
