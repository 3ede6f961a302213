"""Time a check of many articles: `.venv/bin/python -m bench.check --articles 1000`.

Prints seconds of wall clock for `./inv check` as an editor calls it: for a first run, for one in
which nothing has changed, and for one after a single article was saved.
"""

import subprocess
import time

from bench.build import PROJECT, in_each_state
from plugins.core.project import Options


def main() -> None:
    """Check the content of the project, with as many copies of its first article as asked for."""
    in_each_state(__doc__, "check", timed)


def timed(name: str, options: Options) -> None:
    """Run once and print how long it took."""
    start = time.perf_counter()
    answer = subprocess.run(
        [PROJECT / "inv", "check", "--content", options.content, "--var", options.var],
        capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    assert answer.returncode == 0, answer.stderr[-2000:]
    print(f"{name:20} {seconds:7.2f} s   {answer.stdout.strip()}")


if __name__ == "__main__":
    main()
