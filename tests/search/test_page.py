"""What readers do on the search page, in a real browser, on a site below a path of its host."""

import gzip
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.conftest import PROJECT, new_site
from tests.test_browser import serving

pytestmark = pytest.mark.thorough

POLICY = ("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
          "style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'")

ARTICLES = {
    "2018-01-01-trademark.fr.md": ("L'enregistrement des marques",
                                   "Une société étrangère a signé."),
    "2019-01-01-market.fr.md": ("Le marché", "La plateforme 小红书 ; la loi 《电子商务法》."),
    "2019-01-01-market.en.md": ("The market", "A platform named 小红书 and the law's aim."),
}


class Handler(SimpleHTTPRequestHandler):
    """Answers below `/sub/` with a strict policy."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/sub"))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[str]:
    """Build a site as it is published, and serve it."""
    site = new_site(tmp_path_factory.mktemp("site"))
    for name, (title, body) in ARTICLES.items():
        site.article(name, body, f"title: {title}")
    for number in range(10, 24):
        site.article(f"2020-01-{number}-filler{number}.fr.md", "Un contrat.")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(
        Handler, directory=str(site.options.output)))
    url = f"http://127.0.0.1:{server.server_port}/sub"
    built = site.with_options(settings={**site.options.settings, "PRODUCTION": True,
                                        "SITEURL": url}).build()
    assert not built.failed, built.problems
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield url
    server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page on which nothing may go wrong unheard."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert said == []


def titles(page: Page) -> list[str]:
    """Return the titles of the results."""
    return page.locator("#results li a").all_inner_texts()


@pytest.mark.parametrize(("words", "found"), [
    ("enregistrement", ["L’enregistrement des marques"]),
    ("l’enregistrement", ["L’enregistrement des marques"]),
    ("d'enregistrement", ["L’enregistrement des marques"]),
    ("ENREGISTREMENTS marque", ["L’enregistrement des marques"]),
    ("societe etrangere", ["L’enregistrement des marques"]),
    ("小红书", ["Le marché"]),
    ("电子商务法", ["Le marché"]),
    ("商务", ["Le marché"]),
    ("plateforme 小红书", ["Le marché"]),
    ("platform", []),
    ("arbitral", []),
])
def test_words_are_found_however_they_are_typeset(
        served: str, page: Page, words: str, found: list[str]):
    """Elided, accented, inflected, Chinese; in the edition's own articles only."""
    page.goto(f"{served}/fr/recherche/?q={words}")
    status = page.get_by_role("status")

    if found:
        expect(status).to_have_text(f"1 résultat pour «\u00a0{words}\u00a0»")
    else:
        expect(status).to_contain_text("Aucun résultat")
    assert titles(page) == found


def test_an_english_page_finds_english_articles(served: str, page: Page):
    """Every edition has an index and words of its own; a result marks Chinese."""
    page.goto(f"{served}/en/search/?q=law")

    expect(page.get_by_role("status")).to_have_text("1 result for “law”")
    result = page.locator("#results li")
    assert result.locator("a").get_attribute("href") == "/sub/en/articles/market/"
    assert result.locator("mark").all_inner_texts() == ["law’s"]
    assert result.locator("[lang=zh-Hans]").all_inner_texts() == ["小红书"]
    assert "1\u00a0January 2019" in result.inner_text()


def test_a_search_needs_no_mouse_and_stays_in_the_address(served: str, page: Page):
    """Typing searches, Enter makes a step to go back to, and the focus stays in its place."""
    page.goto(f"{served}/fr/recherche/")
    page.keyboard.press("Tab")
    page.locator("[name=q]").focus()
    page.keyboard.type("marche")
    expect(page.get_by_role("status")).to_contain_text("1 résultat")
    assert page.url.endswith("?q=marche")
    assert page.evaluate("document.activeElement.name") == "q"

    page.locator("[name=q]").fill("societe")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=societe$"))
    expect(page.get_by_role("status")).to_contain_text("societe")
    page.go_back()

    expect(page.locator("[name=q]")).to_have_value("marche")
    expect(page.get_by_role("status")).to_contain_text("marche")


