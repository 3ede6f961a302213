"""No email promises an attachment."""

import pytest


@pytest.mark.parametrize(("changes", "place"), [
    ({"body": "<p>Bonjour.</p>\n<p>Vous trouverez\n<b>ci</b>-joint la loi.</p>"}, ("", 5)),
    ({"subject": "Ci-joint, la loi"}, ("subject", 0)),
    ({"preview": "Voir la pièce jointe"}, ("preview", 0)),
    ({"body": "<p>Please find attached the law.</p>", "lang": "en"}, ("", 3)),
])
def test_a_promise_is_told_where_it_stands(look, changes, place):
    """As a warning: it may be about something else."""
    [found] = look(**changes)

    assert found.level == "warning" and "promises an attachment" in str(found.message)
    assert (found.field, found.line) == place


@pytest.mark.parametrize(("body", "lang"), [
    ("<p>Le plan ci-joint au contrat.</p>", "fr"), ("<p>See attached.</p>", "fr"),
    ("<p><code>ci-joint</code></p>", "fr"), ("<p>Elle est en</p><p>pièce jointe</p>", "fr"),
    ("<p>The rights attached to shares.</p>", "en"), ("<p>ci-joint</p>", "en"),
])
def test_other_words_are_left_alone(look, body, lang):
    """Nothing is found across paragraphs, in code or in another language."""
    assert look(body, lang=lang) == []
