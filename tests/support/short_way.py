"""Ask the fake Mailchimp in its own process without a connection, where nothing goes wrong.

A connection takes ten times as long as the answer. What is disturbed still goes over HTTP.
"""

import json as notation
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from requests.auth import _basic_auth_str

from plugins.newsletter.mailchimp.account import Mailchimp
from tests.support.fake_mailchimp import FakeMailchimp


class ShortWay:
    """A session whose requests the account answers as its server would."""

    def __init__(self, fake: FakeMailchimp, session: requests.Session) -> None:
        self._fake = fake
        self._session = session

    def request(self, method: str, url: str, params: Any, json: Any, **others: Any
                ) -> requests.Response:
        """Answer at once, or let the server do it while something may go wrong."""
        if self._fake.is_disturbed:
            return self._session.request(method, url, params=params, json=json, **others)
        query = urlencode(params)
        target = urlsplit(url).path + ("?" + query if query else "")
        answer = self._fake.answer_act(method, target, _basic_auth_str(*self._session.auth),
                                       b"" if json is None else notation.dumps(json).encode())
        response = requests.Response()
        response.status_code = answer.status
        response.headers["Content-Type"] = answer.kind
        response._content = answer.body
        return response


def shortened(provider: Mailchimp, fake: FakeMailchimp) -> Mailchimp:
    """Return the provider, its way to the fake shortened."""
    transport = provider._client._root.api_client
    transport._session = ShortWay(fake, transport._session)
    return provider
