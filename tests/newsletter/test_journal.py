"""What is remembered, and what a crash may do to it."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.files import DiskError
from plugins.newsletter import journal
from plugins.newsletter.journal import Journal, Memory, with_lines_of
from tests.newsletter.conftest import full_disk
from tests.support.fake_account import AUDIENCE

TITLE = "china-letter/2018-07/fr"


def test_an_empty_journal_knows_nothing(tmp_path: Path) -> None:
    """It may have been lost."""
    assert Journal(tmp_path / "var", AUDIENCE).memory(TITLE) == Memory()


def test_what_a_journal_writes_it_knows_without_reading_again(tmp_path: Path) -> None:
    """As one that reads the file afterwards does."""
    journal_of_a_command = Journal(tmp_path, AUDIENCE)
    assert journal_of_a_command.memory(TITLE) == Memory()

    journal_of_a_command.intend(TITLE, "d", {"subject": "a"})
    journal_of_a_command.record_creation(TITLE, "c1")
    journal_of_a_command.record_order(TITLE, "c1", "", "d")

    memory = journal_of_a_command.memory(TITLE)
    assert memory == Journal(tmp_path, AUDIENCE).memory(TITLE)
    assert memory.campaign == "c1" and memory.open_order


def test_what_another_hand_wrote_is_known_once_it_is_read_again(tmp_path: Path) -> None:
    """Before an order, that is."""
    ours, another = Journal(tmp_path, AUDIENCE), Journal(tmp_path, AUDIENCE)
    assert ours.memory(TITLE).order is None
    another.record_order(TITLE, "c1", "", "d")
    assert ours.memory(TITLE).order is None

    ours.read_again()

    assert ours.memory(TITLE).open_order


def test_an_order_is_written_as_ever(tmp_path: Path) -> None:
    """Byte for byte, but for the time: journals of today are read as they are."""
    Journal(tmp_path, AUDIENCE).record_order(TITLE, "c1", "2099-12-01T08:00:00+00:00", "d")

    line = (tmp_path / journal.NAME).read_text()
    assert line.partition('", ')[2] == (
        '"event": "ordered", "title": "china-letter/2018-07/fr", "campaign": "c1", '
        '"time": "2099-12-01T08:00:00+00:00", "order": "schedule", "digest": "d", '
        f'"audience": "{AUDIENCE}"}}\n')


def test_a_journal_that_could_not_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    """Not at the second try either."""
    (tmp_path / journal.NAME).mkdir()
    broken = Journal(tmp_path, AUDIENCE)

    for _ in range(2):
        with pytest.raises(DiskError):
            broken.memory(TITLE)


def test_what_was_written_is_remembered(tmp_path: Path) -> None:
    """The last push, the version that was tested, when, and by how many."""
    before = datetime.now(UTC).replace(microsecond=0)
    Journal(tmp_path, AUDIENCE).intend(TITLE, "d", {"subject": "a"})
    Journal(tmp_path, AUDIENCE).record_push(TITLE, "c1", "d", {"subject": "a"})
    Journal(tmp_path, AUDIENCE).record_test(TITLE, "d", 3)

    memory = Journal(tmp_path, AUDIENCE).memory(TITLE)
    assert memory.tested_at and before <= memory.tested_at <= datetime.now(UTC)
    assert memory == Memory("c1", {"subject": "a"}, (), "d", "d", memory.tested_at, 3)


def test_a_test_in_a_journal_of_before_has_no_number(tmp_path: Path) -> None:
    """It was not written then, and the version counts all the same."""
    Journal(tmp_path, AUDIENCE).record_test(TITLE, "d", 3)
    path = tmp_path / journal.NAME
    path.write_text(path.read_text("utf-8").replace(', "addresses": 3', ""), "utf-8")

    memory = Journal(tmp_path, AUDIENCE).memory(TITLE)
    assert (memory.tested, memory.tested_to, bool(memory.tested_at)) == ("d", 0, True)


def test_every_push_that_did_not_end_is_remembered(tmp_path: Path) -> None:
    """Each may have left something of its own in the draft."""
    for subject in ("a", "b"):
        Journal(tmp_path, AUDIENCE).intend(TITLE, subject, {"subject": subject})

    memory = Journal(tmp_path, AUDIENCE).memory(TITLE)
    assert memory.intended == ({"subject": "a"}, {"subject": "b"})


def test_each_campaign_has_its_own_memory(tmp_path: Path) -> None:
    """The other language's push says nothing about this one."""
    Journal(tmp_path, AUDIENCE).record_push("china-letter/2018-07/en", "c2", "d", {})

    assert Journal(tmp_path, AUDIENCE).memory(TITLE) == Memory()


