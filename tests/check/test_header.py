"""No email promises an attachment."""

import pytest

from plugins.check.header import promised_attachments

ISSUE = "content/issues/2018-07.fr.md"
PAGE = "content/pages/a.fr.md"
HEADER = "subject: S\npreview: P\ndate: 2018-07-03"


@pytest.mark.parametrize(("path", "header", "body", "lines"), [
    (ISSUE, HEADER, "Voir le\nmodèle ci-joint.", [6]),
    (ISSUE, "subject: Ci-joint, la loi\npreview: Voir la pièce jointe\ndate: d", "", [1, 2]),
    (ISSUE, "subject: S\npreview: P\ntitle: La note ci-jointe", "", [3]),
    ("content/issues/2018-07.en.md", HEADER, "Please find attached the law.", [5]),
    ("content/articles/2018-07-03-a.fr.md", "title: T\nsummary: Ci-joint, la loi.\ncategory: c",
     "", [2]),
    ("content/articles/2018-07-03-a.fr.md", "title: Ci-joint\nsummary: S.\ncategory: c",
     "Le plan ci-joint.", []),
    (PAGE, "title: T\nsummary: Ci-joint.\ntemplate: page", "Le plan ci-joint.", []),
    (ISSUE, HEADER, "`ci-joint` est un mot.", []),
    (ISSUE, HEADER, "Le plan ci-joint au contrat.", []),
    ("content/issues/2018-07.en.md", HEADER, "Le plan ci-joint.", []),
])
def test_a_promise_that_an_email_prints_is_told_with_its_line(lines_of, path, header, body, lines):
    """Of an article an email prints the summary; of a page, nothing."""
    assert lines_of(promised_attachments, body, path=path, header=header) \
        == [(line, "warning") for line in lines]
