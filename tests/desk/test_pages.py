"""The pages of the desk answer in sentences."""

import httpx


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
