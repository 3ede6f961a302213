"""What the pages of a site say of themselves in JSON-LD, held to schema.org and Google's rules."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.conftest import PROJECT, Site, new_site

THING = {"@id", "name", "url", "description", "image", "alternateName"}
WORK = THING | {"inLanguage", "isPartOf", "datePublished", "publisher"}
ORGANIZATION = THING | {"logo", "address", "email", "telephone", "vatID"}

KNOWN = {
    "Organization": ORGANIZATION | {"sameAs"},
    "Person": THING | {"jobTitle", "email", "sameAs", "knowsLanguage", "hasCredential", "worksFor"},
    "EducationalOccupationalCredential": {"name"},
    "ProfilePage": WORK | {"mainEntity", "hasPart"},
    "GovernmentOrganization": THING,
    "LegalService": ORGANIZATION,
    "PostalAddress": {"streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "WebSite": WORK | {"potentialAction"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "WebPage": WORK | {"mainEntity"},
    "AboutPage": WORK,
    "SearchResultsPage": WORK,
    "ContactPage": WORK,
    "CollectionPage": WORK | {"mainEntity"},
    "ItemList": {"numberOfItems", "itemListElement"},
    "ListItem": {"position", "name", "url", "item"},
    "BreadcrumbList": {"itemListElement"},
    "Periodical": WORK,
    "PublicationIssue": WORK | {"issueNumber", "hasPart"},
    "NewsArticle": WORK | {
        "mainEntityOfPage", "headline", "dateModified", "author", "articleSection", "keywords",
        "wordCount", "isAccessibleForFree", "translationOfWork", "workTranslation", "about"},
    "Legislation": WORK | {
        "legislationIdentifier", "legislationType", "legislationDate", "legislationDateVersion",
        "legislationDateOfApplicability", "legislationLegalForce", "legislationPassedBy",
        "legislationRepeals", "legislationChanges", "sameAs", "subjectOf"},
}
"""By type: the properties of schema.org that we use; a misspelt one is in no table."""

REQUIRED = {
    "Organization": {"name", "url"},
    "Person": {"name", "url"},
    "ProfilePage": {"mainEntity"},
    "LegalService": {"name", "address", "url", "logo"},
    "WebSite": {"name", "url"},
    "ListItem": {"position", "name"},
    "BreadcrumbList": {"itemListElement"},
    "PublicationIssue": {"name", "url"},
    "NewsArticle": {"headline", "url"},
    "Legislation": {"name", "url"},
}
"""By type: what Google asks for, or what a thing is nothing without."""

LAWS = """\
[trade-law]
name = {fr = "Loi sur le commerce", en = "Trade Law"}
short = {fr = "LC", en = "TL"}
slug = {fr = "loi-sur-le-commerce", en = "trade-law"}
chinese = "贸易法"
kind = "law"
authority = {fr = "Assemblée", en = "Congress"}
number = {fr = "Décret n° 727", en = "Decree No. 727"}
note = {fr = "Une note.", en = "A note."}
adopted = "2017-02"
promulgated = 2017-03-01
in_force = 2017-06-01
replaces = ["old-law"]
replaces_partly = ["other-law"]
url = "https://flk.example/trade"

[[trade-law.amended]]
date = 2018-02-01

[old-law]
name = {fr = "Ancienne loi", en = "Old Law"}
in_force = 2000-01-01

[other-law]
name = {fr = "Autre loi", en = "Other Law"}
in_force = 2000-01-01
"""

AUTHORS = """\
[claire]
name = "Claire Durand"
role = {fr = "Avocate associée", en = "Partner"}
photo = "images/claire.png"
alt = {fr = "Portrait", en = "Portrait"}
languages = ["fr", "zh-Hans"]
bio = {fr = "Elle conseille.", en = "She advises."}
bar = {fr = "Barreau de Paris", en = "Paris Bar"}
email = "claire@lettre.example"
profiles = ["https://www.linkedin.com/in/claire"]

