"""What a command says is kept for a page, and nothing of it ends the desk."""

import sys
from threading import Event

import pytest

from plugins.commands.declare import fetched, need
from plugins.core.i18n import Catalogue
from plugins.core.messages import ContentError, Failure, Problem, say
from plugins.desk.recorder import Answer, Recorder, Work, Works

STOPPED = say("Stopped.")

NONE = Answer()


def work(key: str = "1", answer: Answer = NONE) -> Work:
    """Return a work that was not begun."""
    return Work(key, STOPPED, "", "/_desk/x", {}, "/_desk/", Recorder(Catalogue(), "en", answer))


def done(works: Works, begun: Work, act: object) -> Work:
    """Begin a work and wait for its end."""
    works.begin(begun, act)  # type: ignore[arg-type]
    works.wait()
    return begun


def exits(recorder: Recorder) -> int:
    """End the process, as no command should."""
    sys.exit(3)


def fails(recorder: Recorder) -> int:
    """Fail with a sentence."""
    raise Failure(STOPPED)


def finds(recorder: Recorder) -> int:
    """Fail with the places that are wrong."""
    raise ContentError(Problem("a.md", 3, STOPPED), Problem("b.md", 0, STOPPED))


def falls(recorder: Recorder) -> int:
    """Fail as nobody has thought of."""
    raise ZeroDivisionError


def lacks(recorder: Recorder) -> int:
    """Need a library that is not there."""
    need(recorder, "no_such_library", "bucket")
    return 0


@pytest.mark.parametrize(("act", "said"), [
    (exits, "The program failed here"), (falls, "The program failed here"), (fails, "Stopped."),
    (lacks, "this needs libraries"), (finds, "Problem(path='a.md'")])
def test_whatever_ends_a_command_is_a_sentence(act: object, said: str):
    """And the next one is begun."""
    works = Works()

    ended = done(works, work(), act)

    assert ended.status == 1
    assert str(ended.recorder.said[0]).startswith(said)
    assert done(works, work("2"), lambda recorder: 0).status == 0


def test_what_can_be_done_without_is_not_fetched_beside_what_runs():
    """The libraries of a process that goes on stay as they are."""
    with pytest.raises(Failure):
        fetched(work().recorder, "no_such_library", "pdf")


def test_one_thing_is_done_at_a_time_and_each_form_once():
    """Another form is refused with a sentence; the same one does nothing more."""
    works, begun, go_on = Works(), list[int](), Event()

    def act(recorder: Recorder) -> int:
        begun.append(1)
        recorder.step(STOPPED)
        go_on.wait(10)
        return 2

    first = work()
    works.begin(first, act)
    works.begin(work(), act)
    with pytest.raises(Failure, match="under way"):
        works.begin(work("2"), act)
    under_way = works.under_way
    go_on.set()
    works.wait()
    works.begin(work(), act)

    assert under_way is first
    assert (begun, first.status, works.under_way) == ([1], 2, None)
    assert works.find("1") is first


@pytest.mark.parametrize(("typed", "said", "agreed"), [
    ("2018-07", 1, True), (" 2018-07 ", 1, True), ("2018-7", 1, False), ("", 1, False),
    ("2018-07", 2, None), ("2018-07", 0, None)])
def test_a_question_is_answered_below_what_was_read(typed: str, said: int, agreed: bool | None):
    """And asked again below anything else."""
    read = work()
    read.recorder.say(STOPPED)
    answers: list[bool] = []

    def act(recorder: Recorder) -> int:
        ask = recorder.confirmation("2018-07", "", question=STOPPED, mistaken=STOPPED,
                                    nobody=STOPPED)
        for _ in range(said):
            recorder.say(STOPPED)
        answers.append(ask())
        return 0

    ended = done(Works(), work(answer=Answer(typed, read.recorder.shown)), act)

    assert answers == ([] if agreed is None else [agreed])
    assert (ended.recorder.question is None) == (agreed is not None)