def test_a_line_broken_off_by_a_crash_loses_only_itself(tmp_path: Path) -> None:
    """What came before and what comes after is read."""
    Journal(tmp_path, AUDIENCE).record_push(TITLE, "c1", "d", {})
    with (tmp_path / journal.NAME).open("a") as file:
        file.write('{"event": "pushed", "title": "china-let')
    Journal(tmp_path, AUDIENCE).record_test(TITLE, "t", 1)

    memory = Journal(tmp_path, AUDIENCE).memory(TITLE)

    assert (memory.campaign, memory.tested) == ("c1", "t")


def test_each_line_is_an_event(tmp_path: Path) -> None:
    """Any tool for JSON lines reads it."""
    for _ in range(2):
        Journal(tmp_path, AUDIENCE).record_test(TITLE, "é", 1)

    lines = (tmp_path / journal.NAME).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["digest"] for line in lines] == ["é", "é"]


def test_the_journal_only_grows(tmp_path: Path) -> None:
    """What was written stays as it was."""
    Journal(tmp_path, AUDIENCE).intend(TITLE, "d", {})
    before = (tmp_path / journal.NAME).read_bytes()
    Journal(tmp_path, AUDIENCE).record_push(TITLE, "c1", "d", {})

    assert (tmp_path / journal.NAME).read_bytes().startswith(before)


def test_an_event_of_a_later_version_is_passed_over(tmp_path: Path) -> None:
    """It says nothing about drafts."""
    Journal(tmp_path, AUDIENCE).record_push(TITLE, "c1", "d", {})
    with (tmp_path / journal.NAME).open("a") as file:
        file.write(json.dumps({"event": "something else", "title": TITLE, "campaign": "c9",
                               "facts": {"subject": "x"}}) + "\n")

    assert Journal(tmp_path, AUDIENCE).memory(TITLE).campaign == "c1"


def test_what_has_left_is_known_for_its_audience(tmp_path: Path) -> None:
    """An order alone is no letter sent, nor is one that a trial sent to another audience."""
    for title, result, audience in (("a", journal.SENT, AUDIENCE), ("b", journal.NOTHING, AUDIENCE),
                                    ("c", journal.SCHEDULED, AUDIENCE), ("d", journal.SENT, "e")):
        Journal(tmp_path, audience).record_order(title, "c1", "", "d")
        Journal(tmp_path, audience).close_order(title, result)

    assert Journal(tmp_path, AUDIENCE).left_titles() == {"a", "c"}
    assert Journal(tmp_path / "none", AUDIENCE).left_titles() == frozenset()


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_a_text_may_hold_what_ends_a_line_elsewhere(tmp_path: Path, mark: str) -> None:
    """A subject pasted from Word, for instance."""
    facts = {"subject": f"a{mark}b"}

    Journal(tmp_path, AUDIENCE).record_push(TITLE, "c1", "d", facts)

    assert Journal(tmp_path, AUDIENCE).memory(TITLE).seen == facts


def test_a_journal_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    """What it remembers keeps an issue from leaving twice."""
    (tmp_path / journal.NAME).mkdir()

    with pytest.raises(DiskError, match="newsletter.jsonl: this cannot be read .* permissions"):
        Journal(tmp_path, AUDIENCE).memory(TITLE)


