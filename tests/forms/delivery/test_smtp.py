"""Mails end in a folder or at a mail server, and a refusal is distinguished from a fault."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from plugins.core.i18n import Catalogue
from plugins.core.jinja import new_environment
from plugins.core.messages import SettingsError
from plugins.forms.declaration.form import Form
from plugins.forms.delivery import smtp as module
from plugins.forms.delivery.deliver import Sender, contact_message
from plugins.forms.delivery.smtp import MailSessions, mail_server, to_folder
from plugins.forms.delivery.worker import Refused
from tests.support.smtp_sink import HANG, Sink, smtp_sink
from tests.support.submissions import SENT

FIRM = "cabinet@lettre.example"


@pytest.fixture
def message(forms: dict[str, Form], catalogue_of: Callable[[str], Catalogue], templates: Path
            ) -> EmailMessage:
    """Return a mail to the firm."""
    french = catalogue_of("fr")
    return contact_message(forms["contact"], SENT, Sender("site@lettre.example"), french.gettext,
                           new_environment(templates, french))


def hand_over(message: EmailMessage, address: str, url: str) -> None:
    """Hand one mail over, in a session that nothing follows in."""
    asyncio.run(asyncio.wait_for(MailSessions(url)(message, address), 5))


def test_a_mail_in_the_folder_is_whole_and_there_once(
        tmp_path: Path, message: EmailMessage) -> None:
    """Its name is time, form and submission; a second delivery replaces the first."""
    paths = {to_folder(message, tmp_path / "mail") for _ in "ab"}

    [path] = paths
    read = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert list((tmp_path / "mail").iterdir()) == [path]
    assert path.name == "20180703T100000Z-contact-7b0c.eml"
    assert texts(read) == texts(message)


def test_a_mail_server_gets_the_mail_as_written(message: EmailMessage) -> None:
    """Headers and both texts arrive, lines of a single point included, for one address."""
    with smtp_sink() as sink:
        hand_over(message, FIRM, sink.url)

    [taken] = sink.messages
    assert sink.recipients == [FIRM]
    assert {name: taken[name] for name in message if name != "Content-Type"} \
        == {name: message[name] for name in message if name != "Content-Type"}
    assert texts(taken) == texts(message)
    assert "    Première ligne\n    .\n    From here" in texts(taken)[0]


def texts(message: EmailMessage) -> list[str]:
    """Return the texts of a mail."""
    return [part.get_content().replace("\r\n", "\n") for part in message.walk()
            if part.get_content_maintype() == "text"]


@pytest.mark.parametrize(("answers", "failure"), [
    ({"RCPT": "550 no such mailbox"}, Refused),
    ({"DATA": "554 not wanted"}, Refused),
    ({"RCPT": "500 what"}, Refused),
    ({"DATA": "500 what"}, Refused),
    ({"RCPT": "450 try later"}, aiosmtplib.SMTPRecipientRefused),
    ({"DATA": "451 try later"}, aiosmtplib.SMTPDataError),
    ({"MAIL": "550 not you"}, aiosmtplib.SMTPSenderRefused),
    ({"MAIL": "421 too busy"}, aiosmtplib.SMTPSenderRefused),
])
def test_only_what_never_passes_is_refused_for_good(
        message: EmailMessage, answers: dict[str, str], failure: type[Exception]) -> None:
    """A bad recipient or a refused mail is parked; what a developer can fix is tried again."""
    with smtp_sink(**answers) as sink, pytest.raises(failure):
        hand_over(message, FIRM, sink.url)

    assert sink.messages == []


def test_a_refusal_repeats_what_the_server_said(message: EmailMessage) -> None:
    """A reader of the list sees the number and the words."""
    with smtp_sink(RCPT="550 no such mailbox") as sink, pytest.raises(Refused) as refusal:
        hand_over(message, FIRM, sink.url)

    assert str(refusal.value) == "the mail server refuses it permanently: 550 no such mailbox"


def test_a_user_logs_in(message: EmailMessage) -> None:
    """With what the address of the server says; without a user, nobody does."""
    with smtp_sink() as sink:
        hand_over(message, FIRM, sink.url)
        assert sink.logins == []
        hand_over(message, FIRM, sink.url.replace("//", "//u%40x:p%2F@"))

    assert sink.logins == [("u@x", "p/")]
    assert sink.recipients == [FIRM, FIRM]


@pytest.mark.parametrize("wanted", ["smtps://{place}", "smtp://{place}?starttls=yes"])
def test_what_must_be_encrypted_is_never_sent_in_the_clear(
        message: EmailMessage, wanted: str) -> None:
    """A server that cannot encrypt gets nothing; that may change."""
    with smtp_sink() as sink, pytest.raises(aiosmtplib.SMTPException):
        hand_over(message, FIRM, wanted.format(place=sink.url.removeprefix("smtp://")))

    assert (sink.messages, sink.logins) == ([], [])


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(
        message: EmailMessage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may answer another time."""
    monkeypatch.setattr(module, "PATIENCE", 0.1)

    with smtp_sink(RCPT=HANG) as sink, pytest.raises(aiosmtplib.SMTPTimeoutError):
        hand_over(message, FIRM, sink.url)


