"""What readers see before and after is compared word by word, typography apart."""

import pytest

from plugins.importer.proof import Difference, compare, rendered


@pytest.mark.parametrize(("before", "after"), [
    ("<p>L'article « 5 » : un - deux…</p>", "<p>L’article “5”: un – deux...</p>"),
    ("<p>a<b>b</b>c</p><script>x</script><style>y</style>", "<p>abc</p>"),
    ("<p>co\u00adop\u00e9ration</p>", "<p>coope\u0301ration</p>"),
    ("<p>a<sup class='footnote'><a href='#fn-x'>7</a></sup></p><ol><li id='fn-x'>n</li></ol>"
     "<p>b</p>", rendered("a[^1]\n\nb\n\n[^1]: n\n")),
    ("<p>[mc4wp_form id= »235″]</p>", '<p>[mc4wp_form id="235"]</p>'),
    ("<p>a</p><p hidden>b</p><p style='display:none'>c</p>", "<p>a</p>"),
])
def test_the_same_words_are_no_difference(before: str, after: str) -> None:
    """Quotation marks, dashes, spaces and the numbers of notes are not words."""
    assert compare(before, after) == ()


@pytest.mark.parametrize(("before", "after", "difference"), [
    ("<p>un deux trois</p>", "<p>un trois</p>", Difference("deux", "", "un")),
    ("<p>un deux</p>", "<p>un 2</p>", Difference("deux", "2", "un")),
    ("<p>a * b</p>", "<p>a b</p>", Difference("*", "", "a")),
    ("<p>ab</p>", "<p>a b</p>", Difference("ab", "a b", "")),
])
def test_a_difference_has_its_place(before: str, after: str, difference: Difference) -> None:
    """A person finds it by the words before it."""
    assert compare(before, after) == (difference,)
