"""The language of a visitor is chosen from what the browser asks for."""

import pytest

from plugins.forms.visitor import page_of_origin, preferred_language


@pytest.mark.parametrize(("accepted", "lang"), [
    ("", "fr"), ("*", "fr"), ("de", "fr"), ("en", "en"), ("EN-us", "en"), ("fr-CH, en", "fr"),
    ("de, en;q=0.5, fr;q=0.4", "en"), ("en;q=0.1, fr;q=0.9", "fr"), ("en;q=0, fr", "fr"),
    ("en;q=nonsense", "fr"), (";;,,q=", "fr"), ("en;q=", "en"), ("x" * 100_000, "fr"),
    ("en;q=nan", "fr"),
])
def test_the_best_liked_language_is_chosen(accepted: str, lang: str) -> None:
    """Quality decides, then order; without a wish that can be met it is the first language."""
    assert preferred_language(accepted, ["fr", "en"]) == lang


@pytest.mark.parametrize(("referrer", "page"), [
    ("https://lettre.example/fr/contact/?a=b#c", "/fr/contact/"),
    ("http://staging.example/fr/", "/fr/"),
    ("https://evil.example/fr/", ""),
    ("", ""), ("/fr/", ""), ("https://[", ""), ("https://lettre.example/\x00", ""),
])
def test_only_a_page_of_ours_is_noted(referrer: str, page: str) -> None:
    """The path is kept, without query; other sites are nobody's business."""
    headers = {"referer": referrer, "host": "staging.example"}

    assert page_of_origin(headers, {"https://lettre.example"}) == page
