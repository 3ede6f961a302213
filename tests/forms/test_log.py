"""The log is one line of JSON for an event, and holds no word of a visitor."""

import io
import json
import logging
from collections.abc import Iterator

import h11
import pytest

from plugins.core.messages import say
from plugins.forms.delivery.worker import Refused
from plugins.forms.log import JsonLines, fault, is_news, note, trouble

SECRET = "zoe@firm.example"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Return what is logged, as a receiver writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root, own = logging.getLogger(), logging.getLogger("plugins.forms")
    level = own.level
    root.addHandler(handler)
    own.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    own.setLevel(level)


def read(lines: io.StringIO) -> list[dict[str, object]]:
    """Return the lines as programs read them."""
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_an_event_is_a_line_of_facts(lines: io.StringIO) -> None:
    """With its time, in UTC, and how grave it is."""
    note("kept", form="contact", submission="7b0c")

    [line] = read(lines)
    assert str(line.pop("time")).endswith("+00:00")
    assert line == {"level": "info", "event": "kept", "form": "contact", "submission": "7b0c"}


def test_an_error_is_logged_by_its_kind_and_place(lines: io.StringIO) -> None:
    """Its text may repeat what was typed."""
    class ServerError(OSError):
        code = 450

    for tell, error in ((trouble, ServerError(SECRET)), (fault, Refused(say(SECRET)))):
        try:
            raise error
        except (OSError, Refused) as raised:
            tell("failed", raised)

    first, second = read(lines)
    assert (first["level"], first["error"], first["code"]) == ("warning", "ServerError", 450)
    assert str(first["at"]).startswith("test_log.py:")
    assert (second["level"], second["error"]) == ("error", "Refused")
    assert SECRET not in lines.getvalue()


def test_what_others_log_is_logged_without_their_words(lines: io.StringIO) -> None:
    """A library may put an error, and with it what was typed, into its sentence."""
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("asyncio").exception("Task failed: %s\n", SECRET)

    [line] = read(lines)
    assert (line["event"], line["error"]) == ("asyncio", "ValueError")
    assert SECRET not in lines.getvalue()


def error_of(connection: h11.Connection, *headers: tuple[str, str]) -> h11.LocalProtocolError:
    """Return what comes of answering on a connection."""
    with pytest.raises(h11.LocalProtocolError) as error:
        connection.send(h11.Response(status_code=303, headers=list(headers)))
    return error.value


def broken() -> h11.Connection:
    """Return a connection whose request was refused while the program worked on it."""
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n")
    connection.next_event()
    with pytest.raises(h11.RemoteProtocolError):
        connection.next_event()
    connection.send(h11.Response(status_code=400, headers=[]))
    connection.send(h11.EndOfMessage())
    return connection


def test_a_broken_request_is_no_error_of_ours() -> None:
    """An answer that we write wrongly is, and so is everything else."""
    wrong = error_of(h11.Connection(h11.SERVER), ("Location", "/\n"))
    records = [logging.makeLogRecord({"exc_info": info}) for info in (
        (type(error), error, None) for error in (error_of(broken()), wrong, ValueError("x")))]

    assert [is_news(each) for each in records] == [False, True, True]
    assert is_news(logging.makeLogRecord({}))
