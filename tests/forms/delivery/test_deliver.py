"""Each delivery is made as its form declares, to the one it is for."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from plugins.core.i18n import Catalogue
from plugins.forms.declaration.form import Form, Option
from plugins.forms.delivery.deliver import Subscribe, deliverer
from plugins.forms.delivery.letters import Sender
from plugins.forms.delivery.plan import NOBODY, planner, way_back
from plugins.forms.delivery.worker import Deliver, Refused
from plugins.forms.page.draw import theme_of
from plugins.forms.records.submission import Delivery, Kind, Planned
from tests.support.submissions import EMAIL, NOW, SENT, WANTED

FIRM = "cabinet@lettre.example"


@pytest.fixture
def mails() -> list[tuple[str, EmailMessage]]:
    """Return the mails that were handed over, each with its address."""
    return []


@pytest.fixture
def delivering(catalogue_of: Callable[[str], Catalogue], templates: Path,
               mails: list[tuple[str, EmailMessage]]) -> Callable[..., Deliver]:
    """Return what makes the deliveries of some forms."""
    async def send(message: EmailMessage, address: str) -> None:
        mails.append((address, message))

    def make(forms: dict[str, Form], subscribe: Subscribe | None = None) -> Deliver:
        return deliverer(forms, Sender("site@lettre.example"), theme_of(templates, catalogue_of),
                         send, subscribe)
    return make


def delivery(kind: Kind, address: str, detail: str = "") -> Delivery:
    """Return a delivery of the contact form, or of the subscription."""
    submission = SENT if kind in ("mail", "acknowledgement") else WANTED
    return Delivery(1, kind, address, detail, 0, NOW, submission)


def test_a_message_goes_to_the_firm_and_is_answered_to_the_visitor(
        plain: dict[str, Form], delivering: Callable[..., Deliver],
        mails: list[tuple[str, EmailMessage]]) -> None:
    """Whatever the mail says, it is handed over for the address of the delivery."""
    deliver = delivering(plain)

    for kind, address in (("mail", FIRM), ("acknowledgement", EMAIL), ("return", EMAIL)):
        assert asyncio.run(deliver(delivery(kind, address, "https://a.example"))) == ()

    assert [(address, mail["To"]) for address, mail in mails] \
        == [(FIRM, FIRM), (EMAIL, EMAIL), (EMAIL, EMAIL)]
    assert mails[0][1]["Reply-To"] == EMAIL
    assert len({mail["Message-ID"] for _, mail in mails}) == 3


def test_a_subscription_goes_to_the_audience(
        plain: dict[str, Form], delivering: Callable[..., Deliver],
        mails: list[tuple[str, EmailMessage]]) -> None:
    """What follows from it is told."""
    asked: list[Delivery] = []

    def subscribe(delivery: Delivery) -> list[Planned]:
        asked.append(delivery)
        return [way_back(EMAIL, "https://a.example")]

    further = asyncio.run(delivering(plain, subscribe)(delivery("subscription", EMAIL)))

    assert (asked, mails) == ([delivery("subscription", EMAIL)], [])
    assert [each.detail for each in further] == ["https://a.example"]


def test_without_an_audience_a_subscription_is_a_mail(
        plain: dict[str, Form], delivering: Callable[..., Deliver],
        mails: list[tuple[str, EmailMessage]]) -> None:
    """Locally one sees the mail that would ask to confirm."""
    asyncio.run(delivering(plain)(delivery("subscription", EMAIL)))

    assert [mail["Subject"] for _, mail in mails] == ["Please confirm your subscription"]


def test_a_form_that_is_gone_is_a_refusal(delivering: Callable[..., Deliver]) -> None:
    """What was sent stays in the database until a person declares the form again."""
    with pytest.raises(Refused, match="content/forms/contact.toml"):
        asyncio.run(delivering({})(delivery("mail", FIRM)))


def test_a_delivery_to_nobody_is_a_refusal(
        plain: dict[str, Form], delivering: Callable[..., Deliver]) -> None:
    """It was planned while its form was gone."""
    with pytest.raises(Refused, match="forms.retry 7b0c"):
        asyncio.run(delivering(plain)(delivery("mail", NOBODY)))


def test_each_recipient_has_a_delivery_of_its_own(plain: dict[str, Form]) -> None:
    """Those of the chosen answer, or else the form's; none waits for another's mailbox."""
    topic = next(field for field in plain["contact"].fields if field.name == "topic")
    asked = replace(topic, options=(Option("press", {}, ("a@firm.example", "b@firm.example")),))
    form = replace(plain["contact"], fields=tuple(
        asked if field is topic else field for field in plain["contact"].fields))

    plan = planner({"contact": form})

    assert [each.address for each in plan(SENT)] == ["a@firm.example", "b@firm.example"]
    assert [each.address for each in plan(replace(SENT, values={"topic": "article"}))] == [FIRM]


def test_visitors_are_thanked_by_mail_only_where_a_form_says_so(plain: dict[str, Form]) -> None:
    """And three times a day at most: anybody can type anybody's address."""
    silent, thanking = plain["contact"], replace(plain["contact"], acknowledge=True)
    nameless = replace(SENT, values={**SENT.values, "email": ""})

    kinds = [[each.kind for each in planner({"contact": form})(submission)]
             for form, submission in ((silent, SENT), (thanking, SENT), (thanking, nameless))]

    assert kinds == [["mail"], ["mail", "acknowledgement"], ["mail"]]
    limited = planner({"contact": thanking})(SENT)[1]
    assert (limited.address, limited.most, limited.period) == (EMAIL, 3, timedelta(days=1))


def test_a_subscription_is_one_delivery(plain: dict[str, Form]) -> None:
    """The rest is for Mailchimp to write."""
    assert planner(plain)(WANTED) == (Planned("subscription", EMAIL),)