def test_a_sender_that_the_server_cannot_write_may_be_corrected(message: EmailMessage) -> None:
    """The developer does; until then every mail waits."""
    message.replace_header("From", "sité@lettre.example")

    with smtp_sink() as sink, pytest.raises(aiosmtplib.SMTPNotSupported):
        hand_over(message, FIRM, sink.url)


def test_mails_that_follow_each_other_share_a_session(message: EmailMessage) -> None:
    """It is ended once none has come for a while, and the next mail begins another one."""
    async def three(hand: MailSessions) -> None:
        await hand(message, FIRM)
        await hand(message, FIRM)
        await asyncio.sleep(0.1)
        await hand(message, FIRM)

    with smtp_sink() as sink, pytest.MonkeyPatch.context() as patch:
        asyncio.run(three(MailSessions(sink.url)))
        assert (len(sink.sessions), len(sink.messages)) == (1, 3)
        patch.setattr(module, "KEPT", 0.01)
        asyncio.run(three(MailSessions(sink.url)))
        assert (len(sink.sessions), len(sink.messages)) == (3, 6)


def test_mails_at_the_same_time_do_not_wait_for_each_other(message: EmailMessage) -> None:
    """Each lane of the worker has a session, which the other one may use later."""
    async def both(hand: MailSessions) -> None:
        for _ in range(3):
            await asyncio.gather(hand(message, FIRM), hand(message, "zoe@firm.example"))

    with smtp_sink() as sink:
        asyncio.run(both(MailSessions(sink.url)))

    assert (len(sink.sessions), len(sink.messages)) == (2, 6)


def test_a_session_that_broke_is_replaced_without_a_failure(message: EmailMessage) -> None:
    """The mail that was not handed over yet knows nothing of it, and none comes twice."""
    async def broken_between(hand: MailSessions, sink: Sink) -> None:
        for _ in range(3):
            await hand(message, FIRM)
            sink.drop()

    with smtp_sink() as sink:
        asyncio.run(broken_between(MailSessions(sink.url), sink))

    assert (len(sink.sessions), len(sink.messages)) == (3, 3)


@pytest.mark.parametrize("refusal", ["421 too many mails", "450 too many mails", "550 enough"])
def test_a_server_that_takes_few_mails_in_a_session_is_given_another_one(
        message: EmailMessage, refusal: str) -> None:
    """It says so before it takes the next one."""
    async def four(hand: MailSessions) -> None:
        for _ in range(4):
            await hand(message, FIRM)

    with smtp_sink() as sink:
        sink.answers["MAIL"] = lambda: refusal if len(sink.messages) == 2 \
            and len(sink.sessions) == 1 else ""
        asyncio.run(four(MailSessions(sink.url)))

    assert (len(sink.sessions), len(sink.messages)) == (2, 4)


def test_a_mail_that_may_have_come_is_not_sent_in_another_session(message: EmailMessage) -> None:
    """Only the worker decides, later: its Message-ID is known by then."""
    async def lost(hand: MailSessions, sink: Sink) -> None:
        await hand(message, FIRM)
        sink.answers["DATA"] = lambda: sink.drop() or HANG
        await hand(message, FIRM)

    with smtp_sink() as sink, pytest.raises(aiosmtplib.SMTPServerDisconnected):
        asyncio.run(asyncio.wait_for(lost(MailSessions(sink.url), sink), 5))

    assert len(sink.sessions) == 1


def test_a_session_is_not_used_again_after_a_failure(message: EmailMessage) -> None:
    """Nobody knows what the next answer would be about."""
    async def failing(hand: MailSessions, sink: Sink) -> None:
        for answer in ("450 try later", "550 no such mailbox", ""):
            sink.answers["RCPT"] = answer
            with suppress(Refused, aiosmtplib.SMTPException):
                await hand(message, FIRM)

    with smtp_sink() as sink:
        asyncio.run(failing(MailSessions(sink.url), sink))

    assert (len(sink.sessions), len(sink.messages)) == (3, 1)


