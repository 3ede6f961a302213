"""What the doctor of the forms is asked, and what it says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.core.messages import say
from plugins.watch.doctor import Check, Remarks, examine
from tests.support.name_server import Zone, name_server
from tests.support.smtp_sink import Sink, smtp_sink
from tests.support.web_server import Web, certificate, web_server

Told = Callable[[Callable[[], Remarks]], list[tuple[str, str]]]


@pytest.fixture
def told() -> Told:
    """Return what takes a look and returns each state with its sentence."""
    return lambda look: [(each.state, str(each.sentence))
                         for each in examine([Check("it", say("it"), look)])]


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Run a mail server."""
    with smtp_sink() as running:
        yield running


@pytest.fixture
def zone() -> Iterator[Zone]:
    """Run a name server."""
    with name_server() as running:
        yield running


@pytest.fixture(scope="session")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a certificate of this machine."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def web(proof: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Run a web server whose certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(proof))
    with web_server(proof) as running:
        yield running
