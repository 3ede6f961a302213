"""What a push makes of a Mailchimp, or a network, that fails on the way."""

import contextlib
import itertools
from typing import Any

import pytest

from plugins.newsletter.provider import UnavailableError
from tests.newsletter.conftest import House
from tests.support.fake_faults import Fault, Kind

WRITES = [("POST", "/campaign-folders"), ("POST", "/campaigns$"), ("PUT", "/content")]


def at_any(requests: range) -> list[Any]:
    """Return rows for the numbers of requests, of which every day tries each third."""
    return [pytest.param(number, marks=[pytest.mark.thorough] if place % 3 else [])
            for place, number in enumerate(requests)]


def settled(house: House) -> bool:
    """Tell whether each language has one draft, equal to the outbox."""
    return [step.action for step in house.plan().steps] == ["nothing", "nothing"]


@pytest.mark.parametrize("kind", ["429", "bare 403"])
def test_a_busy_mailchimp_is_asked_again(house: House, kind: Kind) -> None:
    """It has done nothing, so that even a write may be repeated."""
    house.fake.faults += [Fault(kind, method, path) for method, path in WRITES]

    assert not house.push().failures
    assert settled(house)
    assert len(house.fake.account.campaigns) == 2


@pytest.mark.parametrize("kind", ["empty 504", "html", "truncated", "reset", "hang after"])
def test_a_question_is_asked_again(house: House, kind: Kind) -> None:
    """Asking changes nothing."""
    house.fake.faults.append(Fault(kind, "GET", "/campaigns"))

    assert not house.push().failures
    assert settled(house)


@pytest.mark.parametrize("kind", ["empty 504", "html", "truncated", "json", "reset", "429",
                                  "bare 403", "refused"])
def test_a_mailchimp_that_stays_away_ends_the_plan(house: House, kind: Kind) -> None:
    """After a few attempts the editor reads why."""
    house.fake.faults.append(Fault(kind, "GET", times=99))

    with pytest.raises(UnavailableError):
        house.plan()


@pytest.mark.parametrize("kind", ["hang after", "reset after", "empty 504 after", "html after",
                                  "truncated after", "json after", "reset late"])
def test_a_creation_without_an_answer_is_looked_for(house: House, kind: Kind) -> None:
    """The draft is there, and is not made again."""
    house.fake.faults.append(Fault(kind, "POST", "/campaigns$"))

    assert not house.push().failures
    assert len(house.fake.account.campaigns) == 2
    assert settled(house)


@pytest.mark.parametrize("kind", ["empty 504", "html", "truncated", "json", "reset", "hang"])
def test_a_creation_that_did_not_happen_is_not_repeated(house: House, kind: Kind) -> None:
    """The push stops with a sentence; the next one makes the draft."""
    house.fake.faults.append(Fault(kind, "POST", "/campaigns$"))

    failures = house.push().failures

    assert len(failures) == 1
    assert "may or may not have been carried out" in failures[0]
    assert house.fake.writes.count("POST /campaigns") <= 2
    assert not house.push().failures
    assert settled(house)


@pytest.mark.parametrize(("kind", "write"), list(itertools.product(
    ["empty 504", "empty 504 after", "reset", "reset after"], WRITES)))
def test_the_next_push_repairs_what_a_fault_left(
    house: House, kind: Kind, write: tuple[str, str]
) -> None:
    """Wherever it stopped, running the command again ends with two drafts."""
    house.fake.faults.append(Fault(kind, *write))

    house.push()
    house.push()

    assert settled(house)
    assert len(house.fake.account.campaigns) == 2
    assert len(house.fake.account.folders) == 1


@pytest.mark.parametrize("kind", ["empty 504", "empty 504 after", "reset", "reset after"])
@pytest.mark.parametrize("write", [("PATCH", "/campaigns/"), ("PUT", "/content")])
def test_the_next_push_repairs_an_interrupted_correction(
    house: House, kind: Kind, write: tuple[str, str]
) -> None:
    """What we left half done is not taken for somebody's edit, even if the text changed since."""
    house.push()
    house.build("fr", words="Deuxième", subject="Deuxième")
    house.fake.faults.append(Fault(kind, *write))
    assert house.push().failures
    house.build("fr", words="Troisième", subject="Troisième")

    assert not house.push().failures
    assert settled(house)
    assert house.draft("fr")["settings"]["subject_line"] == "Troisième"


@pytest.mark.parametrize("kind", ["reset", "reset after"])
@pytest.mark.parametrize("spared", [0, 1])
def test_an_interrupted_change_of_the_part_is_repaired(
    house: House, kind: Kind, spared: int
) -> None:
    """The draft has no segment for a moment while Mailchimp is made to count again."""
    house.push()
    for number in range(20):
        house.fake.account.subscribe(f"new{number}@firm.example", "en")
    house.fake.faults.append(Fault(kind, "PATCH", spared=spared))
    assert house.push("en").failures

    assert not house.push("en").failures
    assert settled(house)
    assert house.draft("en")["recipients"]["segment_opts"]


