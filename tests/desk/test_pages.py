"""The pages of the desk answer in sentences."""

import httpx
import pytest


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
