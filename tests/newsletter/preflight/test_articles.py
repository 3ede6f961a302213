"""Each article of the issue has its page on the site."""

from tests.newsletter.preflight.conftest import ARTICLE, SITE

GONE = f"{SITE}/fr/articles/projet/"


def test_an_article_that_is_not_published_is_told_once(look):
    """By its title, at the line of the header: its broken link says nothing new."""
    [found] = look(f'<a href="{GONE}">Un projet</a> <a href="{GONE}?utm_source=lettre">Lire</a>',
                   f"Lire :\n{GONE}", articles={ARTICLE: "La loi", GONE: "Un projet"})

    assert (found.level, found.field) == ("error", "articles")
    assert "the article “Un projet” has no page on the built site" in str(found.message)


def test_articles_with_a_page_are_fine(look):
    """So is an issue that names none."""
    assert look(f'<a href="{ARTICLE}?utm_source=lettre">La loi</a>') == []
    assert look(articles={}) == []
