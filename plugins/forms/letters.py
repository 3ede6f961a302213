"""Write the mails of forms: what a visitor sent to the firm, and what confirms a subscription."""

import re
from collections.abc import Callable, Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from babel.dates import format_datetime as format_in_words
from babel.dates import get_timezone

from plugins.forms.field import Field
from plugins.forms.form import Form
from plugins.forms.mail_rules import PLACE
from plugins.forms.store import Submission

Gettext = Callable[[str], str]

LONGEST_SUBJECT = 150


def contact_message(form: Form, submission: Submission, sender: str, gettext: Gettext,
                    zone: str = "UTC") -> EmailMessage:
    """Return the mail that brings a submission to the firm; answering it answers the visitor.

    `sender` is the site's own address, `zone` the time zone (IANA) of its times; `gettext` speaks
    the visitor's language, and so does the whole mail. The Message-ID depends on the submission
    alone, so that a repetition is known.
    """
    message = _letterhead(form, submission, sender)
    message["To"] = ", ".join(form.recipients(submission.values))
    message["Subject"] = _subject(form, submission)
    reply_to = _reply_to(form, submission)
    if reply_to:
        message["Reply-To"] = reply_to
    _write_text(message, "\n\n".join(_paragraphs(form, submission, gettext, zone)))
    return message


def confirmation_message(form: Form, submission: Submission, sender: str, gettext: Gettext
                         ) -> EmailMessage:
    """Return the mail that stands, without Mailchimp, for its request to confirm."""
    return subscriber_message(
        form, submission, sender, gettext, gettext("Please confirm your subscription"),
        gettext("On the published site, Mailchimp sends this mail with a link to confirm. This one "
                "was written by a trial run: nobody has been subscribed."),
        *_consents(submission, gettext))


def subscriber_message(form: Form, submission: Submission, sender: str, gettext: Gettext,
                       subject: str, *paragraphs: str) -> EmailMessage:
    """Return a mail to the address that a subscription was asked for, which opens by saying so."""
    message = _letterhead(form, submission, sender)
    message["To"] = email_of(form, submission)
    message["Subject"] = subject
    opening = gettext("Someone, probably you, has asked to receive our letter at this address.")
    _write_text(message, "\n\n".join([opening, *paragraphs]))
    return message


def email_of(form: Form, submission: Submission) -> str:
    """Return the visitor's address, or an empty text if the form asks for none."""
    return next((submission.values[field.name] for field in form.fields
                 if field.type == "email" and submission.values.get(field.name)), "")


def _letterhead(form: Form, submission: Submission, sender: str) -> EmailMessage:
    """Return a mail about a submission, without addressee, subject and text."""
    message = EmailMessage(SMTP)
    message["From"] = sender
    message["Date"] = format_datetime(submission.created)
    message["Message-ID"] = f"<{form.id}.{submission.id}@{_domain(sender)}>"
    message["Content-Language"] = submission.lang
    message["Auto-Submitted"] = "auto-generated"
    return message


def _write_text(message: EmailMessage, text: str) -> None:
    """Give a mail its text, in an encoding that every server passes on."""
    lang = message["Content-Language"]
    # This takes every header off that begins with Content-.
    message.set_content(text + "\n", cte="quoted-printable")
    message["Content-Language"] = lang


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].strip("> ")


def _subject(form: Form, submission: Submission) -> str:
    """Return the subject in one line, its places filled with what the visitor typed."""
    shown = {field.name: _shown(field, submission) for field in form.fields}
    subject = PLACE.sub(lambda place: shown.get(place[1], ""), form.subject[submission.lang])
    return " ".join(subject.split())[:LONGEST_SUBJECT]


def _reply_to(form: Form, submission: Submission) -> Address | None:
    """Return the visitor's address; one outside ASCII needs SMTPUTF8 and stands in the text only.
    """
    email = email_of(form, submission)
    return Address(addr_spec=email) if email and email.isascii() else None


def _paragraphs(form: Form, submission: Submission, gettext: Gettext, zone: str
                ) -> Iterator[str]:
    for field in form.fields:
        shown = _shown(field, submission)
        if shown and field.type != "consent":
            yield f"{field.label[submission.lang]}\n{_indented(shown)}"
    yield from _consents(submission, gettext)
    if submission.page:
        heading = gettext("Sent from the page")
        yield f"{heading}\n{_indented(submission.page)}"
    moment = format_in_words(submission.created, "d MMMM y, HH:mm (zzzz)",
                             tzinfo=get_timezone(zone), locale=submission.lang.replace("-", "_"))
    heading = gettext("Received on")
    yield f"{heading}\n{_indented(moment)}"


def _shown(field: Field, submission: Submission) -> str:
    value = submission.values.get(field.name, "")
    if field.type in ("checkbox", "consent"):
        return "✓" if value else ""
    return next((option.label[submission.lang] for option in field.options
                 if option.value == value), value)


def _consents(submission: Submission, gettext: Gettext) -> Iterator[str]:
    for consent in submission.consents:
        heading = gettext("Agreed to (version {version})").format(version=consent.version)
        yield f"{heading}\n{_indented(consent.text)}"


def _indented(text: str) -> str:
    return re.sub(r"^(?=.)", "    ", text, flags=re.MULTILINE)
