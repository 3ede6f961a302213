"""Plan which deliveries a submission leads to, and how often an address is written to."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from plugins.forms.declaration.form import Form
from plugins.forms.records.submission import PlanDeliveries, Planned, Submission

NOBODY = ""
"""The address of a delivery that cannot be made; a person learns why when it is tried."""

NO_PAGE = ""
"""The page on which somebody can come back who never left."""


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


def _planned(form: Form, submission: Submission) -> Iterator[Planned]:
    """Yield one delivery for each recipient, so that none waits for, or hides, another's fault."""
    email = form.email_in(submission.values)
    if form.delivery == "subscription":
        yield Planned("subscription", email, most=3, later=True)
        return
    for address in form.recipients(submission.values) or (NOBODY,):
        yield Planned("mail", address)
    if form.acknowledge and email:
        yield Planned("acknowledgement", email, most=3)
