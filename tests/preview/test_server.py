"""Tests of the local server as a person runs it."""

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from plugins.core.messages import ContentError, Failure, Problem, say
from plugins.preview.server import Rebuilder, ServeError, listening, matters, watch
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
    page, made = house / "output/index.html", f"<meta name=author><body><h1>{text}</h1></body>"
    if page.exists() and page.read_text() == made:
        return None
    page.parent.mkdir(exist_ok=True)
    page.write_text(made)
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


def test_a_save_is_built_and_a_waiting_page_reloads(address, source):
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


def test_a_taken_port_is_reported_with_the_option_to_use():
    """Before anything is built."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]

        with pytest.raises(ServeError, match=f"port {taken} .*another program is using it.*"
                                             f"--port {taken + 1}"):
            listening(taken)


def test_only_this_computer_is_listened_to():
    """Nobody in the same network sees drafts or mails."""
    with listening(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.thorough
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
        page.click("#preview-beside", trial=True, timeout=2_000)  # it is not below the warning

        source.write_text("third")
        page.wait_for_selector("h1:text-is('third')", timeout=10_000)
        assert page.query_selector("#preview-problems") is None


MISSING = Problem("content/a.fr.md", 3, say("it has no title"))


def test_each_build_has_its_own_stamp():
    """A page can tell that it is not of the last build."""
    rebuilder = Rebuilder(list)

    stamps = {rebuilder.last_build().stamp}
    for _ in range(3):
        rebuilder.run()
        stamps.add(rebuilder.last_build().stamp)

    assert len(stamps) == 4
    assert not rebuilder.last_build().failed


@pytest.mark.parametrize(("error", "line"), [
    (ContentError(MISSING), "content/a.fr.md:3: it has no title"),
    (Failure(say("the disk is full")), "the disk is full"),
    (ZeroDivisionError(), "the program stopped in the middle of the build; the terminal says "
                          "where, for a developer to fix it"),
])
def test_a_build_that_breaks_is_reported_and_the_next_one_runs(error, line, capsys):
    """The server outlives every failure."""
    outcomes = [error]

    def build():
        if outcomes:
            raise outcomes.pop()
        return []

    rebuilder = Rebuilder(build)
    rebuilder.run()
    assert rebuilder.last_build().failed
    assert rebuilder.last_build().lines(str) == [line]
    assert ("ZeroDivisionError" in capsys.readouterr().err) == isinstance(error, ZeroDivisionError)

    rebuilder.run()
    assert rebuilder.last_build().problems == ()


@pytest.mark.parametrize(("path", "expected"), [
    ("articles/2018-07-03-a.fr.md", True),
    ("images/a.png", True),
    ("forms/contact.toml", True),
    ("articles/été.fr.md", True),
    ("articles/.2018-07-03-a.fr.md.swp", False),
    ("articles/2018-07-03-a.fr.md~", False),
    ("articles/4913", False),
    ("articles/#a.fr.md#", False),
    ("articles/.#a.fr.md", False),
    (".git/index", False),
    ("x/__pycache__/a.cpython-311.pyc", False),
    ("locale/fr/LC_MESSAGES/site.mo", False),
    ("output/index.html", False),
    ("../elsewhere/a.md", False),
])
def test_only_what_an_editor_saves_counts(path, expected):
    """Products, hidden files and what editors lay aside for a moment do not."""
    folder = Path("/house/content")

    assert matters((folder / path).resolve(), folder, [folder / "output"]) is expected


@pytest.fixture
def house(tmp_path):
    """Return a folder with content, a product in it and a settings file beside it."""
    (tmp_path / "content/output").mkdir(parents=True)
    (tmp_path / "settings.py").write_text("A = 1")
    return tmp_path


def saves(house, *steps, busy=0.0):
    """Return how many builds follow when `steps` happen one after the other under watch."""
    async def session():
        builds = []

        async def build():
            builds.append(None)
            await asyncio.sleep(busy)

        watching = asyncio.create_task(watch(
            [house / "content", house / "settings.py", house / "none"], build,
            [house / "content/output"]))
        await asyncio.sleep(0.4)
        for step in steps:
            step()
            await asyncio.sleep(0.5)
        await asyncio.sleep(busy * 2)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        return len(builds) - 1  # one for what was saved before

    return asyncio.run(session())


def test_what_was_saved_before_the_folders_are_watched_is_built(house):
    """The first build takes a while, and an editor does not wait for it."""
    assert saves(house) == 0


def test_a_build_that_changes_nothing_leaves_the_pages_as_they_are():
    """They need not reload themselves."""
    outcomes: list[list[Problem] | None] = [None, []]
    rebuilder = Rebuilder(outcomes.pop)
    rebuilder.run()
    before = rebuilder.last_build()

    rebuilder.run()

    assert rebuilder.last_build() is before


def test_a_save_is_one_build(house):
    """However many files and steps it takes."""
    def save():
        for name in ("a.md", "b.md"):
            (house / "content" / name).write_text("x")
        (house / "content/a.md").rename(house / "content/c.md")

    assert saves(house, save) == 1


def test_products_and_hidden_files_are_no_save(house):
    """A build must not start the next one."""
    def produce():
        (house / "content/output/index.html").write_text("x")
        (house / "content/.a.md.swp").write_text("x")
        (house / "unwatched.py").write_text("x")

    assert saves(house, produce) == 0


def test_a_single_file_is_watched_even_when_it_is_replaced(house):
    """Editors write a new file and put it in the place of the old one."""
    def replace():
        (house / "settings.py.new").write_text("A = 2")
        (house / "settings.py.new").rename(house / "settings.py")

    assert saves(house, replace, replace) == 2


def test_saves_during_a_build_make_one_more(house):
    """Never two builds at once, and never a save forgotten."""
    def save():
        (house / "content/a.md").write_text("x")

    assert saves(house, save, save, save, busy=1.2) == 2