[paul]
name = "Paul Martin"
guest = true
"""

LONG = "Un titre qui dit « tout » et ne finit pas </script & plus " * 3


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    """Build a site with an article in both languages, a French one, and an issue."""
    site = new_site(tmp_path_factory.mktemp("linked"))
    conf = site.write("../conf.py", f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\n"
                      f"from pelicanconf import *\nTHEME = {str(PROJECT / 'theme')!r}\n"
                      "LIST_SIZE = 1\n")
    site = site.with_options(conf=conf, settings={
        **site.options.settings, "THEME": str(PROJECT / "theme")})
    site.write("laws.toml", LAWS)
    header = "title: {}\nlaws: trade-law\nauthors: editors\ntags: trade\nmodified: 2018-08-01"
    site.article("2018-07-03-both.fr.md", "Un *texte* de cinq mots. 小红", header.format("Deux"))
    site.article("2018-07-03-both.en.md", "Text.", header.format("Both"))
    site.article("2019-01-01-alone.fr.md", "Texte.", f"title: {LONG.strip()}")
    site.write("authors.toml", AUTHORS)
    (site.options.content / "images").mkdir()
    Image.new("RGB", (400, 500)).save(site.options.content / "images/claire.png")
    site.article("2017-01-01-people.fr.md", "Texte.", "authors: claire, paul, editors")
    site.write("issues/2018-07.fr.md", "date: 2018-07-05\nsubject: Sujet\npreview: P\n"
               "articles: both\n\nÉditorial.\n")
    assert site.errors() == []
    return site


def things(site: Site, address: str) -> dict[str, dict[str, Any]]:
    """Return what a page's only block holds, by type."""
    block, = site.page(address).find_all("script", type="application/ld+json")
    data = json.loads(block.string)
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def nested(value: object) -> Iterator[dict[str, Any]]:
    """Yield every thing in a block, however deep."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nested(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nested(inner)


def test_every_page_uses_only_what_schema_org_has_and_all_that_is_required(site: Site):
    """No key is unknown to its type, and no value empty or marked up."""
    for path in site.options.output.rglob("index.html"):
        for block in site.page(str(path.parent)).select("script[type='application/ld+json']"):
            for thing in nested(json.loads(block.string)):
                kind, keys = thing["@type"], thing.keys() - {"@type"}
                assert keys <= KNOWN[kind], (path, kind, keys - KNOWN[kind])
                assert REQUIRED.get(kind, set()) <= keys, (path, kind)
                assert not any(value in ("", [], {}, None) for value in thing.values())


def test_references_lead_to_a_thing_of_the_same_page(site: Site):
    """An `@id` alone is described somewhere in its block."""
    for path in site.options.output.rglob("index.html"):
        for block in site.page(str(path.parent)).select("script[type='application/ld+json']"):
            text = block.string
            described = {thing["@id"] for thing in nested(json.loads(text)) if "@id" in thing}
            for part in text.split('{"@id":"')[1:]:
                assert part[:part.index('"')] in described, path


def test_an_article_is_news_with_all_that_google_asks(site: Site):
    """Plain words, days, its author, its issue."""
    found = things(site, "fr/articles/both")
    article = found["NewsArticle"]

    assert article["headline"] == "Deux"
    assert (article["datePublished"], article["dateModified"]) == ("2018-07-03", "2018-08-01")
    assert article["author"] == [{"@type": "Organization", "name": "La rédaction",
                                  "url": "https://lettre.example/fr/auteurs/la-redaction/"}]
    assert article["publisher"] == {"@id": found["Organization"]["@id"]}
    assert article["mainEntityOfPage"] == "https://lettre.example/fr/articles/both/"
    assert (article["articleSection"], article["keywords"]) == ("Brève", ["Commerce"])
    assert article["wordCount"] == 7
    assert article["isAccessibleForFree"] is True
    assert [issue["name"] for issue in article["isPartOf"]] == ["Sujet"]
    assert found["Organization"]["logo"] == "https://lettre.example/icons/512.png"


def test_the_authors_of_an_article_are_people_and_organizations(site: Site):
    """Each by the address of their page; a guest does not work for the firm."""
    found = things(site, "fr/articles/people")
    address = "https://lettre.example/fr/auteurs/"

    assert found["NewsArticle"]["author"] == [
        {"@type": "Person", "@id": f"{address}claire/#author", "name": "Claire Durand",
         "url": f"{address}claire/", "jobTitle": "Avocate associée",
         "worksFor": {"@id": found["Organization"]["@id"]}},
        {"@type": "Person", "@id": f"{address}paul/#author", "name": "Paul Martin",
         "url": f"{address}paul/"},
        {"@type": "Organization", "name": "La rédaction", "url": f"{address}la-redaction/"}]


def test_the_page_of_an_author_is_a_profile(site: Site):
    """With all that the page tells, and the texts that it lists."""
    found = things(site, "fr/auteurs/claire")
    address = "https://lettre.example/fr/auteurs/claire/"
    picture = found["Person"].pop("image")

    assert found["Person"] == {
        "@type": "Person", "@id": f"{address}#author", "name": "Claire Durand", "url": address,
        "jobTitle": "Avocate associée", "description": "Elle conseille.",
        "worksFor": {"@id": found["Organization"]["@id"]}, "email": "claire@lettre.example",
        "sameAs": ["https://www.linkedin.com/in/claire"], "knowsLanguage": ["fr", "zh-Hans"],
        "hasCredential": {"@type": "EducationalOccupationalCredential",
                          "name": "Barreau de Paris"}}
    assert (site.options.output / picture.removeprefix("https://lettre.example/")).is_file()
    assert found["ProfilePage"]["mainEntity"] == {"@id": f"{address}#author"}
    assert [one["headline"] for one in found["ProfilePage"]["hasPart"]] == ["2017-01-01-people"]


def test_a_desk_has_a_profile_of_its_own(site: Site):
    """It is no person, and nobody's employee."""
    block, = site.page("fr/auteurs/la-redaction").select("script[type='application/ld+json']")
    graph = json.loads(block.string)["@graph"]
    page = next(thing for thing in graph if thing["@type"] == "ProfilePage")

    assert [thing for thing in graph if thing.get("@id") == page["mainEntity"]["@id"]] == [{
        "@type": "Organization", "name": "La rédaction",
        "url": "https://lettre.example/fr/auteurs/la-redaction/",
        "@id": "https://lettre.example/fr/auteurs/la-redaction/#author"}]


