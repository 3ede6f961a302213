"""Find the title and the headings of a text, by their styles and by their look."""

from bs4 import BeautifulSoup, Tag

from plugins.core.messages import say
from plugins.importer.markdown import Loss, near
from plugins.importer.shape.facts import LEVEL, LOOK, words

TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")

MOST_WORDS = 14
"""Words of a paragraph that its look makes a heading."""

CHINESE_LETTERS = 30

ENDS = (".", ",", ";", ":", "…", "。", "，", "；", "：")
"""How a sentence ends, or what announces a list; no heading does."""

DEEPEST = 6


def name_headings(tree: BeautifulSoup, losses: list[Loss], is_part: bool = False) -> str:
    """Change a tree until its headings are, from h2 on, and return the title, taken out of it.

    What a style calls a heading is one. In a text without any, and below those of one, a short
    paragraph alone that is bold or larger is taken for one, and told. Of a part of a text, only
    what is styled so is the title.
    """
    _read_looks(tree, losses)
    found = [each for each in tree.find_all(True)
             if each.get(LEVEL) is not None or each.name in TAGS]
    levels = {id(each): int(str(each.get(LEVEL) or each.name[1:])) for each in found}
    title, found = _title(tree, found, levels, is_part)
    used = sorted({levels[id(each)] for each in found})
    above = 1
    for each in found:
        rank = used.index(levels[id(each)]) + 2
        above = min(rank, above + 1, DEEPEST)
        each.name = f"h{above}"
        each.attrs.clear()
        for inner in each.find_all(["strong", "b", "br", "font"]):
            if inner.name == "br":
                inner.replace_with(" ")
            else:
                inner.unwrap()
        for image in each.find_all("img"):
            paragraph = tree.new_tag("p")
            each.insert_before(paragraph)
            paragraph.append(image.extract())
    for each in tree.find_all("p"):
        each.attrs.pop(LOOK, None)
    return title


def _title(tree: BeautifulSoup, found: list[Tag], levels: dict[int, int], is_part: bool
           ) -> tuple[str, list[Tag]]:
    """Take the title out: what is styled so, else the only heading of the first level on top."""
    first = next((each for each in tree.find_all(True, recursive=False) if words(each)), None)
    top = [each for each in found if levels[id(each)] == min(levels.values())]
    title = next((each for each in found if levels[id(each)] == 0), None)
    if title is None and len(top) == 1 and top[0] is first and not is_part:
        title = first
    if title is None or title.find(class_="footnote"):
        return "", found
    rest = [each for each in found if each is not title]
    said = words(title)
    for image in title.find_all("img"):
        title.insert_before(image.extract())
    title.extract()
    return said, rest


def _read_looks(tree: BeautifulSoup, losses: list[Loss]) -> None:
    """Give each paragraph that looks like a heading the level of its size."""
    sizes = {id(each): _look(each)[1] for each in tree.find_all(
        "p", attrs={LOOK: True}, recursive=False) if _may_head(each)}
    ranks = sorted(set(sizes.values()), reverse=True)
    level = 0
    for each in tree.find_all(True, recursive=False):
        styled = each.get(LEVEL) or (each.name[1:] if each.name in TAGS else "")
        if styled:
            level = int(str(styled))
        elif id(each) in sizes:
            each[LEVEL] = str(level + 1 + ranks.index(sizes[id(each)]))
            losses.append(Loss(say("a short paragraph that stands out has become a heading; see "
                                   "whether it is one"), near(words(each))))


def _look(paragraph: Tag) -> tuple[bool, float, float]:
    """Return whether a paragraph is bold, its size, and that of most of the text."""
    bold, size, usual = str(paragraph[LOOK]).split(",")
    return bold == "bold", float(size), float(usual)


def _may_head(paragraph: Tag) -> bool:
    text = words(paragraph)
    following = paragraph.find_next_sibling()
    if not text or text.endswith(ENDS) or not any(sign.isalpha() for sign in text) \
            or paragraph.find("img") or following is None or following.get("class") == "footnotes":
        return False
    if len(text.split()) > MOST_WORDS or (not text.isascii() and " " not in text
                                          and len(text) > CHINESE_LETTERS):
        return False
    bold, size, usual = _look(paragraph)
    if size > usual * 1.1:
        return True
    return bold and following.get(LOOK) is None
