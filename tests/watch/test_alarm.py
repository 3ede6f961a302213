"""The firm is told what is wrong, at most once a day and cause, and of nobody who wrote to it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from plugins.core.i18n import load_desk
from plugins.core.messages import Failure, say
from plugins.forms.delivery.deliver import Sender
from plugins.watch import alarm as module
from plugins.watch.alarm import Memory, Reader, alarm, raise_alarm
from plugins.watch.doctor import Finding, State
from tests.conftest import PROJECT

NOW = datetime(2018, 7, 3, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRM = ("contact@firm.example", "lea@other.example")
SENDER = Sender("forms@letter.example", "https://letter.example", "Europe/Paris")


def found(state: State = "to do", *names: str) -> list[Finding]:
    """Return findings in this state, of parked deliveries if nothing is named."""
    return [Finding(name, state, say("parked"), say("no delivery is parked"))
            for name in names or ("parked",)]


def reader(lang: str = "fr", *addresses: str) -> Reader:
    """Return the firm."""
    return Reader(addresses or FIRM, lang, load_desk(PROJECT / "theme" / "locale", lang).gettext)


class Post:
    """Takes mails, but for those to addresses that it refuses."""

    def __init__(self, *refused: str) -> None:
        self.refused, self.taken = refused, list[tuple[str, EmailMessage]]()

    async def __call__(self, message: EmailMessage, address: str) -> None:
        if address in self.refused:
            raise OSError("closed")
        self.taken.append((address, message))


def raised(memory: Memory, post: Post, *findings: Finding) -> bool:
    """Raise an alarm about findings, or about something parked."""
    return asyncio.run(raise_alarm(findings or found(), memory, reader(), SENDER, post))


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Return a memory of nothing."""
    return Memory(tmp_path / "alarms.json")


@pytest.mark.parametrize(("name", "rest"), [("parked", DAY), ("receiver", DAY),
                                            ("sender", 7 * DAY), ("site", 7 * DAY)])
def test_a_cause_is_told_at_once_and_then_rests(memory: Memory, name: str, rest: timedelta) -> None:
    """For a day where messages are concerned, else for a week; it says since when."""
    wrong = found("to do", name)

    assert memory.due(wrong, NOW) == {name: NOW}
    assert memory.due(wrong, NOW + HOUR) == {}
    assert memory.due(wrong, NOW + rest - HOUR) == {}
    assert memory.due(wrong, NOW + rest) == {name: NOW}


def test_each_cause_has_its_own_day(memory: Memory) -> None:
    """A new one does not wait for another."""
    memory.due(found(), NOW)

    assert memory.due(found("to do", "parked", "disk"), NOW + HOUR) == {"disk": NOW + HOUR}


def test_a_restart_repeats_nothing(tmp_path: Path) -> None:
    """Nor does another program beside the receiver."""
    memories = [Memory(tmp_path / "alarms.json", ends) for ends in (False, True)]

    assert memories[0].due(found(), NOW) == {"parked": NOW}
    assert memories[1].due(found(), NOW + HOUR) == {}
    assert Memory(tmp_path / "alarms.json").due(found(), NOW + HOUR) == {}
    assert Memory(tmp_path / "alarms.json").due(found(), NOW + DAY) == {"parked": NOW}


def test_what_comes_and_goes_is_told_once_a_day(memory: Memory) -> None:
    """And since when it has been so this time."""
    memory.due(found(), NOW)
    memory.due(found("fine"), NOW + HOUR)

    assert memory.due(found(), NOW + 2 * HOUR) == {}
    assert memory.due(found(), NOW + DAY) == {"parked": NOW + 2 * HOUR}


def test_what_is_not_known_changes_nothing(memory: Memory) -> None:
    """It is neither told nor over."""
    assert memory.due(found("unknown"), NOW) == {}
    memory.due(found(), NOW)
    memory.due(found("unknown"), NOW + HOUR)

    assert memory.due(found(), NOW + DAY) == {"parked": NOW}


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b'{"parked": 1}', b'{"parked": ["a", "b"]}',
                                  b"\xff" * 99])
