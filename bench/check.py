"""Time a check of many articles: `.venv/bin/python -m bench.check --articles 1000`.

Prints seconds of wall clock for `./inv check` as an editor calls it: for a first run, for one in
which nothing has changed, and for one after a single article was saved.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

from bench.build import PROJECT, trial
from plugins.desk.options import Options


def main() -> None:
    """Check the content of the project, with as many copies of its first article as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="in each language (1000)")
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        options = trial(Path(folder), count)
        first = options.content / "articles" / "2018-07-03-xiaohongshu.fr.md"
        timed("first check", options)
        timed("nothing changed", options)
        first.write_text(first.read_text().replace("livre", "carnet"))
        timed("one article saved", options)


def timed(name: str, options: Options) -> None:
    """Run once and print how long it took, and how much of that the processor was at work."""
    start, before = time.perf_counter(), os.times()
    answer = subprocess.run(
        [PROJECT / "inv", "check", "--content", options.content, "--var", options.var],
        capture_output=True, text=True, check=False)
    seconds, after = time.perf_counter() - start, os.times()
    busy = sum(after[2:4]) - sum(before[2:4])
    assert answer.returncode == 0, answer.stderr[-2000:]
    print(f"{name:20} {seconds:7.2f} s   {busy:7.2f} s of processor   {answer.stdout.strip()}")


if __name__ == "__main__":
    main()
