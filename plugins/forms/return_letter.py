"""Write to somebody who left the letter, and asks for it again, how to come back."""

from email.message import EmailMessage

from plugins.forms.form import Form
from plugins.forms.letters import Gettext, email_of, letterhead, write_text
from plugins.forms.store import Submission


def return_message(form: Form, submission: Submission, sender: str, page: str, gettext: Gettext
                   ) -> EmailMessage:
    """Return the mail that leads to `page`, the only one on which the address can come back.

    It goes to the address itself: a visitor of the site does not learn who once subscribed.
    """
    message = letterhead(form, submission, sender)
    message["To"] = email_of(form, submission)
    message["Subject"] = gettext("Your request to receive our letter")
    write_text(message, "\n\n".join([
        gettext("Someone, probably you, has asked to receive our letter at this address."),
        gettext("We cannot subscribe it from our site: its subscription was ended earlier, or "
                "mail to it came back. Only you can renew it, on this page:"),
        page,
        gettext("If you do not wish to receive the letter, you need do nothing."),
    ]))
    return message
