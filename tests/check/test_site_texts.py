"""What the texts together know of the addresses of the site."""

from pathlib import Path

import pytest

from plugins.check.run import check, check_content
from plugins.check.site import OWN_PAGES
from plugins.site.redirects import OWN
from tests.conftest import Site

LAWS = """\
[code]
name = {fr = "Code", en = "Code"}
in_force = 2016-01-01

[bill]
name = {fr = "Projet", en = "Bill"}
adopted = 2017-01-01
"""

MADE = ("cards/", "pictures/", "icons/", "_nginx/", "theme/", "_")


@pytest.mark.parametrize(("link", "told"), [
    ("[a](/nowhere/)", True), ("<A HREF=/nowhere/>a</A>", True), ("[a](/nowhere)", True),
    ("> [a][n]\n>\n> [n]: /no/where/", True), ("[a](/fr/articles/nothing/)", True),
    ("[a](/)", False), ("[a](/fr/)", False), ("[a](/theme/site.css)", False),
    ("[a](/robots.txt)", False), ("[a](/old/)", False), ("[a](/en/feed.xml)", False),
    ("`[a](/nowhere/)`", False), ("    [a](/nowhere/)", False),
    ("[a](https://a.example/b/)", False),
])
def test_an_address_outside_the_site_leads_nowhere(site: Site, link: str, told: bool):
    """Only below its own folders the texts alone cannot tell."""
    site.write("redirects.csv", "old,new\n/old/,/fr/\n")
    path = site.article("2018-07-03-a.fr.md", f"Un mot.\n\n{link}")

    found = [problem for problem in check(site.options)
             if problem.path == str(path) and "no page at" in str(problem.message)]
    assert bool(found) == told


@pytest.fixture
def filled(site: Site, tmp_path: Path) -> Site:
    """Return a site with lists of several pages, laws, issues, topics and a file."""
    site = site.with_settings(tmp_path / "conf.py", LIST_SIZE=2)
    site.write("laws.toml", LAWS)
    site.write("images/a.pdf", "%PDF-1.4")
    for number in range(1, 6):
        site.article(f"201{number}-07-03-n{number}.fr.md", "[a]({static}/images/a.pdf)",
                     "laws: code\ntags: trade" if number % 2 else "")
    site.article("2018-07-03-n1.en.md", "Text.")
    site.article("2018-07-04-draft.fr.md", "Text.", "status: draft")
    for month in ("05", "06", "07"):
        site.write(f"issues/2018-{month}.fr.md",
                   f"date: 2018-{month}-05\nsubject: S\npreview: P\narticles: n1\n")
    return site


@pytest.mark.thorough
def test_what_the_check_knows_is_what_is_built(filled: Site):
    """Every page and feed, none too much; of other files it knows that they may be there."""
    assert filled.errors() == []
    built = {path.relative_to(filled.options.output).as_posix().removesuffix("index.html")
             for path in filled.options.output.rglob("*") if path.is_file()}

    texts = check_content(filled.options).texts
    assert texts
    listed = {address for address in built if texts.prints(address)}

    assert {address for address in built - listed if not address.startswith(MADE)
            and address not in OWN and not address.endswith(("error.html", ".webmanifest"))
            } == set()
    assert len(texts.own_pages) > 20 and set(texts.own_pages.values()) <= OWN_PAGES.keys()
    assert texts.own_pages.keys() <= built


@pytest.mark.parametrize(("new", "leads"), [
    ("/", True), ("/fr/", True), ("/fr/articles/n1/", True), ("/fr/articles/n1/#a", True),
    ("/fr/articles/n1/citation.bib", True), ("/fr/page", False), ("/fr/contact/", True),
    ("/fr/numeros/", True), ("/fr/numeros/2018-07/", True), ("/fr/numeros/page/2/", True),
    ("/fr/numeros/2018-08/", False), ("/fr/archives/page/2/", True),
    ("/fr/archives/page/4/", False), ("/fr/archives/2018/", False), ("/en/archives/2018/", True),
    ("/fr/archives/2015/", True), ("/fr/feed.xml", True), ("/fr/rubriques/breve/", True),
    ("/fr/rubriques/breve/feed.xml", True), ("/fr/rubriques/none/feed.xml", False),
    ("/fr/auteurs/la-redaction/", False), ("/fr/calendar.ics", True),
    ("/fr/textes/code/", True), ("/fr/textes/code/feed.xml", True), ("/fr/textes/none/", False),
    ("/fr/articles/draft/", False), ("/images/a.pdf", True), ("/images/b.pdf", False),
    ("/theme/site.css", True), ("/theme/none.css", False), ("/sitemap.xml", True),
    ("/_headers", False), ("/fr/404.html", True), ("/none/", False), ("/de/", False),
    ("/cards/none.png", False), ("/older/", False),
])
def test_the_check_says_of_each_old_address_whether_it_leads_somewhere(
        filled: Site, new: str, leads: bool):
    """With its line, as a build would; an old address is not one to lead to."""
    path = filled.write("redirects.csv", f"old,new\n/older/,/fr/\n/old/?p=1,{new}\n")

    found = [problem for problem in check(filled.options) if problem.path == str(path)]

    assert [(problem.line, str(problem.message).partition(";")[0]) for problem in found] == (
        [] if leads else [(3, f"there is no page at “{new}”")])


def test_while_a_text_cannot_be_read_no_old_address_is_doubted(filled: Site):
    """Its page may be the one that it leads to."""
    path = filled.write("redirects.csv", "old,new\n/older/,/fr/articles/torn/\n")
    torn = filled.options.content / "articles/2018-07-03-torn.fr.md"
    torn.write_bytes(b"title: \xe9t\xe9\n")

    found = {problem.path for problem in check(filled.options) if problem.level == "error"}

    torn.unlink()
    assert str(torn) in found and str(path) not in found


@pytest.mark.parametrize(("old", "hides"), [
    ("/fr/articles/n1/", True), ("/fr/archives/page/2/", True), ("/fr/feed.xml", True),
    ("/fr/feed.xml/old/", True), ("/sitemap.xml", True), ("/fr/error.html", True),
    ("/fr/pagefind/x/", True), ("/images/a.pdf", True), ("/theme/site.css", True),
    ("/fr/archives/page/4/", False), ("/fr/articles/draft/", False), ("/images/b.pdf", False),
    ("/fr/articles/n1/feed/", False), ("/fr/?p=1", False), ("/fr/articles/n1/?lang=en", False),
    ("/2018/error.html", False),
])
def test_the_check_says_of_each_old_address_whether_it_hides_a_page(
        filled: Site, old: str, hides: bool):
    """An address with a query is another one than that of the page."""
    path = filled.write("redirects.csv", f"old,new\n{old},/en/\n")

    found = [problem for problem in check(filled.options) if problem.path == str(path)]

    assert bool(found) == hides
