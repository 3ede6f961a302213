"""What is found in an email before it leaves, and what that keeps."""

import pytest

from plugins.core.messages import say
from plugins.newsletter.preflight import Finding
from plugins.newsletter.push.plan import plan_issue
from plugins.newsletter.push.push import push
from plugins.newsletter.push.wording import plan_lines
from tests.newsletter.conftest import ISSUE, House
from tests.support.editor import ScriptedEditor

ERROR, WARNING = Finding(say("a shortcode is left over")), Finding(say("it is heavy"), "warning")


def told(house: House, *findings: Finding) -> tuple[str, int]:
    """Return a plan of an issue of which the French email has these findings."""
    newsletter = house.newsletter(
        lambda campaign: findings if campaign.lang == "fr" else ())
    plan = plan_issue(newsletter, ISSUE)
    return "\n".join(map(str, plan_lines(plan, newsletter))), plan.exit_code


def test_an_error_in_an_email_refuses_the_issue(house: House) -> None:
    """The editor reads what must be mended first."""
    text, status = told(house, WARNING, ERROR)

    assert "fr: refused: the email must not leave as it is: a shortcode is left over" in text
    assert "  warning: it is heavy" in text
    assert status == 1


def test_a_warning_is_told_and_keeps_nothing(house: House) -> None:
    """The editor decides."""
    text, status = told(house, WARNING)

    assert "  warning: it is heavy" in text
    assert status == 2


def test_a_push_of_an_email_with_an_error_writes_nothing(house: House) -> None:
    """Neither for the language that has none."""
    pushed = push(house.newsletter(lambda campaign: [ERROR]), ISSUE, ScriptedEditor())

    assert pushed.plan.refused
    assert house.fake.writes == []


@pytest.mark.parametrize("found", [(), (ERROR,)])
def test_what_has_left_is_looked_at_no_more(ready: House, found: tuple[Finding, ...]) -> None:
    """Nothing can be mended in it."""
    ready.send()

    assert told(ready, *found)[1] == 0
