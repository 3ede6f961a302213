"""How the state of a campaign, and what differs in it, are put into words."""

from dataclasses import replace

import pytest

from plugins.core.messages import say
from plugins.newsletter import outbox
from plugins.newsletter.campaigns import (
    FIELDS,
    Checklist,
    Draft,
    Listed,
    Part,
    Remark,
    State,
    StateName,
)
from plugins.newsletter.push.compare import Step
from plugins.newsletter.push.wording import (
    changes,
    departed_sentence,
    difference,
    remarks,
    sent_sentence,
    step_lines,
    where,
)
from tests.newsletter.conftest import ISSUE, House

AT = "2018-07-05T07:00:00+00:00"
ZONES = ("Europe/Paris",)


@pytest.fixture
def step(house: House) -> Step:
    """What a push would do with the French draft, which is as it was built."""
    campaign = outbox.read(house.outbox, ISSUE, "fr")
    wanted = {**dict.fromkeys(FIELDS, ""), "subject": campaign.subject}
    draft = Draft("c1", campaign.title, State("draft", "save"), 5, wanted, campaign.html,
                  campaign.text)
    part = Part("fr", say("those who chose no other language"), "", 5)
    return Step(campaign, part, 8, wanted, house.provider.name, draft=draft, action="nothing")


@pytest.mark.parametrize(("state", "words"), [
    ("scheduled", "scheduled for 2018-07-05 09:00 (Paris)"), ("sending", "being sent now"),
    ("sent", "sent on 2018-07-05 09:00 (Paris) (subscribers: 5)")])
def test_what_is_or_was_sent_is_reported_with_its_time(state: StateName, words: str) -> None:
    """In the editor's zones, and to how many."""
    match = Listed("c1", "t", State(state, "~"), sent=AT, reached=5)

    assert str(sent_sentence(match, ZONES)) == words


def test_what_was_sent_is_reported_with_what_differs_or_with_the_reason(step: Step) -> None:
    """The reason says more than the names of what differs."""
    left = replace(step, matches=(Listed("c1", "t", State("sending", "~")),))
    differing = replace(left, fields=("subject", "additions"))

    assert str(departed_sentence(left, ZONES)) == "being sent now"
    assert str(departed_sentence(differing, ZONES)) == (
        "being sent now; it differs from the outbox: subject, additions by Mailchimp. It is not "
        "sent again")
    assert str(departed_sentence(replace(differing, reason=say("why")), ZONES)) == (
        "being sent now; why")


@pytest.mark.parametrize(("field", "found", "wanted", "words"), [
    ("subject", "a", "b", "subject: in Mailchimp “a”, in the outbox “b”"),
    ("preview", "", "b", "preview text: in Mailchimp nothing, in the outbox “b”"),
    ("subject", "a" * 80, "b", f"subject: in Mailchimp “{'a' * 80}”, in the outbox “b”"),
    ("subject", "a" * 81, "b", f"subject: in Mailchimp “{'a' * 80}…”, in the outbox “b”"),
    ("additions", "a", "", "additions by Mailchimp: in Mailchimp “a”, in the outbox nothing"),
    ("segment", "", "x", "part of the audience: in Mailchimp everyone, in the outbox the part for "
     "“fr”"),
    ("segment", "y", "x", "part of the audience: in Mailchimp another part of the audience, in the "
     "outbox the part for “fr”")])
def test_a_difference_shows_both_sides(
    house: House, step: Step, field: str, found: str, wanted: str, words: str
) -> None:
    """Cut where it is long."""
    assert step.draft
    draft = replace(step.draft, facts={**step.draft.facts, field: found})
    changed = replace(step, wanted={**step.wanted, field: wanted})

    assert str(difference(field, changed, draft, house.provider)) == words


def test_numbers_of_recipients_are_shown_as_numbers(house: House, step: Step) -> None:
    """Those of the draft beside those of the audience."""
    assert step.draft
    assert str(difference("recipients", step, replace(step.draft, recipients=9), house.provider)) \
        == "number of recipients: in Mailchimp 9, in the outbox 5"


def test_content_of_the_same_words_differs_in_what_is_not_seen(house: House, step: Step) -> None:
    """And a draft without any content is called empty."""
    draft = step.draft
    assert draft
    other = replace(draft, html=draft.html.replace("<p>", "<p class=x>"))
    said = [str(difference("content", step, each, house.provider))
            for each in (other, replace(draft, html=""))]

    assert said == [
        "content: in Mailchimp the same words in the HTML, in the outbox another layout, link, "
        "image or plain text",
        "content: in Mailchimp nothing, in the outbox the email"]


