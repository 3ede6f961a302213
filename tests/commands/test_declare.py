"""What every command can do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

CALL = """
from pathlib import Path
from plugins.commands.declare import need
need({module!r}, "bucket", Path({program!r}))
print("went on")
"""


@pytest.mark.parametrize(("module", "sets", "printed"), [
    ("json", "", "went on\n"),
    ("no_such_library", "", "called again with bucket: publish --dry-run\n"),
    ("no_such_library", "paper", "called again with paper bucket: publish --dry-run\n"),
    ("no_such_library", "paper bucket", "went on\n"),
])
def test_a_library_that_few_need_is_fetched_by_calling_again(
        tmp_path: Path, module: str, sets: str, printed: str):
    """Once: what the set does not bring is not asked for for ever."""
    program = tmp_path / "inv"
    program.write_text('#!/bin/sh\necho "called again with $PRESS_SETS: $*"\n')
    program.chmod(0o755)

    done = subprocess.run(
        [sys.executable, "-c", CALL.format(module=module, program=str(program)), "publish",
         "--dry-run"], cwd=PROJECT, text=True, capture_output=True,
        env={**os.environ, "PRESS_SETS": sets}, check=True)

    assert done.stdout == printed
