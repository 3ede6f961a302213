"""Carry requests to Mailchimp, and judge what comes back: an answer, a refusal, or no knowing."""

import json
import logging
import re
import time
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from mailchimp_marketing import ApiClient
from urllib3.exceptions import MaxRetryError, NewConnectionError

from plugins.core.messages import Message, say
from plugins.newsletter.provider import (
    NotFoundError,
    Patience,
    ProviderError,
    RefusedError,
    UnavailableError,
    UncertainError,
)

_log = logging.getLogger(__name__)
_ID = re.compile(r"[0-9A-Za-z_-]+")


class Trouble(Enum):
    """Why there is no response at all."""

    UNREACHED = auto()
    """No connection: nothing was sent."""
    LOST = auto()
    """The connection ended, or the time, before the answer was there."""


Outcome = requests.Response | Trouble


class Transport(ApiClient):
    """Carries the calls of the client library in our own way.

    The library's opens a connection for each call, returns an error without a body as if it were
    an answer, repeats nothing, leaves “/” as it is in a path and replaces “server” all over the
    address by whatever follows the key's hyphen (3.0.80).
    """

    def __init__(self, root: str, key: str, patience: Patience) -> None:
        super().__init__()
        self._root = root
        self._patience = patience
        self._session = requests.Session()
        self._session.auth = ("key", key)
        # A proxy of the environment is for the network, not for this machine.
        self._session.trust_env = urlsplit(root).scheme == "https"

    def call_api(
        self, resource_path: str, method: str, path_params: Mapping[str, str] | None = None,
        query_params: Any = None, header_params: object = None, body: dict[str, Any] | None = None,
        collection_formats: Any = None, **_: object,
    ) -> dict[str, Any]:
        path = _filled(resource_path, path_params or {})
        query = self.parameters_to_tuples(query_params or [], collection_formats)
        outcome = self._exchange_patiently(method, path, query, body)
        _log.info("%s %s: %s", method, path, getattr(outcome, "status_code", outcome))
        return judged(method, outcome, is_action="/actions/" in path)

    def _exchange_patiently(self, method: str, path: str, query: Any, body: object) -> Outcome:
        # What reaches people is asked for once, whatever the answer: a person asks again.
        waits = iter(() if "/actions/" in path else self._patience.retries)
        while True:
            outcome = exchange(self._session, method, self._root + path, self._patience.timeouts,
                               params=query, json=body)
            wait = next(waits, None) if may_repeat(method, outcome) else None
            if wait is None:
                return outcome
            time.sleep(wait)


def exchange(
    session: requests.Session, method: str, url: str, timeouts: tuple[float, float], **parts: Any
) -> Outcome:
    """Return the response to one request, or what kept it away."""
    try:
        # A redirection would take the key to another address.
        return session.request(method, url, timeout=timeouts, allow_redirects=False, **parts)
    except requests.RequestException as error:
        return Trouble.UNREACHED if _never_connected(error) else Trouble.LOST


def may_repeat(method: str, outcome: Outcome) -> bool:
    """Tell whether the request may be made again: it was a GET, or Mailchimp had no time for it."""
    if isinstance(outcome, Trouble):
        return method == "GET"
    return _too_busy(outcome) or (method == "GET" and (
        outcome.status_code >= 500 or (outcome.ok and _document(outcome) is None)))


def judged(method: str, outcome: Outcome, is_action: bool = False) -> dict[str, Any]:
    """Return the JSON object of an answer, {} for an empty success; raise ProviderError else.

    An action succeeds with 204 alone: any gateway says “200” for what never reached Mailchimp.
    """
    if isinstance(outcome, Trouble):
        raise _unanswered(method, sent=outcome is Trouble.LOST)
    document = _document(outcome)
    if outcome.status_code == requests.codes.no_content:
        return {}
    if outcome.ok and document is not None and not (is_action or outcome.is_redirect):
        return document
    if _too_busy(outcome):
        raise UnavailableError(say(
            "Mailchimp is too busy and has done nothing; try again in a few minutes"))
    if 400 <= outcome.status_code < 500 and document is not None:
        raise _refusal(outcome.status_code, document)
    raise _unreadable(method, outcome.status_code)


def _filled(path: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        if not _ID.fullmatch(value):
            raise ProviderError(say("“{value}” cannot be an id of Mailchimp", value=value))
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


def _never_connected(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _too_busy(response: requests.Response) -> bool:
    # Under load Mailchimp answers 429, or 403 with no body: with one, it is a real refusal.
    return response.status_code == 429 or (response.status_code == 403 and not response.content)


def _document(response: requests.Response) -> dict[str, Any] | None:
    try:
        document = json.loads(response.content)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def _unanswered(method: str, sent: bool) -> ProviderError:
    if not sent:
        return UnavailableError(say(
            "Mailchimp cannot be reached, and nothing was sent to it; check the connection"))
    if method == "GET":
        return UnavailableError(say("Mailchimp does not answer; try again in a few minutes"))
    return UncertainError(say(
        "Mailchimp did not answer in time: the request may or may not have been carried out; run "
        "the command again, it checks before it writes"))


def _unreadable(method: str, status: int) -> ProviderError:
    if method == "GET":
        return UnavailableError(say(
            "Mailchimp’s answer cannot be read (HTTP {status}); try again in a few minutes",
            status=status))
    return UncertainError(say(
        "Mailchimp failed while writing (HTTP {status}): the request may or may not have been "
        "carried out; run the command again, it checks before it writes", status=status))


def _refusal(status: int, document: dict[str, Any]) -> RefusedError:
    title = str(document.get("title", ""))
    reason = _reason(document)
    if status == 401:
        return RefusedError(say("Mailchimp does not accept the key in MAILCHIMP_API_KEY: {reason}",
                           reason=reason), status, title)
    if status == 404:
        return NotFoundError(say("Mailchimp does not have what was asked for: {reason}",
                            reason=reason), status, title)
    return RefusedError(say("Mailchimp refuses: {reason}", reason=reason), status, title)


def _reason(document: dict[str, Any]) -> str | Message:
    # `errors` is missing from the specification, and often the only useful part.
    said = [str(document.get("detail") or document.get("title") or "")]
    errors = document.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, dict):
            field, message = error.get("field"), error.get("message")
            said.append(f"{field}: {message}" if field else str(message))
    return " – ".join(filter(None, said)) or say("it gives no reason")
