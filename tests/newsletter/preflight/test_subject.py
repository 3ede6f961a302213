"""Subject and preview stand beside each other in the list of a mail program."""

import pytest


@pytest.mark.parametrize(("changes", "told_of"), [
    ({"subject": ""}, [("error", "subject")]),
    ({"subject": "…"}, [("error", "subject")]),
    ({"preview": " "}, [("error", "preview")]),
    ({"subject": "é" * 151}, [("error", "subject")]),
    ({"subject": "é" * 61}, [("warning", "subject")]),
    ({"preview": "é" * 141}, [("warning", "preview")]),
    ({"subject": "é" * 60, "preview": "é" * 140}, []),
    ({"subject": "小红书"}, []),
])
def test_what_is_missing_or_too_long_is_told_at_its_line_of_the_header(look, changes, told_of):
    """Without a preview a mail program shows the first words of the page."""
    assert [(found.level, found.field) for found in look(**changes)] == told_of