def test_a_memory_that_cannot_be_read_is_written_again(tmp_path: Path, kept: bytes) -> None:
    """The firm is told once more than it needs, and then remembered."""
    path = tmp_path / "alarms.json"
    path.write_bytes(kept)

    assert Memory(path).due(found(), NOW) == {"parked": NOW}
    assert Memory(path).due(found(), NOW) == {}


def test_the_memory_needs_no_room_on_a_full_disk(tmp_path: Path) -> None:
    """It is written over in place, and never grows."""
    path = tmp_path / "alarms.json"
    Memory(path).due(found("fine"), NOW)
    before = path.stat()

    Memory(path).due(found("to do", "parked", "waiting", "disk", "receiver", "site"), NOW)

    assert (path.stat().st_ino, path.stat().st_size) == (before.st_ino, before.st_size)
    assert before.st_size == module.ROOM and before.st_mode & 0o777 == 0o600


def test_without_a_disk_a_program_that_goes_on_remembers(tmp_path: Path) -> None:
    """One that ends at once tells nobody: it would do so each time."""
    path = tmp_path / "missing" / "alarms.json"
    memory, post = Memory(path), Post()

    assert [raised(memory, post), raised(memory, post)] == [True, True]
    assert len(post.taken) == len(FIRM)
    with pytest.raises(Failure, match="nobody is told by mail"):
        raised(Memory(path, ends_at_once=True), post)
    assert len(post.taken) == len(FIRM)


def test_the_mail_goes_to_each_address_whatever_another_refuses(memory: Memory) -> None:
    """Who cannot be reached does not keep the others from knowing."""
    post = Post(FIRM[0])

    assert raised(memory, post)
    assert [address for address, _ in post.taken] == [FIRM[1]]
    assert memory.due(found(), datetime.now(UTC)) == {}


def test_a_mail_that_nobody_took_is_sent_again(
        memory: Memory, caplog: pytest.LogCaptureFixture) -> None:
    """The log says so meanwhile: it is no delivery, and no alarm of its own."""
    failing, post = Post(*FIRM), Post()

    assert not raised(memory, failing)
    assert [(record.message, record.levelname) for record in caplog.records] == [
        ("untold", "ERROR")] * 2
    assert raised(memory, post)
    assert len(post.taken) == 2


def test_nobody_is_written_to_while_nothing_is_wrong(memory: Memory) -> None:
    """Nor when it is over: less is better."""
    post = Post()

    assert raised(memory, post, *found("fine"))
    assert raised(memory, post)
    assert raised(memory, post, *found("fine"))
    assert len(post.taken) == len(FIRM)


@pytest.mark.parametrize(("lang", "subject", "since"), [
    ("fr", "Les formulaires de letter.example demandent votre attention",
     "depuis le 3 juillet 2018, 12:00"),
    ("en", "The forms of letter.example need your attention", "since 3 July 2018, 12:00")])
def test_the_mail_speaks_the_language_of_the_firm(lang: str, subject: str, since: str) -> None:
    """It says what is wrong and since when, by the site's clock; no machine answers it."""
    message = alarm(found(), {"parked": NOW}, reader(lang), SENDER, NOW)

    assert message["Subject"] == subject
    assert message["To"] == "contact@firm.example, lea@other.example"
    assert message["From"] == "forms@letter.example"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", lang)
    assert message["Message-ID"].endswith("@letter.example>")
    assert since in message.get_content() and "forms.doctor" in message.get_content()


def test_two_programs_wait_for_each_other(tmp_path: Path) -> None:
    """Of two that find the same at once, one tells it."""
    path = tmp_path / "alarms.json"

    async def both() -> Sequence[object]:
        return await asyncio.gather(*(
            asyncio.to_thread(Memory(path).due, found(), NOW) for _ in range(8)))

    assert sorted(map(bool, asyncio.run(both()))) == [False] * 7 + [True]
    assert [each.name for each in tmp_path.iterdir()] == ["alarms.json"]
