"""Tests of the pages that show emails."""

import pytest
from bs4 import BeautifulSoup

from plugins.preview.emails import ALWAYS, NEVER, in_scheme, on_this_server


def test_every_issue_and_language_is_listed_as_in_an_inbox(client):
    """Sender, subject and preview text, as a reader sees them first."""
    page = BeautifulSoup(client.get("/_preview/emails/").text, "html.parser")

    row = page.select_one(".inbox li")
    assert row.a["href"] == "/_preview/emails/2018-07/fr/"
    assert [row.select_one(part).text for part in (".from", ".subject", ".snippet")] == [
        "Lettre de Chine", "Petite <revue>", "Trois lois"]
    assert row["lang"] == "fr"


@pytest.mark.parametrize("address", ["/_preview/emails/", "/_preview/emails/2018-07/fr/"])
def test_an_editor_learns_who_fills_in_the_merge_tags(client, address):
    """They are in every email shown here, and look like a mistake."""
    assert "Mailchimp fills in what is between *| and |*" in client.get(address).text


def test_an_empty_outbox_says_what_to_do(client, house):
    """An empty list would leave an editor alone."""
    (house / "outbox").rename(house / "elsewhere")

    assert "content/issues/" in client.get("/_preview/emails/").text


def test_an_email_is_shown_on_both_devices_in_both_schemes(client):
    """Four frames, and the plain text part."""
    page = BeautifulSoup(client.get("/_preview/emails/2018-07/fr/").text, "html.parser")

    assert [(frame["width"], frame["src"].partition("?")[2]) for frame in page.select("iframe")] \
        == [("680", "scheme=light"), ("360", "scheme=light"),
            ("680", "scheme=dark"), ("360", "scheme=dark")]
    assert all("allow-scripts" not in frame["sandbox"] for frame in page.select("iframe"))
    assert page.select_one("pre").text == "Bonjour <à tous>"


def test_an_email_fetches_nothing_from_elsewhere(client):
    """Its images come from this server, and the browser is told to fetch no others."""
    answer = client.get("/_preview/emails/2018-07/fr/email.html?scheme=dark")

    assert '<img src="/images/a.png">' in answer.text
    assert "default-src 'none'; img-src 'self'" in answer.headers["content-security-policy"]
    assert "reload.js" not in answer.text


@pytest.mark.parametrize(("file", "kind"), [
    ("email.txt", "text/plain; charset=utf-8"),
    ("email.eml", "message/rfc822"),
])
def test_the_other_files_of_an_email_can_be_opened(client, file, kind):
    """A mail program on this computer can show the message itself."""
    answer = client.get(f"/_preview/emails/2018-07/fr/{file}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)


@pytest.mark.parametrize("address", ["2018-08/fr/", "2018-07/de/", "../outbox/fr/", "%2e%2e/mail/"])
def test_an_email_that_is_not_in_the_outbox_is_not_found(client, address):
    """Only what the outbox lists has a page."""
    assert client.get(f"/_preview/emails/{address}").status_code == 404


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
