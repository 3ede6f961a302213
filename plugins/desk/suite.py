"""Check the project itself: style, types, tests."""

import subprocess
import sys


def run_suite(thorough: bool) -> int:
    """Run ruff, mypy and pytest in turn; return the status of the first that fails.

    The tests marked `thorough` take minutes: they run alone, and only when asked for.
    """
    quick = [["ruff", "check", "."], ["mypy"], ["pytest", "-m", "not thorough"]]
    for words in [["pytest", "-m", "thorough"]] if thorough else quick:
        status = subprocess.run([sys.executable, "-m", *words], check=False).returncode
        if status:
            return status
    return 0
