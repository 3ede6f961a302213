"""Tests of the site as the local server answers with it."""

import pytest

from plugins.core.messages import Problem, say
from plugins.preview.pages import LastBuild
from plugins.preview.site import framed, with_reload

TAG = '<script src="/_preview/reload.js" data-stamp="1" defer></script>'


@pytest.mark.parametrize(("address", "text", "kind"), [
    ("/", "信", "text/html; charset=utf-8"),
    ("/fr/", "Accueil", "text/html; charset=utf-8"),
    ("/fr/index.html", "Accueil", "text/html; charset=utf-8"),
    ("/fr/feed.xml", "<feed/>", "application/xml; charset=utf-8"),
    ("/theme/site.css", "body {}", "text/css; charset=utf-8"),
])
def test_a_built_file_is_answered_with_its_type(client, address, text, kind):
    """A browser gets what a web server would send, and keeps none of it."""
    answer = client.get(address)

    assert answer.status_code == 200
    assert text in answer.text
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_gets_the_script_that_reloads_it_and_its_file_does_not(client, house):
    """What is published knows nothing of the preview."""
    assert client.get("/fr/").text.endswith(f"{TAG}</body>")
    assert "script" not in (house / "output/fr/index.html").read_text()


@pytest.mark.parametrize(("html", "expected"), [
    (b"<body>x</body></html>", b"<body>x#</body></html>"),
    (b"<BODY>x</BODY>", b"<BODY>x#</BODY>"),
    (b"<pre>&lt;/body></pre></body>", b"<pre>&lt;/body></pre>#</body>"),
    (b"<!-- </body> --></body>", b"<!-- </body> -->#</body>"),
    (b"<p>no end", b"<p>no end#"),
    (b"", b"#"),
])
def test_the_script_is_at_the_end_of_the_body(html, expected):
    """The last end tag counts; a page without one gets the script all the same."""
    assert with_reload(html, "1") == expected.replace(b"#", TAG.encode())


@pytest.mark.parametrize("address", ["/fr/feed.xml", "/theme/site.css"])
def test_what_is_no_page_is_answered_byte_for_byte(client, house, address):
    """Feeds and styles get no script."""
    assert client.get(address).content == (house / "output" / address[1:]).read_bytes()


def test_a_folder_without_its_slash_leads_to_the_one_with_it(client):
    """Relative links of the page would lead elsewhere; the query comes along."""
    answer = client.get("/fr?q=1")

    assert answer.status_code == 307
    assert answer.headers["location"] == "http://127.0.0.1:8000/fr/?q=1"


def test_an_old_address_with_a_query_leads_where_a_web_server_would_lead(client, house):
    """Every other query is of no matter."""
    (house / "output/_redirects").write_text("/ p=12 /fr/ 301!\n/fr/ lang=en /en/ 301!\n")

    assert client.get("/?p=12&lang=fr").headers["location"] == "/fr/"
    assert client.get("/fr?lang=en").headers["location"] == "/en/"
    assert "信" in client.get("/?p=13").text


@pytest.mark.parametrize(("address", "text"), [
    ("/fr/articles/none/", "Introuvable"),
    ("/fr/none", "Introuvable"),
    ("/en/none/", "Missing"),
    ("/none", "Missing"),
])
def test_a_missing_address_gets_the_nearest_page_for_it(client, address, text):
    """Each edition says in its own language that there is nothing."""
    answer = client.get(address)

    assert answer.status_code == 404
    assert text in answer.text


@pytest.mark.parametrize("address", [
    "/../secret.txt", "/%2e%2e/secret.txt", "/fr/..%2f..%2fsecret.txt", "//etc/passwd",
    "/fr/%00", "/link/secret.txt", "/..%5csecret.txt", "/" + "a" * 300,
    "/%252e%252e/secret.txt",
])
def test_no_address_leads_out_of_the_site(client, house, address):
    """Neither dots in any writing, nor a link in the folder, nor an impossible name."""
    (house / "secret.txt").write_text("secret")
    (house / "output/link").symlink_to(house)

    answer = client.get(address)

    assert answer.status_code == 404
    assert "secret\n" not in answer.text and answer.text != "secret"


def test_before_the_first_build_the_problems_are_shown(client, house, state):
    """An editor whose first build fails sees why, not an empty page."""
    (house / "output").rename(house / "elsewhere")
    state["status"] = LastBuild("2", (Problem("content/a.fr.md", 3, say("it has no title")),))

    answer = client.get("/fr/")

    assert answer.status_code == 404
    assert "content/a.fr.md:3: it has no title" in answer.text


def test_only_reading_is_allowed(client):
    """A form that posts to a page is refused in a sentence."""
    assert client.post("/fr/").status_code == 405
    assert client.head("/fr/").status_code == 200


def test_a_page_may_be_shown_in_a_frame_of_the_preview_alone():
    """Beside its email; all else of its policy is that of the web server."""
    sent = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "A": "b"}

    assert framed(sent) == {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'", "A": "b"}
