"""Sign when a visitor began to fill in a form, as its page is built once for all who read it."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from plugins.forms.records.submission import Suspicion

LEAST = timedelta(seconds=3)
"""What a person needs to fill in a form, or to read that it must be sent once more."""

MOST = timedelta(days=1)


@dataclass(frozen=True)
class Stamp:
    """When a visitor began, and whether the trap was filled in since; `text` is what was signed."""

    begun: datetime
    trapped: bool
    text: str

    def is_aged(self, now: datetime) -> bool:
        """Tell whether a person may have filled in the form since."""
        return now - self.begun >= LEAST

    @property
    def proof(self) -> bytes:
        """What tells this stamp from every other."""
        return bytes.fromhex(self.text.rpartition("-")[2])


def new_stamp(key: bytes, form: str, begun: datetime, trapped: bool = False) -> Stamp:
    """Return a stamp of this time for a form."""
    said = f"{int(begun.timestamp())}-{int(trapped)}-{secrets.token_hex(4)}"
    return Stamp(begun, trapped, f"{said}-{_signature(key, form, said)}")


def read_stamp(key: bytes, form: str, text: str, now: datetime) -> Stamp | None:
    """Return a stamp as it came back, None if it is none of ours, or too old."""
    found = re.fullmatch("(([0-9]{1,11})-([01])-[0-9a-f]{8})-([0-9a-f]{32})", text)
    if not found or not hmac.compare_digest(found[4], _signature(key, form, found[1])):
        return None
    begun = datetime.fromtimestamp(int(found[2]), UTC)
    return Stamp(begun, found[3] == "1", text) if now - begun <= MOST else None


def suspicions(stamp: Stamp | None, now: datetime) -> Iterator[Suspicion]:
    """Yield why a program rather than a person may have filled in a form."""
    if stamp is None:
        yield "unsigned"
        return
    if not stamp.is_aged(now):
        yield "hasty"
    if stamp.trapped:
        yield "trapped"


def _signature(key: bytes, form: str, said: str) -> str:
    return hmac.digest(key, f"{form} {said}".encode(), hashlib.sha256).hex()[:32]
