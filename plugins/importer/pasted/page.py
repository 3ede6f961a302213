"""Find the article of a whole web page, and leave out what is around it: tree to tree."""

from bs4 import BeautifulSoup, Tag

from plugins.core.messages import say
from plugins.importer.markdown import Loss, near
from plugins.importer.shape.facts import words

AROUND = ("nav", "aside", "header", "footer", "form", "dialog", "menu")
"""The elements that are beside a text (HTML, 4.3 Sections)."""

ROLES = ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog")


def take_article(tree: BeautifulSoup, losses: list[Loss]) -> BeautifulSoup:
    """Return the article of a page as a tree of its own; of a fragment, all of it.

    The only `article` counts, else the longest one, else `main`, else the body.
    """
    chosen = _chosen(tree)
    if chosen is not tree:
        outside = words(tree.body or tree).replace(words(chosen), " ", 1)
        _tell(losses, outside)
    for each in chosen.find_all(lambda tag: tag.name in AROUND or tag.get("role") in ROLES):
        if each.parent is None:
            continue
        if each.name == "header" and each.find(["h1", "h2"]):  # the title of the article itself
            each.unwrap()
        else:
            _tell(losses, words(each))
            each.extract()
    article = BeautifulSoup("", "html.parser", multi_valued_attributes=None)
    article.extend(list(chosen.children))
    return article


def _chosen(tree: BeautifulSoup) -> Tag:
    inside = tree.find("main") or tree.find(True, attrs={"role": "main"})
    place = inside if isinstance(inside, Tag) else tree
    articles = [each for each in place.find_all("article") if not each.find_parent("article")]
    if articles:
        longest = max(articles, key=lambda each: len(each.get_text()))
        if len(longest.get_text()) * 2 > len(place.get_text()):
            return longest
    if isinstance(inside, Tag):
        return inside
    return tree.body if isinstance(tree.body, Tag) else tree


def _tell(losses: list[Loss], text: str) -> None:
    text = " ".join(text.split())
    if text:
        losses.append(Loss(say("what stands around the article is left out"), near(text)))
