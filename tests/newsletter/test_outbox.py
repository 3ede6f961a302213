"""What is read from the outbox, and what is not believed."""

import json
from pathlib import Path
from typing import Any

import pytest

from plugins.core.files import DiskError
from plugins.newsletter import outbox
from plugins.newsletter.outbox import OutboxError
from tests.newsletter.conftest import write_email


def folder(tmp_path: Path) -> Path:
    """Return the folder of an issue in French, in an outbox of two issues."""
    write_email(tmp_path, "2018-07", "fr", "Bonjour")
    write_email(tmp_path, "2019-01", "en", "Hello")
    return tmp_path / "2018-07" / "fr"


def change(path: Path, **changes: Any) -> None:
    """Change entries of campaign.json."""
    record = json.loads((path / "campaign.json").read_text())
    (path / "campaign.json").write_text(json.dumps(record | changes))


def test_a_campaign_is_read_with_its_texts(tmp_path: Path) -> None:
    """All that a reader gets is there."""
    folder(tmp_path)

    campaign = outbox.read(tmp_path, "2018-07", "fr")

    assert campaign.title == "china-letter/2018-07/fr"
    assert "<p>Bonjour</p>" in campaign.html
    assert campaign.text == "Bonjour\n"


def test_a_campaign_is_read_with_the_dates_it_announces(tmp_path: Path) -> None:
    """What an earlier build left names none; what is no date is refused."""
    path = folder(tmp_path)
    assert outbox.read(tmp_path, "2018-07", "fr").dates == ()

    change(path, dates=[{"when": "30 juin 2027", "what": "Payer", "law": "Loi"}])
    assert outbox.read(tmp_path, "2018-07", "fr").dates == (
        outbox.AnnouncedDate("30 juin 2027", "Payer", "Loi"),)

    change(path, dates=[{"when": "30 juin 2027"}])
    with pytest.raises(OutboxError, match="it lacks dates"):
        outbox.read(tmp_path, "2018-07", "fr")


def test_the_issues_are_named_newest_first(tmp_path: Path) -> None:
    """A folder without an email is no issue."""
    folder(tmp_path)
    (tmp_path / "2020-01" / "fr").mkdir(parents=True)

    assert outbox.issues(tmp_path) == ("2019-01", "2018-07")
    assert outbox.languages(tmp_path, "2018-07") == ("fr",)


def test_an_outbox_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """Nothing was built yet."""
    assert outbox.issues(tmp_path / "outbox") == ()


def test_an_empty_outbox_says_what_fills_it(tmp_path: Path) -> None:
    """A build was never run, or went elsewhere."""
    with pytest.raises(OutboxError, match="no emails in .*; run “./inv build”"):
        outbox.read(tmp_path / "outbox", "2018-07", "fr")


def test_an_unknown_issue_names_those_that_are_there(tmp_path: Path) -> None:
    """A slip is seen at once."""
    folder(tmp_path)

    with pytest.raises(OutboxError, match="2019-01, 2018-07"):
        outbox.read(tmp_path, "2018-70", "fr")


def test_a_language_that_was_not_built_names_those_that_were(tmp_path: Path) -> None:
    """The issue may exist in one language only."""
    folder(tmp_path)

    with pytest.raises(OutboxError, match="it is there in fr"):
        outbox.read(tmp_path, "2018-07", "en")


@pytest.mark.parametrize("name", ["email.html", "email.txt"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    """With the way to have it again."""
    (folder(tmp_path) / name).unlink()

    with pytest.raises(OutboxError, match=f"{name}: the file is missing; run “./inv build”"):
        outbox.read(tmp_path, "2018-07", "fr")


@pytest.mark.parametrize("name", ["email.html", "email.txt"])
def test_a_text_edited_by_hand_is_not_believed(tmp_path: Path, name: str) -> None:
    """What is pushed is what the build made."""
    path = folder(tmp_path) / name
    path.write_text(path.read_text().replace("Bonjour", "Bonsoir"))

    with pytest.raises(OutboxError, match="do not belong together"):
        outbox.read(tmp_path, "2018-07", "fr")


@pytest.mark.parametrize("changes", [
    {"subject": "Autre"}, {"preview": "Autre"}, {"from_name": "Autre"}, {"reply_to": "a@b.example"},
    {"digest": "0" * 64}])
def test_a_setting_edited_by_hand_is_not_believed(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    """The digest covers them too."""
    change(folder(tmp_path), **changes)

    with pytest.raises(OutboxError, match="do not belong together"):
        outbox.read(tmp_path, "2018-07", "fr")


@pytest.mark.parametrize("changes", [
    {"subject": None}, {"title": 7}, {"lang": "en"}, {"issue": "2018-08"}])
def test_a_record_that_is_broken_is_named(tmp_path: Path, changes: dict[str, Any]) -> None:
    """A traceback would help nobody."""
    change(folder(tmp_path), **changes)

    with pytest.raises(OutboxError, match="campaign.json"):
        outbox.read(tmp_path, "2018-07", "fr")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\ufeff"])
def test_a_record_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    """Whatever is in it."""
    (folder(tmp_path) / "campaign.json").write_text(text)

    with pytest.raises(OutboxError, match="campaign.json"):
        outbox.read(tmp_path, "2018-07", "fr")


@pytest.mark.parametrize("name", ["email.html", "email.txt"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    """A new build would not help; the sentence says what would."""
    path = folder(tmp_path) / name
    path.unlink()
    path.mkdir()

    with pytest.raises(DiskError, match=f"{name}: this cannot be read"):
        outbox.read(tmp_path, "2018-07", "fr")
