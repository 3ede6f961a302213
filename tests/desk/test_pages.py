"""The pages of the desk answer in sentences."""

import httpx
import pytest

from plugins.desk.pages import with_capital


def test_what_is_too_large_is_not_taken(editor: httpx.Client):
    """Whatever it is, a sentence answers it."""
    answer = editor.post("/_desk/picture", data={"path": "x"}, files={"file": b"0" * 20_000_001})

    assert answer.status_code == 409
    assert "larger than 20 MB" in answer.text


def test_a_script_is_told_what_failed_as_json(editor: httpx.Client):
    """In the words of the page."""
    answer = editor.post("/_desk/picture", headers={"accept": "application/json"})

    assert answer.status_code == 409
    assert answer.json() == {"message": "Choose a file first."}


@pytest.mark.parametrize("address", [
    "nothing", "issue/no-such", "built/%00", "built/%2e%2e/x", f"built/{'a' * 300}",
    f"history/articles/{'a' * 300}.fr.md", "history/."])
def test_an_address_of_nothing_is_a_sentence(editor: httpx.Client, address: str):
    """With the way on, under the same policy as every page."""
    answer = editor.get(f"/_desk/{address}")

    assert answer.status_code in (404, 409)
    assert "<nav" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("words", "shown"), [
    ("nothing is there", "Nothing is there"),
    ("il n’y a rien", "Il n’y a rien"),
    ("à faire", "À faire"),
    ("firm.toml: no such key", "firm.toml: no such key"),
    ("2018-07 is sent", "2018-07 is sent"),
    ("“no” is no key", "“no” is no key"),
    ("", "")])
def test_a_sentence_of_its_own_begins_with_a_capital(words: str, shown: str):
    """The names of files and keys stay as they are."""
    assert with_capital(words) == shown
