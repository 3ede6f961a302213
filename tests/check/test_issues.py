"""The subject and the preview of an issue fit into the list of a mail program."""

import pytest

from plugins.check.issues import long_subjects
from plugins.texts import Text


@pytest.mark.parametrize(("kind", "subject", "preview", "told"), [
    ("issue", "é" * 71, "P", [2]), ("issue", "S", "é" * 141, [3]),
    ("issue", "é" * 71, "é" * 141, [2, 3]),
    ("issue", "é" * 70, "é" * 140, []), ("issue", "S", "", []), ("article", "é" * 99, "", []),
])
def test_what_would_be_cut_is_told_with_its_line(kind, subject, preview, told):
    """The length found and the length shown are both said."""
    text = Text("2018-07.fr.md", kind, "2018-07", "fr", lines={"subject": 2, "preview": 3},
                header={"subject": subject, "preview": preview})

    problems = list(long_subjects(text))

    assert [problem.line for problem in problems] == told
    assert all(problem.level == "warning" for problem in problems)
