"""What is stored is delivered: again and again, once taken never again, across restarts."""

import asyncio
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from plugins.catalogues import Catalogue
from plugins.forms.delivery import Deliver, Refused, back_off, work
from plugins.forms.form import Form
from plugins.forms.handing import deliverer
from plugins.forms.store import Consent, Store, StoreError, Submission
from plugins.problems import say

NOW = datetime(2018, 7, 3, 10, 0, tzinfo=UTC)


def submission(name: str, form: str = "contact") -> Submission:
    """Return a submission with this id."""
    values = {"email": "zoe@firm.example", "name": "Zoé", "topic": "press", "message": "Bonjour"}
    return Submission(name, form, "fr", values, (Consent("consent", "1", "Oui."),), "/fr/", NOW)


def run(store: Store, deliver: Deliver, until: Callable[[], bool]) -> None:
    """Let the worker work until something holds, five seconds at most."""
    async def working() -> None:
        worker = asyncio.create_task(work(store, deliver, asyncio.Event()))
        async with asyncio.timeout(5):
            while not until():
                await asyncio.sleep(0.01)
        worker.cancel()
    asyncio.run(working())


def state(store: Store) -> list[tuple[str, int, bool, int, str]]:
    """Return id, attempts, delivered, parked and failure of all that is stored."""
    with sqlite3.connect(store.path) as connection:
        return connection.execute("SELECT id, attempts, delivered IS NOT NULL, parked, failure "
                                  "FROM submissions ORDER BY id").fetchall()


def test_a_submission_comes_out_as_it_went_in(store: Store) -> None:
    """Values, consent and time survive the database."""
    store.add(submission("a"))

    assert store.due(datetime.now(UTC)) == [submission("a")]


def test_what_is_stored_is_on_the_disk(store: Store) -> None:
    """Another process sees it at once; the file is the owner's alone."""
    store.add(submission("a"))

    assert [row[0] for row in state(store)] == ["a"]
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_a_database_of_a_later_version_is_left_alone(store: Store) -> None:
    """An older program says so instead of writing into it."""
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(StoreError, match="version 99"):
        Store(store.path)


def test_what_a_crash_left_is_delivered_at_the_next_start(store: Store) -> None:
    """The worker takes up what waits, oldest first, and each once."""
    delivered: list[str] = []
    for name in "abc":
        store.add(submission(name))

    async def deliver(waiting: Submission) -> None:
        delivered.append(waiting.id)

    again = Store(store.path)
    run(again, deliver, lambda: again.next_attempt() is None)
    assert delivered == ["a", "b", "c"]
    assert state(store) == [(name, 1, 1, 0, "") for name in "abc"]


def test_a_failure_waits_and_does_not_hold_up_the_others(store: Store) -> None:
    """Its reason is kept; the next attempt is some seconds away."""
    store.add(submission("a"))
    store.add(submission("b"))

    async def deliver(waiting: Submission) -> None:
        if waiting.id == "a":
            raise OSError("no network")

    run(store, deliver, lambda: bool(state(store)[1][2]))
    again = store.next_attempt()
    assert state(store)[0] == ("a", 1, 0, 0, "OSError: no network")
    assert again is not None
    assert timedelta(seconds=5) < again - datetime.now(UTC) <= timedelta(seconds=10)


def test_a_refusal_for_good_is_parked_with_its_reason(store: Store) -> None:
    """Nobody tries it again; a person can read why."""
    store.add(submission("a"))

    async def deliver(waiting: Submission) -> None:
        raise Refused(say("no such mailbox: {code}", code=550))

    run(store, deliver, lambda: bool(state(store)[0][3]))
    assert state(store) == [("a", 1, 0, 1, "no such mailbox: 550")]
    assert store.next_attempt() is None


def test_a_bell_wakes_the_worker(store: Store) -> None:
    """A new submission does not wait for the next look."""
    delivered: list[str] = []

    async def deliver(waiting: Submission) -> None:
        delivered.append(waiting.id)

    async def ringing() -> None:
        bell = asyncio.Event()
        worker = asyncio.create_task(work(store, deliver, bell))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(store.add, submission("a"))
        bell.set()
        async with asyncio.timeout(5):
            while not delivered:
                await asyncio.sleep(0.01)
        worker.cancel()

    asyncio.run(ringing())
    assert delivered == ["a"]


@pytest.mark.parametrize(("attempts", "wait"), [
    (0, timedelta(seconds=10)), (1, timedelta(seconds=30)), (2, timedelta(seconds=90)),
    (6, timedelta(hours=2, seconds=90)), (7, timedelta(hours=6)), (10**6, timedelta(hours=6)),
])
def test_the_wait_grows_up_to_six_hours(attempts: int, wait: timedelta) -> None:
    """A mail server that is away for days is asked four times a day."""
    assert back_off(attempts) == wait


def keeping(mails: list[EmailMessage]) -> Callable[[EmailMessage], Awaitable[None]]:
    """Return what keeps each mail in place of handing it over."""
    async def send(message: EmailMessage) -> None:
        mails.append(message)
    return send


def test_a_contact_is_mailed_and_a_subscription_goes_to_the_audience(
        forms: dict[str, Form], catalogue_of: Callable[[str], Catalogue]) -> None:
    """Each form is delivered as it declares."""
    mails: list[EmailMessage] = []
    members: list[tuple[str, str, str]] = []
    deliver = deliverer(
        forms, catalogue_of=catalogue_of, sender="site@lettre.example", send=keeping(mails),
        subscribe=lambda email, lang, sent: members.append((email, lang, sent.id)))

    asyncio.run(deliver(submission("a")))
    asyncio.run(deliver(submission("b", "subscribe")))

    assert [mail["Reply-To"] for mail in mails] == ["zoe@firm.example"]
    assert members == [("zoe@firm.example", "fr", "b")]


def test_without_an_audience_a_subscription_is_a_mail(
        forms: dict[str, Form], catalogue_of: Callable[[str], Catalogue]) -> None:
    """Locally one sees the mail that would ask to confirm."""
    mails: list[EmailMessage] = []
    deliver = deliverer(forms, catalogue_of=catalogue_of, sender="site@lettre.example",
                        send=keeping(mails))

    asyncio.run(deliver(submission("b", "subscribe")))

    assert [mail["To"] for mail in mails] == ["zoe@firm.example"]


def test_a_form_that_is_gone_is_a_refusal(catalogue_of: Callable[[str], Catalogue]) -> None:
    """What was sent stays in the database until a person declares the form again."""
    deliver = deliverer({}, catalogue_of=catalogue_of, sender="a@b.example", send=keeping([]))

    with pytest.raises(Refused, match="content/forms/contact.toml"):
        asyncio.run(deliver(submission("a")))
