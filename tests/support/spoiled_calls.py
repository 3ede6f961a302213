"""Call an account in memory, and spoil the calls by the faults that spoil requests over HTTP."""

import copy
from collections.abc import Callable
from typing import Any

from plugins.core.messages import say
from plugins.newsletter.provider import (
    NotFoundError,
    RefusedError,
    UnavailableError,
    UncertainError,
)
from tests.support.fake_account import ProblemError
from tests.support.fake_faults import Postponed
from tests.support.fake_mailchimp import FakeMailchimp, Request

Call = Callable[[Any], Any]
"""What is asked of an account."""


class KilledError(BaseException):
    """The process is gone: nothing of it goes on."""


class SpoiledCalls:
    """The account behind a fake, which keeps what is asked and the faults that are due."""

    def __init__(self, fake: FakeMailchimp) -> None:
        self._fake = fake

    def read(self, path: str, call: Call) -> Any:
        """Return what the account answers to a question."""
        return copy.deepcopy(self.write("GET", path, call))

    def write(self, method: str, path: str, call: Call) -> Any:
        """Do it, unless a fault is due: then without effect, with one, or with a late one."""
        fake = self._fake
        if fake.deaf:
            raise UnavailableError(say("cannot be reached"))
        fault, act = fake.fault(method, path), fake.act(f"/3.0{path}")
        fake.requests.append(Request(method, path, {}, None))
        if fault and fault.kind == "meanwhile":
            fake.meanwhile()
            fault = None
        if fault and fault.effect == "late":
            fake.postponed.append(Postponed(fault.delay, lambda: _answer(fake, call)))
        answer = _answer(fake, call) if not fault or fault.effect == "after" else None
        refused = answer if isinstance(answer, ProblemError) else None
        if act:
            act.answer = fault.kind if fault else str(refused.status if refused else 204)
        if fault:
            _spoil(fake, method, fault.what)
        if refused:
            kind = NotFoundError if refused.status == 404 else RefusedError
            raise kind(say("no: {reason}", reason=str(refused)), refused.status)
        return answer


def _answer(fake: FakeMailchimp, call: Call) -> Any:
    try:
        return call(fake.account)
    except ProblemError as problem:
        return problem


def _spoil(fake: FakeMailchimp, method: str, what: str) -> None:
    if what == "kill":
        raise KilledError
    if what == "interrupt":
        raise KeyboardInterrupt
    fake.deaf = what == "refused"
    if method == "GET" or what in ("429", "bare 403"):
        raise UnavailableError(say("no answer"))
    raise UncertainError(say("no answer: it may have been done"))