def test_translations_name_each_other(site: Site):
    """The version in the first language counts as the original."""
    french = things(site, "fr/articles/both")["NewsArticle"]
    english = things(site, "en/articles/both")["NewsArticle"]

    assert [other["@id"] for other in french["workTranslation"]] == [english["@id"]]
    assert english["translationOfWork"]["@id"] == french["@id"]
    assert "workTranslation" not in things(site, "fr/articles/alone")["NewsArticle"]


def test_a_title_can_neither_end_the_block_nor_be_too_long(site: Site):
    """What is in a script element is data, whatever an editor writes."""
    html = (site.options.output / "fr/articles/alone/index.html").read_text("utf-8")
    headline = things(site, "fr/articles/alone")["NewsArticle"]["headline"]

    assert html.count("</script") == 1
    assert len(headline) <= 110 and headline.endswith("…")
    assert "</script & plus" in headline


def test_a_law_is_legislation_with_all_that_its_declaration_says(site: Site):
    """Its dates as they are known, its force today, what it ends, and who wrote of it."""
    found = things(site, "fr/textes/loi-sur-le-commerce")
    law = found["Legislation"]
    subject, *_ = law.pop("subjectOf")
    old, other = law.pop("legislationRepeals"), law.pop("legislationChanges")
    address = "https://lettre.example/fr/textes/loi-sur-le-commerce/"

    assert law == {
        "@type": "Legislation", "@id": f"{address}#law", "url": address,
        "name": "Loi sur le commerce", "inLanguage": "zh-Hans",
        "alternateName": [{"@value": "贸易法", "@language": "zh-Hans"}, "LC"],
        "description": "Une note.", "sameAs": "https://flk.example/trade",
        "legislationIdentifier": "Décret n°\u00a0727", "legislationType": "Loi",
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": "Assemblée"},
        "legislationDate": "2017-02", "datePublished": "2017-03-01",
        "legislationDateOfApplicability": "2017-06-01", "legislationDateVersion": "2018-02-01",
        "legislationLegalForce": "https://schema.org/InForce"}
    assert found["WebPage"]["mainEntity"] == {"@id": law["@id"]}
    assert subject["url"] == "https://lettre.example/fr/articles/both/"
    assert [one["name"] for one in (*old, *other)] == ["Ancienne loi", "Autre loi"]
    assert things(site, "fr/textes/old-law")["Legislation"]["legislationLegalForce"] \
        == "https://schema.org/NotInForce"
    assert things(site, "fr/textes/other-law")["Legislation"]["legislationLegalForce"] \
        == "https://schema.org/PartiallyInForce"


