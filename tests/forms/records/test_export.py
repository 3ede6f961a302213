"""What is kept is shown in sentences: how far each delivery has come, and whose it is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from plugins.core.messages import Message, say
from plugins.forms.records.export import delivery_status, record_lines, record_values, short_lines
from plugins.forms.records.records import Progress, Record
from tests.support.submissions import EMAIL, NOW, SENT

WAITS = Progress("mail", "waiting", 0, NOW, NOW, None, None, "cabinet@lettre.example")
FAILED = replace(WAITS, attempts=2, failure=say("no network"), next=NOW + timedelta(minutes=30))
PARKED = replace(WAITS, state="parked", attempts=3, next=None, failure=say("no such mailbox"))
DROPPED = replace(PARKED, state="dropped")
DONE = replace(WAITS, state="delivered", attempts=1, next=None, done=NOW + timedelta(minutes=5))


def clock(moment: datetime) -> str:
    """Return a time as these tests read it."""
    return f"{moment:%H:%M}"


def told(*deliveries: Progress) -> list[str]:
    """Return the lines of a list that a submission with these deliveries has."""
    return [str(line) for line in short_lines(Record(SENT, deliveries), clock)]


@pytest.mark.parametrize(("progress", "sentence"), [
    (WAITS, "mail to the firm: waiting to be delivered"),
    (FAILED, "mail to the firm: failed (2), next attempt on 10:30: no network"),
    (PARKED, "mail to the firm: parked, action required: no such mailbox"),
    (DROPPED, "mail to the firm: dropped: no such mailbox"),
    (DONE, "mail to the firm: delivered on 10:05"),
    (replace(PARKED, failure=None), "mail to the firm: parked, action required: ?"),
    (replace(DROPPED, failure=None), "mail to the firm: dropped: ?"),
    (replace(DONE, kind="acknowledgement"), "answer to the visitor: delivered on 10:05"),
    (replace(DONE, kind="subscription"), "subscription: delivered on 10:05"),
    (replace(DONE, kind="return"),
     "outcome of an earlier subscription: delivered on 10:05"),
])
def test_a_sentence_says_how_far_a_delivery_has_come(progress: Progress, sentence: str) -> None:
    """What is done and when, or what comes next and why."""
    assert str(delivery_status(progress, clock)) == sentence


@pytest.mark.parametrize(("deliveries", "told_of"), [
    ((WAITS, DONE), ["waiting to be delivered"]),
    ((DONE, PARKED), ["parked, action required: no such mailbox"]),
    ((DONE, DROPPED), ["delivered on 10:05", "dropped: no such mailbox"]),
    ((DONE,), ["delivered on 10:05"]),
])
def test_a_list_tells_first_what_is_undelivered(
        deliveries: tuple[Progress, ...], told_of: list[str]) -> None:
    """What is done or given up is shown for a submission that waits for nothing."""
    assert told(*deliveries) == [
        f"7b0c  contact, 10:00  mail to the firm: {rest}" for rest in told_of]


def test_a_reason_is_reported_in_the_language_of_its_reader() -> None:
    """However long ago it was noted."""
    french = {"{kind}: dropped: {failure}": "{kind} : abandonné : {failure}",
              "no such mailbox": "boîte inconnue", "mail to the firm": "message au cabinet"}

    said: Message = delivery_status(DROPPED, clock)

    assert said.render(lambda text: french.get(text, text)) \
        == "message au cabinet : abandonné : boîte inconnue"


def test_programs_read_what_people_read() -> None:
    """Times with their zone; nothing is there that has not happened."""
    [done, failed] = record_values(Record(SENT, (DONE, FAILED)))["deliveries"]

    assert done == {
        "kind": "mail", "state": "delivered", "attempts": 1, "since": "2018-07-03T10:00:00+00:00",
        "next": None, "done": "2018-07-03T10:05:00+00:00", "failure": None,
        "address": "cabinet@lettre.example"}
    assert failed["next"] == "2018-07-03T10:30:00+00:00"
    assert (failed["done"], str(failed["failure"])) == (None, "no network")


def test_a_line_of_a_list_names_no_visitor() -> None:
    """Neither who wrote nor to whom an answer goes."""
    assert EMAIL not in str(told(replace(FAILED, kind="acknowledgement", address=EMAIL)))


def test_what_may_be_a_robots_is_listed_as_such() -> None:
    """In the list and where all of a submission is shown, a line for each reason; no word of it."""
    record = Record(SENT, (DONE,), ("unsigned", "trapped"))

    listed = [str(line) for line in short_lines(record, clock)]
    shown = [str(line) for line in record_lines(record, {}, clock)]

    assert listed[1:] == [
        "7b0c  perhaps a robot: the page did not say when the visitor began to write (a robot, or "
        "a browser without scripts)",
        "7b0c  perhaps a robot: a field that people do not see was filled in at first"]
    assert [line.partition(": ")[0] for line in shown[-2:]] == ["Perhaps a robot"] * 2
    assert record_values(record)["suspicions"] == ["unsigned", "trapped"]
