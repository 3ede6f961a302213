"""An email is looked at as a whole: nothing for a good one, each thing once for any other."""

from tests.newsletter.preflight.conftest import SITE


def test_nothing_speaks_against_a_good_email(told):
    """Its words, links, images and footer are in order."""
    image = (f'<img src="{SITE}/pictures/a.png" alt="Un livre" width="500" height="300">')

    assert told(f'<p>Lisez <a href="{SITE}/fr/articles/loi/">la loi</a>.</p>{image}',
                f"Lisez la loi [1].\n\n[1] {SITE}/fr/articles/loi/",
                files={"pictures/a.png": b"\x89PNG\r\n\x1a\n"}) == []


def test_what_is_in_both_parts_is_reported_once_where_it_comes_first(look):
    """The editor has one thing to correct."""
    [found] = look(f'<p>a</p>\n<p><a href="{SITE}/none/">a</a></p>', f"a [1]\n\n[1] {SITE}/none/.")

    assert (found.file, found.line) == ("email.html", 4)


def test_what_is_in_the_plain_text_alone_is_reported_with_its_line(look):
    """Some readers see nothing else."""
    [found] = look(text=f"a\n\n{SITE}/none/")

    assert (found.file, found.line) == ("email.txt", 3)


def test_what_only_outlook_shows_is_looked_at_too(told):
    """A condition hides it from all the others."""
    for start, end in (("<!--[if mso]>", "<![endif]-->"),
                       ("<!--[if !mso]><!-->", "<!--<![endif]-->"),
                       ("<!--[if !mso]>-->", "<!--<![endif]-->"), ("<![if !mso]>", "<![endif]>")):
        assert [level for level, _ in told(f'{start}<a href="/fr/">a</a>{end}<p>b</p>')] \
            == ["error"], start


def test_what_is_in_a_comment_does_not_count(told):
    """No reader sees it."""
    assert told('<!-- <a href="/fr/">{{ a }}</a> ci-joint -->') == []
