"""Which links of the built site lead nowhere."""

import pytest

from plugins.site.links import broken_links

FILES = {"fr/index.html": '<h1 id="top">x</h1>', "a b.png": "", "fr/feed.xml": "<feed/>"}


def faults(html: str, site_url: str = "https://lettre.example", **others: str) -> list[str]:
    """Return what is wrong with the links of `en/index.html` in a small site."""
    files = {**FILES, "en/index.html": html, **others}
    return [f"{problem.path}: {problem.message}" for problem in
            broken_links(frozenset(files), lambda path: files[path].encode(), site_url)]


@pytest.mark.parametrize("link", [
    "/fr/", "../fr/", "../fr/index.html", "/fr/#top", "#here", "/a%20b.png", "/fr/?q=1",
    "https://lettre.example/fr/", "//lettre.example/fr/", "https://other.example/x", "tel:+33",
    "mailto:a@b.example", "/fr/feed.xml", "/forms/contact", "/fr/#:~:text=x", "http://lettre.example/x",
])
def test_a_link_that_leads_somewhere_is_left_alone(link: str):
    """Rooted, relative, absolute, to an anchor, to a file, to another site."""
    assert faults(f'<p id="here"><a href="{link}">x</a>') == []


@pytest.mark.parametrize(("link", "fault"), [
    ("/de/", "leads nowhere"), ("/fr", "needs “/” at its end"), ("x.png", "leads nowhere"),
    ("/fr/#no", "leads to a place that its page does not have"),
    ("#no", "leads to a place that its page does not have"),
    ("https://lettre.example/x", "leads nowhere"), ("/A%20b.png", "leads nowhere"),
])
def test_a_link_that_leads_nowhere_is_told_with_its_page(link: str, fault: str):
    """In small letters or capitals: a web server tells them apart."""
    assert faults(f'<a href="{link}">x</a>') == [f"en/index.html: the link “{link}” {fault}"]


def test_a_link_on_many_pages_is_told_once():
    """A wrong address in the masthead is one fault."""
    page = '<a href="/de/">x</a>'

    assert faults(page, **{"fr/a/index.html": page, "z.html": page}) == [
        "en/index.html: the link “/de/”, here and in 2 other files, leads nowhere"]


def test_a_site_in_a_folder_is_looked_at_there():
    """What stands above the folder is another site."""
    url = "https://lettre.example/letter"

    assert faults('<a href="/letter/fr/">x</a><a href="/blog/">y</a>', url) == []
    assert faults('<a href="/letter/de/">x</a>', url) == [
        "en/index.html: the link “/letter/de/” leads nowhere"]


def test_a_feed_that_is_no_xml_is_told():
    """Readers of feeds would refuse it."""
    [fault] = faults("", **{"en/feed.xml": "<feed>"})

    assert fault.startswith("en/feed.xml: this cannot be read: no element found")