@pytest.mark.parametrize(("action", "headline", "is_sized"), [
    ("create", "fr: a draft will be created, “china-letter/2018-07/fr”", True),
    ("update", "fr: the draft “china-letter/2018-07/fr” will be updated", True),
    ("nothing", "fr: nothing to do; the draft “china-letter/2018-07/fr” is identical to the "
                "outbox", True),
    ("refuse", "fr: refused: why", False)])
def test_each_action_has_a_headline(
    house: House, step: Step, action: str, headline: str, is_sized: bool
) -> None:
    """With readers and size as long as a push would go on."""
    lines = [str(line) for line in step_lines(
        replace(step, action=action, reason=say("why")),  # type: ignore[arg-type]
        house.newsletter())]

    sized = ["  to those who chose no other language (subscribers: 5 of 8)",
             "  size: 1 kB of 100 kB"]
    assert lines[0] == headline
    assert [line for line in lines if line in sized] == (sized if is_sized else [])


def test_a_place_that_is_not_known_is_not_shown() -> None:
    """A provider of a test has no pages."""
    assert list(where("", "Mailchimp")) == []
    assert list(map(str, where("https://a.example/", "Mailchimp"))) == [
        "  in Mailchimp: https://a.example/"]


@pytest.mark.parametrize(("levels", "headings"), [
    ((), ["Billing", "Subject"]), (("error",), ["Billing"]), (("warning",), ["Subject"]),
    (("error", "warning"), ["Billing", "Subject"])])
def test_a_checklist_is_shown_by_its_levels(
    house: House, levels: tuple[str, ...], headings: list[str]
) -> None:
    """All of it where no level is named."""
    checklist = Checklist(
        False, (Remark("error", "Billing", "d"), Remark("warning", "Subject", "d")))

    assert [str(line) for line in remarks(house.provider.name, checklist, *levels)] == [
        f"Mailchimp’s checklist says: {heading}: d" for heading in headings]


def test_what_differs_is_shown_below_the_headline(house: House, step: Step) -> None:
    """Further in than what is done."""
    changed = replace(step, action="update", wanted={**step.wanted, "subject": "b"},
                      fields=("subject",))

    assert [str(line) for line in step_lines(changed, house.newsletter())
            if "subject" in str(line)] == [
        f"  subject: in Mailchimp “{step.campaign.subject}”, in the outbox “b”"]


def test_a_plan_says_which_dates_an_issue_announces(house: House, step: Step) -> None:
    """In the words of its language; one that was sent announces nothing any more."""
    date = outbox.AnnouncedDate("30\u00a0juin 2027", "Payer", "Loi")
    line = "  announces 30\u00a0juin 2027: Payer (Loi)"

    def said(**changes: object) -> list[str]:
        one = replace(step, campaign=replace(step.campaign, dates=(date,)), **changes)
        return [str(each) for each in step_lines(one, house.newsletter())]

    assert line in said() and line in said(action="create", draft=None)
    assert line not in said(action="done", matches=(Listed("c1", "t", State("sent", "~"),
                                                           sent=AT, reached=5),))


CELL = '<td class="article"><h2><a href="{url}">{title}</a></h2><p>{words}</p></td>'


def email(*articles: tuple[str, str], editorial: str = "Bonjour") -> str:
    """Return an email with an editorial and articles, each a title and a text."""
    cells = "".join(CELL.format(url=f"https://l.example/{title}/", title=title, words=words)
                    for title, words in articles)
    return f'<table><tr><td class="editorial">{editorial}</td>{cells}</tr></table>'


ONE, TWO, OTHER = ("One", "first"), ("Two", "second"), ("Two", "corrected")


@pytest.mark.parametrize(("found", "wanted", "said"), [
    (email(ONE), email(ONE), []),
    (email(ONE), email(ONE).replace("<td", "<td  align='left'"), []),
    (email(ONE), email(ONE).replace("One/", "One/?utm_source=x", 1), []),
    (email(ONE), email(ONE, TWO), ["article added: “Two”"]),
    (email(ONE, TWO), email(ONE), ["article removed: “Two”"]),
    (email(ONE, TWO), email(ONE, OTHER), ["article changed: “Two”"]),
    (email(ONE, TWO), email(TWO, ONE), ["the articles are in another order"]),
    (email(ONE), email(ONE, editorial="Bonsoir"), ["the editorial was changed"]),
    (email(ONE), email(TWO), ["article added: “Two”", "article removed: “One”"]),
    ("", email(ONE), ["article added: “One”", "the editorial was changed"]),
])
def test_each_difference_is_a_sentence(found: str, wanted: str, said: list[str]) -> None:
    """Layout alone, and what counts clicks, are none."""
    assert list(map(str, changes(found, wanted))) == said