@pytest.mark.parametrize(("id_", "name"), [
    ("<contact.7b0c.ack@lettre.example>", "contact-7b0c-ack"), ("<../a b_x@y>", "---a-b-x"),
    ("<a@b@c>", "a"), ("a-B-9", "a-B-9")])
def test_the_name_of_a_mail_in_the_folder_is_a_plain_one(
        tmp_path: Path, id_: str, name: str) -> None:
    """Letters, digits and hyphens: it leads nowhere else."""
    message = EmailMessage()
    message["Date"], message["Message-ID"] = "Tue, 03 Jul 2018 01:02:03 +0000", id_

    path = to_folder(message, tmp_path / "var" / "mail")

    assert path == tmp_path / "var" / "mail" / f"20180703T010203Z-{name}.eml"


def test_a_domain_in_another_script_is_written_to(message: EmailMessage) -> None:
    """In ASCII, as every server takes it."""
    with smtp_sink() as sink:
        hand_over(message, "zoe@société.example", sink.url)

    assert sink.recipients == ["zoe@xn--socit-esab.example"]


def test_an_address_that_the_server_cannot_write_is_refused_for_good(message: EmailMessage
                                                                      ) -> None:
    """Anybody may type one: to try it for days would only raise alarms."""
    with smtp_sink() as sink, pytest.raises(Refused, match="SMTPUTF8"):
        hand_over(message, "zoé@firm.example", sink.url)


@pytest.mark.parametrize(("url", "server"), [
    ("smtp://mail.firm.example", ("mail.firm.example", 25, False, None, None, None)),
    ("smtp://u:p%40%2F@mail.firm.example", ("mail.firm.example", 587, False, True, "u", "p@/")),
    ("smtp://u:p@mail.firm.example:25?starttls=no",
     ("mail.firm.example", 25, False, False, "u", "p")),
    ("smtp://u:p@127.0.0.1:2525", ("127.0.0.1", 2525, False, None, "u", "p")),
    ("smtps://u:p@mail.firm.example", ("mail.firm.example", 465, True, False, "u", "p")),
    ("smtps://mail.firm.example:26", ("mail.firm.example", 26, True, False, None, None)),
    ("smtps://mail.firm.example?starttls=yes",
     ("mail.firm.example", 465, True, False, None, None)),
    ("smtp://mail.firm.example?starttls=yes", ("mail.firm.example", 25, False, True, None, None)),
    ("smtp://mail.firm.example?starttls=", ("mail.firm.example", 25, False, None, None, None)),
    ("smtp://mail.firm.example?starttls=no&starttls=yes",
     ("mail.firm.example", 25, False, True, None, None)),
    ("smtp://mail.firm.example?x=y", ("mail.firm.example", 25, False, None, None, None)),
    ("smtp://u%40firm.example@mail.firm.example",
     ("mail.firm.example", 587, False, True, "u@firm.example", None)),
    ("smtp://u:p@localhost", ("localhost", 587, False, None, "u", "p")),
    ("smtp://u:p@[::1]:25", ("::1", 25, False, None, "u", "p")),
    ("SMTP://Mail.Firm.Example", ("mail.firm.example", 25, False, None, None, None)),
])
def test_an_smtp_url_says_where_and_how(url: str, server: tuple[object, ...]) -> None:
    """A password never travels in the clear unless told so, or on this computer."""
    assert tuple(vars(mail_server(url)).values()) == server


@pytest.mark.parametrize("url", [
    "", "mail.firm.example", "http://mail.firm.example", "smtp://", "smtp://u:SECRET@:25",
    "smtp://u:SECRET@host:port", "smtp://u:SECRET@host?starttls=maybe", "smtp://u:SECRET@[host",
])
def test_what_is_no_smtp_url_is_reported_without_the_password(url: str) -> None:
    """The message shows how to write one, and no secret."""
    with pytest.raises(SettingsError) as failure:
        mail_server(url)

    assert "smtp://user:password@" in str(failure.value)
    assert "SECRET" not in str(failure.value)


def test_a_mail_server_does_not_show_its_password() -> None:
    """What ends in a traceback or a log holds no secret."""
    assert "SECRET" not in repr(mail_server("smtp://u:SECRET@mail.firm.example"))
