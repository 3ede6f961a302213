"""A rehearsal makes one draft, compares it, and leaves nothing behind without saying so."""

import pytest

from plugins.newsletter.provider import ProviderError
from plugins.newsletter.report.doctor import Finding, examine
from plugins.newsletter.report.rehearsal import is_rehearsal, rehearse
from tests.newsletter.conftest import NEWSLETTER, House
from tests.support.editor import ScriptedEditor
from tests.support.fake_faults import Fault

NAME = NEWSLETTER["name"]


def rehearsed(house: House, lang: str = "en") -> tuple[list[tuple[bool, str]], str]:
    """Rehearse; return what was found, and what was said before."""
    editor = ScriptedEditor()
    found = rehearse(house.newsletter(), lang, editor)
    return [(fine, str(sentence)) for fine, sentence in found], "\n".join(editor.texts)


def left(house: House) -> list[str]:
    """Return the titles of the rehearsals that are still in Mailchimp."""
    return [title for each in house.fake.account.campaigns.values()
            if is_rehearsal(title := each["settings"]["title"], NAME)]


def test_a_draft_is_made_read_back_and_deleted(house: House) -> None:
    """For its part of the audience; nothing reaches anybody, and the issue is not touched."""
    house.push()
    before = set(house.fake.account.campaigns)
    asked = len(house.fake.writes)

    found, said = rehearsed(house)

    assert [fine for fine, _ in found] == [True, True]
    assert "(subscribers: 3 of 8)" in found[0][1] and "deleted again" in found[1][1]
    assert f"“{NAME} (rehearsal 20" in said
    assert set(house.fake.account.campaigns) == before
    assert [write.split()[0] for write in house.fake.writes[asked:]] == ["POST", "PUT", "DELETE"]
    assert house.fake.acts == [] and house.received() == {}


@pytest.mark.parametrize(("spoil", "words"), [
    ("drops_segments", "part of the audience: in Mailchimp everyone"),
])
def test_what_mailchimp_does_otherwise_is_said_and_deleted_all_the_same(
    house: House, spoil: str, words: str
) -> None:
    """A segment that it drops in silence would send the letter to everybody."""
    setattr(house.fake.account, spoil, True)

    found, _ = rehearsed(house)

    assert [fine for fine, _ in found] == [False, True]
    assert words in found[0][1] and left(house) == []


@pytest.mark.parametrize("fault", [
    Fault("empty 504", "DELETE"), Fault("429", "DELETE", times=9), Fault("reset", "DELETE")])
def test_what_cannot_be_deleted_is_named_now_and_by_every_look(house: House, fault: Fault) -> None:
    """With its title and its id; no command of ours would send it."""
    house.fake.faults.append(fault)

    found, _ = rehearsed(house)

    [title], [identity] = left(house), list(house.fake.account.campaigns)
    assert not found[1][0] and f"“{title}” ({identity}) may be left over" in found[1][1]
    house.fake.faults.clear()
    [again] = looked(house, "rehearsals")
    assert again.state == "to do" and title in str(again.sentence)
    assert house.newsletter().outbox.issue_of(title) is None
    assert house.states() == ["built", "built"]


def test_a_deletion_without_an_answer_that_was_done_is_done(house: House) -> None:
    """Looking tells."""
    house.fake.faults.append(Fault("reset after", "DELETE"))

    assert [fine for fine, _ in rehearsed(house)[0]] == [True, True]
    assert left(house) == []


def test_a_draft_whose_making_was_not_answered_is_named(house: House) -> None:
    """It may appear later."""
    house.fake.faults.append(Fault("reset", "POST", "/campaigns$", times=9))

    found, said = rehearsed(house)

    assert [fine for fine, _ in found] == [False, False]
    assert "may be left over in Mailchimp" in found[1][1] and NAME in said


def test_a_person_who_stops_it_leaves_nothing(house: House, monkeypatch) -> None:
    """What was made is deleted first, and that is said."""
    newsletter, editor = house.newsletter(), ScriptedEditor()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(newsletter.provider, "read_draft", stop)
    with pytest.raises(KeyboardInterrupt):
        rehearse(newsletter, "fr", editor)

    assert left(house) == [] and "deleted again" in editor.texts[-1]


@pytest.mark.parametrize("state", ["schedule", "sending", "sent"])
def test_only_the_draft_of_that_title_is_ever_deleted(house: House, state: str) -> None:
    """Neither another campaign nor one that has left."""
    house.push()
    draft = house.draft("fr")
    provider, title = house.provider, draft["settings"]["title"]

    with pytest.raises(ProviderError, match="is not deleted"):
        provider.delete(draft["id"], "another title")
    draft["status"] = state
    with pytest.raises(ProviderError, match="is not deleted"):
        provider.delete(draft["id"], title)

    assert draft["id"] in house.fake.account.campaigns
    assert not [write for write in house.fake.writes if write.startswith("DELETE")]


def test_the_doctor_rehearses_only_when_asked(house: House) -> None:
    """And then for the first language, once the account is in order."""
    assert looked(house, "rehearsal") == [] and house.fake.writes == []

    found = looked(house, "rehearsal", ScriptedEditor())

    assert [each.state for each in found] == ["fine", "fine"]
    assert str(found[0].sentence).startswith("fr: Mailchimp made a draft")


def looked(house: House, check: str, editor: ScriptedEditor | None = None) -> list[Finding]:
    """Return what a check of the doctor finds."""
    found = examine(house.newsletter(), "https://lettre.example", (), editor)
    return [each for each in found if each.check == check]
