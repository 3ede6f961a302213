"""Write to visitors: that a message has come, how to confirm, how to come back, or no need to.

Anybody can type anybody's address, so no word that was typed stands in such a mail.
"""

from email.message import EmailMessage

from plugins.core.email_address import as_sent
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.letters import (
    Gettext,
    House,
    consents,
    indented,
    letterhead,
    write_text,
)
from plugins.forms.delivery.plan import email_of
from plugins.forms.records.submission import Submission


def acknowledgement_message(form: Form, submission: Submission, house: House) -> EmailMessage:
    """Return the mail that tells a visitor that the message has come, in the form's own words."""
    words, lang = form.acknowledgement, submission.lang
    return _message(form, submission, house, "acknowledgement", words.subject[lang],
                    words.text[lang].strip())


def confirmation_message(form: Form, submission: Submission, house: House, gettext: Gettext
                         ) -> EmailMessage:
    """Return the mail that stands, without Mailchimp, for its request to confirm."""
    return _message(
        form, submission, house, "subscription", gettext("Please confirm your subscription"),
        _asked(gettext),
        gettext("On the published site, Mailchimp sends this mail with a link to confirm. This one "
                "was written by a trial run: nobody has been subscribed."),
        *(f"{part.heading}\n{indented(part.text)}" for part in consents(submission, gettext)))


def return_message(form: Form, submission: Submission, house: House, page: str, gettext: Gettext
                   ) -> EmailMessage:
    """Return the mail that leads to `page`, the only one on which the address can come back.

    It goes to the address itself: a visitor of the site does not learn who once subscribed.
    """
    return _message(
        form, submission, house, "return", gettext("Your request to receive our letter"),
        _asked(gettext),
        gettext("We cannot subscribe it from our site: its subscription was ended earlier, or "
                "mail to it came back. Only you can renew it, on this page:"),
        page,
        gettext("If you do not wish to receive the letter, you need do nothing."))


def already_message(form: Form, submission: Submission, house: House, gettext: Gettext
                    ) -> EmailMessage:
    """Return the mail that tells a subscriber, and nobody else, that the letter comes already."""
    return _message(
        form, submission, house, "return", gettext("You already receive our letter"),
        _asked(gettext),
        gettext("It already goes there: there is nothing you need do, and nothing has changed."),
        gettext("If no issue has reached you, please look among your unwanted mail."))


def _asked(gettext: Gettext) -> str:
    return gettext("Someone, probably you, has asked to receive our letter at this address.")


def _message(form: Form, submission: Submission, house: House, kind: str, subject: str,
             *paragraphs: str) -> EmailMessage:
    message = letterhead(form, submission, house, kind)
    message["To"] = as_sent(email_of(form, submission))
    message["Subject"] = subject
    write_text(message, "\n\n".join(paragraphs))
    return message