def test_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    """It names the file, and what to do."""
    with full_disk() as fill:
        fill()
        with pytest.raises(DiskError, match="newsletter.jsonl: this cannot be written .*make room"):
            Journal(tmp_path, AUDIENCE).record_test(TITLE, "d", 1)


def write_lines(folder: Path, *events: object) -> Journal:
    """Return a journal that holds these events as its lines."""
    (folder / journal.NAME).write_text("".join(f"{json.dumps(event)}\n" for event in events))
    return Journal(folder, AUDIENCE)


def test_orders_are_known_by_what_became_of_them(tmp_path: Path) -> None:
    """What left, will, or may have, is never forgotten; what was not done is."""
    remembered = Journal(tmp_path, AUDIENCE)
    for title, result in (("a", journal.SENT), ("b", journal.SCHEDULED), ("c", journal.NOTHING)):
        remembered.record_order(title, "c1", "", "d")
        remembered.close_order(title, result)
    remembered.record_order("open", "c2", "", "d")
    remembered.record_test("tested", "d", 1)

    assert remembered.departed_titles() == ("a", "b", "open")
    assert {title: order.campaign for title, order in remembered.open_orders().items()} == {
        "open": "c2"}


@pytest.mark.parametrize(("time", "kind"), [
    ("", "send"), ("2099-12-01T08:00:00+00:00", "schedule")])
def test_an_order_is_written_down_whole(tmp_path: Path, time: str, kind: str) -> None:
    """What was asked, of which campaign, when, and for when."""
    before = datetime.now(UTC).replace(microsecond=0)

    Journal(tmp_path, AUDIENCE).record_order(TITLE, "c1", time, "d")

    order = Journal(tmp_path, AUDIENCE).memory(TITLE).order
    line = json.loads((tmp_path / journal.NAME).read_text("utf-8"))
    assert (line["order"], line["campaign"], line["time"]) == (kind, "c1", time)
    assert order and (order.campaign, order.result) == ("c1", "")
    assert before <= order.at <= datetime.now(UTC)


def test_an_event_is_dated_to_the_second_in_utc(tmp_path: Path) -> None:
    """Whatever clock the computer shows; and letters are written as they are."""
    Journal(tmp_path, AUDIENCE).record_test("Lettre d’été", "d", 1)

    line = (tmp_path / journal.NAME).read_text("utf-8")
    assert re.fullmatch(
        r'\{"at": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", "event": "tested", '
        r'"title": "Lettre d’été", "digest": "d", "addresses": 1\}\n', line)


def test_a_push_that_stopped_vouches_for_no_version(tmp_path: Path) -> None:
    """What the provider then showed is ours all the same."""
    remembered = Journal(tmp_path, AUDIENCE)
    remembered.record_push(TITLE, "c1", "d", {"subject": "a"})
    remembered.intend(TITLE, "e", {"subject": "b"})
    remembered.record_push(TITLE, "c1", "e", {"subject": "c"}, "stopped")

    assert remembered.memory(TITLE) == Memory("c1", {"subject": "c"}, (), "")


def test_a_new_campaign_has_nothing_of_the_one_before(tmp_path: Path) -> None:
    """But what a push is about to write, and what somebody looked at, stay known."""
    remembered = Journal(tmp_path, AUDIENCE)
    remembered.record_push(TITLE, "c1", "d", {"subject": "a"})
    remembered.record_test(TITLE, "d", 1)
    remembered.intend(TITLE, "e", {"subject": "b"})
    remembered.record_creation(TITLE, "c2")

    memory = remembered.memory(TITLE)
    assert memory == Memory("c2", {}, ({"subject": "b"},), "", "d", memory.tested_at, 1)


def test_a_result_without_an_order_says_nothing(tmp_path: Path) -> None:
    """Its order was in a line that is lost."""
    Journal(tmp_path, AUDIENCE).close_order(TITLE, journal.SENT)

    assert Journal(tmp_path, AUDIENCE).memory(TITLE) == Memory()


