"""The site of the sample content, and one of awkward content, built as for production."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.battery.awkward import add_awkward_content
from tests.battery.emails import Email, emails_in
from tests.battery.pages import Published, publish
from tests.battery.web_server import serving
from tests.conftest import PROJECT, locked


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the worker that needs a site first builds it for all."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def sample(sites: Path) -> Published:
    """Return the project's own content, published."""
    with locked(sites / "building"):
        return publish(PROJECT / "content", sites / "sample")


@pytest.fixture(scope="session")
def awkward(sites: Path, sample: Published) -> Published:
    """Return the same content with what no theme likes to show."""
    folder = sites / "awkward"
    with locked(sites / "building"):
        if not folder.exists():
            shutil.copytree(PROJECT / "content", folder / "content")
            add_awkward_content(folder / "content")
        return publish(folder / "content", folder, beside=sample)


@pytest.fixture(scope="session", params=["sample", "awkward"])
def published(request: pytest.FixtureRequest) -> Published:
    """Return one site after the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def served(published: Published) -> Iterator[str]:
    """Serve the published site; give its address."""
    with serving(published.root) as url:
        yield url


@pytest.fixture(scope="session")
def served_sample(sample: Published) -> Iterator[str]:
    """Serve the sample content; give its address."""
    with serving(sample.root) as url:
        yield url


@pytest.fixture(scope="session")
def emails(sample: Published) -> list[Email]:
    """Return the emails of the sample issues, in every language."""
    found = emails_in(sample.options.outbox)
    assert len(found) == 4, [email.name for email in found]
    return found
