"""A time that comes back in a form is ours, of this form, and not too old, or it is none."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.forms.receiver.stamp import LEAST, MOST, new_stamp, read_stamp, suspicions

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
