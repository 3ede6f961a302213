"""Say in a sentence, and without a secret, why the service of a bucket refused."""

from collections.abc import Iterable

from botocore.exceptions import BotoCoreError, ClientError

from plugins.core.messages import say
from plugins.publish.manifest import SendError

DENIED = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken",
          "InvalidToken", "AllAccessDisabled", "403", "401"}


class Missing(SendError):
    """There is no such object."""


class Taken(SendError):
    """Another has written since we read."""


class Unsupported(SendError):
    """The service does not know what it was asked for."""


KINDS = {"NoSuchKey": Missing, "404": Missing, "PreconditionFailed": Taken, "412": Taken,
         "ConditionalRequestConflict": Taken, "409": Taken, "NotImplemented": Unsupported,
         "501": Unsupported}
"""What is no failure where it was reckoned with, by the code of the answer."""


def refusal(error: ClientError | BotoCoreError, place: str, secrets: Iterable[str]) -> SendError:
    """Return the error that a person is told; `secrets` are taken out of what the service said."""
    if isinstance(error, BotoCoreError):
        return SendError(say(
            "{place}: the service cannot be reached ({reason}); check “endpoint”, “region” and "
            "the network, then publish again: it goes on where it stopped",
            place=place, reason=_without(secrets, str(error))))
    told = error.response.get("Error", {})
    code = str(told.get("Code", ""))
    reason = _without(secrets, f"{code}: {told.get('Message', '')}".strip(": "))
    if code == "NoSuchBucket":
        return SendError(say("{place}: there is no such bucket; make it, or correct PUBLISH",
                             place=place))
    if code in DENIED:
        return SendError(say(
            "{place}: the credentials are refused ({reason}); check AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, and that they may list, read, write and delete there",
            place=place, reason=reason))
    return KINDS.get(code, SendError)(say(
        "{place}: the service answers “{reason}”; publish again later: it goes on where it "
        "stopped", place=place, reason=reason))


def _without(secrets: Iterable[str], text: str) -> str:
    # Some services repeat the request, credentials and all.
    for secret in secrets:
        text = text.replace(secret, "…")
    return " ".join(text.split())
