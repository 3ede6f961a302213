"""A desk with accounts, and browsers that come to it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from plugins.core.look import Look
from plugins.core.project import Options, read_options
from plugins.desk.context import Desk, Person
from plugins.desk.people.accounts import accept, begin_session, invite
from plugins.desk.people.door import AccountDoor
from plugins.desk.serving import desk_application
from plugins.desk.store import Store
from tests.conftest import PROJECT
from tests.desk.conftest import InMemory

NOW = datetime(2018, 7, 3, 9, tzinfo=UTC)
ADDRESS = "https://desk.firm.example"
EDITOR = Person("editor@firm.example", "The editors", "en", False)
PASSWORD = "a phrase in a café"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return the database of a desk."""
    store = Store(tmp_path / "desk.sqlite3")
    yield store
    store.close()


@pytest.fixture(scope="session")
def options() -> Options:
    """Return the options of the sample, which is only read here, with an address of its desk."""
    sample = read_options(str(PROJECT / "pelicanconf.py"))
    return replace(sample, settings={**sample.settings, "DESK_URL": ADDRESS})


@pytest.fixture(scope="session")
def hashed() -> str:
    """Return what is kept of the password, by which it is compared a hundred times sooner."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
def shared(options: Options, store: Store, hashed: str) -> Desk:
    """Return the desk of a firm, with one account."""
    accept(store, invite(store, EDITOR, NOW), hashed, NOW)
    return Desk(lambda: options, store, is_shared=True)


@pytest.fixture
def visit(shared: Desk) -> Callable[..., httpx.Client]:
    """Return what opens a browser that has not logged in, behind the web server."""
    app = desk_application(shared, AccountDoor(shared.store, ADDRESS), ADDRESS, "en", Look)

    def opened(visitor: str = "192.0.2.1", **headers: str) -> httpx.Client:
        return httpx.Client(transport=InMemory(app), base_url=ADDRESS, follow_redirects=True,
                            headers={"origin": ADDRESS, "referer": f"{ADDRESS}/_desk/login",
                                     "x-forwarded-for": visitor, **headers})

    return opened


@pytest.fixture
def editor(visit: Callable[..., httpx.Client], store: Store) -> httpx.Client:
    """Return a browser in which the editor has logged in."""
    editor = visit()
    editor.cookies.set("__Host-desk", begin_session(store, EDITOR, datetime.now(UTC)),
                        domain="desk.firm.example")
    return editor


def log_in(editor: httpx.Client, password: str = PASSWORD, address: str = EDITOR.address,
           way: str = "") -> httpx.Response:
    """Send the form of the login."""
    return editor.post("/_desk/login",
                        data={"address": address, "password": password, "next": way})