@pytest.mark.parametrize("kind", ["reset", "reset after"])
@pytest.mark.parametrize("spared", at_any(range(0, 44, 4)))
def test_a_first_push_cut_off_at_any_request_is_repaired(
    house: House, kind: Kind, spared: int
) -> None:
    """From that request on Mailchimp is gone; when it is back, the command is run again."""
    house.fake.faults.append(Fault(kind, times=999, spared=spared))
    with contextlib.suppress(UnavailableError):
        house.push()
    house.fake.faults.clear()

    assert not house.push().failures
    assert settled(house)
    assert len(house.fake.account.campaigns) == 2


@pytest.mark.parametrize("kind", ["reset", "reset after"])
@pytest.mark.parametrize("spared", at_any(range(10, 34, 4)))
def test_a_correction_cut_off_at_any_request_is_repaired(
    house: House, kind: Kind, spared: int
) -> None:
    """What we left half done is ours, and the next push ends it."""
    house.push()
    for lang in ("fr", "en"):
        house.build(lang, words="Deuxième", subject="Deuxième")
    house.fake.faults.append(Fault(kind, times=999, spared=spared))
    with contextlib.suppress(UnavailableError):
        house.push()
    house.fake.faults.clear()

    assert not house.push().failures
    assert settled(house)


def test_a_segment_dropped_in_silence_stops_the_push(house: House) -> None:
    """The draft would go to the whole audience: the content is not even put into it."""
    house.fake.account.drops_segments = True

    failures = house.push().failures

    assert len(failures) == 2
    assert "in Mailchimp everyone, in the outbox the part for “fr”" in failures[0]
    assert not any("content" in each for each in house.fake.writes)


def test_a_dropped_segment_is_tried_again_by_the_next_push(house: House) -> None:
    """It stops again as long as Mailchimp drops it, and repairs the draft afterwards."""
    house.fake.account.drops_segments = True
    house.push()
    assert house.push().failures
    house.fake.account.drops_segments = False

    assert not house.push().failures
    assert settled(house)


def test_a_campaign_that_the_list_does_not_show_yet_is_not_made_again(house: House) -> None:
    """The journal knows its id."""
    house.push()
    house.fake.account.unlisted = set(house.fake.account.campaigns)

    assert settled(house)


def test_a_server_that_is_not_there_ends_the_push(house: House) -> None:
    """Whatever it was doing; once there is one again, the push goes on from where it stopped."""
    house.fake.faults.append(Fault("refused", "PUT"))

    failures = house.push().failures

    assert "may or may not have been carried out" in failures[0]
    assert "cannot be reached, and nothing was sent to it" in failures[1]
    house.fake.listen()
    assert not house.push().failures
    assert settled(house)


def test_a_campaign_that_the_list_shows_late_is_made_once(house: House) -> None:
    """The journal knows what the list does not show for some seconds."""
    house.fake.account.looks_before_listed = 6

    house.push()
    house.push()

    assert len(house.fake.account.campaigns) == 2
    assert not house.push().failures
    assert settled(house)


@pytest.mark.parametrize(("others", "limit"), [(25, 10), (1003, 1000)])
def test_a_list_is_read_to_its_end(house: House, others: int, limit: int) -> None:
    """Whatever is asked for, an answer holds no more than Mailchimp likes."""
    account = house.fake.account
    account.page_limit = limit
    for number in range(others):
        account.post_campaign({}, {"type": "regular", "settings": {"title": f"other {number}"},
                                   "recipients": {"list_id": house.mailchimp.audience}})
    house.push()

    assert settled(house)
    assert len(account.campaigns) == others + 2


def test_what_mailchimp_refuses_is_said_in_its_own_words(house: House) -> None:
    """Its sentence is the useful one."""
    house.push()
    house.build("fr", words="Deuxième")
    account = house.fake.account
    account.put_content, kept = lambda *_, **__: account._editable("none"), account.put_content

    failures = house.push().failures

    account.put_content = kept
    assert "The requested resource could not be found." in failures[0]


def test_a_language_that_stops_does_not_keep_the_other_from_its_draft(house: House) -> None:
    """The editor reads which draft was made, and which was not, in the order of the languages."""
    house.push("en")
    house.build("en", words="Second")
    house.fake.faults.append(Fault("empty 504", "POST", "/campaigns$"))

    pushed = house.push()

    assert pushed.exit_code == 1
    assert pushed.lines[0].startswith("fr: Mailchimp failed while writing")
    assert pushed.lines[1] == "en: the draft “china-letter/2018-07/en” was updated"
    assert "Second" in house.fake.account.contents[house.draft("en")["id"]]["html"]


@pytest.mark.parametrize("path", ["/verified-domains", "/send-checklist"])
@pytest.mark.parametrize("kind", ["429", "empty 504", "html"])
def test_what_only_sending_needs_does_not_keep_a_draft_away(
    house: House, path: str, kind: Kind
) -> None:
    """The push says what it could not find out, and ends well."""
    house.fake.faults.append(Fault(kind, "GET", path, times=99))

    pushed = house.push()

    assert pushed.exit_code == 0
    assert any(line.startswith("note: ") for line in pushed.lines)
    assert settled(house)


def test_a_count_without_an_answer_does_not_keep_a_draft_away(house: House) -> None:
    """Mailchimp is gone when both drafts are made."""
    house.fake.faults.append(Fault("reset", "GET", r"/campaigns/ca\d+$", times=99, spared=4))

    pushed = house.push()

    assert pushed.exit_code == 0
    assert any("could not be counted" in line for line in pushed.lines)
    house.fake.faults.clear()
    assert settled(house)
