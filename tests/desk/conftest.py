"""What the tests of the desk share: the sample's content in a folder of its own, and a browser."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette

from plugins.core.look import Look
from plugins.core.project import Options, read_options
from plugins.desk.context import Desk
from plugins.desk.people.guard import LocalDoor
from plugins.desk.serving import desk_application
from plugins.desk.store import Store
from tests.conftest import PROJECT

ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture
def options(tmp_path_factory: pytest.TempPathFactory) -> Options:
    """Return the options of a copy of the sample, new for each test in the same folder.

    What was read of its texts is kept there: to read them takes longer than most tests.
    """
    base = tmp_path_factory.getbasetemp()
    root, cache = base / "sample", base / "kept"
    if (root / "var/cache").is_dir():
        (root / "var/cache").rename(cache)
    shutil.rmtree(root, ignore_errors=True)
    if cache.is_dir():
        (root / "var").mkdir(parents=True)
        cache.rename(root / "var/cache")
    shutil.copytree(PROJECT / "content", root / "content")
    sample = read_options(str(PROJECT / "pelicanconf.py"))
    return replace(sample, content=root / "content", output=root / "output",
                   outbox=root / "outbox", var=root / "var")


@pytest.fixture
def desk(options: Options) -> Iterator[Desk]:
    """Return a desk on one's own computer."""
    store = Store(options.var / "desk" / "desk.sqlite3")
    desk = Desk(lambda: options, store)
    yield desk
    desk.works.wait()
    store.close()


@pytest.fixture
def door() -> LocalDoor:
    """Return the door of a desk that speaks English."""
    return LocalDoor("en")


class InMemory(httpx.BaseTransport):
    """Carries requests to an application of this process."""

    def __init__(self, app: Starlette) -> None:
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer, read to its end."""
        async def asked() -> httpx.Response:
            answer = await self._transport.handle_async_request(request)
            return httpx.Response(answer.status_code, headers=answer.headers,
                                  content=await answer.aread())

        return asyncio.run(asked())


@pytest.fixture
def stranger(desk: Desk, door: LocalDoor) -> httpx.Client:
    """Return a browser that has opened nothing yet."""
    app = desk_application(desk, door, ORIGIN, "en", Look)
    return httpx.Client(transport=InMemory(app), base_url=ORIGIN, follow_redirects=True,
                        headers={"origin": ORIGIN, "referer": f"{ORIGIN}/_desk/"})


@pytest.fixture
def editor(stranger: httpx.Client, door: LocalDoor) -> httpx.Client:
    """Return a browser that has the cookie of the terminal's address.

    The page to which it leads reads every text of the sample; who tests it asks for it.
    """
    stranger.get(f"/_desk/?key={door.token}", follow_redirects=False)
    return stranger
