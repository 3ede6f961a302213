"""Say what preflight has found, and where."""

from dataclasses import dataclass
from typing import Literal

from plugins.core.messages import Message


@dataclass(frozen=True)
class Finding:
    """What speaks against an email; a warning may be left.

    It is a matter of the line `field` of the issue's header, as “subject”, or else stands in a
    file of the outbox, on a line that counts from 1; 0 is the file.
    """

    message: Message
    level: Literal["error", "warning"] = "error"
    field: str = ""
    file: str = "email.html"
    line: int = 0
