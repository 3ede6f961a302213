"""What the system and the libraries report is told in words of ours."""

import http.client
import os
import socket
import sqlite3
import ssl

import aiosmtplib
import pytest

from plugins.core.i18n import load_desk
from plugins.core.messages import Failure, say, why
from tests.conftest import PROJECT


def caused(error: Exception, cause: Exception) -> Exception:
    """Return an error that another one has led to."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(("error", "words"), [
    *((OSError(number, os.strerror(number)), words) for number, words in (
        (2, "there is no such file or folder"), (13, "this is not permitted"),
        (28, "the disk is full"), (110, "no answer in time"), (95, "unexpected error ENOTSUP"))),
    (TimeoutError(), "no answer in time"),
    (OSError("Multiple exceptions: [Errno 111] Connect call failed ('::1', 9), [Errno 111] …"),
     "no program accepts the connection"),
    (http.client.RemoteDisconnected("Remote end closed connection"), "the connection broke off"),
    (socket.gaierror(-2, "Name or service not known"), "nobody knows the name of this host"),
    (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), "no encrypted connection comes about"),
    (aiosmtplib.SMTPServerDisconnected("Connection lost"), "the connection broke off"),
    (aiosmtplib.SMTPConnectTimeoutError("Timed out"), "no answer in time"),
    (aiosmtplib.SMTPException("SMTP STARTTLS extension not supported"),
     "the server offers no encryption, or no login"),
    (caused(aiosmtplib.SMTPConnectError("Error connecting"), ConnectionRefusedError(111, "no")),
     "no program accepts the connection"),
    (aiosmtplib.SMTPDataError(451, "4.7.1 Greylisted"),
     "the server answers “451 4.7.1 Greylisted”"),
    (Failure(say("a sentence of ours")), "a sentence of ours"),
    (KeyError("name"), "unexpected error KeyError"),
])
def test_an_error_is_told_in_words_of_ours(error: Exception, words: str) -> None:
    """What a server has answered is quoted; what nobody foresaw is named by its code."""
    assert str(why(error)) == words


def test_an_error_is_told_in_the_language_of_its_reader() -> None:
    """A library says it in English only."""
    with pytest.raises(sqlite3.Error) as told:
        sqlite3.connect("/nowhere/forms.sqlite3")

    french = load_desk(PROJECT / "theme" / "locale", "fr").gettext
    assert why(told.value).render(french) == "autre chose est à sa place, ou il ne s’ouvre pas"
