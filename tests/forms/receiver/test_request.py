"""The language of a visitor is chosen from what the browser asks for."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from plugins.forms.receiver.request import (
    LEAST,
    MOST,
    address_of,
    comes_from_this_machine,
    new_stamp,
    page_of_origin,
    preferred_language,
    read_stamp,
    suspicions,
)


@pytest.mark.parametrize(("accepted", "lang"), [
    ("", "fr"), ("*", "fr"), ("de", "fr"), ("en", "en"), ("EN-us", "en"), ("fr-CH, en", "fr"),
    ("de, en;q=0.5, fr;q=0.4", "en"), ("en;q=0.1, fr;q=0.9", "fr"), ("en;q=0, fr", "fr"),
    ("en;q=nonsense", "fr"), (";;,,q=", "fr"), ("en;q=", "en"), ("x" * 100_000, "fr"),
    ("en;q=nan", "fr"),
])
def test_the_best_liked_language_is_chosen(accepted: str, lang: str) -> None:
    """Quality decides, then order; without a wish that can be met it is the first language."""
    assert preferred_language(accepted, ["fr", "en"]) == lang


@pytest.mark.parametrize(("referrer", "page"), [
    ("https://lettre.example/fr/contact/?a=b#c", "/fr/contact/"),
    ("http://staging.example/fr/", "/fr/"),
    ("https://evil.example/fr/", ""),
    ("", ""), ("/fr/", ""), ("https://[", ""), ("https://lettre.example/\x00", ""),
])
def test_only_a_page_of_ours_is_noted(referrer: str, page: str) -> None:
    """The path is kept, without query; other sites are nobody's business."""
    headers = {"referer": referrer, "host": "staging.example"}

    assert page_of_origin(headers, {"https://lettre.example"}) == page


PROXIES = (ip_network("127.0.0.0/8"), ip_network("::1"), ip_network("10.0.0.0/24"))


@pytest.mark.parametrize(("peer", "forwarded", "address"), [
    ("192.0.2.1", [], "192.0.2.1"),
    ("127.0.0.1", ["192.0.2.1"], "192.0.2.1"),
    ("::1", ["2001:db8::1"], "2001:db8::1"),
    ("::ffff:127.0.0.1", ["192.0.2.1"], "192.0.2.1"),
    ("127.0.0.1", ["192.0.2.1, 10.0.0.7"], "192.0.2.1"),
    ("127.0.0.1", ["192.0.2.1:4711"], "192.0.2.1"),
    ("127.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
    # What a visitor has invented comes before what our proxy has heard.
    ("127.0.0.1", ["198.51.100.1, 192.0.2.1"], "192.0.2.1"),
    ("127.0.0.1", ["198.51.100.1", "192.0.2.1"], "192.0.2.1"),
    ("192.0.2.1", ["198.51.100.1"], "192.0.2.1"),
    ("127.0.0.1", ["198.51.100.1, 10.0.1.7"], "10.0.1.7"),
    # Without a proxy that says who comes, nobody is taken for somebody else.
    ("127.0.0.1", [], ""),
    ("127.0.0.1", ["127.0.0.1"], ""),
    ("127.0.0.1", ["unknown"], ""),
    ("127.0.0.1", [""], ""),
    ("", ["192.0.2.1"], ""),
])
def test_a_visitor_is_known_by_the_last_stranger(
        peer: str, forwarded: list[str], address: str) -> None:
    """Only our own proxies are believed."""
    assert address_of(peer, forwarded, PROXIES) == address


@pytest.mark.parametrize(("peer", "headers", "own"), [
    ("127.0.0.1", {}, True), ("::1", {}, True), ("::ffff:127.0.0.1", {}, True),
    ("192.0.2.1", {}, False), ("10.0.0.5", {}, False), (None, {}, False), ("unknown", {}, False),
    ("127.0.0.1", {"x-forwarded-for": ""}, False), ("::1", {"forwarded": "for=::1"}, False),
])
def test_a_program_of_this_machine_asks_for_nobody_else(
        peer: str | None, headers: dict[str, str], own: bool) -> None:
    """A proxy beside the receiver says that it asks for somebody."""
    assert comes_from_this_machine(peer, headers) is own


KEY = bytes(32)
NOON = datetime(2018, 7, 3, 12, 0, tzinfo=UTC)
STAMP = new_stamp(KEY, "contact", NOON)


@pytest.mark.parametrize("trapped", [False, True])
def test_a_stamp_comes_back_as_it_went_out(trapped: bool) -> None:
    """For a day."""
    stamp = new_stamp(KEY, "contact", NOON, trapped)

    assert read_stamp(KEY, "contact", stamp.text, NOON + MOST) == stamp
    assert read_stamp(KEY, "contact", stamp.text, NOON + MOST + timedelta(seconds=1)) is None


@pytest.mark.parametrize(("key", "form", "text"), [
    (bytes(31) + b"1", "contact", STAMP.text), (KEY, "subscribe", STAMP.text),
    (KEY, "contact", STAMP.text.replace("-0-", "-1-")), (KEY, "contact", "1" + STAMP.text),
    (KEY, "contact", STAMP.text + " "), (KEY, "contact", ""), (KEY, "contact", "١-0-٣-x"),
    (KEY, "contact", "9" * 5000)],
    ids=["key", "form", "trap", "longer", "space", "empty", "digits", "long"])
def test_what_we_have_not_signed_is_no_stamp(key: bytes, form: str, text: str) -> None:
    """Nobody signs one for themselves."""
    assert read_stamp(key, form, text, NOON) is None


def test_two_visitors_of_one_second_have_two_stamps() -> None:
    """Each is good for one submission."""
    assert new_stamp(KEY, "contact", NOON).proof != STAMP.proof
    assert len(STAMP.proof) == 16


@pytest.mark.parametrize(("stamp", "later", "told"), [
    (None, LEAST, ["unsigned"]), (STAMP, LEAST, []),
    (STAMP, LEAST - timedelta(microseconds=1), ["hasty"]), (STAMP, -LEAST, ["hasty"]),
    (new_stamp(KEY, "contact", NOON, trapped=True), LEAST, ["trapped"]),
    (new_stamp(KEY, "contact", NOON, trapped=True), timedelta(), ["hasty", "trapped"])],
    ids=["none", "aged", "hasty", "ahead", "trapped", "both"])
def test_haste_and_traps_are_suspicious(
        stamp: object, later: timedelta, told: list[str]) -> None:
    """A person takes three seconds at least."""
    assert list(suspicions(stamp, NOON + later)) == told  # type: ignore[arg-type]
