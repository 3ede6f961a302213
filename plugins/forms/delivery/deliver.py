"""Hand a submission to the firm by mail, to the audience as a subscriber, or answer its visitor."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from jinja2 import Environment

from plugins.core.i18n import Catalogue
from plugins.core.jinja import new_environment
from plugins.core.messages import say
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.letters import (
    House,
    acknowledgement_message,
    already_message,
    confirmation_message,
    contact_message,
    return_message,
)
from plugins.forms.delivery.plan import NO_PAGE, NOBODY
from plugins.forms.delivery.worker import Deliver, Refused
from plugins.forms.records.submission import Delivery, Planned

Send = Callable[[EmailMessage, str], Awaitable[None]]
"""Hands a mail over for one address; raises Refused if it will never be taken."""

Subscribe = Callable[[Delivery], Sequence[Planned]]
"""Makes an address a pending member, and returns the mails that follow; may block.

Raises Refused if the audience will never take the address.
"""


def deliverer(forms: Mapping[str, Form], house: House, *, templates: Path,
              catalogue_of: Callable[[str], Catalogue], send: Send,
              subscribe: Subscribe | None = None) -> Deliver:
    """Return what makes each delivery as the form declares.

    Without `subscribe`, on a computer that must not reach the audience, a subscription is answered
    with the mail that would ask to confirm it.
    """
    @cache
    def drawing(lang: str) -> Environment:
        return new_environment(templates, catalogue_of(lang))

    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        form = _form_of(forms.get(delivery.submission.form), delivery)
        if delivery.kind == "subscription" and subscribe:
            return await asyncio.to_thread(subscribe, delivery)
        await send(_mail(form, delivery, house, catalogue_of, drawing), delivery.address)
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


def _mail(form: Form, delivery: Delivery, house: House,
          catalogue_of: Callable[[str], Catalogue], drawing: Callable[[str], Environment]
          ) -> EmailMessage:
    submission, lang = delivery.submission, delivery.submission.lang
    gettext = catalogue_of(lang).gettext
    match delivery.kind:
        case "mail":
            return contact_message(form, submission, house, gettext, drawing(lang))
        case "acknowledgement":
            return acknowledgement_message(form, submission, house)
        case "subscription":
            return confirmation_message(form, submission, house, gettext)
        case "return" if delivery.detail == NO_PAGE:
            return already_message(form, submission, house, gettext)
        case "return":
            return return_message(form, submission, house, delivery.detail, gettext)
