"""An email weighs less than what Gmail shows of it."""

import pytest

from tests.newsletter.preflight.conftest import written


@pytest.mark.parametrize(("size", "told_of"), [
    (100_001, [("error", "the email weighs 101 kB and Gmail cuts what exceeds 100 kB; shorten")]),
    (100_000, [("warning", "the email weighs 100 kB; Gmail cuts what exceeds 100 kB")]),
    (80_001, [("warning", "the email weighs 81 kB")]),
    (80_000, []), (0, []),
])
def test_an_email_that_is_cut_or_nearly_is_told(told, size, told_of):
    """With its size, and the limit."""
    body = "<p>é</p>" + "x" * (size - len(written("<p>é</p>").encode()))

    found = told(body)

    assert [(level, message[:len(start)]) for (level, message), (_, start)
            in zip(found, told_of, strict=True)] == told_of
