"""Each check sees the fault that it is there for: a page on which everything is wrong."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from plugins.core.project import read_options
from tests.battery import (
    test_checkers,
    test_data,
    test_feeds,
    test_headers,
    test_links,
    test_sitemap,
    test_structure,
    test_typography,
    test_use,
)
from tests.battery.findings import found_by
from tests.battery.pages import Published
from tests.battery.web_server import serving
from tests.conftest import PROJECT

pytestmark = pytest.mark.thorough

PAGE = """\
<!DOCTYPE html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <title>Tout est faux</title>
  <style>
    main { width: 900px; } a:focus { outline: none; }
    .pale { color: #aaa; background: #fff; } .cut { height: 2em; overflow: hidden; }
    @media (prefers-color-scheme: dark) { .night { color: #333; background: #000; } }
  </style>
  <script type="application/ld+json">
    {"@context": "https://schema.org", "@type": "Organization", "nam": "Lettre de Chine"}
  </script>
</head>
<body>
  <main id="content">
    <h1 id="content">L'article</h1>
    <h3 onclick="alert(1)">Un titre "droit"</h3>
    <p class="pale">Trop pâle</p><p class="night">Trop sombre</p>
    <p class="cut">Coupé<br>coupé<br>coupé<br>coupé<br>coupé</p>
    <p>[contact-form-7 id="76"] <a href="/fr/rien/">Rien</a> <a href="#rien">Nulle part</a></p>
    <nav><a href="/fr/">a</a><a href="/fr/">b</a></nav>
    <img src="https://other.example/a.png"><input type="text">
    <script>document.cookie = "a=b"; document.write("<p>Par un script seulement</p>");</script>
  </main>
</body>
</html>
"""
FEED = """\
<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><updated>yesterday</updated></feed>
"""
SITEMAP = """\
<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/fr/</loc></url></urlset>
"""
HEADERS = """\
/*
  Content-Security-Policy: default-src *; script-src 'unsafe-inline'; style-src 'unsafe-inline'
"""


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return a site that a hasty hand has made."""
    folder = tmp_path_factory.mktemp("spoiled")
    root = folder / "output"
    for name, text in {"index.html": PAGE, "fr/index.html": PAGE, "fr/feed.xml": FEED,
                       "sitemap.xml": SITEMAP, "_headers": HEADERS}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    options = read_options(str(PROJECT / "publishconf.py"), str(PROJECT / "content"), str(root),
                           str(folder / "outbox"), str(folder / "var"))
    return Published(options)


@pytest.fixture(scope="module")
def served_spoiled(spoiled: Published) -> Iterator[str]:
    """Serve it."""
    with serving(spoiled.root) as url:
        yield url


@pytest.mark.parametrize(("check", "words"), [
    (test_checkers.test_the_nu_html_checker_has_nothing_to_say, "Duplicate ID"),
    (test_checkers.test_html_validate_has_nothing_to_say, "no-dup-id"),
    (test_structure.test_every_page_has_one_h1_and_headings_in_order, "heading order"),
    (test_structure.test_every_image_has_its_words_and_its_size, "no alt"),
    (test_structure.test_nothing_in_a_page_needs_an_excuse_of_the_policy, "inline script"),
    (test_structure.test_no_leftover_of_the_program_is_seen, "contact-form-7"),
    (test_typography.test_texts_are_set_as_their_language_is, "straight apostrophe"),
    (test_links.test_every_link_inside_the_site_leads_somewhere, "broken anchor"),
    (test_feeds.test_feeds_follow_the_standard, "missing required"),
    (test_sitemap.test_the_sitemap_follows_the_protocol, "loc"),
    (test_headers.test_googles_evaluator_finds_no_weakness, "unsafe-inline"),
    (test_data.test_the_vocabulary_of_schema_org_holds_every_type_and_property, "nam"),
    (test_data.test_google_would_take_it_for_rich_results, 'attribute "name"'),
])
def test_what_is_wrong_in_a_file_is_found(spoiled: Published, check: Callable, words: str):
    """The checks that read files."""
    assert words in found_by(check, spoiled)


@pytest.mark.parametrize(("check", "words"), [
    (test_checkers.test_pa11y_finds_nothing, "WCAG2AA"),
    (test_checkers.test_linkinator_finds_no_broken_link, "/fr/rien/"),
    (test_checkers.test_lighthouse_gives_a_hundred, "Lighthouse"),
])
def test_what_is_wrong_on_a_server_is_found(
        spoiled: Published, served_spoiled: str, monkeypatch: pytest.MonkeyPatch,
        check: Callable, words: str):
    """The checkers that ask for pages themselves."""
    monkeypatch.setattr(test_checkers, "typical", lambda site: ["/fr/"])
    assert words in found_by(check, spoiled, served_spoiled)


@pytest.mark.parametrize(("check", "words"), [
    (test_use.test_nothing_scrolls_sideways_or_is_cut_off, ["reflow", "text spacing"]),
    (test_use.test_targets_are_large_enough, ["target size"]),
    (test_use.test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is, ["not seen"]),
    (test_use.test_a_page_reads_the_same_without_javascript, ["Par un script"]),
    (test_use.test_nobody_else_is_asked_and_nothing_is_kept, ["other.example"]),
])
def test_what_is_wrong_in_a_window_is_found(
        spoiled: Published, served_spoiled: str, browser: Browser, check: Callable,
        words: list[str]):
    """The checks that look at a page as people do."""
    found = found_by(check, spoiled, served_spoiled, browser.new_context)

    assert [each for each in words if each not in found] == []


def test_axe_sees_both_schemes(spoiled: Published, served_spoiled: str, browser: Browser):
    """What is pale by day is not what is dark by night."""
    found = found_by(test_checkers.test_axe_finds_nothing, spoiled, served_spoiled, browser)

    assert ".pale" in found and ".night" in found
