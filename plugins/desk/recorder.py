"""Do at the desk what commands do: what they say is kept for a page, and they go on without it."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock, Thread

from plugins.commands.terminal import Cell, Terminal
from plugins.core.i18n import Catalogue
from plugins.core.messages import Failure, Message, Problem, say

LOG = logging.getLogger("desk")

KEPT = 50
"""How many works are still shown, the last ones."""

Table = tuple[tuple[Cell, ...], ...]

Said = Message | Problem | Table


class Asked(Exception):
    """A command has asked its question, and ends: the answer comes with another form."""


@dataclass(frozen=True)
class Answer:
    """What a person has `typed` below a question; `shown` stands for what she read above it."""

    typed: str = ""
    shown: str = ""


class Recorder(Terminal):
    """Keeps what a command says, as values, and answers its question with what a form holds."""

    ends = False

    def __init__(self, catalogue: Catalogue, lang: str, answer: Answer) -> None:
        super().__init__(catalogue, lang)
        self._answer = answer
        self.said: list[Said] = []
        self.doing: Message | None = None
        self.question: Message | None = None

    @property
    def shown(self) -> str:
        """What stands for all that was said so far, with its names and numbers."""
        return sha256("\n".join(map(str, self.said)).encode()).hexdigest()

    def say(self, message: Message) -> None:
        """Keep a sentence."""
        self.said.append(message)

    aside = say

    def step(self, message: Message) -> None:
        """Keep what is being done, in place of what was before."""
        self.doing = message

    def table(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Keep a table."""
        self.said.append(tuple(map(tuple, rows)))

    def _problem(self, problem: Problem) -> None:
        self.said.append(problem)

    def confirmation(self, word: str, given: str, *, question: Message, mistaken: Message,
                     nobody: Message, tell: Callable[[Message], None] | None = None
                     ) -> Callable[[], bool]:
        """Return what compares the answer with `word`; without an answer, the question is asked.

        It is asked again if what is said above it is no longer what the person has read.
        """
        def ask() -> bool:
            if self._answer.shown != self.shown:
                self.question = question
                raise Asked
            return self._answer.typed.strip() == word

        return ask


@dataclass
class Work:
    """Something that a person has begun with a form of the desk, by its `key`.

    `address` is where the form was posted, `fields` what it held, `back` the page on which it
    stands. `status` is what the command has ended with, None until it has.
    """

    key: str
    title: Message
    person: str
    address: str
    fields: Mapping[str, str]
    back: str
    recorder: Recorder
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    status: int | None = None

    def carry_out(self, act: Callable[[Recorder], int]) -> None:
        """Do it; whatever ends it is kept as a sentence."""
        status = 1
        try:
            status = act(self.recorder)
        except Asked:
            pass
        except Failure as failure:
            self.recorder.failure(failure)
        except BaseException:  # even SystemExit: nobody but a page hears of it
            LOG.exception("%s", self.title)
            self.recorder.say(say("The program failed here, in the middle of its work; the log of "
                                  "the desk says where."))
        finally:
            self.recorder.doing = None
            self.status = status


class Works:
    """What was begun at the desk: one thing at a time, each form once, whoever waits for it."""

    def __init__(self) -> None:
        self._lock, self._known, self._thread = Lock(), dict[str, Work](), Thread()

    def begin(self, work: Work, act: Callable[[Recorder], int]) -> None:
        """Begin a work, unless its form has begun it before: pressed twice, or sent again.

        Raises Failure while another one is under way.
        """
        with self._lock:
            if work.key in self._known:
                return
            if running := self.under_way:
                raise Failure(say("Something else is under way at this desk: “{title}”. Wait until "
                                  "it has ended, then do this again.", title=running.title))
            self._known = dict([*self._known.items(), (work.key, work)][-KEPT:])
            # It goes on when the browser is closed, and the process does not end before it.
            self._thread = Thread(target=work.carry_out, args=(act,))
            self._thread.start()

    @property
    def under_way(self) -> Work | None:
        """The work that has not ended."""
        return next((work for work in self._known.values() if work.status is None), None)

    def find(self, key: str) -> Work | None:
        """Return what a form has begun, None if that is not known any more."""
        return self._known.get(key)

    def wait(self) -> None:
        """Wait until what is under way has ended."""
        if self._thread.ident:
            self._thread.join()
