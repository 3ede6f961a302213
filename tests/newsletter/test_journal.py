"""What is remembered, and what a crash may do to it."""

import json
from pathlib import Path

import pytest

from plugins.core.files import DiskError
from plugins.newsletter import journal
from plugins.newsletter.journal import Memory, recall, write
from tests.newsletter.conftest import full_disk
from tests.support.fake_account import AUDIENCE

TITLE = "china-letter/2018-07/fr"


def test_an_empty_journal_knows_nothing(tmp_path: Path) -> None:
    """It may have been lost."""
    assert recall(tmp_path / "var", TITLE, AUDIENCE) == Memory()


def test_what_was_written_is_remembered(tmp_path: Path) -> None:
    """The last push, and the version that was tested."""
    write(tmp_path, journal.INTENDED, TITLE, digest="d", facts={"subject": "a"})
    write(tmp_path, journal.PUSHED, TITLE, campaign="c1", digest="d", facts={"subject": "a"})
    write(tmp_path, journal.TESTED, TITLE, digest="d")

    assert recall(tmp_path, TITLE, AUDIENCE) == Memory("c1", {"subject": "a"}, (), "d", "d")


def test_every_push_that_did_not_end_is_remembered(tmp_path: Path) -> None:
    """Each may have left something of its own in the draft."""
    for subject in ("a", "b"):
        write(tmp_path, journal.INTENDED, TITLE, digest=subject, facts={"subject": subject})

    assert recall(tmp_path, TITLE, AUDIENCE).intended == ({"subject": "a"}, {"subject": "b"})


def test_each_campaign_has_its_own_memory(tmp_path: Path) -> None:
    """The other language's push says nothing about this one."""
    write(tmp_path, journal.PUSHED, "china-letter/2018-07/en", campaign="c2", digest="d", facts={})

    assert recall(tmp_path, TITLE, AUDIENCE) == Memory()


def test_a_line_broken_off_by_a_crash_loses_only_itself(tmp_path: Path) -> None:
    """What came before and what comes after is read."""
    write(tmp_path, journal.PUSHED, TITLE, campaign="c1", digest="d", facts={})
    with (tmp_path / journal.NAME).open("a") as file:
        file.write('{"event": "pushed", "title": "china-let')
    write(tmp_path, journal.TESTED, TITLE, digest="t")

    memory = recall(tmp_path, TITLE, AUDIENCE)

    assert (memory.campaign, memory.tested) == ("c1", "t")


def test_each_line_is_an_event(tmp_path: Path) -> None:
    """Any tool for JSON lines reads it."""
    for _ in range(2):
        write(tmp_path, journal.TESTED, TITLE, digest="é")

    lines = (tmp_path / journal.NAME).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["digest"] for line in lines] == ["é", "é"]


def test_the_journal_only_grows(tmp_path: Path) -> None:
    """What was written stays as it was."""
    write(tmp_path, journal.INTENDED, TITLE, digest="d", facts={})
    before = (tmp_path / journal.NAME).read_bytes()
    write(tmp_path, journal.PUSHED, TITLE, campaign="c1", digest="d", facts={})

    assert (tmp_path / journal.NAME).read_bytes().startswith(before)


def test_an_event_of_a_later_version_is_passed_over(tmp_path: Path) -> None:
    """It says nothing about drafts."""
    write(tmp_path, journal.PUSHED, TITLE, campaign="c1", digest="d", facts={})
    write(tmp_path, "something else", TITLE, campaign="c9", facts={"subject": "x"})

    assert recall(tmp_path, TITLE, AUDIENCE).campaign == "c1"


def test_what_was_sent_is_known_for_its_audience(tmp_path: Path) -> None:
    """An order alone is no letter sent, nor is one that a trial sent to another audience."""
    for title, result, audience in (("a", journal.SENT, AUDIENCE), ("b", journal.NOTHING, AUDIENCE),
                                    ("c", journal.SCHEDULED, AUDIENCE), ("d", journal.SENT, "e")):
        write(tmp_path, journal.ORDERED, title, campaign="c1", audience=audience)
        write(tmp_path, journal.SETTLED, title, result=result, audience=audience)

    assert journal.sent(tmp_path, AUDIENCE) == {"a"}
    assert journal.sent(tmp_path / "none", AUDIENCE) == frozenset()


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_a_text_may_hold_what_ends_a_line_elsewhere(tmp_path: Path, mark: str) -> None:
    """A subject pasted from Word, for instance."""
    facts = {"subject": f"a{mark}b"}

    write(tmp_path, journal.PUSHED, TITLE, campaign="c1", digest="d", facts=facts)

    assert recall(tmp_path, TITLE, AUDIENCE).seen == facts


def test_a_journal_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    """What it remembers keeps an issue from leaving twice."""
    (tmp_path / journal.NAME).mkdir()

    with pytest.raises(DiskError, match="newsletter.jsonl: this cannot be read .* permissions"):
        recall(tmp_path, TITLE, AUDIENCE)


def test_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    """It names the file, and what to do."""
    with full_disk() as fill:
        fill()
        with pytest.raises(DiskError, match="newsletter.jsonl: this cannot be written .*make room"):
            write(tmp_path, journal.TESTED, TITLE, digest="d")
