"""What the published site's receiver hands on, and to whom."""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import httpx
import pytest

from plugins.commands.forms.receive import local_receiver, public_receiver, subscriber
from plugins.commands.forms.submissions import database
from plugins.core.messages import SettingsError
from plugins.forms.delivery.worker import Ended, Later, Refused
from plugins.forms.records.submission import Delivery, Kind, Planned
from plugins.newsletter.mailchimp.members import Members
from plugins.newsletter.mailchimp.settings import read_mailchimp_settings
from plugins.newsletter.provider import ProviderError
from tests.conftest import Site
from tests.newsletter.conftest import HASTE, LANGUAGES, NEWSLETTER
from tests.support import fake_faults
from tests.support.fake_account import AUDIENCE, BUSY, FAKE, FORM, ProblemError, member_id
from tests.support.fake_faults import Fault
from tests.support.fake_mailchimp import KEY, FakeMailchimp, running
from tests.support.smtp_sink import Sink, smtp_sink
from tests.support.submissions import NOW, WANTED

SENDER = "forms@lettre.example"
ADDED = """
[[fields]]
name = "city"
type = "text"
label = { fr = "Votre ville", en = "Your city" }
"""
ORIGIN = {"Origin": "https://lettre.example"}


@pytest.fixture
def account() -> Iterator[FakeMailchimp]:
    """A Mailchimp with one subscriber, and one who left."""
    with running() as fake:
        fake.account.subscribe("reader@firm.example", "fr")
        fake.account.subscribe("gone@firm.example", "fr", status="unsubscribed")
        yield fake


def environment(account: FakeMailchimp, sink: Sink) -> dict[str, str]:
    """Return what leads the receiver to a mail server and a Mailchimp of this machine."""
    return {"SMTP_URL": sink.url, "MAILCHIMP_API_KEY": KEY, "MAILCHIMP_API_ROOT": account.root,
            "MAILCHIMP_AUDIENCE_ID": AUDIENCE}


def posted(site: Site, account: FakeMailchimp, *emails: str, until: int, form: str = "subscribe",
           headers: dict[str, str] = ORIGIN, **values: str
           ) -> tuple[list[httpx.Response], list[EmailMessage]]:
    """Post a form for each address; wait until so many mails, ours or Mailchimp's, came of it."""
    async def post() -> tuple[list[httpx.Response], list[EmailMessage]]:
        with smtp_sink() as sink:
            app = public_receiver(site.options, environment(account, sink))
            transport = httpx.ASGITransport(app)
            async with (app.router.lifespan_context(app),
                        httpx.AsyncClient(transport=transport, base_url="http://site") as client):
                answers = [await client.post(f"/forms/{form}", headers=headers, data={
                    "email": email, "consent": "yes", "lang": "en", **values})
                    for email in emails]
                with suppress(TimeoutError):
                    async with asyncio.timeout(5):
                        while len(sink.messages) + len(account.account.confirmations) < until:
                            await asyncio.sleep(0.02)
            return answers, sink.messages
    return asyncio.run(post())


def test_all_visitors_get_the_same_answer(site: Site, account: FakeMailchimp):
    """The page does not tell a stranger who subscribes, or once did."""
    answers, mails = posted(site, account, "new@firm.example", "reader@firm.example",
                            "gone@firm.example", until=3)

    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    assert account.account.members[member_id("new@firm.example")]["status"] == "pending"
    assert {mail["To"] for mail in mails} == {"reader@firm.example", "gone@firm.example"}


@pytest.mark.thorough
def test_visitors_are_answered_before_mailchimp_is_asked(site: Site, account: FakeMailchimp):
    """The time reveals no more than the page: here Mailchimp does not answer at all meanwhile."""
    with account.lock:
        answers, mails = posted(site, account, "new@firm.example", "reader@firm.example",
                                "gone@firm.example", until=0)
        asked, members = list(account.requests), len(account.account.members)

    assert {answer.status_code for answer in answers} <= {200, 303}
    assert (asked, members, mails) == ([], 2, [])