def test_an_order_with_a_broken_date_is_an_order(tmp_path: Path) -> None:
    """It counts as given just now, so that nobody calls it settled too early."""
    order = write_lines(tmp_path, {
        "at": "?", "event": "ordered", "title": TITLE, "campaign": "c1"}).memory(TITLE).order

    assert order and (order.campaign, order.result) == ("c1", "")
    assert abs(datetime.now(UTC) - order.at) < timedelta(minutes=1)


@pytest.mark.parametrize("line", [[], "pushed", 1, None, {}, {"event": "pushed", "title": "x"}])
def test_a_line_that_is_no_event_of_ours_loses_only_itself(tmp_path: Path, line: object) -> None:
    """Whatever JSON it is."""
    remembered = write_lines(tmp_path, line, {"event": "tested", "title": TITLE, "digest": "d"})

    assert remembered.memory(TITLE) == Memory(tested="d")


@pytest.mark.parametrize("facts", [None, [], "a"])
def test_a_push_without_facts_left_none(tmp_path: Path, facts: object) -> None:
    """What was there is not known."""
    remembered = write_lines(tmp_path, {
        "event": "pushed", "title": TITLE, "campaign": "c1", "digest": "d", "facts": facts})

    assert remembered.memory(TITLE) == Memory("c1", {}, (), "d")


def test_bytes_that_are_no_text_lose_only_their_line(tmp_path: Path) -> None:
    """A disk may spoil a block."""
    (tmp_path / journal.NAME).write_bytes(b"\xff\xfe\x00\n")
    Journal(tmp_path, AUDIENCE).record_test(TITLE, "d", 1)

    assert Journal(tmp_path, AUDIENCE).memory(TITLE).tested == "d"


def test_the_folder_of_a_journal_is_made(tmp_path: Path) -> None:
    """With all folders above it."""
    Journal(tmp_path / "a" / "var", AUDIENCE).record_test(TITLE, "d", 1)

    assert Journal(tmp_path / "a" / "var", AUDIENCE).memory(TITLE).tested == "d"
    assert (tmp_path / "a" / "var" / journal.NAME).read_bytes().startswith(b'{"at"')


def test_an_event_that_lacks_a_word_adds_none(tmp_path: Path) -> None:
    """The campaign stays the one that was known; a version that is not named is none."""
    remembered = write_lines(tmp_path, {"event": "created", "title": TITLE, "campaign": "c1"},
                             {"event": "pushed", "title": TITLE})

    assert remembered.memory(TITLE) == Memory("c1")


def lines(folder: Path) -> str:
    """Return a journal as it is kept."""
    return (folder / journal.NAME).read_text(encoding="utf-8")


def merged(folder: Path, other: str) -> tuple[Journal, list[str]]:
    """Let a journal learn what an older copy of it knows."""
    path = folder / journal.NAME
    ours = lines(folder) if path.exists() else ""
    text, doubtful = with_lines_of(ours, other, datetime.now(UTC))
    folder.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Journal(folder, AUDIENCE), doubtful


def draft(folder: Path) -> Journal:
    """Return a journal that knows of a tested draft."""
    ours = Journal(folder, AUDIENCE)
    ours.record_push(TITLE, "c1", "d", {})
    ours.record_test(TITLE, "d", 1)
    return ours


def test_a_copy_of_which_all_is_known_changes_nothing(tmp_path: Path) -> None:
    """What was sent since the copy was made is known to have been sent."""
    ours = draft(tmp_path)
    copy = lines(tmp_path)
    ours.record_order(TITLE, "c1", "", "d")
    ours.close_order(TITLE, journal.SENT)
    before = lines(tmp_path)

    assert merged(tmp_path, copy)[1] == []
    assert lines(tmp_path) == before


def test_a_draft_of_a_lost_journal_may_have_left_since(tmp_path: Path) -> None:
    """Nobody sends it before somebody has found out; what was tested is known again."""
    draft(tmp_path)

    again, doubtful = merged(tmp_path / "new", lines(tmp_path))

    assert doubtful == [TITLE]
    memory = again.memory(TITLE)
    assert memory.open_order and memory.open_order.campaign == "c1"
    assert memory.tested == "d"


