"""The only merge tags that leave are those of our templates."""

import pytest


@pytest.mark.parametrize(("body", "text", "changes", "place"), [
    ("<p>Bonjour *|FNAME|*</p>", "", {}, ("", "email.html", 3)),
    ('<a href="*|ARCHIVE|*">a</a>', "", {}, ("", "email.html", 3)),
    ("", "a\nBonjour *|FNAME|*", {}, ("", "email.txt", 2)),
    ("", "*|HTML:LIST_ADDRESS_HTML|*", {}, ("", "email.txt", 1)),
    ("", "", {"subject": "Bonjour *|FNAME|*"}, ("subject", "email.html", 0)),
    ("", "", {"preview": "*|UNSUB|*"}, ("preview", "email.html", 0)),
])
def test_a_tag_that_is_none_of_ours_is_refused(look, body, text, changes, place):
    """Mailchimp would fill in something that nobody has looked at."""
    [found] = look(body, text, **changes)

    assert (found.field, found.file, found.line) == place
    assert found.level == "error" and "*|" in str(found.message)


@pytest.mark.parametrize("words", [
    '<a href="*|UPDATE_PROFILE|*">a</a>', "<p>*\u2060|FNAME|*</p>", "<p>5 * 3 | 2</p>",
    "<p>a || b</p>", "<p>**gras**</p>",
])
def test_a_tag_of_the_template_and_what_opens_none_is_fine(look, words):
    """A word joiner has parted the marks that an editor wrote."""
    assert look(words) == []
