"""Read the email addresses that people type: as they are kept, written to, and compared."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

SHAPE = re.compile(r"[^\s@<>,;:/\"]+@[\w-]+(?:\.[\w-]+)+")
"""What is written like an address; `normal_form` knows whether it is one, and is slow to begin."""

GMAIL = ("gmail.com", "googlemail.com")
"""Where dots do not tell two mailboxes apart (https://support.google.com/mail/answer/7436150)."""

LONGEST = 254
"""Characters (RFC 5321, 4.5.3.1.3, less the two brackets of a path)."""


def normal_form(email: str) -> str | None:
    """Return an address as it is kept, its domain in its own script; None if it is not one."""
    parsed = _parsed(email)
    return parsed.normalized if parsed else None


def as_sent(email: str) -> str:
    """Return an address as mails carry it, its domain in ASCII; an empty text if it is not one.

    What is before the @ has no other form: with other letters, few servers take it (SMTPUTF8).
    """
    parsed = _parsed(email)
    return (parsed.ascii_email or f"{parsed.local_part}@{parsed.ascii_domain}") if parsed else ""


def comparable(text: str) -> str:
    """Return an address, or any text, as two of them are compared: however it was written."""
    return (normal_form(text) or unicodedata.normalize("NFC", text)).casefold()


def mailbox(email: str) -> str:
    """Return what the addresses of one mailbox share: who knows one can write it in many ways.

    Only for counting: there are servers for which + is a letter like any other.
    """
    name, _, domain = comparable(email).rpartition("@")
    name = name.partition("+")[0] or name
    if domain in GMAIL:
        name, domain = name.replace(".", ""), GMAIL[0]
    return f"{name}@{domain}"


def names(text: str, email: str) -> bool:
    """Tell whether a text holds an address, its domain in either script."""
    read, forms = comparable(text), (comparable(email), as_sent(email).casefold())
    return any(form in read for form in forms if form)


def without(text: str, email: str) -> str:
    """Return a text with three dots in place of an address."""
    for form in (email, as_sent(email)):
        text = re.sub(re.escape(form), "…", text, flags=re.IGNORECASE) if form else text
    return text


def _parsed(email: str) -> ValidatedEmail | None:
    # In a header, what follows =? would be decoded (RFC 2047).
    if "@" not in email or "=?" in email or len(email) > LONGEST:
        return None
    # Slow to import, with a resolver of names: most commands read no address.
    from email_validator import EmailNotValidError, validate_email
    try:
        return validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
