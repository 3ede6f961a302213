"""Every email says how to leave, and where its publisher is."""

import pytest

from tests.newsletter.preflight.conftest import FOOT, written

GOOD = written("")


@pytest.mark.parametrize(("changes", "file", "template"), [
    ({"html": GOOD.replace('href="*|UNSUB|*"', 'href="*|UPDATE_PROFILE|*"')}, "email.html",
     "email/issue.html"),
    ({"html": GOOD.replace('<a href="*|UNSUB|*">', "<!-- *|UNSUB|* --><a>")}, "email.html",
     "email/issue.html"),
    ({"html": GOOD.replace("*|HTML:LIST_ADDRESS_HTML|*", "")}, "email.html", "email/issue.html"),
    ({"html": GOOD.replace("*|HTML:LIST_ADDRESS_HTML|*", "<!-- *|HTML:LIST_ADDRESS_HTML|* -->")},
     "email.html", "email/issue.html"),
    ({"foot": FOOT.replace("*|UNSUB|*", "")}, "email.txt", "email/issue.txt"),
    ({"foot": FOOT.replace("*|LIST:ADDRESS|*", "")}, "email.txt", "email/issue.txt"),
])
def test_a_part_without_the_way_out_or_the_address_is_refused(look, changes, file, template):
    """In a comment nobody sees them; the template to mend is named."""
    [found] = look(**changes)

    assert (found.level, found.file) == ("error", file)
    assert f"template {template}" in str(found.message)


def test_an_email_with_both_is_fine(look):
    """In both parts."""
    assert look() == []
