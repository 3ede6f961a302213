"""Whether the newsletter has all it needs."""

from dataclasses import replace
from typing import Any

import pytest

from plugins.core.messages import SettingsError
from plugins.newsletter import journal
from plugins.newsletter.mailchimp.account import Mailchimp
from plugins.newsletter.mailchimp.settings import read_despite_faults
from plugins.newsletter.outbox import OutboxError
from plugins.newsletter.provider import ProviderError
from plugins.newsletter.report.doctor import examine, is_rehearsal, rehearse
from plugins.newsletter.settings import read_newsletter_settings
from plugins.watch.doctor import Finding, healthy
from tests.newsletter.conftest import HASTE, ISSUE, LANGUAGES, NEWSLETTER, House
from tests.support.editor import ScriptedEditor
from tests.support.fake_account import FORM
from tests.support.fake_faults import Fault
from tests.support.fake_mailchimp import KEY

SITE = "https://lettre.example"
NAMES = ["key", "account", "audience", "double_optin", "groups", "parts", "undecided", "domains",
         "folder", "duplicates", "scheduled", "site", "tracking", "orders", "rehearsals"]


def examined(
    house: House, *langs: str, site: str = SITE, newsletter: dict[str, Any] = NEWSLETTER,
    **environment: str,
) -> tuple[Finding, ...]:
    """Ask the doctor."""
    given = {"MAILCHIMP_API_KEY": KEY, "MAILCHIMP_API_ROOT": house.fake.root, **environment}
    settings = read_newsletter_settings(newsletter, LANGUAGES, "fr")
    mailchimp, fault = read_despite_faults(newsletter, LANGUAGES, "fr", given)
    provider = Mailchimp(replace(mailchimp, patience=HASTE), fault.message if fault else None)
    return examine(replace(house.newsletter(), settings=settings, provider=provider), site, langs)


def told(findings: tuple[Finding, ...], check: str) -> list[tuple[str, str]]:
    """Return state and sentence of each finding of a check."""
    return [(each.state, str(each.sentence)) for each in findings if each.check == check]


def test_an_account_in_order_is_fine_in_every_line(house: House) -> None:
    """All that is looked at is named."""
    findings = examined(house)

    assert healthy(findings)
    assert list(dict.fromkeys(each.check for each in findings)) == NAMES


def test_a_healthy_account_is_described(house: House) -> None:
    """So that an editor sees whose it is, and who would receive what."""
    findings = examined(house)

    assert told(findings, "account") == [("fine", "“Cabinet Lettre de Chine”")]
    assert told(findings, "audience") == [("fine", "“Lettre de Chine”"), (
        "fine", f"Mailchimp’s own form for it, “signup” below “[firm]” in firm.toml: {FORM}")]
    assert [sentence for _, sentence in told(findings, "groups")] == [
        "category “Langue / Language”", "group “Français”", "group “English”"]
    assert told(findings, "parts") == [
        ("fine", "subscribers: en 3, fr 5; together 8, all of the audience")]
    assert told(findings, "undecided")[0][1].startswith(
        "subscribers who have chosen no language: 1")
    assert told(findings, "tracking") == [("fine", "nothing is tracked")]


def test_nothing_is_written(house: House) -> None:
    """Neither in Mailchimp nor on the disk."""
    before = sorted(house.folder.rglob("*"))

    examined(house)

    assert house.fake.writes == []
    assert sorted(house.folder.rglob("*")) == before


def test_a_missing_key_lets_the_rest_be_looked_at(house: House) -> None:
    """What needs the key says what it waits for; nothing is asked."""
    findings = examined(house, MAILCHIMP_API_KEY="")

    assert told(findings, "key") == [
        ("to do", "there is none; set MAILCHIMP_API_KEY in the environment")]
    assert told(findings, "account") == [("unknown", "depends on: key")]
    assert told(findings, "domains") == [("unknown", "depends on: account")]
    assert told(findings, "site")[0][0] == told(findings, "orders")[0][0] == "fine"
    assert house.fake.requests == []


