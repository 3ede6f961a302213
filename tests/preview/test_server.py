"""Tests of the local server as a person runs it."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from plugins.preview.server import ServeError, listening
from tests.support.chromium import chromium

SERVER = """
import gettext, sys
from pathlib import Path
from starlette.applications import Starlette
from plugins.preview.app import application
from plugins.preview.server import Rebuilder, serve
from plugins.preview.site import ServedSite
from plugins.core.messages import Problem, say
house = Path(sys.argv[1])

def build():
    text = (house / "content/a.md").read_text()
    if "broken" in text:
        return [Problem("content/a.md", 1, say("this is broken"))]
    (house / "output").mkdir(exist_ok=True)
    (house / "output/index.html").write_text(f"<body><h1>{text}</h1></body>")
    return []

rebuilder = Rebuilder(build)
shown = application(ServedSite(house / "output"), house / "outbox", house / "mail", Starlette(),
                    rebuilder.last_build, gettext.NullTranslations(), "en")
serve(shown, rebuilder.run, port=0, watched=[house / "content"], ignored=[house / "output"],
      announce=lambda address: print(address, flush=True))
print("ended", flush=True)
"""


@pytest.fixture
def source(tmp_path):
    """Return the one content file of a small house."""
    file = tmp_path / "content/a.md"
    file.parent.mkdir()
    file.write_text("first")
    return file


@pytest.fixture
def server(source):
    """Run the server in a process of its own, and return it."""
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(source.parents[1])], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               cwd=Path(__file__).parents[2])
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def address(server):
    """Return where the server answers."""
    return server.stdout.readline().strip()


def read(address):
    """Return what the server answers."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode()


def test_a_save_is_built_and_a_waiting_page_is_told(address, source):
    """From the editor's save to the browser in one go."""
    stamp = re.search('data-stamp="([^"]+)"', read(f"{address}/"))[1]
    threading.Timer(0.5, source.write_text, ["second"]).start()

    told = json.loads(read(f"{address}/_preview/reload?stamp={stamp}"))

    assert told["stamp"] != stamp
    assert "second" in read(f"{address}/")


def test_ctrl_c_ends_it_at_once_though_a_page_waits(server, address):
    """Without a traceback, and with what comes after `serve` still done."""
    stamp = json.loads(read(f"{address}/_preview/reload"))["stamp"]
    waiting = threading.Thread(target=read, args=[f"{address}/_preview/reload?stamp={stamp}"])
    waiting.start()

    server.send_signal(signal.SIGINT)

    out, err = server.communicate(timeout=5)
    waiting.join()
    assert (out, err, server.returncode) == ("ended\n", "", 0)


def test_a_taken_port_is_told_with_the_option_to_use():
    """Before anything is built."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]

        with pytest.raises(ServeError, match=f"port {taken} .*another program has it already.*"
                                             f"inv serve --port {taken + 1}"):
            listening(taken)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_told(port):
    """A slip of the finger makes a sentence, not a traceback."""
    with pytest.raises(ServeError, match="a number from 1 to 65535.*--port 8001"):
        listening(port)


def test_only_this_computer_is_listened_to():
    """Nobody in the same network sees drafts or mails."""
    with listening(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_the_browser_follows_the_editor(address, source):
    """A page shows the next build by itself, or says why there is none."""
    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}/")

        source.write_text("second")
        page.wait_for_selector("h1:text-is('second')", timeout=10_000)

        source.write_text("broken")
        warning = page.wait_for_selector("#preview-problems", timeout=10_000)
        assert "content/a.md:1: this is broken" in warning.text_content()
        assert page.text_content("h1") == "second"

        source.write_text("third")
        page.wait_for_selector("h1:text-is('third')", timeout=10_000)
        assert page.query_selector("#preview-problems") is None
