"""An address that visitors type is kept in one form, and written to in one that servers take."""

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plugins.core.email_address import as_sent, comparable, mailbox, names, normal_form, without

ATOM = "abc0=?_!#$%&'*+/^`{|}~.-"
"""What may come before an @, and what begins an encoded word."""


@pytest.mark.parametrize(("typed", "kept", "sent"), [
    ("Zoe@Firm.EXAMPLE", "Zoe@firm.example", "Zoe@firm.example"),
    ("zoe@société.example", "zoe@société.example", "zoe@xn--socit-esab.example"),
    ("zoe@xn--socit-esab.example", "zoe@société.example", "zoe@xn--socit-esab.example"),
    ("zoe\u0301@firm.example", "zoé@firm.example", "zoé@firm.example"),
    ("zoé@société.example", "zoé@société.example", "zoé@xn--socit-esab.example"),
    ("a=?b@x.example", None, ""),
    ("=?utf-8?q?=41?=@x.example", None, ""),
    ("zoe", None, ""),
    ("zoe@firm.example, x@firm.example", None, ""),
    (f"{'x.' * 30}x@{'y.' * 100}example", None, ""),
    ("", None, ""),
])
def test_an_address_has_two_forms(typed: str, kept: str | None, sent: str) -> None:
    """Only the domain has a form in ASCII; what is no address has none."""
    assert (normal_form(typed), as_sent(typed)) == (kept, sent)


@given(some.text(ATOM, min_size=1, max_size=30))
def test_every_address_can_be_written(local: str) -> None:
    """What is taken for an address never fails as a header of the mail about it."""
    sent = as_sent(f"{local}@firm.example")

    assert not sent or Address(addr_spec=sent).addr_spec == sent


SOCIÉTÉ = "Zoé@société.example"


@pytest.mark.parametrize("written", [
    "zoé@société.example", "ZOÉ@SOCIÉTÉ.EXAMPLE", "Zoe\u0301@socie\u0301te\u0301.example",
    "zoé@xn--socit-esab.example"])
def test_however_it_is_written_an_address_is_the_same(written: str) -> None:
    """Capitals, accents in two characters, and the domain in ASCII make no other person."""
    assert comparable(written) == comparable(SOCIÉTÉ)
    assert names(f"Ask {written}.", SOCIÉTÉ)
    assert names(f"Ask {SOCIÉTÉ}.", written)


@pytest.mark.parametrize(("written", "box"), [
    ("victim+1@firm.example", "victim@firm.example"), ("Zoe@FIRM.example", "zoe@firm.example"),
    ("v.ic.tim+a+b@googlemail.com", "victim@gmail.com"), ("vic.tim@Gmail.com", "victim@gmail.com"),
    ("zoé+x@xn--socit-esab.example", "zoé@société.example"),
    ("vic.tim@firm.example", "vic.tim@firm.example"),
    ("vic.tim@gmail.com.firm.example", "vic.tim@gmail.com.firm.example"),
    ("+1@firm.example", "+1@firm.example"), ("vic-tim@gmail.com", "vic-tim@gmail.com"),
    ("", "@"), ("zoe", "@zoe")])
def test_a_mailbox_has_one_name(written: str, box: str) -> None:
    """What is no address is counted as well as it can be."""
    assert mailbox(written) == box


@pytest.mark.parametrize("other", ["zoe@société.example", "zoé@societe.example", "zoé", ""])
def test_another_address_is_another_person(other: str) -> None:
    """A missing accent is one."""
    assert comparable(other) != comparable(SOCIÉTÉ)
    assert not names(other, SOCIÉTÉ)


def test_an_address_is_taken_out_of_a_sentence() -> None:
    """Whichever way a server writes it."""
    said = "<zoe@xn--socit-esab.example>, that is ZOE@SOCIÉTÉ.example, not x@firm.example"

    assert without(said, "zoe@société.example") == "<…>, that is …, not x@firm.example"
    assert without(said, "") == said