def test_what_a_lost_journal_knew_to_be_sent_is_in_no_doubt(tmp_path: Path) -> None:
    """It is sent."""
    ours = draft(tmp_path)
    ours.record_order(TITLE, "c1", "", "d")
    ours.close_order(TITLE, journal.SENT)

    again, doubtful = merged(tmp_path / "new", lines(tmp_path))

    assert doubtful == []
    assert again.memory(TITLE).departed and again.left_titles() == {TITLE}


def test_what_was_sent_with_a_new_journal_stays_sent(tmp_path: Path) -> None:
    """Between the loss and the restoration the editors went on."""
    draft(tmp_path)
    since = Journal(tmp_path / "new", AUDIENCE)
    since.record_order(TITLE, "c2", "", "e")
    since.close_order(TITLE, journal.SENT)

    again, doubtful = merged(tmp_path / "new", lines(tmp_path))

    assert doubtful == [] and again.memory(TITLE).departed


def test_what_the_copy_settles_closes_no_order_but_its_own(tmp_path: Path) -> None:
    """An order of which nobody knows what became of it stays open, whatever the clocks said."""
    theirs = draft(tmp_path)
    theirs.record_order(TITLE, "c1", "", "d")
    theirs.close_order(TITLE, journal.NOTHING)
    copy = lines(tmp_path).replace('"at": "20', '"at": "21')
    since = Journal(tmp_path / "new", AUDIENCE)
    since.record_order(TITLE, "c2", "", "e")

    again, doubtful = merged(tmp_path / "new", copy)

    assert doubtful == [TITLE] and again.memory(TITLE).open_order


def test_a_copy_may_be_brought_back_twice(tmp_path: Path) -> None:
    """The second time, all is known; what was settled meanwhile stays settled."""
    draft(tmp_path)
    copy = lines(tmp_path)
    again, _ = merged(tmp_path / "new", copy)
    again.close_order(TITLE, journal.NOTHING)

    assert merged(tmp_path / "new", copy)[1] == []
    assert not again.memory(TITLE).open_order


def test_a_broken_line_of_a_copy_is_left_there(tmp_path: Path) -> None:
    """A crash had broken it off."""
    draft(tmp_path)
    before = lines(tmp_path)

    merged(tmp_path, before + '{"at": "2018')
    assert lines(tmp_path) == before


@given(cut=st.integers(0, 12), lost=st.integers(0, 12), backup=st.integers(0, 12))
def test_whatever_is_restored_nothing_that_left_may_leave_again(
        cut: int, lost: int, backup: int) -> None:
    """Of any history: copied after some lines, lost after others, gone on with, and restored."""
    order = {"event": "ordered", "campaign": "c1", "audience": AUDIENCE}
    scheduled, nothing, sent = ({"event": "settled", "result": result, "audience": AUDIENCE}
                                for result in ("scheduled", "nothing", "sent"))
    history = [
        {"event": "created", "campaign": "c1"},
        {"event": "pushed", "campaign": "c1", "digest": "d"}, {"event": "tested", "digest": "d"},
        order, scheduled, nothing, order, scheduled, nothing, order, sent]
    written = [json.dumps({"at": f"2018-07-03T10:00:{number:02}+00:00", "title": TITLE, **event})
               for number, event in enumerate(history[:cut])]
    text, _ = with_lines_of("\n".join(written[lost:]), "\n".join(written[:backup]),
                            datetime.now(UTC))

    with TemporaryDirectory() as folder:
        for name, content in (("whole", "\n".join(written)), ("restored", text)):
            Path(folder, name).mkdir(exist_ok=True)
            Path(folder, name, journal.NAME).write_text(content + "\n")
        if Journal(Path(folder, "whole"), AUDIENCE).memory(TITLE).leaves and text:
            memory = Journal(Path(folder, "restored"), AUDIENCE).memory(TITLE)
            assert memory.leaves or not memory.tested
