"""The site of the sample content, and one of awkward content, built as for production."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from plugins.desk.build import build
from plugins.desk.options import read_options
from tests.battery.awkward import add_awkward_content
from tests.battery.pages import Published
from tests.battery.tools import need
from tests.battery.web_server import serving
from tests.chromium import CHROMIUM, chromium
from tests.conftest import PROJECT


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return the project's own content, published."""
    return publish(PROJECT / "content", tmp_path_factory.mktemp("sample"), is_sample=True)


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return the same content with what no theme likes to show."""
    folder = tmp_path_factory.mktemp("awkward")
    shutil.copytree(PROJECT / "content", folder / "content")
    add_awkward_content(folder / "content")
    return publish(folder / "content", folder, is_sample=False)


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
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    need(CHROMIUM, "Chromium")
    with chromium() as browser:
        yield browser


def publish(content: Path, folder: Path, is_sample: bool) -> Published:
    """Build content with the settings of production."""
    options = read_options(str(PROJECT / "publishconf.py"), str(content),
                           *(str(folder / name) for name in ("output", "outbox", "var")))
    built = build(options, lambda message: None)
    assert not built.failed, "\n".join(
        f"{problem.path}:{problem.line}: {problem.message}" for problem in built.problems)
    return Published(options, is_sample)
