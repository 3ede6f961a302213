"""The page of the glossary, and its terms where an article first says them."""

import json

from tests.conftest import Site

GLOSSARY = """\
[state-council]
name.fr = "État chinois"
name.en = "State Council"
chinese = "国务院"
pinyin = "Guówùyuàn"
definition.fr = "Le gouvernement."
definition.en = "The government."
law = "a-law"

[capital]
name.fr = "capital"
name.en = "capital"
definition.fr = "Un apport."
definition.en = "A contribution."
"""

LAW = """\
[a-law]
name.fr = "Loi"
name.en = "Law"
in_force = 2020-01-01
"""

BODY = "## Capital\n\nL'État chinois, un capital, un capital."


def test_a_term_leads_to_the_glossary_and_shows_its_definition(site: Site):
    """Without a script: a button names the definition, which is at the end of the text."""
    site.write("laws.toml", LAW)
    site.write("glossary.toml", GLOSSARY)
    site.article("2018-07-03-a.fr.md", BODY)

    assert site.errors() == []
    text = site.page("fr/articles/a").select_one(".text")
    first, second = text.select(".term")
    shown = text.select_one(f"#{first.button['popovertarget']}[popover]")
    assert (first.a["href"], first.a.text) == ("/fr/glossaire/#term-state-council", "État chinois")
    assert first.button["aria-label"] == "Définition\u00a0: État chinois"
    assert "国务院 Guówùyuàn Le gouvernement." in shown.get_text(" ", strip=True)
    assert shown.select_one("[lang|=zh]").text == "国务院"
    assert [link["href"] for link in shown.select("a")] == [first.a["href"], "/fr/textes/a-law/"]
    assert second.a.text == "capital" and not text.h2.a
    assert text.p.get_text().strip() == "L’État chinois, un capital, un capital."


def test_the_feed_gives_the_chinese_in_brackets(site: Site):
    """What every program shows is plain."""
    site.write("laws.toml", LAW)
    site.write("glossary.toml", GLOSSARY)
    site.article("2018-07-03-a.fr.md", BODY)

    assert site.errors() == []
    feed = (site.options.output / "fr/feed.xml").read_text("utf-8")
    assert "État chinois&lt;span&gt; (&lt;span lang=\"zh-Hans\"&gt;国务院&lt;/span&gt;)" in feed
    assert "data-term" not in feed and "popover" not in feed


def test_the_glossary_is_a_page_of_each_edition_in_its_own_order(site: Site):
    """With letters to go to, and what search engines call a set of terms."""
    site.write("laws.toml", LAW)
    site.write("glossary.toml", GLOSSARY)

    assert site.errors() == []
    page = site.page("fr/glossaire")
    assert [name.text for name in page.select("dt dfn")] == ["capital", "État chinois"]
    assert [name.text for name in site.page("en/glossary").select("dt dfn")] \
        == ["capital", "State Council"]
    assert [page.select_one(link["href"]).text for link in page.select(".years a")] == ["C", "E"]
    assert page.select_one("#term-state-council a")["href"] == "/fr/textes/a-law/"
    assert {link["hreflang"] for link in page.select("[rel=alternate][hreflang]")} \
        == {"fr", "en", "x-default"}
    assert page.select_one(".colophon [href='/fr/glossaire/']").text == "Glossaire"
    things = json.loads(page.select_one("[type='application/ld+json']").text)["@graph"]
    terms = next(thing for thing in things if thing["@type"] == "DefinedTermSet")
    assert terms["hasDefinedTerm"][1]["alternateName"] == "国务院"
    assert terms["hasDefinedTerm"][1]["url"].endswith("/fr/glossaire/#term-state-council")
    assert "/fr/glossaire/" in (site.options.output / "sitemap.xml").read_text("utf-8")


def test_without_terms_there_is_no_glossary(site: Site):
    """A menu that names it leaves it out."""
    assert site.errors() == []
    assert not (site.options.output / "fr/glossaire").exists()
    assert not site.page("fr").select(".colophon [href*=glossaire]")


def test_another_definition_prints_again_what_shows_it(site: Site):
    """And a term that comes is marked in texts that were read already."""
    site.write("glossary.toml", GLOSSARY.replace('law = "a-law"\n', ""))
    site.article("2018-07-03-a.fr.md", BODY + " La filiale.")
    site.build()

    site.write("glossary.toml", GLOSSARY.replace('law = "a-law"\n', "").replace(
        "Un apport.", "Une mise.") + '[subsidiary]\nname.fr = "filiale"\nname.en = "subsidiary"\n'
        'definition.fr = "Une fille."\ndefinition.en = "A daughter."\n')

    assert site.errors() == []
    text = site.page("fr/articles/a").select_one(".text").get_text()
    assert "Une mise." in text and "Une fille." in text
