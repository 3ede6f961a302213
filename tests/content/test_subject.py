"""Subject and preview have the length that mail programs show, or it is told."""

import pytest

from plugins.content.email_rules import too_long


@pytest.mark.parametrize(("subject", "preview", "told"), [
    (61, 9, [("subject", "warning")]),
    (150, 9, [("subject", "warning")]),
    (151, 9, [("subject", "error")]),
    (9, 141, [("preview", "warning")]),
    (151, 141, [("subject", "error"), ("preview", "warning")]),
    (60, 140, []), (0, 0, []), (1, 1, []), (59, 139, []),
])
def test_what_would_be_refused_or_cut_is_told_once(subject: int, preview: int, told: list):
    """A subject that is refused is not told to be long besides."""
    found = list(too_long("é" * subject, "é" * preview))

    assert [(name, level) for name, level, _ in found] == told
    assert all(str(length) in str(message) for (name, _, message) in found
               for length in ([subject] if name == "subject" else [preview]))
