"""Set an email as a message file, so that a mail program shows it as a subscriber would see it."""

from datetime import UTC, date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime


def message_bytes(
    *, sender: tuple[str, str], subject: str, issued: date, identity: str, html: str, text: str
) -> bytes:
    """Return a multipart/alternative message (RFC 5322, RFC 2046), the same for the same values.

    `identity` stands for the content: it makes the Message-ID and the boundary.
    """
    name, address = sender
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["Subject"] = subject
    message["Date"] = format_datetime(_noon(issued))
    message["Message-ID"] = f"<{identity}@{address.partition('@')[2]}>"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    # "=_" cannot stand in quoted-printable, so no part can hold its own boundary (RFC 2045 6.7).
    message.set_boundary(f"=_{identity[:32]}")
    return message.as_bytes()


def _noon(day: date) -> datetime:
    """Return an hour of `day` at which it is that day in Paris, Shanghai and New York."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
