"""A receiver that runs knows the forms as they are now."""

import logging
from pathlib import Path

import pytest

from plugins.core.messages import ContentError
from plugins.forms.declaration.form import Form
from plugins.forms.declaration.load import ReloadingForms, load_forms

FORM = '''page = "contact"
thanks = "thanks"
delivery = "mail"
retention = 365
recipient = "office@firm.example"
subject.en = "Message"
title.en = "Write"
submit.en = "Send"
[[fields]]
name = "message"
type = "text"
label.en = "Message"
'''
WRONG = FORM.replace('"text"', '"txet"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that declares one form."""
    (tmp_path / "contact.toml").write_text(FORM)
    return tmp_path


def declarations(folder: Path, reads: list[int] | None = None) -> ReloadingForms:
    """Return the forms of a folder; `reads` grows with each time that the files are read."""
    def load() -> dict[str, Form]:
        if reads is not None:
            reads.append(1)
        forms, problems = load_forms(folder, ["en"])
        if problems:
            raise ContentError(*problems)
        return forms
    return ReloadingForms(folder, load)


def test_what_is_declared_anew_is_known_at_once(folder: Path) -> None:
    """A form that is changed, one more, and one that is gone."""
    forms = declarations(folder)
    assert forms["contact"].submit["en"] == "Send"

    (folder / "contact.toml").write_text(FORM.replace("Send", "Post"))
    assert forms["contact"].submit["en"] == "Post"
    (folder / "press.toml").write_text(FORM)
    assert set(forms) == {"contact", "press"}
    (folder / "contact.toml").unlink()
    assert (forms.get("contact"), len(forms)) == (None, 1)


def test_what_has_not_changed_is_not_read_again(folder: Path) -> None:
    """A visitor waits for a look at the folder, no more."""
    reads = list[int]()
    forms = declarations(folder, reads)

    assert [forms["contact"].id for _ in range(9)] == ["contact"] * 9

    assert len(reads) == 1


def test_a_wrong_declaration_changes_nothing(
        folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The last good forms stay until it is mended; the log says once where it is wrong."""
    forms = declarations(folder)

    with caplog.at_level(logging.INFO, "plugins.forms"):
        (folder / "contact.toml").write_text(WRONG)
        assert [len(forms), len(forms), forms["contact"].submit["en"]] == [1, 1, "Send"]
        (folder / "contact.toml").write_text(FORM.replace("Send", "Post"))
        assert forms["contact"].submit["en"] == "Post"

    told = [(record.message, vars(record)["facts"]) for record in caplog.records]
    assert [event for event, _ in told] == ["declaration", "declared"]
    assert (told[0][1]["file"], told[0][1]["line"]) == ("contact.toml", 11)


def test_a_receiver_does_not_begin_with_a_wrong_declaration(folder: Path) -> None:
    """There is no good one yet."""
    (folder / "contact.toml").write_text(WRONG)

    with pytest.raises(ContentError):
        declarations(folder)
