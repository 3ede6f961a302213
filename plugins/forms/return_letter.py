"""Write to somebody who left the letter, and asks for it again, how to come back."""

from email.message import EmailMessage

from plugins.forms.form import Form
from plugins.forms.letters import Gettext, subscriber_message
from plugins.forms.store import Submission


def return_message(form: Form, submission: Submission, sender: str, page: str, gettext: Gettext
                   ) -> EmailMessage:
    """Return the mail that leads to `page`, the only one on which the address can come back.

    It goes to the address itself: a visitor of the site does not learn who once subscribed.
    """
    return subscriber_message(
        form, submission, sender, gettext, gettext("Your request to receive our letter"),
        gettext("We cannot subscribe it from our site: its subscription was ended earlier, or "
                "mail to it came back. Only you can renew it, on this page:"),
        page,
        gettext("If you do not wish to receive the letter, you need do nothing."))
