"""What a push says of numbers and of the checklist, which a provider works out in its own time."""

import pytest
from plugins.newsletter.push.recipients import (
    WrittenDraft,
    checklist_lines,
    miscounted,
    remarks,
)

from plugins.newsletter.campaigns import Checklist, Remark
from plugins.newsletter.push.snapshot import count_recipients
from tests.newsletter.conftest import House
from tests.support.editor import ScriptedEditor
from tests.support.fake_faults import Fault


@pytest.fixture
def pushed(house: House) -> House:
    """A desk whose two drafts are for five readers of French and three of English."""
    house.push()
    return house


def looked(house: House, **expected: int) -> tuple[list[str], list[str]]:
    """Return what counts as wrong, and what is only told, of drafts for so many readers."""
    editor = ScriptedEditor()
    written = [WrittenDraft(house.draft(lang)["id"], lang, number)
               for lang, number in expected.items()]
    return list(map(str, miscounted(house.provider, written, editor))), editor.texts


def test_the_number_that_is_expected_needs_no_word(pushed: House) -> None:
    """Nor does one of which a few have left or come."""
    assert looked(pushed, fr=5, en=5) == ([], [])


def test_a_number_that_is_right_by_now_is_not_wrong(pushed: House) -> None:
    """The audience changed between the plan and the count."""
    assert looked(pushed, fr=50, en=3) == ([], [])


def test_a_wrong_number_is_told_with_the_right_one(pushed: House) -> None:
    """For its language alone."""
    pushed.draft("en")["recipients"]["recipient_count"] = 99

    assert looked(pushed, fr=5, en=3) == ([
        "en: recipients of the draft in Mailchimp: 99; subscribers in its part of the audience: 3; "
        "look at the draft there"], [])


def test_a_number_that_does_not_come_is_told_and_is_not_wrong(pushed: House) -> None:
    """For its language alone."""
    pushed.draft("en")["_looks"] = 99

    assert looked(pushed, fr=5, en=3) == ([], [
        "en: Mailchimp has not counted the recipients yet; look again before sending"])


def test_numbers_that_cannot_be_asked_for_are_told_as_a_note(pushed: House) -> None:
    """A draft may wait for them."""
    pushed.fake.faults.append(Fault("empty 504", "GET", "/campaigns/", times=99))

    wrong, told = looked(pushed, fr=5, en=3)

    assert wrong == [] and len(told) == 1
    assert told[0].startswith(
        "note: the recipients could not be counted: Mailchimp’s answer cannot be read")


def test_only_what_is_not_counted_is_looked_at_again(pushed: House) -> None:
    """And no longer than until it is."""
    french, english = (pushed.draft(lang)["id"] for lang in ("fr", "en"))
    pushed.draft("en")["_looks"] = 2
    before = len(pushed.fake.requests)

    assert count_recipients(pushed.provider, {french: 5, english: 3}) == {french: 5, english: 3}

    assert [each.path.rpartition("/")[2] for each in pushed.fake.requests[before:]] == [
        french, english, english]


def test_a_checklist_that_cannot_be_read_is_a_note(pushed: House) -> None:
    """A draft may lack what it asks for."""
    pushed.fake.faults.append(Fault("empty 504", "GET", "/send-checklist", times=99))

    line, = checklist_lines(pushed.provider, WrittenDraft(pushed.draft("fr")["id"], "fr", 5))

    assert str(line).startswith("note: Mailchimp’s checklist could not be read: Mailchimp’s answer")


@pytest.mark.parametrize(("levels", "headings"), [
    ((), ["Billing", "Subject"]), (("error",), ["Billing"]), (("warning",), ["Subject"]),
    (("error", "warning"), ["Billing", "Subject"])])
def test_a_checklist_is_told_by_its_levels(
    house: House, levels: tuple[str, ...], headings: list[str]
) -> None:
    """All of it where no level is named."""
    checklist = Checklist(
        False, (Remark("error", "Billing", "d"), Remark("warning", "Subject", "d")))

    assert [str(line) for line in remarks(house.provider, checklist, *levels)] == [
        f"Mailchimp’s checklist says: {heading}: d" for heading in headings]
