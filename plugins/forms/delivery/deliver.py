"""Hand a submission to the firm by mail, to the audience as a subscriber, or answer its visitor."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from email.message import EmailMessage

from plugins.core.messages import say
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.letters import (
    Sender,
    acknowledgement_message,
    already_message,
    confirmation_message,
    contact_message,
    return_message,
)
from plugins.forms.delivery.plan import NO_PAGE, NOBODY
from plugins.forms.delivery.worker import Deliver, Refused
from plugins.forms.page.draw import Theme
from plugins.forms.records.submission import Delivery, Planned

Send = Callable[[EmailMessage, str], Awaitable[None]]
"""Hands a mail over for one address; raises Refused if it will never be taken."""

Subscribe = Callable[[Delivery], Sequence[Planned]]
"""Makes an address a pending member, and returns the mails that follow; may block.

Raises Refused if the audience will never take the address.
"""


def deliverer(forms: Mapping[str, Form], sender: Sender, theme: Theme, send: Send,
              subscribe: Subscribe | None = None) -> Deliver:
    """Return what makes each delivery as the form declares.

    Without `subscribe`, on a computer that must not reach the audience, a subscription is answered
    with the mail that would ask to confirm it.
    """
    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        form = _form_of(forms.get(delivery.submission.form), delivery)
        if delivery.kind == "subscription" and subscribe:
            return await asyncio.to_thread(subscribe, delivery)
        await send(_mail(form, delivery, sender, theme), delivery.address)
        return ()

    return deliver


def _form_of(form: Form | None, delivery: Delivery) -> Form:
    name = delivery.submission.form
    if form is None:
        raise Refused(say("the form “{name}” is declared no longer; declare "
                          "content/forms/{name}.toml again", name=name))
    if delivery.address == NOBODY:
        raise Refused(say("the form “{name}” had nobody to go to; run “./inv forms.retry {id}”",
                          name=name, id=delivery.submission.id))
    return form


def _mail(form: Form, delivery: Delivery, sender: Sender, theme: Theme) -> EmailMessage:
    submission, lang = delivery.submission, delivery.submission.lang
    gettext = theme.catalogue(lang).gettext
    match delivery.kind:
        case "mail":
            return contact_message(form, submission, sender, gettext, theme.environment(lang))
        case "acknowledgement":
            return acknowledgement_message(form, submission, sender)
        case "subscription":
            return confirmation_message(form, submission, sender, gettext)
        case "return" if delivery.detail == NO_PAGE:
            return already_message(form, submission, sender, gettext)
        case "return":
            return return_message(form, submission, sender, delivery.detail, gettext)
