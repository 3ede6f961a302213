"""Time a build of many articles: `.venv/bin/python -m bench.build --articles 1000`.

Prints seconds of wall clock for a first build into empty folders, for one in which nothing has
changed, and for one after a single article was saved.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from plugins.desk.build import Built, build
from plugins.desk.options import Options, read_options

PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Build the content of the project, with as many copies of its first article as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="in each language (1000)")
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        options = trial(Path(folder), count)
        first = options.content / "articles" / "2018-07-03-xiaohongshu.fr.md"
        timed("first build", lambda: build(options, say_nothing))
        timed("nothing changed", lambda: build(options, say_nothing))
        first.write_text(first.read_text().replace("livre", "carnet"))
        timed("one article saved", lambda: build(options, say_nothing))


def trial(folder: Path, count: int) -> Options:
    """Return the options of a site with `count` articles more than the project's own."""
    shutil.copytree(PROJECT / "content", folder / "content")
    for lang in ("fr", "en"):
        text = (PROJECT / "content" / "articles" / f"2018-07-03-xiaohongshu.{lang}.md").read_text()
        for number in range(count):
            day = date(2000, 1, 1) + timedelta(days=number)
            name = f"{day.isoformat()}-copy-{number}.{lang}.md"
            copy = text.replace("slug: xiaohongshu", f"slug: copy-{number}")
            (folder / "content" / "articles" / name).write_text(copy)
    return replace(read_options(), content=folder / "content", output=folder / "output",
                   outbox=folder / "outbox", var=folder / "var")


def timed(name: str, run: Callable[[], Built]) -> None:
    """Run once and print how long it took."""
    start = time.perf_counter()
    built = run()
    seconds = time.perf_counter() - start
    assert not built.failed, built.problems[:3]
    print(f"{name:20} {seconds:7.2f} s   {built.pages} pages, {built.changed} files changed")


def say_nothing(message: object) -> None:
    """Keep the steps of the build out of the figures."""


if __name__ == "__main__":
    main()
