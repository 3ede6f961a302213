"""The emails of the sample issues are, to the letter, those that a person has read.

After a change of the emails' looks or of the sample issues one command writes these files again,
those of `tests/newsletter/golden`, and what caniemail may say (`caniemail.json`):

    GOLDEN=write .venv/bin/python -m pytest tests/newsletter/test_email.py \
        tests/battery/test_goldens.py tests/battery/test_emails.py

Read `git diff` before committing, and look at the pictures that
`bench.pictures` makes.
"""

from pathlib import Path

import pytest

from tests.battery.emails import Email
from tests.support.golden import same_as_golden

pytestmark = pytest.mark.thorough

GOLDEN = Path(__file__).parent / "golden"


def test_the_sample_emails_are_as_a_person_has_read_them(emails: list[Email]):
    """Both parts, with their merge tags; nothing in them knows the day or the machine."""
    parts = {f"{email.name}.{kind}": part for email in emails
             for kind, part in (("html", email.html), ("txt", email.text))}

    for name, part in parts.items():
        same_as_golden(GOLDEN / name, part)
    assert sorted(parts) == sorted(file.name for file in GOLDEN.iterdir())
