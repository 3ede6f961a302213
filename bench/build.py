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

from plugins.build.build import Built, build
from plugins.core.project import Options, read_options

PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Build the content of the project, with as many copies of its first article as asked for."""
    in_each_state(__doc__, "build", lambda name, options: timed(
        name, lambda: build(options, say_nothing)))


def in_each_state(about: str | None, work: str, measure: Callable[[str, Options], None]) -> None:
    """Measure a work on a new site, on the same again, and after one article was saved."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--articles", type=int, default=1000, help="in each language (1000)")
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        options = trial(Path(folder), count)
        article = options.content / "articles" / "2018-07-03-xiaohongshu.fr.md"
        measure(f"first {work}", options)
        measure("nothing changed", options)
        article.write_text(article.read_text().replace("livre", "carnet"))
        measure("one article saved", options)


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