def test_somebody_who_left_is_written_to_once(site: Site, account: FakeMailchimp):
    """However often their address is typed, by whomever, and in whatever letters."""
    _, mails = posted(site, account, "gone@firm.example", "Gone@firm.example", "new@firm.example",
                      until=2, first_name="x")

    assert [mail["To"] for mail in mails] == ["gone@firm.example"]


def test_somebody_who_lost_the_request_to_confirm_asks_again(site: Site, account: FakeMailchimp):
    """However often: Mailchimp writes once more, and so do we, with the other way."""
    account.account.subscribe("new@firm.example", "en", status="pending")

    _, mails = posted(site, account, "new@firm.example", "New@firm.example", "NEW@firm.example",
                      "other@firm.example", until=3)

    [mail] = mails
    assert mail["To"] == "new@firm.example"
    assert "look in your junk mail" in " ".join(mail.get_content().split())
    assert FORM in mail.get_content().splitlines()
    assert sorted(account.account.confirmations) == ["new@firm.example", "other@firm.example"]


def test_somebody_who_left_gets_the_way_back_by_mail(site: Site, account: FakeMailchimp):
    """In their language, with the page of Mailchimp that alone can bring them back."""
    _, [mail] = posted(site, account, "gone@firm.example", until=1)

    assert mail["From"] == SENDER
    assert mail["Subject"] == "Your request to receive our letter"
    assert mail["Content-Language"] == "en"
    assert FORM in mail.get_content().splitlines()
    assert account.account.members[member_id("gone@firm.example")]["status"] == "unsubscribed"


def test_a_subscriber_learns_that_nothing_is_to_be_done(site: Site, account: FakeMailchimp):
    """Once a week at most, in their language, and in no word that somebody typed."""
    _, mails = posted(site, account, "reader@firm.example", "Reader@firm.example",
                      "new@firm.example", until=2, lang="fr", first_name="SPAM")

    [mail] = mails
    assert (mail["To"], mail["Subject"]) == ("reader@firm.example",
                                             "Vous recevez déjà notre lettre")
    assert "SPAM" not in mail.as_string()
    assert account.account.members[member_id("reader@firm.example")]["status"] == "subscribed"


def test_the_way_back_is_written_in_french_too(site: Site, account: FakeMailchimp):
    """The catalogue of the visitor's language has the words."""
    _, [mail] = posted(site, account, "gone@firm.example", until=1, lang="fr")

    assert mail["Subject"] == "Votre demande de recevoir notre lettre"


@pytest.mark.parametrize(("origin", "status"), [
    ("https://lettre.example", {200, 303}), ("https://lettre.example:444", {403}),
    ("https://evil.example", {403}), ("http://lettre.example", {403})])
def test_a_site_in_a_folder_takes_what_its_own_pages_send(
        site: Site, account: FakeMailchimp, origin: str, status: set[int]):
    """An origin is scheme and host (RFC 6454); the folder of SITEURL is no part of it."""
    settings = {**site.options.settings, "SITEURL": "https://lettre.example/letter"}
    placed = site.with_options(settings=settings)

    [answer], _ = posted(placed, account, "reader@firm.example", until=0,
                         headers={"Origin": origin})

    assert answer.status_code in status


def delivered(account: FakeMailchimp, kind: Kind = "subscription") -> Sequence[Planned]:
    """Hand one subscription on, as the receiver's worker does; return what follows."""
    known = read_mailchimp_settings(NEWSLETTER, LANGUAGES, "fr", {
        "MAILCHIMP_API_KEY": KEY, "MAILCHIMP_API_ROOT": account.root})
    hasty = replace(known, patience=HASTE)
    return subscriber(Members(hasty), "https://lettre.example")(
        Delivery(1, kind, "new@firm.example", "", 0, NOW, WANTED))


@pytest.mark.parametrize(("sentence", "outcome"), [(FAKE, Ended), (BUSY, Later)])
def test_an_address_that_mailchimp_refuses_is_nobodys_fault(
        account: FakeMailchimp, sentence: str, outcome: type[Exception]):
    """For now or for good: any stranger can type one, and nobody here can put it right."""
    account.account.refused["new@firm.example"] = sentence

    with pytest.raises(outcome, match=sentence.removeprefix("{email} ")):
        delivered(account)


