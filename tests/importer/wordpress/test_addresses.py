"""Every address that readers of the old site may have kept leads somewhere."""

from pathlib import Path

import pytest

from plugins.check.run import check
from plugins.importer.wordpress.addresses import OldAddresses, old_addresses
from plugins.importer.wordpress.archives import Now
from plugins.importer.wordpress.export import read_export
from plugins.site.addresses import Addresses
from tests.conftest import Site
from tests.support.wordpress import HOME, Post, author, category, tag, write_export

FR, EN = "/fr/articles/loi/", "/en/articles/law/"
EDITIONS = {"fr": Addresses("fr", {"category": "rubriques"}), "en": Addresses("en")}
LANGS = {1: "fr", 2: "en", 3: "fr"}
UPLOAD = f"{HOME}/wp-content/uploads/2018/07/plan.png"


def found(folder: Path, *posts: Post, head: str = "", seen=(), **now) -> OldAddresses:
    """Return what is made of an export of these posts."""
    export = read_export([write_export(folder, *posts, head=head)])
    known = {"texts": {1: FR, 2: EN, 3: "/fr/contact/"}, "langs": LANGS} | now
    return old_addresses(export, Now(EDITIONS, **known), seen)


def post(number: int = 1, link: str = "/2018/07/03/loi/", **more: object) -> Post:
    """Return a post at a path of the old site."""
    more = {"slug": "loi", **more}
    return Post(number, "Loi", link=link if "://" in link else HOME + link, **more)


@pytest.mark.parametrize(("item", "old", "new"), [
    (post(), "/2018/07/03/loi/", FR),
    (post(), "/?p=1", FR),
    (post(link="/archives/12"), "/archives/12", FR),
    (post(link="/rubrique/loi.html"), "/rubrique/loi.html", FR),
    (post(link="/?p=1"), "/?p=1", FR),
    (post(link="/?page_id=1", kind="page"), "/?page_id=1", FR),
    (post(3, "/contact/", kind="page"), "/?page_id=3", "/fr/contact/"),
    (post(2, "/law/?lang=en"), "/law/?lang=en", EN),
    (post(link="/%e6%b3%95/"), "/%E6%B3%95/", FR),
    (post(link="/loi,a/"), "/loi%2Ca/", FR),
    (post(meta=[("_wp_old_slug", "projet"), ("_wp_old_slug", "avis")]), "/2018/07/03/projet/", FR),
    (post(meta=[("_wp_old_slug", "avis")]), "/2018/07/03/avis/", FR),
    (post(meta=[("_wp_old_date", "2017-12-31")]), "/2017/12/31/loi/", FR),
    (post(link="/2018/07/loi/", meta=[("_wp_old_date", "2017-12-31")]), "/2017/12/loi/", FR),
    (post(link="http://www.ancien.example/loi/"), "/loi/", FR),
])
def test_each_address_of_a_text_leads_to_it(tmp_path: Path, item: Post, old: str, new: str):
    """Of whatever structure, by its number, and as it was before."""
    assert dict(found(tmp_path, item).rows)[old] == new


@pytest.mark.parametrize(("item", "old"), [
    (post(4), "/2018/07/03/loi/"), (post(4), "/?p=4"),
    (post(3, "/fr/contact/", kind="page"), "/fr/contact/"),
    (post(link="/"), "/"), (post(link="/x y/../"), "/x%20y/../"),
    (post(link="https://[x/"), "https://[x/"),
    (post(link=f"/{'a' * 251}/"), f"/{'a' * 251}/"),
    (post(link="https://autre.example/loi/"), "/loi/"),
    (post(link="/loi/,https://evil.example"), "/loi/,https://evil.example"),
    (post(link="/robots.txt"), "/robots.txt"),
])
def test_no_address_leads_nowhere_or_hides_a_page(tmp_path: Path, item: Post, old: str):
    """Of a text that is not here, of a page of today, of another host, or none at all."""
    assert old not in dict(found(tmp_path, item).rows)


def test_addresses_of_another_host_are_told(tmp_path: Path):
    """Languages may have had hosts of their own: no table here is asked there."""
    losses = found(tmp_path, post(2, "https://en.ancien.example/law/")).losses

    assert [str(loss.what).partition(";")[0] for loss in losses] == [
        "old addresses at “en.ancien.example” are no addresses of this site"]


HEAD = (category("droit", "Droit", 7) + category("travail", "Travail", 8, "droit")
        + tag("vin", "Vin", 9) + author("La Redaction", "La rédaction"))
TERMS = {("category", "travail"): "/fr/rubriques/travail/", ("post_tag", "vin"): "/fr/tags/vin/"}


