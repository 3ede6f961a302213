"""Make the deliveries of forms: mails to the firm and to visitors, and subscriptions."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from babel.dates import format_datetime as format_in_words
from babel.dates import get_timezone
from jinja2 import Environment

from plugins.core.email_address import as_sent
from plugins.core.i18n import locale_of
from plugins.core.messages import say
from plugins.forms.declaration.answer import is_unchecked
from plugins.forms.declaration.form import Form
from plugins.forms.declaration.rules import PLACEHOLDER
from plugins.forms.delivery.plan import NO_PAGE, NOBODY, UNCONFIRMED, second_addresses
from plugins.forms.delivery.worker import Deliver, Ended, Refused
from plugins.forms.page.draw import Theme
from plugins.forms.records.submission import ASKED, Delivery, Planned, Submission

Gettext = Callable[[str], str]
TEMPLATE = "forms/mail.html"
LONGEST_SUBJECT = 150

Send = Callable[[EmailMessage, str], Awaitable[None]]
"""Hands a mail over for one address; raises Refused if it will never be taken."""

Subscribe = Callable[[Delivery], Sequence[Planned]]
"""Makes an address a pending member, or has it asked once more; returns what follows. May block.

Raises Refused, Ended or Later if the audience does not take the address.
"""


@dataclass(frozen=True)
class Sender:
    """Who sends the mails: the site's own address, its origin and its time zone (IANA)."""

    address: str
    site: str = ""
    zone: str = "UTC"


@dataclass(frozen=True)
class Part:
    """A part of a mail: what it is, and its text in lines."""

    heading: str
    text: str


def deliverer(forms: Mapping[str, Form], sender: Sender, theme: Theme, send: Send,
              subscribe: Subscribe | None = None) -> Deliver:
    """Return what makes each delivery as the form declares.

    Without `subscribe`, on a computer that must not reach the audience, a subscription is answered
    with the mail that would ask to confirm it.
    """
    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        form = _form_of(forms.get(delivery.submission.form), delivery)
        if delivery.kind in ASKED and subscribe:
            return await asyncio.to_thread(subscribe, delivery)
        try:
            await send(_mail(form, delivery, sender, theme), delivery.address)
        except Refused as refusal:
            if instead := second_addresses(form, delivery):
                raise Ended(refusal.message, instead) from refusal
            raise
        return ()

    return deliver


def contact_message(form: Form, submission: Submission, sender: Sender, gettext: Gettext,
                    env: Environment, refused: str = "") -> EmailMessage:
    """Return the mail that brings a submission to the firm; answering it answers the visitor.

    With `refused` it goes to a second address, because this first one takes no mail. `gettext`
    speaks the visitor's language, and so does the whole mail; `env` draws its HTML. The Message-ID
    depends on the submission alone, so that a repetition is known.
    """
    message = _letterhead(form, submission, sender)
    recipients = form.recipients(submission.values)
    message["To"] = ", ".join(map(as_sent, recipients))
    if copies := [each for each in form.copy if each not in recipients]:
        message["Cc"] = ", ".join(map(as_sent, copies))
    message["Subject"] = subject = subject_of(form, submission)
    reply_to = _reply_to(form, submission)
    if reply_to:
        message["Reply-To"] = reply_to
    parts = list(_parts(form, submission, sender, gettext))
    if refused:
        parts.insert(0, Part(gettext("Why it comes to you"), gettext(
            "Mail to {address} was refused for good.").format(address=refused)))
    html = env.get_template(TEMPLATE).render(lang=submission.lang, subject=subject, parts=parts)
    _write_text(message, "\n\n".join(map(_written, parts)), html)
    return message


def visitor_message(form: Form, delivery: Delivery, sender: Sender, gettext: Gettext
                    ) -> EmailMessage:
    """Return a mail to the visitor; it holds nothing that was typed.

    It goes to the address itself: a visitor of the site does not learn who once subscribed.
    """
    message = _letterhead(form, delivery.submission, sender, delivery.kind)
    message["To"] = as_sent(form.email_in(delivery.submission.values))
    subject, *paragraphs = _words(form, delivery, gettext)
    message["Subject"] = subject
    _write_text(message, "\n\n".join(paragraphs))
    return message


def _form_of(form: Form | None, delivery: Delivery) -> Form:
    name = delivery.submission.form
    if form is None:
        raise Refused(say("the form “{name}” is no longer declared; restore "
                          "content/forms/{name}.toml", name=name))
    if delivery.address == NOBODY:
        raise Refused(say("the form “{name}” had no recipient; run “./inv forms.retry {id}”",
                          name=name, id=delivery.submission.id))
    return form


def _mail(form: Form, delivery: Delivery, sender: Sender, theme: Theme) -> EmailMessage:
    submission, lang = delivery.submission, delivery.submission.lang
    gettext = theme.catalogue(lang).gettext
    if delivery.kind == "mail":
        return contact_message(form, submission, sender, gettext, theme.environment(lang),
                               delivery.detail)
    return visitor_message(form, delivery, sender, gettext)