@pytest.mark.parametrize(("name", "value", "said"), [
    ("MAILCHIMP_API_KEY", "0123-evil.example", "MAILCHIMP_API_KEY is not a key of Mailchimp"),
    ("MAILCHIMP_API_ROOT", "http://mailchimp.example", "MAILCHIMP_API_ROOT must begin with https"),
    ("MAILCHIMP_AUDIENCE_ID", "a/b", "“a/b” is not the id of an audience")])
def test_a_wrong_environment_is_one_thing_to_do(
    house: House, name: str, value: str, said: str
) -> None:
    """It does not keep the doctor from the rest, and is never used."""
    findings = examined(house, **{name: value})

    (state, sentence), = told(findings, "key")
    assert state == "to do" and sentence.startswith(said)
    assert list(dict.fromkeys(each.check for each in findings)) == NAMES
    assert house.fake.requests == []


def test_a_key_that_mailchimp_does_not_accept_is_reported_in_its_words(house: House) -> None:
    """Without the key."""
    wrong = "fedcba9876543210fedcba9876543210-us1"

    findings = examined(house, MAILCHIMP_API_KEY=wrong)

    assert told(findings, "account") == [
        ("to do", "Mailchimp does not accept the key in MAILCHIMP_API_KEY: "
                  "Your API key may be invalid.")]
    assert not any(wrong in str(each.sentence) for each in findings)


def test_without_a_connection_one_line_says_so(house: House) -> None:
    """The others wait for it, and are not tried."""
    findings = examined(house, MAILCHIMP_API_ROOT="http://127.0.0.1:9/3.0")

    (state, sentence), = told(findings, "account")
    assert state == "unknown" and sentence.startswith("Mailchimp cannot be reached")
    assert sum("reached" in str(each.sentence) for each in findings) == 1


def test_a_connection_that_is_lost_is_not_waited_for_again(house: House) -> None:
    """What was found before stays; later checks of Mailchimp are left."""
    house.fake.faults.append(Fault("429", path="/interest-categories", times=99))

    findings = examined(house)

    assert told(findings, "double_optin") == [("fine", "switched on")]
    assert told(findings, "groups")[0][0] == told(findings, "domains")[0][0] == "unknown"
    assert not [each for each in house.fake.requests if "verified-domains" in each.path]


def test_an_audience_that_is_not_there_is_reported(house: House) -> None:
    """What needs it waits; what does not is looked at."""
    findings = examined(house, MAILCHIMP_AUDIENCE_ID="0000000000")

    assert told(findings, "audience")[0][1].startswith("this account has no audience “0000000000”")
    assert {state for state, _ in told(findings, "double_optin") + told(findings, "parts")} \
        == {"unknown"}
    assert told(findings, "folder")[0][0] == "fine"


def test_an_audience_must_be_named(house: House) -> None:
    """In the environment or in the settings."""
    findings = examined(house, newsletter={**NEWSLETTER, "audience": ""})

    assert told(findings, "audience")[0][1].startswith("none is named; set MAILCHIMP_AUDIENCE_ID")


def test_single_opt_in_is_something_to_do(house: House) -> None:
    """With the place where it is changed."""
    house.fake.account.double_optin = False

    (state, sentence), = told(examined(house), "double_optin")

    assert state == "to do" and "Audience, Settings" in sentence


def test_all_missing_groups_are_named(house: House) -> None:
    """Not only the first."""
    house.fake.account.interests.clear()

    findings = examined(house)

    assert [state for state, _ in told(findings, "groups")] == ["fine", "to do", "to do"]
    assert all(name in sentence for name, (_, sentence)
               in zip(("Français", "English"), told(findings, "groups")[1:], strict=True))
    assert told(findings, "parts")[0][0] == "unknown"


def test_a_group_that_is_there_twice_is_reported(house: House) -> None:
    """Which of them counts, only a person knows."""
    account = house.fake.account
    account.interests.append({**account.interests[0], "id": "f0f0f0f003"})

    states = [state for state, _ in told(examined(house), "groups")]

    assert states == ["fine", "to do", "fine"]


def test_a_missing_category_is_reported_with_its_groups(house: House) -> None:
    """So that it is made once and right."""
    house.fake.account.categories.clear()

    (state, sentence), = told(examined(house), "groups")

    assert state == "to do" and "“Français”, “English”" in sentence