@pytest.mark.parametrize(("old", "new"), [
    ("/category/droit/travail/", "/fr/rubriques/travail/"),
    ("/category/travail/", "/fr/rubriques/travail/"),
    ("/?cat=8", "/fr/rubriques/travail/"),
    ("/category/droit/", "/fr/archives/"),
    ("/tag/vin/", "/fr/tags/vin/"), ("/?tag=vin", "/fr/tags/vin/"),
    ("/category/droit/travail/feed/", "/fr/rubriques/travail/feed.xml"),
    ("/?feed=rss2&cat=8", "/fr/rubriques/travail/feed.xml"),
    ("/tag/vin/page/2/", "/fr/tags/vin/"),
    ("/author/la-redaction/", "/fr/authors/redaction/"),
    ("/en/author/la-redaction/", "/en/archives/"), ("/?author=1", "/fr/authors/redaction/"),
    ("/2018/", "/fr/archives/2018/"), ("/2018/07/", "/fr/archives/2018/"),
    ("/2018/07/03/", "/fr/archives/2018/"), ("/en/2018/07/", "/en/archives/"),
    ("/?m=201807", "/fr/archives/2018/"),
    ("/page/2/", "/fr/archives/"), ("/?paged=2", "/fr/archives/"),
    ("/feed/", "/fr/feed.xml"), ("/en/feed/", "/en/feed.xml"), ("/?feed=rss2", "/fr/feed.xml"),
    ("/comments/feed/", "/fr/feed.xml"), ("/?lang=en", "/en/"),
    ("/sitemap_index.xml", "/sitemap.xml"),
])
def test_each_list_of_the_old_site_leads_to_one_of_today(tmp_path: Path, old: str, new: str):
    """Where there is none, to all articles."""
    posts = [post(number, f"/2018/07/03/loi-{number}/", terms=[("post_tag", "vin", "Vin")])
             for number in range(10, 21)]
    english = post(2, "/en/2018/07/03/law/")

    rows = found(tmp_path, *posts, english, head=HEAD, terms=TERMS, years={"fr": frozenset({2018})},
                 authors={("La Redaction", "fr"): "/fr/authors/redaction/"},
                 langs=dict.fromkeys(range(10, 21), "fr") | {2: "en"}).rows

    assert dict(rows)[old] == new


def test_where_the_language_is_asked_for_lists_have_it_in_their_query(tmp_path: Path):
    """As the addresses of texts have it."""
    rows = found(tmp_path, post(), post(2, "/law/?lang=en"), head=HEAD,
                 terms={("category", "droit"): "/en/categories/law/"},
                 term_langs={("category", "droit"): "en"}).rows

    assert dict(rows)["/category/droit/?lang=en"] == "/en/categories/law/"
    assert dict(rows)["/feed/?lang=en"] == "/en/feed.xml"


def test_uploads_and_their_pages_lead_to_files_and_texts(tmp_path: Path):
    """The smaller pictures, too, that texts had; not what is missing."""
    def upload(address: str) -> str:
        return "/images/plan.png" if "plan" in address else ""

    small = UPLOAD.replace(".png", "-300x200.png")
    rows = dict(found(
        tmp_path, Post(5, "Plan", kind="attachment", status="inherit", parent=1,
                       link=f"{HOME}/loi/plan/", attachment=UPLOAD),
        Post(6, "Plan", kind="attachment", status="inherit", link=f"{HOME}/plan-2/",
             attachment=UPLOAD),
        Post(7, "X", kind="attachment", link=f"{HOME}/x/", attachment=f"{HOME}/x.png"),
        seen=[small, f"{HOME}/other.png"], upload=upload).rows)

    assert rows["/loi/plan/"] == rows["/?attachment_id=5"] == FR
    assert rows["/plan-2/"] == rows["/wp-content/uploads/2018/07/plan.png"] == "/images/plan.png"
    assert rows["/wp-content/uploads/2018/07/plan-300x200.png"] == "/images/plan.png"
    assert not {"/x/", "/x.png", "/other.png"} & rows.keys()


def test_a_site_in_a_folder_has_addresses_below_it(tmp_path: Path):
    """The table says them as they were, from the root of the new site."""
    export = read_export([write_export(tmp_path, post(link="/blog/loi/"), post(2, "/law/"))])

    rows = dict(old_addresses(export, Now(EDITIONS, {1: FR, 2: EN}, base="/blog")).rows)

    assert rows["/loi/"] == FR
    assert "/law/" not in rows


def test_the_check_accepts_all_of_them(site: Site, tmp_path: Path):
    """Those of two texts, their lists, their feeds; none is given twice."""
    site.article("2018-07-03-loi.fr.md", "Texte.")
    site.article("2018-07-03-loi.en.md", "Text.")
    topics = {("category", "droit"): "/fr/rubriques/breve/"}
    rows = found(tmp_path, post(), post(2, "/en/2018/07/03/law/"), head=HEAD, terms=topics,
                 texts={1: "/fr/articles/loi/", 2: "/en/articles/loi/"},
                 years={"fr": frozenset({2018}), "en": frozenset({2018})}).rows
    site.write("redirects.csv", "".join(f"{old},{new}\n" for old, new in (("old", "new"), *rows)))

    assert len(rows) > 40
    assert [problem for problem in check(site.options) if problem.level == "error"] == []


@pytest.mark.thorough
def test_the_table_does_not_grow_too_large(tmp_path: Path):
    """What is known least is left out, and told."""
    posts = [post(number, f"/2018/07/03/{'loi' * 60}-{number}/") for number in range(1, 4000)]

    result = found(tmp_path, *posts, texts=dict.fromkeys(range(1, 4000), FR))

    assert sum(len(old) + len(new) + 2 for old, new in result.rows) <= 900_000
    assert [str(loss.what).partition(";")[0] for loss in result.losses] == [
        "redirects.csv would grow too large"]
