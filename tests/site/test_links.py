"""What a file of the site links to, and which links lead nowhere."""

import pytest

from plugins.site.links import broken_links, in_page, references


@pytest.mark.parametrize(("html", "links"), [
    ('<a href="/fr/">x</a>', {"/fr/"}),
    ("<a href='/fr/?a=1&amp;b=2'>x</a>", {"/fr/?a=1&b=2"}),
    ('<img src=/a.png srcset="/a.avif 1x, /b.avif 2x">', {"/a.png", "/a.avif", "/b.avif"}),
    ('<source srcset="/a,b.avif 480w,\n /c.avif 960w">', {"/a,b.avif", "/c.avif"}),
    ('<form action="/forms/contact">', {"/forms/contact"}),
    ('<meta property="og:image" content="https://a.example/c.png">', {"https://a.example/c.png"}),
    ('<meta http-equiv="refresh" content="0; url=/fr/new/">', {"/fr/new/"}),
    ('<script type="application/ld+json">{"@id": "https://a.example/#o", "logo": '
     '{"url": "https://a.example/l.png"}}</script>', {"https://a.example/l.png"}),
    ('<p data-src="/x" title="a > b">href="/y"</p>', set()),
    ('<!-- <a href="/fr/">x</a> -->', set()),
    ('<meta name="description" content="/fr/">', set()),
    ("<code>&lt;a href=\"/x\"&gt;</code>", set()),
])
def test_links_of_a_page(html: str, links: set[str]):
    """Links, images in all their sizes, cards, redirections and data; no text, no comment."""
    assert in_page(html).links == links


def test_anchors_of_a_page():
    """Every id is one."""
    assert in_page('<h2 id="é">x</h2><a name="old"></a>').anchors == {"é", "old"}


@pytest.mark.parametrize(("path", "text", "links"), [
    ("fr/feed.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><link href="/fr/"/><id>tag:x</id>'
     '<content type="html">&lt;img src="/a.png"></content></feed>', {"/fr/", "/a.png"}),
    ("sitemap.xml", '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
     'xmlns:x="http://www.w3.org/1999/xhtml"><url><loc>https://a.example/</loc>'
     '<x:link rel="alternate" href="/en/"/></url></urlset>', {"https://a.example/", "/en/"}),
    ("theme/site.css", '@import "a.css"; a { src: url(b.woff2), url("c.woff2") }',
     {"a.css", "b.woff2", "c.woff2"}),
    ("robots.txt", "User-agent: *\nSitemap: https://a.example/sitemap.xml\n",
     {"https://a.example/sitemap.xml"}),
    ("forms.json", '{"a": "/fr/"}', set()),
])
def test_links_of_other_files(path: str, text: str, links: set[str]):
    """Feeds with the articles in them, the sitemap, styles and robots.txt."""
    assert references(path, text.encode()).links == links


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
    ("/fr/#no", "leads to an anchor that its page does not have"),
    ("#no", "leads to an anchor that its page does not have"),
    ("https://lettre.example/x", "leads nowhere"), ("/A%20b.png", "leads nowhere"),
])
def test_a_link_that_leads_nowhere_is_reported_with_its_page(link: str, fault: str):
    """In small letters or capitals: a web server tells them apart."""
    assert faults(f'<a href="{link}">x</a>') == [f"en/index.html: the link “{link}” {fault}"]


def test_a_link_on_many_pages_is_reported_once():
    """A wrong address in the masthead is one fault."""
    page = '<a href="/de/">x</a>'

    assert faults(page, **{"fr/a/index.html": page, "z.html": page}) == [
        "en/index.html: the link “/de/”, here and in 2 other files, leads nowhere"]


def test_a_site_in_a_folder_is_looked_at_there():
    """What is above the folder is another site."""
    url = "https://lettre.example/letter"

    assert faults('<a href="/letter/fr/">x</a><a href="/blog/">y</a>', url) == []
    assert faults('<a href="/letter/de/">x</a>', url) == [
        "en/index.html: the link “/letter/de/” leads nowhere"]


def test_a_feed_that_is_no_xml_is_reported():
    """Readers of feeds would refuse it."""
    [fault] = faults("", **{"en/feed.xml": "<feed>"})

    assert fault.startswith("en/feed.xml: this cannot be read: no element found")
