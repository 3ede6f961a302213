"""The site of the sample content, and one of awkward content, built as for production."""

import shutil
from collections.abc import Iterator

import pytest

from tests.battery.awkward import add_awkward_content
from tests.battery.emails import Email, emails_in
from tests.battery.pages import Published, publish
from tests.battery.web_server import serving
from tests.conftest import PROJECT, locked, made_once


@pytest.fixture(scope="session")
def sample() -> Published:
    """Return the project's own content, which the worker that needs it first publishes for all."""
    with locked(made_once() / "building"):
        return publish(PROJECT / "content", made_once() / "sample")


@pytest.fixture(scope="session")
def awkward(sample: Published) -> Published:
    """Return the same content with what no theme likes to show."""
    folder = made_once() / "awkward"
    with locked(made_once() / "building"):
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
