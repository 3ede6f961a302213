"""Hand a submission to the firm by mail, or to the audience as a subscriber to be confirmed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from email.message import EmailMessage

from plugins.catalogues import Catalogue
from plugins.forms.delivery import Deliver, Refused
from plugins.forms.form import Form
from plugins.forms.letters import confirmation_message, contact_message, email_of
from plugins.forms.store import Submission
from plugins.problems import say

Send = Callable[[EmailMessage], Awaitable[None]]
"""Hands a mail over; raises Refused if it will never be taken."""

Subscribe = Callable[[str, str, Submission], None]
"""Makes an address a pending member: email, language, the submission. May block; runs in a thread.

Raises Refused if the audience will never take the address.
"""


def deliverer(forms: Mapping[str, Form], *, catalogue_of: Callable[[str], Catalogue], sender: str,
              send: Send, subscribe: Subscribe | None = None, zone: str = "UTC") -> Deliver:
    """Return what delivers each submission as its form declares.

    `sender` is the site's own address, `zone` its time zone (IANA). Without `subscribe`, on a
    computer that must not reach the audience, a subscription is answered with the mail that would
    ask to confirm it.
    """
    async def deliver(submission: Submission) -> None:
        form = forms.get(submission.form)
        if form is None:
            raise Refused(say("the form “{name}” is declared no longer; declare "
                              "content/forms/{name}.toml again", name=submission.form))
        gettext = catalogue_of(submission.lang).gettext
        if form.delivery == "mail":
            await send(contact_message(form, submission, sender, gettext, zone))
        elif subscribe:
            await asyncio.to_thread(subscribe, email_of(form, submission), submission.lang,
                                    submission)
        else:
            await send(confirmation_message(form, submission, sender, gettext))

    return deliver
