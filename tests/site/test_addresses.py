"""The addresses of an edition."""

import pytest

from plugins.site.addresses import absolute, addresses_of, rooted

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
def test_a_site_may_stand_below_a_path(site: str, root: str, full: str):
    """Pages link from the root of the host; feeds and emails in full."""
    assert (rooted("fr/", site), absolute("fr/", site)) == (root, full)
