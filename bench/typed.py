"""Measure how soon the desk says what is wrong with what is typed, and lists the texts again.

    .venv/bin/python -m bench.typed --pairs 1000

Prints for each request the median and the longest of some, and the median of the processor's time,
which says more where others are at work; then the longest pause for unused memory. All in seconds.
"""

import argparse
import asyncio
import gc
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from starlette.applications import Starlette
from starlette.datastructures import URL

from bench.content import PROJECT, articles, file_of, write_content
from plugins.content.source import source_of
from plugins.core.look import Look
from plugins.core.project import Options, read_options
from plugins.desk.context import Desk
from plugins.desk.people.guard import LocalDoor, cookie_of
from plugins.desk.serving import desk_application
from plugins.desk.store import Store
from plugins.desk.writing.places import digest
from plugins.desk.writing.typed import form_of

TIMES = 20

Edit = Callable[[str, int], str]
"""Makes of the text of a file another one, by a number."""

EDITS: dict[str, Edit] = {
    "body": lambda text, number: f"{text}\nMot {number}.\n",
    "title": lambda text, number: text.replace("title: ", f"title: {number} ", 1),
    "slug": lambda text, number: text.replace("slug: ", f"slug: a{number}-", 1),
    "mistake": lambda text, number: text.replace("category: ", f"category: none{number}", 1),
}


@dataclass
class Pauses:
    """The pauses in which Python looks for memory that is not used any more."""

    longest: float = 0.0
    _begun: float = field(default=0.0)

    def note(self, phase: str, _: object) -> None:
        """Note the begin or the end of one, as `gc.callbacks` have it."""
        if phase == "start":
            self._begun = time.perf_counter()
        else:
            self.longest = max(self.longest, time.perf_counter() - self._begun)


@dataclass(frozen=True)
class Browser:
    """Asks a desk of this process, as its person would; `file` is the text that she edits."""

    app: Starlette
    desk: Desk
    cookie: str
    file: Path

    def listed(self) -> None:
        """Ask for the list of the texts."""
        self._ask("GET", "/_desk/")

    def typed(self, text: str) -> None:
        """Send what the page for writing sends after a pause."""
        options, now = self.desk.options(), self.file.read_bytes()
        source = source_of(self.file, options.content, options.languages)
        form = form_of(source, text.encode())
        self._ask("POST", "/_desk/typed", {
            "path": self.file.relative_to(options.content).as_posix(), "base": digest(now),
            "others": form.others, "body": form.body,
            **{f"head.{name}": value for name, value in form.fields.items()}})

    def _ask(self, method: str, address: str, form: dict[str, str] | None = None) -> None:
        async def asked() -> httpx.Response:
            async with httpx.AsyncClient(
                    transport=httpx.ASGITransport(self.app), base_url=self.desk.origin,
                    headers={"origin": self.desk.origin, "cookie": self.cookie,
                             "referer": f"{self.desk.origin}/_desk/"}) as client:
                return await client.request(method, address, data=form)

        asyncio.run(asked()).raise_for_status()


def main() -> None:
    """Write the articles, build as `serve` does, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1000, help="articles in both languages")
    with TemporaryDirectory() as folder:
        content = Path(folder, "content")
        made = articles(parser.parse_args().pairs)
        write_content(content, made)
        options = read_options(str(PROJECT / "pelicanconf.py"))
        options = replace(options, content=content, output=content.with_name("output"),
                          outbox=content.with_name("outbox"), var=content.with_name("var"))
        for line in measured(options, content / file_of(made[-4])):
            print(line, flush=True)


def measured(options: Options, file: Path) -> Iterator[str]:
    """Yield a line for each kind of request to the desk of a site."""
    door, numbers = LocalDoor("fr"), count()
    desk = Desk(lambda: options, Store(options.desk))
    app = desk_application(desk, door, desk.origin, "fr", Look)
    cookie = f"{cookie_of(URL(desk.origin))}={door.token}"
    browser, text = Browser(app, desk, cookie, file), file.read_text("utf-8")
    yield _line("first build", [_seconds(
        lambda: desk.workshop.build(desk.shown(), lambda step: None))])
    yield _line("first list", [_seconds(browser.listed)])
    desk.workshop.settle(desk.shown())
    gc.callbacks.append((pauses := Pauses()).note)
    yield _line("list", [_seconds(browser.listed) for _ in range(TIMES)])
    for name, edit in EDITS.items():
        yield _line(f"typed {name}", [_seconds(
            partial(browser.typed, edit(text, next(numbers)))) for _ in range(TIMES)])
    for name, edit in EDITS.items():
        taken = []
        for _ in range(TIMES):
            file.write_text(edit(text, next(numbers)), "utf-8")
            taken.append(_seconds(browser.listed))
        yield _line(f"list, {name} saved", taken)
    yield f"longest pause  {pauses.longest:.3f}"


def _seconds(do: Callable[[], object]) -> tuple[float, float]:
    """Return how long something takes, and how long the processor is at it."""
    begun = time.perf_counter(), time.process_time()
    do()
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def _line(name: str, times: list[tuple[float, float]]) -> str:
    taken, busy = zip(*times, strict=True)
    return (f"{name:20}{statistics.median(taken):.3f}  {max(taken):.3f}  "
            f"{statistics.median(busy):.3f}")


if __name__ == "__main__":
    main()
