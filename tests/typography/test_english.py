"""English is typeset as English, and hardly more."""

import pytest

from plugins.typography import typeset


@pytest.mark.parametrize(("written", "printed"), [
    # Apostrophes.
    ("don't", "don’t"),
    ("the '90s", "the ’90s"),
    ("'tis rock 'n' roll", "’tis rock ’n’ roll"),
    ("the dogs' bowl", "the dogs’ bowl"),
    ("{name}'s letter", "{name}’s letter"),
    ("<em>China</em>'s law", "<em>China</em>’s law"),
    ("the 1990's", "the 1990’s"),
    # Quotations, one inside the other.
    ('a "word" here', "a “word” here"),
    ("a 'word' here", "a ‘word’ here"),
    ("\"he said 'no'\"", "“he said ‘no’”"),
    ("'he said \"no\"'", "‘he said “no”’"),
    ('"he said "no" twice"', "“he said ‘no’ twice”"),
    ('"It\'s <b>"here"</b>."', "“It’s <b>‘here’</b>.”"),
    ("\"the '90s\"", "“the ’90s”"),
    ("&quot;a&quot;", "“a”"),
    ('<a href="x">"a"</a>', '<a href="x">“a”</a>'),
    # Points, dashes, stray spaces.
    ("wait...", "wait…"),
    ("here -- there", "here – there"),
    ("here , there .", "here, there."),
    ("what ? no !", "what? no!"),
    ("note : this ; that", "note: this; that"),
    ("<em>note </em>: this", "<em>note</em>: this"),
    ("what&nbsp;?", "what?"),
    # A day beside its month.
    ("since 1 July 2024, not 31 May", "since 1\u00a0July 2024, not 31\u00a0May"),
])
def test_english_takes_curly_quotes_and_closes_its_marks_up(written, printed):
    """What a typist leaves becomes what a printer sets."""
    assert typeset(written, "en") == printed


@pytest.mark.parametrize("written", [
    # English has no such spaces.
    "What? No! This: that; 10 % and 10 000, No. 5, Dr Li", "« mot »", "«mot»",
    "the 3 may be right, 2024 May, 1.5 March, 12 Marches, 45 June, July 1",
    # Primes, quotes without their pair.
    "5' 10\"", "a 27\" screen", 'a "word', 'word" here', 'a"b',
    # No prose.
    "10:30", "a .NET :root", "a != b", "oui :-) ;)", "http://a.example/'b'...c", "std::vector",
    "--dry-run", "{{ 'a' }}", "*|A|*", '[form id="5"]', "1...10", ". . .", "&amp ;",
    "<code>'a' ...</code>", "<pre>\"a\" !</pre>", "<!-- 'a' -->", "<script>'a'</script>",
    # Two blocks are two texts.
    'a "word</p><p>word" b', "a <br>, b",
])
def test_what_is_right_or_is_no_english_sentence_stays_as_it_is(written):
    """Nothing else is the typesetter's."""
    assert typeset(written, "en") == written
