"""Of a web page the article is taken."""

import pytest

from plugins.core.html import read, write
from plugins.importer.pasted.page import take_article


def taken(html: str) -> tuple[str, list[str]]:
    """Return the article, and the words that are told to be left out."""
    losses: list = []
    return write(take_article(read(html), losses)), [loss.near for loss in losses]


@pytest.mark.parametrize(("html", "article", "told"), [
    ("<body><nav>Menu</nav><main><p>a</p></main><footer>Pied</footer></body>", "<p>a</p>",
     ["Menu Pied"]),
    ("<body><main><nav>Fil</nav><article><h1>T</h1><p>un texte assez long</p></article>"
     "<aside>Voir</aside></main></body>", "<h1>T</h1><p>un texte assez long</p>", ["Fil Voir"]),
    ("<article><header><h1>T</h1></header><p>a</p><footer>Partager</footer></article>",
     "<h1>T</h1><p>a</p>", ["Partager"]),
    ("<main><article><p>a</p></article><article><p>b</p></article><article><p>c</p></article>"
     "</main>", "<article><p>a</p></article><article><p>b</p></article><article><p>c</p></article>",
     []),
    ('<div role="navigation">Menu</div><p>a</p>', "<p>a</p>", ["Menu"]),
    ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>", []), ("des mots", "des mots", []),
    ("<html><body><p>a</p></body></html>", "<p>a</p>", []),
])
def test_what_is_around_an_article_is_left_out_and_told(html: str, article: str, told: list[str]):
    """By the elements that say what they are; of a fragment all is taken."""
    assert taken(html) == (article, told)
