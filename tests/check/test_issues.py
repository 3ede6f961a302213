"""The subject and the preview of an issue fit into the list of a mail program."""

import pytest

from plugins.check.header import long_subjects
from plugins.content.text import Text


@pytest.mark.parametrize(("kind", "subject", "preview", "told"), [
    ("issue", "é" * 61, "P", [(2, "warning")]), ("issue", "S", "é" * 141, [(3, "warning")]),
    ("issue", "é" * 151, "é" * 141, [(2, "error"), (3, "warning")]),
    ("issue", "é" * 60, "é" * 140, []), ("issue", "S", "", []), ("article", "é" * 199, "", []),
])
def test_what_would_be_cut_or_refused_is_told_with_its_line(kind, subject, preview, told):
    """What Mailchimp refuses is an error."""
    text = Text("2018-07.fr.md", kind, "2018-07", "fr", lines={"subject": 2, "preview": 3},
                header={"subject": subject, "preview": preview})

    assert [(problem.line, problem.level) for problem in long_subjects(text)] == told


def test_a_subject_is_as_long_as_a_reader_sees_it():
    """Typesetting makes one character of three points."""
    text = Text("2018-07.fr.md", "issue", "2018-07", "fr", header={"subject": "é" * 59 + "..."})

    assert list(long_subjects(text)) == []
