"""Which headers an address is answered with, and that every host reads them alike."""

import re

import pytest

from plugins.site.serving.headers import (
    Hosts,
    headers_file,
    headers_of,
    policy,
    read_headers_file,
    rules,
)

PLACE = Hosts("https://lettre.example")
LISTED = rules(PLACE, ["fr/recherche/", "en/search/"], ["pictures/"], ["fr/articles/"])


def directives(written: str) -> dict[str, str]:
    """Return a policy's directives."""
    return dict((part.strip() + " ").split(" ", 1) for part in written.split(";"))


@pytest.mark.parametrize("path", ["/", "/fr/", "/fr/articles/x/", "/404.html", "/none"])
def test_a_page_runs_the_sites_own_files_and_nothing_else(path: str):
    """Injected text is never code: neither as a script of the page nor through ours."""
    told = directives(headers_of(path, LISTED)["Content-Security-Policy"])

    assert told["default-src"].strip() == "'none'"
    assert told["script-src"].strip() == "'self'"
    assert told["require-trusted-types-for"].strip() == "'script'"
    assert "unsafe" not in str(told)


@pytest.mark.parametrize("path", ["/fr/recherche/", "/en/search/", "/en/search/index.html"])
def test_the_search_alone_compiles(path: str):
    """Its scripts are the site’s own, and run WebAssembly."""
    told = directives(headers_of(path, LISTED)["Content-Security-Policy"])

    assert told["script-src"].strip() == "'self' 'wasm-unsafe-eval'"
    assert told["connect-src"].strip() == "'self'"


@pytest.mark.parametrize(("path", "name", "value"), [
    ("/fr/", "Cache-Control", "public, max-age=0, must-revalidate"),
    ("/pictures/x.avif", "Cache-Control", "public, max-age=31536000, immutable"),
    ("/images/x.avif", "Cache-Control", "public, max-age=86400"),
    ("/theme/fonts/x.woff2", "Cache-Control", "public, max-age=31536000, immutable"),
    ("/theme/fonts/x.woff2", "Access-Control-Allow-Origin", "*"),
    ("/fr/", "Cross-Origin-Resource-Policy", "same-origin"),
    ("/images/x.png", "Cross-Origin-Resource-Policy", "cross-origin"),
    ("/fr/mots-cles/x/feed.xml", "Content-Type", "application/atom+xml; charset=utf-8"),
    ("/fr/mots-cles/x/feed.xml", "Access-Control-Allow-Origin", "*"),
    ("/fr/calendar.ics", "Content-Type", "text/calendar; charset=utf-8"),
    ("/fr/calendar.ics", "Cache-Control", "public, max-age=3600"),
    ("/fr/calendar.ics", "Access-Control-Allow-Origin", "*"),
    ("/site.webmanifest", "Content-Type", "application/manifest+json; charset=utf-8"),
    ("/fr/articles/x/x.pdf", "X-Robots-Tag", "noindex"),
])
def test_a_file_is_kept_and_shared_as_it_may_be(path: str, name: str, value: str):
    """Long where the name changes with the content; by others where others show it."""
    assert headers_of(path, LISTED)[name] == value


@pytest.mark.parametrize("path", ["/fr/articles/x/", "/files/price-list.pdf", "/fr/price-list.pdf"])
def test_what_only_the_firm_has_is_found_by_those_who_search(path: str):
    """A PDF of ours is a page once more; one of the firm's own is nowhere else."""
    assert "X-Robots-Tag" not in headers_of(path, LISTED)


def test_the_preview_does_not_ask_for_https():
    """A browser would ask this computer for a certificate from then on."""
    told = headers_of("/", rules(Hosts("http://127.0.0.1:8000")))

    assert "Strict-Transport-Security" not in told
    assert "upgrade-insecure-requests" not in told["Content-Security-Policy"]


def test_forms_may_be_sent_to_a_receiver_elsewhere_and_shown_by_it():
    """The receiver shows the site's pages again, with the site's own style."""
    told = directives(policy(Hosts("https://lettre.example", "https://forms.example/in")))

    assert told["form-action"].strip() \
        == "'self' https://lettre.example https://forms.example"
    assert told["connect-src"].strip() == "'self' https://forms.example"
    assert told["style-src"].strip() == told["script-src"].strip() \
        == "'self' https://lettre.example"


def test_forms_may_be_sent_where_they_are_declared_to_go():
    """To the address of somebody else, and to no other."""
    told = directives(policy(Hosts("https://lettre.example", outside=("https://lists.example",))))

    assert told["form-action"].strip() == "'self' https://lists.example"
    assert "lists.example" not in told["script-src"] + told["connect-src"]


def test_the_file_is_read_as_it_was_written():
    """Netlify passes over lines without a colon, and takes the last of two rules."""
    assert read_headers_file(headers_file(LISTED).decode()) == LISTED


@pytest.mark.parametrize("path", ["/", "/fr/recherche/", "/theme/fonts/x.woff2",
                                  "/theme/favicon.svg", "/fr/feed.xml", "/robots.txt"])
def test_cloudflare_reads_the_same(path: str):
    """It joins what two rules set, unless the second takes the first back by `! Name`."""
    told: dict[str, list[str]] = {}
    for block in re.split(r"(?m)^(?=/)", headers_file(LISTED).decode())[1:]:
        pattern, *lines = block.splitlines()
        if not re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path):
            continue
        for line in (line.strip() for line in lines):
            if line.startswith("! "):
                told.pop(line[2:], None)
            else:
                told.setdefault(line.partition(": ")[0], []).append(line.partition(": ")[2])

    assert told == {name: [value] for name, value in headers_of(path, LISTED).items()}


def test_the_file_stays_within_the_limits_of_cloudflare():
    """100 rules, 2,000 characters a line, one `*` in a rule."""
    lines = headers_file(LISTED).decode().splitlines()

    assert sum(line.startswith("/") for line in lines) < 50
    assert max(map(len, lines)) < 1000
    assert all(line.count("*") <= 1 for line in lines if line.startswith("/"))
