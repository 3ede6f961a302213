"""Compare how long this project, Hugo, Eleventy and Pelican take for the same articles and lists.

    .venv/bin/python -m bench.speed --pairs 500 --runs 3 --chart docs/speed.svg

Each run has every program do the same work in turn. Prints the medians as a table in Markdown.
`--only ours,hugo` measures these alone; of several sizes (`--pairs 50 500`) each has its table.
`--laws 500` declares so many laws more, and edits one of them.
"""

import argparse
import os
import platform
import signal
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from bench.builders import BUILDERS, Builder, MissingError, Ours
from bench.chart import draw
from bench.content import Article, articles, pair
from bench.processes import FailedError, Figures, measure
from bench.server import Server

SAVES = 3
"""Saves in each run of a server: one alone says little."""

Results = dict[str, dict[str, list[Figures]]]
"""What was measured, by case, then by the name of the builder."""


@dataclass(frozen=True)
class Trial:
    """A builder's site in one run: articles from 0 to `pairs`, `run` counts from 1."""

    builder: Builder
    pairs: int
    run: int

    @property
    def article(self) -> Article:
        """The French article that is edited, one of the newest."""
        return pair(self.pairs - 2)[0]

    @property
    def word(self) -> str:
        """A word that no page holds before this run."""
        return f"repère{self.run}"

    def build(self, word: str = "") -> Figures:
        """Measure a build; raise FailedError if it did not bring the word to the article's page."""
        figures = measure(self.builder.command(), self.builder.folder)
        if word not in self.builder.page(self.article).read_text("utf-8"):
            raise FailedError(f"{self.builder.title}: what was edited is not on its page")
        return figures


def cold(trial: Trial) -> list[Figures]:
    """Build with nothing kept."""
    trial.builder.forget()
    return [trial.build()]


def nothing(trial: Trial) -> list[Figures]:
    """Build again."""
    return [trial.build()]


def body(trial: Trial) -> list[Figures]:
    """Build after a sentence was added to a text."""
    trial.builder.write(_with_word(trial.article, trial.word))
    return [trial.build(trial.word)]


def title(trial: Trial) -> list[Figures]:
    """Build after a word was added to the title, and nothing to the text."""
    before = _with_word(trial.article, trial.word)
    trial.builder.write(replace(before, title=f"{before.title} {trial.word}t"))
    return [trial.build(f"{trial.word}t")]


def added(trial: Trial) -> list[Figures]:
    """Build after an article was added, in both languages."""
    new = pair(trial.pairs + trial.run - 1)
    for article in new:
        trial.builder.write(article)
    figures = trial.build()
    if not all(trial.builder.page(article).is_file() for article in new):
        raise FailedError(f"{trial.builder.title}: the article that was added has no page")
    return [figures]


def template(trial: Trial) -> list[Figures]:
    """Build after the template around every page was changed."""
    file = trial.builder.folder / trial.builder.page_template
    tag = f'<meta name="run" content="{trial.word}m">\n</head>'
    file.write_text(file.read_text("utf-8").replace("</head>", tag, 1), "utf-8")
    return [trial.build(f"{trial.word}m")]


def check(trial: Trial) -> list[Figures]:
    """Check with nothing kept."""
    trial.builder.forget()
    return check_kept(trial)


def check_kept(trial: Trial) -> list[Figures]:
    """Check again."""
    return [measure(trial.builder.command("check"), trial.builder.folder)]


def serve(trial: Trial) -> list[Figures]:
    """Start the server with nothing kept, and wait for the first page."""
    trial.builder.forget()
    with Server(trial.builder, trial.article.address) as server:
        return [server.page_with("<html")]


def save(trial: Trial) -> list[Figures]:
    """Save an article while the server runs, and wait for its page."""
    def write(word: str) -> None:
        trial.builder.write(_with_word(trial.article, word))
    return _saves(trial, trial.article.address, write)


def title_saved(trial: Trial) -> list[Figures]:
    """Save another title of an article while the server runs, and wait for its page."""
    def write(word: str) -> None:
        trial.builder.write(replace(trial.article, title=f"{trial.article.title} {word}"))
    return _saves(trial, trial.article.address, write)


def law(trial: Trial) -> list[Figures]:
    """Build after a word was added to the note of a law."""
    ours = _ours(trial)
    ours.write_law(LAW, trial.word)
    figures = trial.build()
    if trial.word not in ours.law_page(LAW).read_text("utf-8"):
        raise FailedError("the law that was edited does not show it on its page")
    return [figures]


def law_saved(trial: Trial) -> list[Figures]:
    """Save a law while the server runs, and wait for its page."""
    ours = _ours(trial)
    address = f"/{ours.law_page(LAW).parent.relative_to(ours.folder / 'output')}/"
    return _saves(trial, address, lambda word: ours.write_law(LAW, word))


def _saves(trial: Trial, address: str, write: Callable[[str], None]) -> list[Figures]:
    with Server(trial.builder, address) as server:
        server.page_with("<html")
        words = [f"{trial.word}s{number}" for number in range(SAVES)]
        return [server.saved(partial(write, word), word) for word in words]


def _ours(trial: Trial) -> Ours:
    assert isinstance(trial.builder, Ours)
    return trial.builder


CASES: dict[str, Callable[[Trial], list[Figures]]] = {
    "cold build": cold, "nothing changed": nothing, "one body edited": body,
    "a title edited": title, "an article added": added, "a template changed": template,
    "a law edited": law, "first page of `serve`": serve, "save to page, serving": save,
    "save of a title, serving": title_saved,
    "save of a law, serving": law_saved,
    "check, nothing kept": check, "check again": check_kept}
