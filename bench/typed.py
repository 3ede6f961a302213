"""Measure how soon what is typed is shown, and what is wrong with it.

    .venv/bin/python -m bench.typed --pairs 1000

Prints for each kind of edit the median and the longest of some looks at a text, and the median of
the processor's time, which says more where others are at work; all in seconds.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.content import PROJECT, articles, file_of, write_content
from plugins.build.unsaved import Workshop
from plugins.core.project import Options, read_options

LOOKS = 20


def edits(text: str) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield each kind of edit, and what makes the text of a look by its number."""
    yield "body", lambda number: f"{text}\nMot {number}.\n"
    yield "title", lambda number: text.replace("title: ", f"title: {number} ", 1)
    yield "slug", lambda number: text.replace("slug: ", f"slug: a{number}-", 1)
    yield "mistake", lambda number: text.replace("category: ", f"category: none{number}", 1)


def main() -> None:
    """Write the articles, look at one of the newest, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1000, help="articles in both languages")
    with TemporaryDirectory() as folder:
        content = Path(folder, "content")
        made = articles(parser.parse_args().pairs)
        write_content(content, made)
        options, workshop = read_options(str(PROJECT / "pelicanconf.py")), Workshop()
        options = replace(options, content=content, output=content.with_name("output"),
                          outbox=content.with_name("outbox"), var=content.with_name("var"))
        file = content / file_of(made[-4])
        text = file.read_text("utf-8")
        workshop.look(options, {}, file)
        for name, edit in edits(text):
            taken, busy = zip(*(_seconds(workshop, options, file, edit(number))
                                for number in range(LOOKS)), strict=True)
            print(f"{name:8}{statistics.median(taken):.3f}  {max(taken):.3f}  "
                  f"{statistics.median(busy):.3f}")


def _seconds(workshop: Workshop, options: Options, file: Path, text: str) -> tuple[float, float]:
    """Return how long a look takes, and how long the processor is at it."""
    begun = time.perf_counter(), time.process_time()
    workshop.look(options, {file: text.encode()}, file)
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


if __name__ == "__main__":
    main()
