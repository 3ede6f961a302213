"""Keep why a delivery failed, so that it can be told later in the language of whoever asks."""

import json
from collections.abc import Collection
from functools import reduce

from plugins.core.email_address import without
from plugins.core.messages import Failure, Message


def reason_of(error: Exception) -> Message:
    """Return what an error says of itself."""
    if isinstance(error, Failure):
        return error.message
    return Message("{kind}: {text}", {"kind": type(error).__name__, "text": str(error)})


def unnamed(reason: Message, emails: Collection[str]) -> Message:
    """Return a reason without any of these addresses: a mail server’s answer may repeat them."""
    def hidden(value: object) -> object:
        if isinstance(value, Message):
            return unnamed(value, emails)
        return value if isinstance(value, int | None) else reduce(without, emails, str(value))

    return Message(reason.text, {name: hidden(value) for name, value in reason.values.items()})


def written(reason: Message) -> str:
    """Return a reason as it is kept; a server may answer in bytes that are no text."""
    kept = json.dumps(reason, ensure_ascii=False, default=_plain)
    return kept.encode("utf-8", "replace").decode()


def read_reason(kept: str) -> Message:
    """Return a reason that was kept; an older program kept plain sentences."""
    try:
        return _message(json.loads(kept))
    except (ValueError, TypeError, KeyError):
        return Message("{text}", {"text": kept})


def _plain(value: object) -> object:
    return {"text": value.text, "values": dict(value.values)} if isinstance(value, Message) \
        else str(value)


def _message(kept: dict) -> Message:
    return Message(kept["text"], {name: _message(value) if isinstance(value, dict) else value
                                  for name, value in kept["values"].items()})
