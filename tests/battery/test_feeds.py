"""Every feed of the site: valid Atom, in its language, complete."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published
from tests.battery.test_structure import LEFTOVER
from tests.battery.tools import schema_faults
from tests.conftest import PROJECT

pytestmark = pytest.mark.thorough

SCHEMA = PROJECT / "tests" / "battery" / "atom.rnc"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_IN_FEEDS = ["script", "style", "form", "input", "textarea", "iframe", "object", "embed"]


@pytest.fixture(scope="module")
def feeds(published: Published) -> dict[str, ElementTree.Element]:
    """Return every feed by its path."""
    return {f"/{file.relative_to(published.root)}": ElementTree.parse(file).getroot()
            for file in feed_files(published.root.rglob("*.xml"))}


def test_feeds_follow_the_standard(published: Published):
    """The schema of RFC 4287, appendix B."""
    none_of(schema_faults(SCHEMA, feed_files(published.judged(".xml"))))


def test_there_is_a_feed_for_everything_and_for_each_topic(
        published: Published, feeds: dict[str, ElementTree.Element]):
    """A list that one can read, one can follow."""
    announced = {urlsplit(str(link["href"])).path for page in published.pages
                 for link in page.linked("alternate")
                 if link.get("type") == "application/atom+xml"}
    assert announced == set(feeds)
    for lang, settings in published.options.languages.items():
        for kind, word in (("category", "categories"), ("tag", "tags")):
            folder = published.root / lang / settings.get("paths", {}).get(kind, word)
            topics = [page for page in folder.iterdir() if (page / "index.html").exists()]
            assert topics
            none_of(Finding(f"/{lang}/{folder.name}/{page.name}/", "feed", "folder", "no feed")
                    for page in topics if not list(page.glob("*.xml")))


def test_a_feed_says_what_it_is(published: Published, feeds: dict[str, ElementTree.Element]):
    """Its language, its own address, its page, an identity that no other feed has."""
    for path, feed in feeds.items():
        lang = path.split("/")[1]
        links = {link.get("rel", "alternate"): link.get("href") for link in
                 feed.findall("a:link", ATOM)}
        assert feed.get(LANG) == lang, path
        assert links["self"] == published.url + path
        page = str(links["alternate"]).removeprefix(published.url)
        assert published.page(page).lang == lang, path
        assert feed.findtext("a:title", "", ATOM).strip(), path
    identities = Counter(feed.findtext("a:id", "", ATOM) for feed in feeds.values())
    assert [name for name, times in identities.items() if times > 1] == []


def test_the_days_of_a_feed_are_true(feeds: dict[str, ElementTree.Element]):
    """It changed when its newest entry did; the newest comes first; nothing is of tomorrow."""
    for path, feed in feeds.items():
        entries = feed.findall("a:entry", ATOM)
        updated = [day(entry, "updated") for entry in entries]
        published = [day(entry, "published") for entry in entries]
        if not entries:  # of a law without an article
            continue
        assert day(feed, "updated") == max(updated), path
        assert published == sorted(published, reverse=True), path
        assert max(updated) <= datetime.now(UTC), path
        assert all(new >= old for new, old in zip(updated, published, strict=True)), path


def test_an_entry_holds_the_whole_text_and_works_away_from_the_site(
        published: Published, feeds: dict[str, ElementTree.Element]):
    """Full text, absolute addresses, a link in place of a form, the page's own address."""
    none_of(Finding(path, "entry", entry.findtext("a:title", "", ATOM), fault)
            for path, feed in feeds.items() for entry in feed.findall("a:entry", ATOM)
            for fault in entry_faults(published, entry))


def entry_faults(published: Published, entry: ElementTree.Element) -> list[str]:
    """Return what is wrong in one entry."""
    page = published.page(str(entry.find("a:link", ATOM).get("href")).removeprefix(published.url))
    content = BeautifulSoup(entry.findtext("a:content", "", ATOM), "html.parser")
    faults = [f"holds {tag.name}" for tag in content.find_all(NOT_IN_FEEDS)]
    faults += [f"{name} is relative: {tag[name]}" for tag in content.find_all(True)
               for name in ("href", "src") if tag.get(name) and not urlsplit(tag[name]).scheme]
    faults += [f"has {name}" for tag in content.find_all(True) for name in tag.attrs
               if name in ("style", "role", "tabindex") or name.startswith(("on", "aria-"))]
    faults += [f"leftover {found.group()}" for text in content.find_all(string=True)
               if not text.find_parent("code") and (found := LEFTOVER.search(str(text)))]
    for chinese in content.select(".term > span"):  # which the page shows with the definition
        chinese.decompose()
    words = page.soup.find(class_="text").find("p", recursive=False).get_text()
    if " ".join(words.split()) not in " ".join(content.get_text().split()):
        faults.append("does not hold the text of its page")
    return faults


def feed_files(files: Iterable[Path]) -> list[Path]:
    feeds = [file for file in sorted(files) if "<feed" in file.read_text("utf-8")]
    assert feeds, "the site has no feed"
    return feeds


def day(element: ElementTree.Element, name: str) -> datetime:
    return datetime.fromisoformat(element.findtext(f"a:{name}", "", ATOM))
