"""The addresses of an edition."""

import pytest

from plugins.site.addresses import absolute, addresses_of, is_own, rooted

LANGUAGES = {"fr": {"name": "Français", "paths": {"issue": "numeros"}}, "en": {"name": "English"}}


@pytest.mark.parametrize(("lang", "kind", "slug", "address"), [
    ("fr", "article", "loi", "fr/articles/loi/"), ("en", "category", "law", "en/categories/law/"),
    ("fr", "issue", "2018-07", "fr/numeros/2018-07/"),
    ("en", "issue", "2018-07", "en/issues/2018-07/"),
    ("fr", "page", "contact", "fr/contact/"),
])
def test_every_kind_has_its_place_below_the_language(lang, kind, slug, address):
    """An edition may name the words of its addresses; English stands in for the others."""
    assert addresses_of(LANGUAGES)[lang].content(kind, slug) == address


@pytest.mark.parametrize(("site", "root", "full"), [
    ("https://a.example", "/fr/", "https://a.example/fr/"),
    ("https://a.example/letter", "/letter/fr/", "https://a.example/letter/fr/"),
    ("https://a.example/letter/", "/letter/fr/", "https://a.example/letter/fr/"),
])
def test_a_site_may_be_below_a_path(site: str, root: str, full: str):
    """Pages link from the root of the host; feeds and emails in full."""
    assert (rooted("fr/", site), absolute("fr/", site)) == (root, full)


@pytest.mark.parametrize(("address", "own"), [
    ("https://a.example/letter", True), ("https://a.example/letter/fr/", True),
    ("https://a.example/letter?utm_source=x", True), ("https://a.example/letter#top", True),
    ("https://a.example/letters/", False), ("https://a.example/", False),
    ("https://b.example/letter/", False), ("/letter/fr/", False), ("mailto:a@a.example", False),
])
def test_what_leads_to_the_root_or_below_it_is_of_the_site(address: str, own: bool):
    """What counts, marks and looks at links asks one rule."""
    assert is_own(address, "https://a.example/letter") == own
    assert is_own(address, "https://a.example/letter/") == own
