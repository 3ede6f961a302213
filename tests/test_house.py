"""The code stays of a size in which people find their way."""

from fnmatch import fnmatch

import pytest

from bench.house import measures
from tests.conftest import PROJECT


def test_the_measures_of_the_code_are_kept() -> None:
    """What was reached is not given up in small steps."""
    assert [f"{measure.name}: {measure.found:g}, and {measure.most:g} is the most"
            for measure in measures() if not measure.kept] == []


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    """By default pytest looks into none that is called `build`, as one of our packages is."""
    folders = {file.parent.name for file in (PROJECT / "tests").rglob("test_*.py")
               if "node_modules" not in file.parts}

    assert "build" in folders
    assert [name for name in folders for pattern in pytestconfig.getini("norecursedirs")
            if fnmatch(name, pattern)] == []
