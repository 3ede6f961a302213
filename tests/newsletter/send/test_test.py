"""Test mails: of what lies in the outbox, to those who were named."""

import json
from collections.abc import Callable, Sequence

import pytest

from plugins.core.messages import Message
from plugins.newsletter.provider import ProviderError
from plugins.newsletter.send.test import send_test
from tests.newsletter.conftest import ISSUE, House
from tests.support.editor import ScriptedEditor
from tests.support.fake_account import INTERESTS
from tests.support.fake_faults import Fault

EDITOR = "editor@firm.example"


def mailed(
    house: House, *addresses: str, langs: Sequence[str] = (), lines: list[Message] | None = None
) -> list[str]:
    """Send a test of the issue; return what was said, which `lines` keeps whatever happens."""
    editor = ScriptedEditor(lines=[] if lines is None else lines)
    send_test(house.newsletter(), ISSUE, addresses, editor, langs)
    return editor.texts


def test_both_parts_are_sent_to_the_named_addresses(house: House) -> None:
    """As HTML and as plain text, once each."""
    house.push()

    mailed(house, EDITOR, langs=["fr"])

    assert house.fake.account.tests == [
        {"campaign": house.draft("fr")["id"], "send_type": kind, "test_emails": [EDITOR]}
        for kind in ("html", "plaintext")]


def test_the_version_that_was_tested_is_remembered(house: House) -> None:
    """Only what somebody looked at may be sent one day."""
    house.push()
    mailed(house, EDITOR)

    digest = json.loads((house.outbox / ISSUE / "en" / "campaign.json").read_text())["digest"]
    assert house.journal.memory("china-letter/2018-07/en").tested == digest


def test_a_draft_that_is_not_the_outbox_is_not_tested(house: House) -> None:
    """Else the editor would look at something else than what is sent."""
    house.push()
    house.build("en", words="Something new")

    with pytest.raises(ProviderError, match="en: .*push the issue first"):
        mailed(house, EDITOR)

    assert house.fake.account.tests == []


def test_an_edited_draft_is_not_tested(house: House) -> None:
    """The reason is that of the plan."""
    house.push()
    house.draft("en")["settings"]["subject_line"] = "By hand"

    with pytest.raises(ProviderError, match="edited in Mailchimp"):
        mailed(house, EDITOR)

    assert house.fake.account.tests == []


@pytest.mark.parametrize("addresses", [(), ("nobody",), (EDITOR, "a@b@c"), ("",)])
def test_what_is_no_address_is_refused(house: House, addresses: tuple[str, ...]) -> None:
    """Before Mailchimp is asked anything."""
    with pytest.raises(ProviderError):
        mailed(house, *addresses)

    assert house.fake.requests == []


def test_a_test_without_an_answer_is_not_sent_twice(house: House) -> None:
    """The editor looks into the mailbox, and asks again."""
    house.push()
    house.fake.faults.append(Fault("empty 504 after", "POST", "actions/test"))

    with pytest.raises(ProviderError):
        mailed(house, EDITOR, langs=["fr"])

    assert len(house.fake.account.tests) == 1
    assert house.journal.memory("china-letter/2018-07/fr").tested == ""


def test_what_went_out_is_reported_if_the_second_language_fails(house: House) -> None:
    """One test lies in the mailbox, and the sentence names the language of the other."""
    house.push()
    house.fake.faults.append(Fault("empty 504", "POST", "actions/test", spared=2))
    lines: list[Message] = []

    with pytest.raises(ProviderError, match="en: Mailchimp failed while writing"):
        mailed(house, EDITOR, lines=lines)

    assert len(lines) == 1 and "fr: Mailchimp sends a test" in str(lines[0])
    assert house.journal.memory("china-letter/2018-07/fr").tested


def test_a_draft_that_nobody_would_receive_can_be_tested(house: House) -> None:
    """An editor looks at it before its readers come."""
    for member in house.fake.account.members.values():
        member["interests"][INTERESTS["en"]] = False
    house.push()

    mailed(house, EDITOR, langs=["en"])

    assert [each["send_type"] for each in house.fake.account.tests] == ["html", "plaintext"]


def test_a_language_that_has_left_is_passed_over(ready: House) -> None:
    """The other one may still want its test, as on a computer that has not seen the first."""
    ready.send("fr")
    tests = len(ready.fake.account.tests)

    lines = mailed(ready, EDITOR)

    assert lines[0] == "fr: no test sent; being sent now"
    assert "a test of “china-letter/2018-07/en”" in lines[1]
    assert len(ready.fake.account.tests) == tests + 2


@pytest.mark.parametrize(("test", "received"), [
    ([EDITOR, "b@firm.example"], {"fr": [EDITOR, "b@firm.example"], "en": [EDITOR,
                                                                           "b@firm.example"]}),
    ({"fr": [EDITOR], "en": ["b@firm.example"]}, {"fr": [EDITOR], "en": ["b@firm.example"]})])
def test_a_list_in_the_settings_is_sent_the_test(
    house_with: Callable[..., House], test: object, received: dict[str, list[str]]
) -> None:
    """Each its language, and the editor reads who; an address that is named is sent it alone."""
    house = house_with(test=test)
    for lang in ("fr", "en"):
        house.build(lang)
    house.push()

    lines = mailed(house)

    tests = house.fake.account.tests
    assert {lang: tests[place]["test_emails"] for lang, place in (("fr", 0), ("en", 2))} == received
    assert all(", ".join(to) in line for line, to in zip(lines, received.values(), strict=True))
    mailed(house, "c@firm.example", langs=["fr"])
    assert tests[-1]["test_emails"] == ["c@firm.example"]


def test_a_language_for_which_nobody_is_named_keeps_all(house_with: Callable[..., House]) -> None:
    """Before anything is sent."""
    house = house_with(test={"fr": [EDITOR]})
    for lang in ("fr", "en"):
        house.build(lang)
    house.push()

    with pytest.raises(ProviderError, match=r"en: name at least one .*test\.en = \["):
        mailed(house)

    assert house.fake.account.tests == []
    assert "a test of “china-letter/2018-07/fr”" in mailed(house, langs=["fr"])[0]


def test_the_confirmation_says_when_the_last_test_went_and_to_how_many(ready: House) -> None:
    """And, where the email has changed since, that it has."""
    mailed(ready, EDITOR, "b@firm.example", langs=["fr"])

    said = ready.send(confirm=lambda: False).text

    assert said.count("the last test was sent on 20") == 2
    assert "(addresses: 2), and nothing has changed since" in said
    ready.build("fr", words="Autre chose")
    ready.push()
    assert "and the email has changed since" in ready.send().text
