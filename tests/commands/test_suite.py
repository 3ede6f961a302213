"""`./inv test` runs what it is asked to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.commands.suite import find_tests
from tests.conftest import PROJECT

FILES = {
    "plugins/a/b.py": "", "plugins/a/__init__.py": "", "plugins/a/page.html": "",
    "theme/form.css": "", "README.md": "", "inv": "",
    "tests/a/test_b.py": "import plugins.a.b\n", "tests/a/test_c.py": "", "tests/a/conftest.py": "",
    "tests/d/test_e.py": "from plugins.a.b import name\n",
    "tests/d/test_f.py": "from plugins.a import b\nfrom tests.support.fake import Fake\n",
    "tests/support/fake.py": "", "tests/theme/test_form.py": "", "tests/test_inv.py": "",
}
FACT = "def test_a_fact():\n    assert {}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a small project."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(("changed", "tests"), [
    (["plugins/a/b.py"], ["tests/a/test_b.py", "tests/d/test_e.py", "tests/d/test_f.py"]),
    (["plugins/a/__init__.py"], ["tests/d/test_f.py"]),
    (["tests/support/fake.py"], ["tests/d/test_f.py"]),
    (["tests/d/test_e.py", "tests/d/test_gone.py"], ["tests/d/test_e.py"]),
    (["tests/a/conftest.py", "tests/a/test_b.py"], ["tests/a"]),
    (["plugins/a/page.html"], ["tests/a"]),
    (["theme/form.css"], ["tests/theme"]),
    (["inv"], ["tests/test_inv.py"]),
    (["README.md", "plugins/x/y.py"], []),
])
def test_a_change_has_the_tests_in_its_mirror_and_those_that_import_it(
        project: Path, changed: list[str], tests: list[str]):
    """A template’s are all in the folder."""
    assert find_tests(changed, project) == tests


def run(*words: str, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    """Run the command in English."""
    return subprocess.run([sys.executable, "-m", "invoke", "test", "--messages", "en", *words],
                          cwd=PROJECT, text=True, capture_output=True, check=False,
                          env={**os.environ, "PRESS_FOLDER": str(cwd)})


def test_only_the_named_tests_run(tmp_path: Path):
    """As seen from the folder in which the command was called; a single test is named, too."""
    facts = {"test_good.py": True, "test_bad.py": False, "some/test_it.py": True}
    for name, is_so in facts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(FACT.format(is_so))

    two = run("--path", "test_bad.py", "--path", "test_good.py::test_a_fact", cwd=tmp_path)
    folder = run("--path", "some", cwd=tmp_path)

    assert "1 failed, 1 passed" in two.stdout and "1 passed" in folder.stdout
    assert (two.returncode, folder.returncode) == (1, 0)


def test_tests_that_are_not_there_are_reported():
    """In a sentence."""
    missing = run("--path", "tests/chekc")

    assert missing.returncode == 1
    assert missing.stderr == "tests/chekc: there is no such file or folder of tests\n"