def test_an_article_is_about_its_laws(site: Site):
    """By the same address as the page of the law has it."""
    about, = things(site, "en/articles/both")["NewsArticle"]["about"]

    assert about == {"@type": "Legislation", "name": "Trade Law",
                     "@id": "https://lettre.example/en/laws/trade-law/#law",
                     "url": "https://lettre.example/en/laws/trade-law/"}
    assert about["@id"] == things(site, "en/laws/trade-law")["Legislation"]["@id"]
    assert "about" not in things(site, "fr/articles/alone")["NewsArticle"]


@pytest.mark.parametrize(("address", "trail"), [
    ("fr/textes/loi-sur-le-commerce", ["/fr/", "/fr/textes/", "/fr/textes/loi-sur-le-commerce/"]),
    ("fr/articles/both", ["/fr/", "/fr/rubriques/breve/", "/fr/articles/both/"]),
    ("fr/numeros/2018-07", ["/fr/", "/fr/numeros/", "/fr/numeros/2018-07/"]),
    ("fr/rubriques/breve", ["/fr/", "/fr/rubriques/", "/fr/rubriques/breve/"]),
    ("fr/auteurs/claire", ["/fr/", "/fr/auteurs/", "/fr/auteurs/claire/"]),
    ("fr/archives/2018", ["/fr/", "/fr/archives/", "/fr/archives/2018/"]),
    ("fr/archives/page/2", ["/fr/", "/fr/archives/", "/fr/archives/page/2/"]),
    ("fr/contact", ["/fr/", "/fr/contact/"]),
    ("en/archives", ["/en/", "/en/archives/"]),
])
def test_each_inner_page_tells_the_way_to_it(site: Site, address: str, trail: list[str]):
    """From the home page of its language, counted from one."""
    items = things(site, address)["BreadcrumbList"]["itemListElement"]

    assert [item["item"].removeprefix("https://lettre.example") for item in items] == trail
    assert [item["position"] for item in items] == list(range(1, len(trail) + 1))


def test_a_home_page_describes_the_firm_and_the_site(site: Site):
    """What `firm.toml` gives, and how to ask the search page."""
    found = things(site, "fr")

    assert found["LegalService"]["address"] == {
        "@type": "PostalAddress", "streetAddress": "1, rue de l’Exemple", "postalCode": "75000",
        "addressLocality": "Paris", "addressCountry": "France"}
    assert found["LegalService"]["email"] == "contact@lettre.example"
    assert found["WebSite"]["inLanguage"] == "fr"
    assert found["WebSite"]["potentialAction"]["target"]["urlTemplate"] \
        == "https://lettre.example/fr/recherche/?q={search_term_string}"
    assert "BreadcrumbList" not in found


def test_lists_and_issues_name_what_they_hold(site: Site):
    """In the order of the page."""
    first, second = (things(site, address)["CollectionPage"]["mainEntity"]["itemListElement"]
                     for address in ("fr/archives", "fr/archives/page/2"))
    topics = things(site, "fr/rubriques")["CollectionPage"]["mainEntity"]["itemListElement"]
    issue = things(site, "fr/numeros/2018-07")["PublicationIssue"]

    assert [item["url"].split("/")[-2] for item in (*first, *second)] == ["alone", "both"]
    assert [item["name"] for item in topics] == ["Brève"]
    assert [article["headline"] for article in issue["hasPart"]] == ["Deux"]
    assert issue["isPartOf"] == {"@id": things(site, "fr/numeros/2018-07")["Periodical"]["@id"]}
    assert things(site, "fr/numeros")["CollectionPage"]["mainEntity"]["numberOfItems"] == 1


def test_a_page_of_a_list_says_which_it_is(site: Site):
    """In its own name, not in that of the list above it."""
    items = things(site, "fr/archives/page/2")["BreadcrumbList"]["itemListElement"]

    assert [item["name"] for item in items[1:]] == ["Archives", "Archives – page 2"]


def test_a_page_that_is_not_to_be_found_says_nothing_of_itself(site: Site):
    """Search engines pass over it."""
    html = (site.options.output / "fr/404.html").read_text("utf-8")

    assert "ld+json" not in html and "og:title" not in html and "favicon.ico" in html


def test_the_gateway_is_the_site_in_all_its_languages(site: Site):
    """Under the name of the first, with those of the others."""
    assert things(site, "")["WebSite"] == {
        "@type": "WebSite", "@id": "https://lettre.example/#website",
        "url": "https://lettre.example/", "name": "Lettre de Chine",
        "alternateName": ["China Letter"], "inLanguage": ["fr", "en"]}
