"""Tests of emails in light and dark."""

import pytest

from plugins.preview.emails import ALWAYS, NEVER, in_scheme, on_this_server


@pytest.mark.parametrize(("scheme", "query", "expected"), [
    ("dark", "(prefers-color-scheme: dark)", ALWAYS),
    ("light", "(prefers-color-scheme: dark)", NEVER),
    ("dark", "(prefers-color-scheme:light)", NEVER),
    ("light", "screen and ( PREFERS-COLOR-SCHEME : light )", f"screen and {ALWAYS}"),
    ("dark", "(prefers-reduced-motion: reduce)", "(prefers-reduced-motion: reduce)"),
    ("dark", "(max-width: 480px)", "(max-width: 480px)"),
])
def test_the_rules_of_a_scheme_are_in_force_or_not(scheme, query, expected):
    """What the reader's device would decide is decided by the address; nothing else changes."""
    html = "<head><style>@media {} {{ p {{ color: red }} }}</style></head>"

    shown = in_scheme(html.format(query), scheme)

    assert shown.startswith(html.format(expected).removesuffix("</head>"))
    assert f"color-scheme: only {scheme}" in shown


def test_words_about_a_scheme_stay_as_they_are():
    """Only style sheets are read, not sentences."""
    html = "<head></head><p>(prefers-color-scheme: dark)</p>"

    assert in_scheme(html, "dark").endswith("<p>(prefers-color-scheme: dark)</p>")


@pytest.mark.parametrize(("html", "site", "expected"), [
    ('<img src="https://lettre.example/a.png">', "https://lettre.example", '<img src="/a.png">'),
    ('<a href="https://lettre.example/fr/">', "https://lettre.example/", '<a href="/fr/">'),
    ('<a href="https://other.example/">', "https://lettre.example", '<a href="https://other.example/">'),
    ('<a href="https://lettre.example.org/">', "https://lettre.example",
     '<a href="https://lettre.example.org/">'),
    ('<a href="https://x.example/">', "", '<a href="https://x.example/">'),
])
def test_the_published_site_is_not_asked_for_images(html, site, expected):
    """They come from this computer; other addresses stay."""
    assert on_this_server(html, site) == expected