"""In the order in which they follow each other in a run."""

OF_LAWS = (law, law_saved)
"""Measured only where there are more laws than the sample's."""

OURS_ALONE = (check, check_kept, *OF_LAWS)

LAW = 7
"""The number of the law that is edited."""


def _with_word(article: Article, word: str) -> Article:
    return replace(article, body=f"Voici le {word}.\n\n{article.body}")


def main() -> None:
    """Measure as asked for, and print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, nargs="+", default=[500],
                        help="articles, each in French and English (500)")
    parser.add_argument("--runs", type=int, default=3, help="how often all is done (3)")
    parser.add_argument("--laws", type=int, default=0,
                        help="laws beyond the sample's, each named by some articles (0)")
    parser.add_argument("--only", default=",".join(BUILDERS),
                        help=f"some of the programs ({','.join(BUILDERS)})")
    parser.add_argument("--cases", default="", help="some of the cases, by parts of their names")
    parser.add_argument("--chart", type=Path, help="the SVG file to draw, of the last size")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and end what was started
    names, parts = given.only.split(","), given.cases.split(",")
    if unknown := [name for name in names if name not in BUILDERS]:
        parser.error(f"there is no program “{unknown[0]}”; name some of {', '.join(BUILDERS)}")
    if given.chart and not given.chart.parent.is_dir():
        parser.error(f"there is no folder {given.chart.parent} for the chart")
    if given.runs < 1 or min(given.pairs) < 3 or 0 < given.laws < LAW + 2:
        parser.error(f"at least one run, three pairs and no law or {LAW + 2} are needed")
    cases = [name for name, case in CASES.items() if any(part in name for part in parts)
             and (given.laws or case not in OF_LAWS)]
    if not cases:
        parser.error(f"there is no such case; name parts of {', '.join(CASES)}")
    try:
        for pairs in given.pairs:
            titles, results = compare(names, cases, pairs, given.runs, given.laws)
            if not results:
                sys.exit("There is nothing to measure.")
            print("\n".join(table(titles, results, pairs, given.runs)), flush=True)
    except FailedError as failed:
        sys.exit(str(failed))
    except KeyboardInterrupt:
        sys.exit(130)
    if given.chart:
        seconds = {case: {name: median(figures).wall for name, figures in measured.items()}
                   for case, measured in results.items()}
        foot = f"{pairs} × 2 articles, {date.today()}, {os.cpu_count()} × {platform.machine()}"
        both = {**titles, "ours": f"{titles.get('ours')} · ce projet"}
        given.chart.write_text(draw(both, seconds, foot), "utf-8")


def compare(names: Sequence[str], cases: Sequence[str], pairs: int, runs: int, laws: int = 0
            ) -> tuple[dict[str, str], Results]:
    """Measure each case in turn by each program; return their titles and the figures."""
    results: Results = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        builders = list(_ready(names, Path(folder), pairs, laws))
        for run in range(1, runs + 1):
            for case in cases:
                for builder in builders:
                    if CASES[case] not in OURS_ALONE or builder.name == "ours":
                        _tell(f"{pairs} pairs, run {run} of {runs}: {builder.title}, {case}")
                        results[case][builder.name] += CASES[case](Trial(builder, pairs, run))
    _tell("")
    return {builder.name: builder.title for builder in builders}, results


def _ready(names: Sequence[str], folder: Path, pairs: int, laws: int) -> Iterator[Builder]:
    """Yield the programs that are there, each with its articles and having built a site before."""
    made = articles(pairs)
    for name in names:
        try:
            BUILDERS[name].install()
        except MissingError as missing:
            print(f"{name} is left out, because {missing}", file=sys.stderr)
            continue
        first, builder = (BUILDERS[name](folder / size, laws) for size in ("small", "large"))
        for one, count in ((first, 3), (builder, pairs)):
            _tell(f"writing {count} pairs: {one.title}")
            one.lay_out(made[:2 * count])
        Trial(first, 3, 1).build()
        yield builder


def table(titles: dict[str, str], results: Results, pairs: int, runs: int) -> Iterator[str]:
    """Yield the lines of a table of medians; Hugo's wall clock is the measure of the others'."""
    yield (f"{pairs} pairs, medians of {runs} runs in turn, {date.today()}, {platform.machine()}, "
           f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end. Seconds (CPU of all "
           "processes), × Hugo, memory: the most; of a server, what it has in the end.\n")
    yield f"| work | {' | '.join(titles.values())} |"
    yield f"|---|{'---|' * len(titles)}"
    for case, measured in results.items():
        middle = {name: median(figures) for name, figures in measured.items()}
        cells = [_cell(middle[name], middle.get("hugo")) if name in middle else "–"
                 for name in titles]
        yield f"| {case} | {' | '.join(cells)} |"
    yield ""


def median(figures: Sequence[Figures]) -> Figures:
    """Return the median of each figure by itself."""
    return Figures(*(statistics.median(values) for values in zip(
        *(astuple(one) for one in figures), strict=True)))


def _cell(figures: Figures, hugo: Figures | None) -> str:
    cpu = f" ({figures.cpu:.1f})" if figures.cpu else ""
    ratio = f" × {figures.wall / hugo.wall:.1f}" if hugo and figures is not hugo else ""
    waiting = f", {figures.waiting:.2f} of it waiting" if figures.waiting else ""
    return f"**{figures.wall:.2f}**{cpu}{ratio}{waiting}, {figures.memory / 1e6:.0f} MB"


def _tell(step: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{step}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
