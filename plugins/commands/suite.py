"""Check the project itself: style, types, tests."""

import os
import subprocess
import sys

PYTEST = ["pytest", "-n", "auto", "--dist", "loadfile", "-m"]
QUICK, THOROUGH = [*PYTEST, "not thorough"], [*PYTEST, "thorough", "--no-loadscope-reorder"]


def run_suite(thorough: bool) -> int:
    """Run ruff, mypy and pytest in turn; return the status of the first that fails.

    The tests marked `thorough` take minutes: they run only when asked for.
    """
    # The tests call commands from folders of their own.
    environment = {name: value for name, value in os.environ.items() if name != "PRESS_FOLDER"}
    for words in [THOROUGH] if thorough else [["ruff", "check", "."], ["mypy"], QUICK]:
        status = subprocess.run([sys.executable, "-m", *words], env=environment,
                                check=False).returncode
        if status:
            return status
    return 0
