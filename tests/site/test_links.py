"""What a file of the site links to."""

import pytest

from plugins.site.links import in_page, references


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