@pytest.mark.parametrize("status", ["unsubscribed", "cleaned", "erased"])
def test_who_is_gone_gets_the_way_back(account: FakeMailchimp, status: str):
    """The subscription has ended; what alone brings it back follows from it."""
    account.account.subscribe("new@firm.example", "fr", status=status)
    if status == "erased":
        account.account.post_delete_permanent({}, AUDIENCE, member_id("new@firm.example"))

    with pytest.raises(Ended) as end:
        delivered(account)

    assert [(each.kind, each.detail) for each in end.value.further] == [("return", FORM)]


def test_what_mailchimp_does_not_understand_waits_for_a_person(account: FakeMailchimp):
    """Who reads the reason, and puts the audience right."""
    def refuse(*_: object, **__: object) -> None:
        raise ProblemError(400, "Invalid Resource", "Invalid interest ID: 'c0ffee'.")
    account.account.put_member = refuse  # type: ignore[method-assign, assignment]

    with pytest.raises(Refused, match="c0ffee"):
        delivered(account)


def test_who_has_not_confirmed_and_asks_again_is_helped(account: FakeMailchimp):
    """By Mailchimp's request once more, a day at most, and by the address of its own form."""
    account.account.subscribe("new@firm.example", "fr", status="pending")

    again, letter = delivered(account)

    assert (again.kind, again.lane, again.most, again.period) \
        == ("confirmation", "audience", 1, timedelta(days=1))
    assert (letter.kind, letter.detail) == ("return", f"unconfirmed {FORM}")
    assert delivered(account, again.kind) == ()
    assert account.account.confirmations == ["new@firm.example"]


def test_nobody_is_asked_again_without_an_answer(account: FakeMailchimp):
    """The request to confirm may have left: another would be one too many."""
    account.account.subscribe("new@firm.example", "fr", status="pending")
    account.faults.append(Fault("reset after", "PUT"))

    with pytest.raises(Ended):
        delivered(account, "confirmation")

    assert account.account.confirmations == ["new@firm.example"]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_somebody_can_put_right_is_tried_again(account: FakeMailchimp, status: int):
    """A wrong key or audience is no fault of the visitor."""
    def refuse(*_: object, **__: object) -> None:
        raise ProblemError(status, "No", "No.")
    account.account.put_member = refuse  # type: ignore[method-assign, assignment]

    with pytest.raises(ProviderError):
        delivered(account)


@pytest.mark.parametrize("kind", ["429", "bare 403", "empty 504", "reset", "html"])
def test_a_mailchimp_that_is_away_is_tried_again(account: FakeMailchimp, kind: fake_faults.Kind):
    """The submission stays in the database meanwhile."""
    account.faults.append(Fault(kind, times=99))

    with pytest.raises(ProviderError):
        delivered(account)


def test_a_site_without_subscriptions_needs_no_mailchimp(site: Site):
    """It asks only for what its forms need."""
    (site.options.content / "forms" / "subscribe.toml").unlink()

    assert public_receiver(site.options, {"SMTP_URL": "smtp://127.0.0.1:9"})


def test_a_site_without_forms_needs_no_receiver(site: Site):
    """It says so instead of waiting for nothing."""
    for form in ("contact", "subscribe"):
        (site.options.content / "forms" / f"{form}.toml").unlink()

    with pytest.raises(SettingsError, match="content/forms"):
        public_receiver(site.options, {"SMTP_URL": "smtp://127.0.0.1:9"})


@pytest.mark.parametrize("missing", ["SMTP_URL", "MAILCHIMP_API_KEY"])
def test_a_receiver_without_a_way_on_does_not_start(
        site: Site, account: FakeMailchimp, missing: str):
    """What it took would lie there unseen."""
    known = environment(account, Sink(url="smtp://127.0.0.1:9"))

    with pytest.raises(SettingsError, match=missing):
        public_receiver(site.options, {**known, missing: ""})


