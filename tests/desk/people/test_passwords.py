"""Passwords are kept so that nobody reads them."""

import pytest

from plugins.desk.people.passwords import hash_of, is_password, may_be_chosen


@pytest.mark.parametrize("password, fits", [
    ("twelve signs", True), ("aucune composition", True), ("一二三四五六七八九十十一", True),
    ("x" * 200, True), ("eleven sign", False), ("", False), ("x" * 201, False)])
def test_only_its_length_counts(password: str, fits: bool):
    """Signs, digits and capitals are everybody's own affair."""
    assert may_be_chosen(password) is fits


@pytest.mark.parametrize("typed, fits", [
    ("a phrase in a caf\u00e9", True), ("a phrase in a cafe\u0301", True),  # another keyboard
    ("A phrase in a café", False), ("a phrase in a café ", False), ("", False)])
def test_a_password_is_known_again(hashed: str, typed: str, fits: bool):
    """However an accent is put together; every sign counts."""
    assert is_password(typed, hashed) is fits


def test_without_a_password_nobody_comes_in():
    """An account whose invitation nobody has used has none."""
    assert not is_password("", "")
    assert not is_password("twelve signs", "")


def test_two_people_with_one_password_have_two_hashes():
    """A list of known passwords is of no use."""
    first, second = hash_of("twelve signs"), hash_of("twelve signs")

    assert first != second
    assert first.startswith("$argon2id$") and is_password("twelve signs", first)
