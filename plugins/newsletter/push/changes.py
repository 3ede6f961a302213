"""Say what differs between the articles of two emails."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from plugins.core.messages import Message, say
from plugins.newsletter.digest import spaced


@dataclass(frozen=True)
class Article:
    """An article of an email: its title, and all of it that a reader can see or follow."""

    title: str
    shown: str


def changes(found: str, wanted: str) -> Iterator[Message]:
    """Yield a sentence for each part of the text that differs between two HTML documents."""
    before, after = BeautifulSoup(found, "html.parser"), BeautifulSoup(wanted, "html.parser")
    old, new = _articles(before), _articles(after)
    for address, article in new.items():
        if address not in old:
            yield say("article added: “{title}”", title=article.title)
        elif old[address].shown != article.shown:
            yield say("article changed: “{title}”", title=article.title)
    for address, article in old.items():
        if address not in new:
            yield say("article removed: “{title}”", title=article.title)
    both = [address for address in old if address in new]
    if both != [address for address in new if address in old]:
        yield say("the articles are in another order")
    if _part(before, "td.editorial") != _part(after, "td.editorial"):
        yield say("the editorial was changed")
    if _part(before, "td.dates") != _part(after, "td.dates"):
        yield say("the dates to come have changed")


def _articles(soup: BeautifulSoup) -> dict[str, Article]:
    """Return the articles by address, in their order."""
    cells = ((cell, cell.select_one("h2 a[href]")) for cell in soup.select("td.article"))
    return {_address(link, "href"): Article(spaced(link.get_text()), _shown(cell))
            for cell, link in cells if link}


def _part(soup: BeautifulSoup, selector: str) -> str:
    part = soup.select_one(selector)
    return _shown(part) if part else ""


def _shown(part: Tag) -> str:
    led = [_address(tag, name) for name in ("href", "src") for tag in part.select(f"[{name}]")]
    return spaced(" ".join([part.get_text(" "), *led]))


def _address(tag: Tag, name: str) -> str:
    """Return where a tag leads, without what is added to count clicks."""
    return urlsplit(str(tag.get(name)))._replace(query="").geturl()