def test_a_local_receiver_writes_into_a_folder(site: Site):
    """Nothing leaves the computer, and the sender says so."""
    mail = site.options.var / "mail"

    async def post() -> httpx.Response:
        app = local_receiver(site.options, site.options.output, mail, "http://127.0.0.1:8000")
        async with (app.router.lifespan_context(app), httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as client):
            answer = await client.post("/forms/subscribe", data={
                "email": "new@firm.example", "consent": "yes", "lang": "en"})
            async with asyncio.timeout(5):
                while not list(mail.glob("*.eml")):
                    await asyncio.sleep(0.02)
            return answer

    assert asyncio.run(post()).status_code in (200, 303)
    [file] = mail.glob("*.eml")
    assert b"From: forms@localhost" in file.read_bytes()
    assert not database(site.options).exists()  # nothing that the published receiver hands on


def test_a_form_that_changes_is_taken_as_it_now_is(site: Site, account: FakeMailchimp):
    """By the receiver that runs, and by what it delivers: nobody starts it again."""
    declared = site.options.content / "forms" / "contact.toml"

    async def post() -> list[EmailMessage]:
        with smtp_sink() as sink:
            app = public_receiver(site.options, environment(account, sink))
            async with (app.router.lifespan_context(app), httpx.AsyncClient(
                    transport=httpx.ASGITransport(app), base_url="http://site") as client):
                declared.write_text(declared.read_text("utf-8") + ADDED, "utf-8")
                await client.post("/forms/contact", headers=ORIGIN, data={
                    "name": "Zoé", "email": "zoe@firm.example", "topic": "article", "lang": "en",
                    "message": "A question, please.", "consent": "yes", "city": "Lyon"})
                async with asyncio.timeout(5):
                    while len(sink.messages) < 2:  # the firm's, and the acknowledgement
                        await asyncio.sleep(0.02)
            return sink.messages

    said = [str(mail.get_body(("plain",)).get_content()) for mail in asyncio.run(post())]
    assert any("Your city" in words and "Lyon" in words for words in said)


def test_a_subscription_that_was_declared_later_waits_for_its_audience(
        site: Site, account: FakeMailchimp):
    """It is not answered with the mail of a trial run; a start with the settings hands it on."""
    declared = site.options.content / "forms" / "subscribe.toml"
    later = declared.read_text("utf-8")
    declared.unlink()

    async def post() -> tuple[int, list[EmailMessage], str]:
        with smtp_sink() as sink:
            app = public_receiver(site.options, {"SMTP_URL": sink.url})
            async with (app.router.lifespan_context(app), httpx.AsyncClient(
                    transport=httpx.ASGITransport(app), base_url="http://site") as client):
                declared.write_text(later, "utf-8")
                answer = await client.post("/forms/subscribe", headers=ORIGIN, data={
                    "email": "new@firm.example", "consent": "yes", "lang": "en"})
                async with asyncio.timeout(5):
                    while not (failed := failure(site)):
                        await asyncio.sleep(0.02)
            return answer.status_code, sink.messages, failed

    status, mails, failed = asyncio.run(post())
    assert (status in (200, 303), mails) == (True, [])
    assert "MAILCHIMP_API_KEY" in failed


def failure(site: Site) -> str:
    """Return why the only delivery was not made, an empty text if nobody has tried it."""
    with sqlite3.connect(database(site.options)) as connection:
        return connection.execute("SELECT failure FROM deliveries").fetchone()[0]


def test_a_form_may_be_tried_out_again_and_again(site: Site):
    """The limits are for visitors of the published site."""
    async def post() -> set[int]:
        app = local_receiver(site.options, site.options.output, site.options.var / "mail",
                             "http://127.0.0.1:8000")
        async with (app.router.lifespan_context(app), httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as client):
            return {(await client.post("/forms/subscribe", data={
                "email": f"n{number}@firm.example", "consent": "yes", "lang": "en"})).status_code
                for number in range(25)}

    assert asyncio.run(post()) <= {200, 303}