def _words(form: Form, delivery: Delivery, gettext: Gettext) -> Sequence[str]:
    """Return the subject of a mail to the visitor, then its paragraphs."""
    submission, (state, _, page) = delivery.submission, delivery.detail.rpartition(" ")
    if delivery.kind == "acknowledgement":
        words, lang = form.acknowledgement, submission.lang
        told = form.receipt(lang, submission.reference)
        return (words.subject[lang], words.text[lang].strip(),
                " ".join(each.render(gettext) for each in told))
    asked = gettext("Someone, probably you, has asked to receive our letter at this address.")
    if delivery.kind == "subscription":  # in place of Mailchimp’s own request to confirm
        return (gettext("Please confirm your subscription"), asked,
                gettext("On the published site, Mailchimp sends this email with a confirmation "
                        "link. This one comes from a trial run: nobody has been subscribed."),
                *(_written(part) for part in _consents(submission, gettext)))
    if page == NO_PAGE:
        return (gettext("You already receive our letter"), asked,
                gettext("It already goes there: you need not do anything, and nothing has "
                        "changed."),
                gettext("If no issue has reached you, please look in your junk mail."))
    return (gettext("Your request to receive our letter"), asked, _reason(state, gettext),
            page,  # the only one on which the address is certain to come in
            gettext("If you do not wish to receive the letter, you need not do anything."))


def _reason(state: str, gettext: Gettext) -> str:
    """Return why somebody must go to the page that follows."""
    if state == UNCONFIRMED:
        return gettext("This request waits for a confirmation: Mailchimp, which sends our letter, "
                       "has written to this address to ask for it, and we have asked it to write "
                       "again. Please look in your junk mail, too. If nothing arrives, subscribe "
                       "on this page, which sends the email for certain:")
    return gettext("We cannot subscribe it from our site: it was unsubscribed or erased earlier, "
                   "or emails to it came back. Only you can renew the subscription, on this page:")


def _letterhead(form: Form, submission: Submission, sender: Sender, kind: str = ""
                ) -> EmailMessage:
    """Return a mail about a submission, without addressee, subject and text.

    Of several mails about one submission `kind` tells those apart that do not go to the firm.
    """
    message = EmailMessage(SMTP)
    # Short: of a long one, the line would be folded, which some servers do not understand.
    name = f"{form.id}.{submission.id}{kind and f'.{kind[:3]}'}"
    message["From"] = sender.address
    message["Date"] = format_datetime(submission.created)
    message["Message-ID"] = f"<{name}@{sender.address.rpartition('@')[2].strip('> ')}>"
    message["Content-Language"] = submission.lang
    # RFC 3834: no machine must answer what a machine wrote.
    message["Auto-Submitted"] = "auto-replied" if kind else "auto-generated"
    return message


def _write_text(message: EmailMessage, text: str, html: str = "") -> None:
    """Give a mail its text, in an encoding that every server passes on."""
    lang = message["Content-Language"]
    # This takes every header off that begins with Content-.
    message.set_content(text + "\n", cte="quoted-printable")
    if html:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = lang


def _consents(submission: Submission, gettext: Gettext) -> Iterator[Part]:
    """Yield what a visitor agreed to, word for word."""
    for consent in submission.consents:
        yield Part(gettext("Agreed to (version {version})").format(version=consent.version),
                   consent.text)


def subject_of(form: Form, submission: Submission) -> str:
    """Return the subject in one line, its places filled with what the visitor typed."""
    shown = form.shown(submission.values, submission.lang)
    subject = PLACEHOLDER.sub(lambda place: shown.get(place[1], ""), form.subject[submission.lang])
    # Python reads what looks like an encoded word (RFC 2047), and would write the lines it hides.
    return " ".join(subject.split()).replace("=?", "= ?")[:LONGEST_SUBJECT]


def _reply_to(form: Form, submission: Submission) -> Address | None:
    """Return the visitor's address, unless few servers take it: then only the text holds it."""
    email = as_sent(form.email_in(submission.values))
    return Address(addr_spec=email) if email and email.isascii() else None


def _parts(form: Form, submission: Submission, sender: Sender, gettext: Gettext) -> Iterator[Part]:
    answers = form.shown(submission.values, submission.lang)
    for field in form.fields:
        shown = answers[field.name]
        if shown and field.kind.role != "consent":
            label = field.label[submission.lang]
            yield Part(gettext("{label} (unchecked)").format(label=label)
                       if is_unchecked(field, submission.values[field.name]) else label, shown)
    yield from _consents(submission, gettext)
    if submission.page:
        yield Part(gettext("Sent from the page"), sender.site + submission.page)
    moment = format_in_words(
        submission.created, "d MMMM y, HH:mm (zzzz)", tzinfo=get_timezone(sender.zone),
        locale=locale_of(submission.lang))
    yield Part(gettext("Received on"), moment)
    yield Part(gettext("Reference"), submission.reference)


def _written(part: Part) -> str:
    """Return a part of a plain text, its lines to the right of its heading."""
    return f"{part.heading}\n" + re.sub(r"^(?=.)", "    ", part.text, flags=re.MULTILINE)