def test_a_topic_and_a_year_narrow_the_results(served: str, page: Page):
    """They are in the address too."""
    page.goto(f"{served}/fr/recherche/?q=contrat&category=breve")
    status = page.get_by_role("status")
    expect(status).to_contain_text("14 résultats")
    assert page.locator("[name=category]").input_value() == "breve"

    page.locator("[name=year]").select_option("2019")
    expect(status).to_contain_text("Aucun résultat")
    expect(page).to_have_url(re.compile(r"\?q=contrat&category=breve&year=2019$"))

    page.locator("[name=year]").select_option("2020")
    expect(status).to_contain_text("14 résultats")


def test_more_results_are_one_button_away(served: str, page: Page):
    """The focus goes to the first of them."""
    page.goto(f"{served}/fr/recherche/?q=contrat")
    expect(page.get_by_role("status")).to_contain_text("14 résultats")
    assert len(titles(page)) == 10

    page.get_by_role("button", name="Plus de résultats").press("Enter")
    expect(page.locator("#results li")).to_have_count(14)

    assert page.evaluate("document.activeElement.closest('li').previousElementSibling")
    expect(page.get_by_role("button", name="Plus de résultats")).to_be_hidden()


def test_what_was_typed_is_never_read_as_html(served: str, page: Page):
    """The address may come from anybody."""
    page.goto(f"{served}/fr/recherche/?q=<img src=x onerror=alert(1)>&category=<b>")

    expect(page.get_by_role("status")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0


def test_without_javascript_there_is_no_form_but_a_way(served: str, browser: Browser):
    """Topics and years lead to every article."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/fr/recherche/")

    assert page.locator("form[role=search]").is_hidden()
    assert "JavaScript" in page.locator("main").inner_text()
    assert page.locator(".ways a").all_inner_texts() == ["Brève", "2020", "2019", "2018"]
    context.close()


def test_a_site_built_without_an_index_says_what_to_do(
        served: str, browser: Browser, tmp_path: Path):
    """The form goes, the archives stay."""
    page = browser.new_page()
    page.route("**/pagefind.js", lambda route: route.abort())
    page.goto(f"{served}/en/search/")

    expect(page.get_by_role("status")).to_contain_text("is not responding")
    assert page.locator("form[role=search]").is_hidden()
    assert page.locator(".ways a").count() == 2
    page.close()


def test_a_first_search_loads_no_more_than_it_needs(served: str, browser: Browser):
    """From this host only: the script, Pagefind, its program, and a part of the index."""
    page = browser.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{served}/fr/recherche/?q=contrat")
    expect(page.get_by_role("status")).to_contain_text("14")

    assert all(answer.url.startswith((served, "data:")) for answer in answers)
    own = [answer for answer in answers if "search.js" in answer.url or "/pagefind/" in answer.url]
    # The others are packed as they are.
    sizes = [len(gzip.compress(answer.body()) if answer.url.endswith(".js") else answer.body())
             for answer in own]
    assert sum(sizes) < 100_000, sizes
    assert not any("worker" in answer.url or "-ui" in answer.url for answer in own)
    page.close()


def test_the_local_site_is_searched_without_a_build_for_it(tmp_path: Path, browser: Browser):
    """`serve` indexes when somebody searches, and again after a save."""
    content = tmp_path / "content"
    shutil.copytree(PROJECT / "content", content)
    with serving(tmp_path / "var", "--content", str(content)) as local:
        page = browser.new_page()
        assert not list((tmp_path / "var").rglob("pagefind*"))
        page.goto(f"{local.url}/fr/recherche/?q=小红书")
        expect(page.locator("#results li").first).to_be_visible()
        assert not list((tmp_path / "var").rglob("pagefind*"))
        page.close()
