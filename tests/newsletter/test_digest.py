"""When two emails count as the same."""

import pytest

from plugins.newsletter.digest import fingerprint, first_difference

HTML = '<html lang="fr"><body class="a b"><p>Été &amp; hiver</p><img alt="" src="x"></body></html>'


@pytest.mark.parametrize("html", [
    HTML, HTML.replace("><", ">\r\n  <"), HTML.replace("Été", "&Eacute;t&#233;"),
    HTML.replace('"', "'"), HTML.replace('alt="" src="x"', 'src="x" alt'),
    HTML.replace('src="x">', 'src="x" />'), "<!doctype html>" + HTML + "<!-- c -->",
    HTML.replace("Été &amp; hiver", "Été\n&amp;  hiver"), HTML.replace("<p>", "<P>")])
def test_another_spelling_is_the_same_email(html: str) -> None:
    """White space, entities, quotes, order of attributes and comments are not the reader's."""
    assert fingerprint(html, "a b") == fingerprint(HTML, "a\nb ")


@pytest.mark.parametrize("html", [
    HTML.replace("hiver", "Hiver"), HTML.replace('src="x"', 'src="y"'),
    HTML.replace('lang="fr"', 'lang="en"'), HTML.replace("<p>", "<p><b>"),
    HTML.replace("<p>", '<p style="color:red">'), HTML.replace("<img", "<img width=1"), ""])
def test_another_word_link_or_style_is_another_email(html: str) -> None:
    """Whatever a reader could see."""
    assert fingerprint(html, "a b") != fingerprint(HTML, "a b")


def test_another_plain_text_is_another_email() -> None:
    """Both parts count."""
    assert fingerprint(HTML, "a b") != fingerprint(HTML, "a c")


def test_no_content_has_no_fingerprint() -> None:
    """A draft whose push was interrupted."""
    assert fingerprint("", " \n") == ""


@pytest.mark.parametrize(("one", "other", "difference"), [
    ("<p>a</p><p>b</p>", "<p>a</p><p>c</p>", ("b", "c")),
    ("<p>a</p>", "<p>a</p><p>c</p>", ("", "c")),
    ("<p>a</p><p>b</p>", "<p>a</p>", ("b", "")),
    ("<p>a</p>", "<div>a</div>", ("", "")),
    ("<style>x</style><p>a</p>", "<style>y</style><p>a</p>", ("", ""))])
def test_the_first_words_that_differ_are_found(
    one: str, other: str, difference: tuple[str, str]
) -> None:
    """Words only: a style says nothing to an editor."""
    assert first_difference(one, other) == difference
