"""Speak to the person at the terminal, in their language."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import is_dataclass

from plugins.core.i18n import Catalogue, number, percent
from plugins.core.messages import Failure, Message, Problem, say, warnings
from plugins.core.project import from_here
from plugins.watch.doctor import Finding, healthy

Cell = Message | str | int | float
"""A whole number is a count, another number a part of one; both are at the right of a column."""

STATES = {"fine": say("OK"), "to do": say("to do"), "unknown": say("not checked")}
"""What a finding of a doctor is called."""


class Terminal:
    """What a command says: results on standard output, progress and problems on standard error."""

    ends = True
    """Whether the process ends with the command, which may put another one in its place."""

    def __init__(self, catalogue: Catalogue, lang: str) -> None:
        self.gettext, self.lang = catalogue.gettext, lang
        self._progress = 0

    def say(self, message: Message) -> None:
        """Print a sentence of the result."""
        self._clear()
        print(message.render(self.gettext), flush=True)

    def table(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Print a result in columns, its numbers written as the language writes them."""
        self._clear()
        for line in columns(rows, self.gettext, self.lang):
            print(line, flush=True)

    def data(self, value: object) -> None:
        """Print a result as JSON, for programs; the sentences in it are the editor's."""
        self._clear()
        print(json.dumps(value, ensure_ascii=False, indent=2, default=self._plain), flush=True)

    def findings(self, found: Sequence[Finding], json: bool) -> int:
        """Print what a doctor has found; return 1 unless everything is fine."""
        if json:
            self.data({"fine": healthy(found), "checks": found})
        else:
            self.table((STATES[each.state], each.subject, each.sentence) for each in found)
        return 0 if healthy(found) else 1

    def aside(self, message: Message) -> None:
        """Print a sentence that stays to be read, beside a result that is for programs."""
        self._clear()
        print(message.render(self.gettext), file=sys.stderr, flush=True)

    def step(self, message: Message) -> None:
        """Print what is being done: one updating line on a terminal, plain lines otherwise.

        The next step takes its place: what a person must have read is not a step.
        """
        text = message.render(self.gettext)
        if sys.stderr.isatty():
            self._clear()
            self._progress = len(text)
            print(text, end="", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)

    def failure(self, failure: Failure) -> None:
        """Print why a command failed: each problem with its place, or a sentence."""
        if problems := getattr(failure, "problems", ()):
            self.problems(problems)
        else:
            self.aside(failure.message)

    def problems(self, problems: Iterable[Problem], every: bool = False) -> None:
        """Print each problem as `path:line: what is wrong; what would be right`.

        Of the warnings with the same sentence the first ones stand for all, unless `every` one is
        asked for; what an editor has accepted is only counted.
        """
        self._clear()
        told = list(problems)
        alike = Counter(problem.message.text for problem in warnings(told))
        seen = Counter[str]()
        for problem in told:
            if problem.level == "error" or every:
                self._problem(problem)
            elif not problem.accepted:
                sentence = problem.message.text
                seen[sentence] += 1
                if seen[sentence] <= FIRST or alike[sentence] == FIRST + 1:
                    self._problem(problem)
                if seen[sentence] == FIRST and alike[sentence] > FIRST + 1:
                    self.aside(say("… and {count} more warnings like this; “./inv check --all” "
                                   "lists them", count=alike[sentence] - FIRST))
        if accepted := sum(problem.accepted for problem in told):
            self.aside(say("Warnings accepted in the texts: {count}.", count=accepted))

    def _problem(self, problem: Problem) -> None:
        print(problem.render(self.gettext, from_here(problem.path)), file=sys.stderr)

    def confirmation(self, word: str, given: str, *, question: Message, mistaken: Message,
                     nobody: Message, tell: Callable[[Message], None] | None = None
                     ) -> Callable[[], bool]:
        """Return what asks whether to go on: `word`, given in an option or typed when asked.

        `tell` asks, as the sentences above the question were shown; `say` if nothing else does.

        Raises Failure with `mistaken` if another word is given; what asks, with `nobody` if there
        is nobody to ask.
        """
        if given and given != word:
            raise Failure(mistaken)

        def ask() -> bool:
            if not sys.stdin.isatty():
                raise Failure(nobody)
            (tell or self.say)(question)
            return sys.stdin.readline().strip() == word

        return ask if not given else lambda: True

    def _plain(self, value: object) -> object:
        if isinstance(value, Message):
            return value.render(self.gettext)
        if is_dataclass(value) and not isinstance(value, type):
            return vars(value)
        return str(value)

    def _clear(self) -> None:
        if self._progress:
            print("\r" + " " * self._progress + "\r", end="", file=sys.stderr, flush=True)
            self._progress = 0


GAP = "  "

FIRST = 2
"""Of the warnings with the same sentence, how many are shown."""


@contextmanager
def failures_told(terminal: Terminal) -> Iterator[None]:
    """End the command with a sentence and status 1 where a Failure would be a traceback."""
    try:
        yield
    except KeyboardInterrupt:
        terminal.say(say("Stopped."))
        sys.exit(130)
    except Failure as failure:
        terminal.failure(failure)
        sys.exit(1)


@contextmanager
def finished_kept(terminal: Terminal) -> Iterator[None]:
    """Say, where Ctrl-C stops what takes long, that nothing is lost of it."""
    try:
        yield
    except KeyboardInterrupt:
        terminal.aside(say("The PDFs that are finished are kept; the same command makes the "
                           "others."))
        raise


def columns(rows: Iterable[Sequence[Cell]], gettext: Callable[[str], str], lang: str
            ) -> Iterator[str]:
    """Yield each row as a line; a text at the end of its row takes what room it needs."""
    from plugins.core.plain_text import columns as width  # only tables need it
    listed = list(rows)
    written = [[cell_text(cell, gettext, lang) for cell in row] for row in listed]
    widths: dict[int, int] = {}
    for row, texts in zip(listed, written, strict=True):
        for place, text in enumerate(texts):
            if place < len(row) - 1 or _is_number(row[place]):
                widths[place] = max(widths.get(place, 0), width(text))
    for row, texts in zip(listed, written, strict=True):
        padded = (_padded(text, widths.get(place, 0) - width(text), _is_number(row[place]))
                  for place, text in enumerate(texts))
        yield GAP.join(padded).rstrip()


def cell_text(cell: Cell, gettext: Callable[[str], str], lang: str) -> str:
    """Return what a cell of a table says, its number as the language writes it."""
    if isinstance(cell, Message):
        return cell.render(gettext)
    if isinstance(cell, int):
        return number(cell, lang)
    return percent(cell, lang) if isinstance(cell, float) else cell


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def _padded(text: str, room: int, right: bool) -> str:
    space = " " * room
    return space + text if right else text + space
