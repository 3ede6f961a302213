"""Which page has which card, and where it is."""

import io
import json
import shutil

import pytest
from PIL import Image

from tests.conftest import Site, new_site


def production(site: Site) -> Site:
    """Return the site with the settings of production."""
    return site.with_options(settings={**site.options.settings, "PRODUCTION": True})


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Site:
    """Publish a site with an article in two languages and an issue."""
    site = production(new_site(tmp_path_factory.mktemp("cards")))
    conf = site.options.conf.with_name("publishconf.py")
    site = site.with_options(conf=conf)
    for lang in ("fr", "en"):
        site.article(f"2018-07-03-key.{lang}.md", "Texte.", f"title: Titre {lang} 小红书")
    site.write("laws.toml", '[a-law]\nname = {fr = "Une loi", en = "A Law"}\nkind = "law"\n')
    site.write("issues/2018-07.fr.md", "date: 2018-07-05\nsubject: Sujet\npreview: P\n"
               "articles: key\n\nÉditorial.\n")
    assert site.errors() == []
    return site


def card_of(site: Site, address: str) -> str:
    """Return the path of the card that a page names."""
    image = site.page(address).find("meta", property="og:image")
    return image["content"].removeprefix("https://lettre.example/")


def test_each_article_issue_and_law_has_a_card_and_other_pages_share_one(published: Site):
    """The picture that a page names is in the site."""
    addresses = ("fr/articles/key", "en/articles/key", "fr/numeros/2018-07", "fr/textes/a-law",
                 "fr", "en")
    cards = {address: card_of(published, address) for address in addresses}

    assert len(set(cards.values())) == 6
    assert card_of(published, "fr/contact") == cards["fr"] == card_of(published, "")
    for path in cards.values():
        assert Image.open(published.options.output / path).size == (1200, 630)


def test_a_page_says_what_its_card_is(published: Site):
    """Size, kind and words, for readers who do not see it."""
    page = published.page("fr/articles/key")
    said = {meta.get("property") or meta.get("name"): meta["content"]
            for meta in page.select("meta[content]")}

    assert said["og:image:alt"] == "Titre fr 小红书 – Lettre de Chine"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:type"] == "image/png"
    assert said["twitter:card"] == "summary_large_image"
    assert said["twitter:image"] == said["og:image"]
    assert (said["og:locale"], said["og:locale:alternate"]) == ("fr_FR", "en_GB")
    assert said["og:type"] == "article"
    assert said["article:published_time"] == "2018-07-03"
    assert said["article:section"] == "Brève"


@pytest.mark.thorough
def test_cards_are_the_same_with_and_without_those_that_are_kept(published: Site):
    """A build without its cache gives the same bytes."""
    before = published.files()

    published.build()
    kept = published.files()
    shutil.rmtree(published.options.cache)
    published.build()

    assert kept == before
    assert published.files() == before


def test_a_check_and_a_preview_draw_no_card(site: Site):
    """They are shown to nobody who would share them."""
    site.article("2018-07-03-key.fr.md", "Texte.")

    site.build()
    production(site).build(preview=True)

    assert not (site.options.output / "cards").exists()
    assert site.page("fr/articles/key").find("meta", property="og:image") is None


def test_a_character_that_no_font_has_is_reported_at_the_title(site: Site):
    """As a warning that its header may accept: the page itself shows it."""
    path = site.article("2018-07-03-key.fr.md", "Texte.",
                        "title: Un 😀 titre\naccept: card")

    problems = [problem for problem in site.build().problems if problem.path == str(path)
                and "😀" in str(problem.message)]

    assert [(problem.line, problem.level, problem.accepted) for problem in problems] == [
        (4, "warning", True)]


def test_the_icons_come_from_one_drawing(published: Site):
    """Each page names them, and each edition has a manifest in its language."""
    output = published.options.output
    page = published.page("fr")
    manifest = json.loads((output / "fr" / "site.webmanifest").read_bytes())

    assert Image.open(output / "favicon.ico").info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    touch = Image.open(output / "apple-touch-icon.png").convert("RGB")
    assert touch.size == (180, 180) and touch.getpixel((0, 0)) == (0xFB, 0xF9, 0xF4)
    assert page.find("link", rel="manifest")["href"] == "/fr/site.webmanifest"
    assert (manifest["lang"], manifest["start_url"]) == ("fr", "/fr/")
    for icon in manifest["icons"]:
        data = (output / icon["src"][1:]).read_bytes()
        if icon["sizes"] != "any":
            assert "{}x{}".format(*Image.open(io.BytesIO(data)).size) == icon["sizes"]
