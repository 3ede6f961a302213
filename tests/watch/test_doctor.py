"""One thing is examined after the other, and the rest goes on."""

from plugins.core.messages import Failure, say
from plugins.watch.doctor import Check, Finding, Remarks, Unanswered, examine, healthy


def fine() -> Remarks:
    """Find nothing wrong."""
    yield True, say("well")


def wrong() -> Remarks:
    """Find one thing, then fail."""
    yield True, say("well")
    raise Failure(say("broken"))


def silent() -> Remarks:
    """Get no answer."""
    raise Unanswered(say("nobody answers"))


def told(*checks: Check) -> list[tuple[str, str, str]]:
    """Return name, state and sentence of each finding."""
    return [(each.check, each.state, str(each.sentence)) for each in examine(checks)]


def test_what_was_found_before_a_failure_is_told() -> None:
    """And the failure is something to do."""
    assert told(Check("a", say("A"), wrong)) == [("a", "fine", "well"), ("a", "to do", "broken")]


def test_what_needs_something_broken_is_not_looked_at() -> None:
    """It says what it waits for; what does not need it is looked at."""
    found = told(Check("a", say("A"), wrong), Check("b", say("B"), fine, ("a",)),
                 Check("c", say("C"), fine))

    assert found[2:] == [("b", "unknown", "depends on: A"), ("c", "fine", "well")]


def test_who_gives_no_answer_is_not_asked_again() -> None:
    """What a silent check needs is what is silent."""
    found = told(Check("a", say("A"), fine), Check("b", say("B"), silent, ("a",)),
                 Check("c", say("C"), fine, ("a",)))

    assert found[1:] == [("b", "unknown", "nobody answers"), ("c", "unknown", "depends on: A")]


def test_only_what_is_known_to_be_fine_is_healthy() -> None:
    """Not knowing is no health."""
    def of(state: str) -> Finding:
        return Finding("a", state, say("A"), say("x"))  # type: ignore[arg-type]

    assert healthy([of("fine")])
    assert not healthy([of("fine"), of("unknown")])
    assert not healthy([of("to do")])
