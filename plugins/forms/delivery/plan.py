"""Plan which deliveries a submission leads to, and how often an address is written to."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from plugins.forms.declaration.form import Form
from plugins.forms.records.submission import Delivery, PlanDeliveries, Planned, Submission

NOBODY = ""
"""The address of a delivery that cannot be made; a person learns why when it is tried."""

NO_PAGE = ""
"""The page on which somebody can come back who never left."""

UNCONFIRMED = "unconfirmed"
"""What precedes the page in the detail of the mail to somebody who has yet to confirm."""


def planner(forms: Mapping[str, Form]) -> PlanDeliveries:
    """Return what plans the deliveries of a submission as its form declares them."""
    def plan(submission: Submission) -> tuple[Planned, ...]:
        form = forms.get(submission.form)
        return tuple(_planned(form, submission)) if form else (Planned("mail", NOBODY),)
    return plan


def way_back(email: str, page: str) -> Planned:
    """Return the mail by which somebody who left learns how to come back, on `page`.

    With NO_PAGE, a subscriber learns that there is nothing to do. Anybody can type anybody's
    address: it comes once a week at most.
    """
    return Planned("return", email, page, most=1, period=timedelta(days=7))


def request_again(email: str, page: str) -> Iterator[Planned]:
    """Yield what helps somebody whose subscription waits for a confirmation that they lack.

    The request to confirm comes once more, once a day at most; and a mail of ours names the `page`
    that is the other way, if there is one, as rarely as any way back.
    """
    yield Planned("confirmation", email, most=1)
    if page:
        yield way_back(email, f"{UNCONFIRMED} {page}")


def second_addresses(form: Form, delivery: Delivery) -> tuple[Planned, ...]:
    """Return the mails in place of one to the firm that was refused for good: once, not in turn."""
    if delivery.kind != "mail" or delivery.detail:
        return ()
    return tuple(Planned("mail", address, delivery.address) for address in form.if_refused
                 if address != delivery.address)


def _planned(form: Form, submission: Submission) -> Iterator[Planned]:
    """Yield one delivery for each recipient and copy, so that none waits for, or hides, another's
    fault; the mail itself names them all."""
    email = form.email_in(submission.values)
    if form.delivery == "subscription":
        yield Planned("subscription", email, most=3, later=True)
        return
    recipients = form.recipients(submission.values) or (NOBODY,)
    for address in dict.fromkeys((*recipients, *form.copy)):
        yield Planned("mail", address)
    if form.acknowledge and email:
        yield Planned("acknowledgement", email, most=3)
