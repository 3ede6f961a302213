"""What keeps a campaign besides its draft: its email, or a former name of the newsletter."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from plugins.core.messages import say
from plugins.newsletter import journal
from plugins.newsletter.outbox import OutboxError
from plugins.newsletter.preflight.email import Finding
from plugins.newsletter.push.push import push
from plugins.newsletter.push.snapshot import count_recipients, plan_issue
from plugins.newsletter.push.wording import plan_lines
from tests.newsletter.conftest import ISSUE, LANGUAGES, House
from tests.support.editor import ScriptedEditor

ERROR, WARNING = Finding(say("a shortcode is left over")), Finding(say("it is heavy"), "warning")
UNWRITTEN = Finding(say("“XXX” is a placeholder"), "warning", line=7, asks=True)


def told(house: House, *findings: Finding) -> tuple[str, int]:
    """Return a plan of an issue of which the French email has these findings."""
    newsletter = house.newsletter(
        lambda campaign: findings if campaign.lang == "fr" else ())
    plan = plan_issue(newsletter, ISSUE)
    return "\n".join(map(str, plan_lines(plan, newsletter))), plan.exit_code


def test_an_error_in_an_email_refuses_the_issue(house: House) -> None:
    """The editor reads what must be corrected first."""
    text, status = told(house, WARNING, ERROR)

    assert "fr: refused: the email cannot be sent as it is: a shortcode is left over" in text
    assert "  warning: email.html: it is heavy" in text
    assert status == 1


def test_a_push_tells_the_warnings_of_what_it_writes(house: House) -> None:
    """Nobody has to plan first to read of a placeholder."""
    editor = ScriptedEditor()

    push(house.newsletter(lambda campaign: (WARNING,)), ISSUE, editor)

    assert editor.texts.count("  warning: email.html: it is heavy") == len(LANGUAGES)


@pytest.mark.parametrize(("agreed", "drafts"), [(True, len(LANGUAGES)), (False, 0)])
def test_a_push_of_a_placeholder_asks(house: House, agreed: bool, drafts: int) -> None:
    """With its place; without a yes nothing is written."""
    editor = ScriptedEditor(lambda: agreed)

    pushed = push(house.newsletter(lambda campaign: (UNWRITTEN,)), ISSUE, editor)

    assert "  warning: email.html:7: “XXX” is a placeholder" in editor.texts
    assert len(house.fake.account.campaigns) == drafts
    assert pushed.exit_code == (0 if agreed else 1)
    assert ("nothing was written" in editor.texts) is not agreed


def test_a_warning_is_reported_and_keeps_nothing(house: House) -> None:
    """The editor decides."""
    text, status = told(house, WARNING)

    assert "  warning: email.html: it is heavy" in text
    assert status == 2


def test_a_push_of_an_email_with_an_error_writes_nothing(house: House) -> None:
    """Neither for the language that has none."""
    pushed = push(house.newsletter(lambda campaign: [ERROR]), ISSUE, ScriptedEditor())

    assert pushed.plan.refused
    assert house.fake.writes == []


@pytest.mark.parametrize("found", [(), (ERROR,)])
def test_what_has_left_is_looked_at_no_more(ready: House, found: tuple[Finding, ...]) -> None:
    """Nothing can be corrected in it."""
    ready.send()

    assert told(ready, *found)[1] == 0


@pytest.fixture
def renamed(ready: House, house_with: Callable[..., House]) -> House:
    """The desk of a newsletter that has a new name, with the issue built again."""
    desk = replace(ready, settings=house_with(name="asia-letter").settings)
    for lang in LANGUAGES:
        desk.build(lang, title=f"asia-letter/2018-07/{lang}")
    return desk


def test_what_was_built_under_another_name_wants_a_build(
    ready: House, house_with: Callable[..., House]
) -> None:
    """Its campaign would be looked for, and made, by a name that is not the newsletter's."""
    with pytest.raises(OutboxError, match="“china-letter/2018-07/fr”.*“asia-letter/2018-07/fr”"):
        replace(ready, settings=house_with(name="asia-letter").settings).plan()


def test_what_left_under_the_former_name_does_not_leave_again(ready: House, renamed: House) -> None:
    """It is named, as Mailchimp has it."""
    ready.build("fr")
    ready.send("fr")
    renamed.build("fr", title="asia-letter/2018-07/fr")
    (ready.var / journal.NAME).unlink()

    pushed = renamed.push()

    assert pushed.exit_code == 1
    assert "“china-letter/2018-07/fr” was sent to this audience" in " ".join(pushed.lines)
    assert renamed.push("en").exit_code == 0


def test_the_journal_remembers_the_former_name_too(ready: House, renamed: House) -> None:
    """Where the campaign was deleted since."""
    ready.build("fr")
    ready.send("fr")
    ready.fake.account.delete_campaign({}, ready.draft("fr")["id"])
    renamed.build("fr", title="asia-letter/2018-07/fr")

    assert "“china-letter/2018-07/fr” was sent" in " ".join(renamed.push("fr").lines)


@pytest.mark.parametrize(("title", "audience"), [
    ("china-letter/2018-06/fr", None), ("china-letter/2018-07/fr", "f0f0f0f0f0"),
    ("Archive/china-letter/2018-07/fr", None), ("china-letter/2018-07/fr (copy 01)", None)])
def test_other_campaigns_are_no_former_name(
    renamed: House, title: str, audience: str | None
) -> None:
    """Neither another issue, nor another audience, nor what was never called so by us."""
    draft = renamed.draft("fr")
    draft["settings"]["title"] = title
    draft["recipients"]["list_id"] = audience or draft["recipients"]["list_id"]
    renamed.fake.account.post_send({}, draft["id"])

    assert renamed.push("fr").exit_code == 0


def test_only_what_is_not_counted_is_looked_at_again(ready: House) -> None:
    """And no longer than until it is."""
    french, english = (ready.draft(lang)["id"] for lang in ("fr", "en"))
    ready.draft("en")["_looks"] = 2
    before = len(ready.fake.requests)

    assert count_recipients(ready.provider, {french: 5, english: 3}) == {french: 5, english: 3}

    assert [each.path.rpartition("/")[2] for each in ready.fake.requests[before:]] == [
        french, english, english]
