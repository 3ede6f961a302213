"""Tests of the pages that show emails."""

import pytest
from bs4 import BeautifulSoup

from plugins.core.messages import Problem, say
from plugins.preview.emails import on_this_server
from plugins.preview.pages import LastBuild

ADDRESS, WEB = "/_preview/emails/2018-07/fr/", "/fr/numeros/2018-07/"


def shown(client, address):
    """Return a page of the preview, read."""
    return BeautifulSoup(client.get(address).text, "html.parser")


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


def test_an_email_is_shown_beside_its_page(client):
    """Both in frames; the email runs no script."""
    page = shown(client, ADDRESS)

    assert [(frame["id"], frame["src"]) for frame in page.select("iframe")] \
        == [("email", f"{ADDRESS}email.html"), ("page", WEB)]
    assert "allow-scripts" not in page.select_one("#email")["sandbox"]


@pytest.mark.parametrize(("query", "source", "schemes"), [
    ("", "email.html", ("light", "light")),
    ("colours=dark", "email.html", ("dark", "dark")),
    ("colours=gmail", "email.html?colours=gmail", ("light", "dark")),
    ("colours=outlook&width=phone", "email.html?colours=outlook", ("light", "dark")),
    ("part=text&colours=gmail", "email.txt", ("dark", "dark")),
    ("part=inbox&width=phone", "inbox?width=phone", ("light", "light")),
    ("part=none&width=%3Cb%3E&colours=", "email.html", ("light", "light")),
])
def test_the_address_says_what_is_shown(client, query, source, schemes):
    """A program that turns the colours is given the light email; what is unknown is the usual."""
    frames = shown(client, f"{ADDRESS}?{query}").select("iframe")

    assert frames[0]["src"] == ADDRESS + source
    assert tuple(frame["class"][0] for frame in frames) == schemes


def test_a_choice_keeps_the_others(client):
    """Every link leads to the same view but for one thing; those of the view are marked."""
    page = shown(client, f"{ADDRESS}?width=phone&colours=dark&page=/fr/articles/une-loi/")

    assert [link["id"] for link in page.select("#choices [aria-current]")] \
        == ["html", "phone", "dark", "language-fr", "page-2"]
    assert page.select_one("#text")["href"] \
        == "?part=text&width=phone&colours=dark&page=%2Ffr%2Farticles%2Fune-loi%2F"


@pytest.mark.parametrize(("page", "expected"), [
    ("/fr/articles/une-loi/", "/fr/articles/une-loi/"), ("/fr/", WEB),
    ("https://other.example/", WEB), ("//other.example/", WEB)])
def test_only_a_page_that_the_email_leads_to_is_beside_it(client, page, expected):
    """A link from elsewhere cannot put another into the frame."""
    assert shown(client, f"{ADDRESS}?page={page}").select_one("#page")["src"] == expected


@pytest.mark.parametrize("page", [WEB, "/fr/articles/une-loi/"])
def test_a_page_leads_to_the_email_that_carries_it(client, page):
    """What else the address chooses comes along."""
    answer = client.get(f"/_preview/beside?page={page}&width=phone")

    assert answer.status_code == 307
    assert answer.headers["location"].startswith(f"{ADDRESS}?page=%2Ffr")
    assert answer.headers["location"].endswith("width=phone")


@pytest.mark.parametrize(("address", "sentence", "ways"), [
    ("beside?page=/fr/articles/autre/", "No issue carries this text yet",
     ["/fr/articles/autre/", "/_preview/emails/"]),
    ("beside?page=//other.example/", "No issue carries this text yet", ["/_preview/emails/"]),
    ("emails/2018-08/fr/", "There is no file content/issues/2018-08.fr.md", ["/_preview/emails/"]),
    ("emails/2018-07/en/email.html", "There is no file content/issues/2018-07.en.md",
     [ADDRESS, "/_preview/emails/"]),
])
def test_where_there_is_no_email_a_sentence_says_what_to_do(client, address, sentence, ways):
    """With the links that lead on."""
    page = shown(client, f"/_preview/{address}")

    assert sentence in page.main.text
    assert [link["href"] for link in page.select("main a")] == ways


def test_after_an_error_the_missing_email_says_what_to_correct(client, state, house):
    """The file is there: it is the error that keeps its email away."""
    state["status"] = LastBuild("2", (Problem("content/issues/a.fr.md", 2, say("it is broken")),))

    for address in ("emails/2018-08/fr/", "emails/", "emails/2018-07/fr/"):
        page = client.get(f"/_preview/{address}").text
        assert "The last build failed" in page
        assert "content/issues/a.fr.md:2: it is broken" in page
        assert "There is no file" not in page


def test_the_inbox_shows_what_each_program_cuts(client):
    """Of those on the chosen screen, and what of it readers do not see."""
    page = shown(client, f"{ADDRESS}inbox?width=phone")

    assert [head.text for head in page.select("h2")] == ["Gmail", "Apple Mail", "Outlook"]
    assert page.select_one(".subject").text == "Petite <revue>"
    assert page.select_one(".lost").text.strip() == "Nothing is cut."


@pytest.mark.parametrize(("colours", "expected"), [
    ("", "#000000"), ("dark", "#000000"), ("gmail", "#F6F6F6"), ("outlook", "#CFCFCF")])
def test_colours_are_turned_where_a_program_does_it(client, colours, expected):
    """By day, and where programs follow the email's own rules, the browser does the rest."""
    html = client.get(f"{ADDRESS}email.html?colours={colours}").text

    assert f"color: {expected}" in html
    assert "@media (prefers-color-scheme: dark) { body { background: black } }" in html


def test_an_email_fetches_nothing_from_elsewhere(client):
    """Its images come from this server, and the browser is told to fetch no others."""
    answer = client.get("/_preview/emails/2018-07/fr/email.html?colours=outlook")

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
