"""A newsletter that changes its name sends no issue twice."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from plugins.newsletter import journal
from plugins.newsletter.outbox import OutboxError
from tests.newsletter.conftest import LANGUAGES, House


@pytest.fixture
def renamed(ready: House, house_with: Callable[..., House]) -> House:
    """The desk of a newsletter that has a new name, with the issue built anew."""
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