def test_each_reply_to_must_be_of_an_authenticated_domain(house: House) -> None:
    """A verified one is not enough."""
    senders = {**NEWSLETTER["from"], "en": ("China Letter", "letter@letter.example")}
    house.fake.account.domains.append(
        {"domain": "letter.example", "verified": True, "authenticated": False})

    findings = examined(house, newsletter={**NEWSLETTER, "from": senders})

    assert told(findings, "domains") == [
        ("fine", "the domain of lettre@lettre.example is authenticated"),
        ("to do", "the domain letter.example is not authenticated in Mailchimp; authenticate it "
                  "there, under Domains")]


def test_the_folder_is_named_or_will_be_made(house: House) -> None:
    """Before the first push and after it."""
    before = told(examined(house), "folder")
    house.push()
    after = told(examined(house), "folder")

    assert before == [
        ("fine", "“Lettre de Chine” is not there yet; the first push creates it")]
    assert after == [("fine", "“Lettre de Chine”")]


def test_a_site_that_readers_may_not_reach_is_reported(house: House) -> None:
    """An email's links need https."""
    (state, sentence), = told(examined(house, site="http://127.0.0.1:8000"), "site")

    assert state == "to do" and "SITEURL" in sentence


def test_tracking_is_reported(house: House) -> None:
    """It is a decision, not a fault."""
    tracking = {"opens": True, "html_clicks": True}

    findings = examined(house, newsletter={**NEWSLETTER, "tracking": tracking})

    assert told(findings, "tracking") == [("fine", "tracked: opens, clicks in the HTML")]


def test_two_campaigns_with_a_title_of_ours_are_named(house: House) -> None:
    """Campaigns of others may be called as they like."""
    house.push()
    account = house.fake.account
    for title in (f"china-letter/{ISSUE}/fr", "Autre lettre", "Autre lettre"):
        twin = account.post_replicate({}, house.draft("en")["id"])["id"]
        account.campaigns[twin]["settings"]["title"] = title

    (state, sentence), = told(examined(house), "duplicates")

    assert state == "to do" and f"2 campaigns called “china-letter/{ISSUE}/fr”" in sentence


def test_what_is_scheduled_is_reported_with_its_time(house: House) -> None:
    """So that nothing is sent unnoticed."""
    house.push()
    house.draft("fr").update(status="schedule", send_time="2018-07-05T07:00:00+00:00")

    assert told(examined(house), "scheduled") == [(
        "fine", f"{ISSUE} fr: scheduled for 2018-07-05 09:00 (Paris), 2018-07-05 15:00 (Shanghai)")]


def test_an_order_of_which_nobody_knows_is_reported_with_the_way_out(house: House) -> None:
    """Even without a key."""
    house.journal.record_order(f"china-letter/{ISSUE}/fr", "ca00000001", "", "d")

    for findings in (examined(house), examined(house, MAILCHIMP_API_KEY="")):
        (state, sentence), = told(findings, "orders")
        assert state == "to do" and f"newsletter.reconcile {ISSUE} --lang fr" in sentence


def test_one_language_is_looked_at_alone(house: House) -> None:
    """The others' group and address do not matter then."""
    del house.fake.account.interests[0]

    findings = examined(house, "en")

    assert [sentence for _, sentence in told(findings, "groups")] == [
        "category “Langue / Language”", "group “English”"]
    assert [sentence for _, sentence in told(findings, "domains")] == [
        "the domain of letter@lettre.example is authenticated"]


def test_a_language_that_there_is_not_is_refused(house: House) -> None:
    """With those there are."""
    with pytest.raises(OutboxError, match="the languages are fr, en"):
        examined(house, "de")


def test_settings_that_are_wrong_end_it(house: House) -> None:
    """There is nothing to hold the account against."""
    with pytest.raises(SettingsError, match="has no setting “nme”"):
        examined(house, newsletter={**NEWSLETTER, "nme": "x"})


def test_a_journal_that_cannot_be_read_is_something_to_do(house: House) -> None:
    """All the rest is reported as well."""
    (house.var / journal.NAME).mkdir(parents=True)

    findings = examined(house)

    (state, sentence), = told(findings, "orders")
    assert state == "to do" and "newsletter.jsonl: this cannot be read" in sentence
    assert told(findings, "tracking")


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
