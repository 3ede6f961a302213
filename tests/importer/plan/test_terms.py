"""Terms become topics with one key each, whose words are there in every language."""

from plugins.importer.plan.kinds import sort_items
from plugins.importer.plan.terms import NewTopic, plan_topics
from plugins.importer.wordpress.export import read_export
from plugins.importer.wordpress.languages import find_languages
from plugins.register.topics import Topic
from tests.support.wordpress import author, category, pair, php, tag, term, write_export

BREVES, BRIEFS = ("category", "breves", "Brèves"), ("category", "briefs", "Briefs")
NONE = {"category": {}, "tag": {}, "author": {}}


def plan(tmp_path, *posts, head="", there=NONE):
    """Return the topics of an export."""
    export = read_export([write_export(tmp_path, *posts, head=head)])
    spoken = find_languages(export, ("fr", "en"))
    return plan_topics(export, sort_items(export, spoken, "Europe/Paris").texts, spoken, there,
                       ["fr", "en"])


def new(planned, kind):
    """Return what is to be declared of a kind, by key: names, then slugs."""
    return {topic.key: (dict(topic.names), dict(topic.slugs)) for topic in planned.new
            if topic.kind == kind}


def test_translated_terms_are_one_topic(tmp_path):
    """Its key is made of the first language’s slug, without what tells languages apart."""
    planned = plan(
        tmp_path, pair(1, "fr", "A", terms=[("category", "breves-fr", "Brèves")]),
        pair(2, "en", "B", terms=[BRIEFS]),
        head=category("breves-fr", "Brèves", 5) + category("briefs", "Briefs", 6)
        + term("term_translations", "pll_5", description=php({"fr": 5, "en": 6})))
    assert new(planned, "category") == {"breves": ({"fr": "Brèves", "en": "Briefs"},
                                                   {"fr": "breves-fr", "en": "briefs"})}
    assert [planned.named[number].category for number in (1, 2)] == ["breves", "breves"]
    assert not any("words" in str(each) for each in planned.told)


def test_a_term_without_a_translation_is_called_the_same_and_told(tmp_path):
    """Somebody must find the other word."""
    planned = plan(tmp_path, pair(1, "fr", "A", terms=[BREVES]), head=category("breves", "Brèves"))
    assert new(planned, "category")["breves"][0] == {"fr": "Brèves", "en": "Brèves"}
    assert [str(each) for each in planned.told if "words" in str(each)] == [
        "“Brèves” has no words in “en”, and is called the same there; correct them in topics.toml"]


def test_terms_of_two_languages_that_are_called_the_same_are_one(tmp_path):
    """Nothing else could have both names."""
    planned = plan(tmp_path, pair(1, "fr", "A", terms=[BREVES, ("post_tag", "gdpr", "GDPR")]),
                   pair(2, "en", "B", terms=[BRIEFS, ("post_tag", "gdpr-en", "GDPR")]))
    assert new(planned, "tag") == {"gdpr": ({"fr": "GDPR", "en": "GDPR"},
                                            {"fr": "gdpr", "en": "gdpr-en"})}


def test_an_article_has_one_category_and_the_others_are_tags(tmp_path):
    """The one that a plugin calls primary, else the first; those above it are tags, too."""
    head = category("droit", "Droit", 1) + category("capital", "Capital", 2, "droit") \
        + category("breves", "Brèves", 3) + tag("vin", "Vin", 4)
    capital = ("category", "capital", "Capital")
    planned = plan(
        tmp_path, pair(1, "fr", "A", terms=[BREVES, capital, ("post_tag", "vin", "Vin")],
                       meta=[("_yoast_wpseo_primary_category", "2")]),
        pair(2, "fr", "B", terms=[BREVES, capital]), head=head)
    assert (planned.named[1].category, planned.named[1].tags) == ("capital",
                                                                  ("vin", "breves", "droit"))
    assert (planned.named[2].category, planned.named[2].tags) == ("breves", ("capital", "droit"))


def test_an_article_without_a_category_has_one_that_says_so(tmp_path):
    """The header asks for one."""
    planned = plan(tmp_path, pair(1, "fr", "A"),
                   pair(2, "en", "B", terms=[("category", "uncategorized", "Uncategorized")]))
    assert new(planned, "category") == {"sans-rubrique": (
        {"fr": "Sans rubrique", "en": "Other"}, {"fr": "sans-rubrique", "en": "other"})}


def test_what_the_folder_declares_is_used(tmp_path):
    """By its slug or its name in any language; its own words stay."""
    there = {**NONE, "category": {"briefs": Topic("briefs", {"fr": "Brèves", "en": "Notes"},
                                                  {"fr": "b", "en": "n"})},
             "author": {"editors": Topic("editors", {"fr": "La rédaction"}, {"fr": "r"})}}
    planned = plan(tmp_path, pair(1, "fr", "A", terms=[BREVES], author="marie"),
                   head=author("marie", "La rédaction"), there=there)
    assert planned.new == ()
    assert (planned.named[1].category, planned.named[1].authors) == ("briefs", ("editors",))


def test_a_key_that_is_taken_gets_a_number(tmp_path):
    """It belongs to something that is called otherwise."""
    there = {**NONE, "category": {"breves": Topic("breves", {"fr": "X", "en": "Y"},
                                                  {"fr": "x", "en": "y"})}}
    planned = plan(tmp_path, pair(1, "fr", "A", terms=[BREVES]), there=there)
    assert list(new(planned, "category")) == ["breves-2"]


def test_authors_are_called_as_the_export_calls_them(tmp_path):
    """The first exports had no authors, only accounts."""
    planned = plan(tmp_path, pair(1, "fr", "A", author="m.durand"), pair(2, "fr", "B", author=""),
                   pair(3, "fr", "C", author="admin"), head=author("m.durand", "Les éditeurs"))
    assert [topic for topic in planned.new if topic.kind == "author"] == [
        NewTopic("author", "les-editeurs", {"fr": "Les éditeurs", "en": "Les éditeurs"},
                 {"fr": "les-editeurs", "en": "les-editeurs"}),
        NewTopic("author", "admin", {"fr": "admin", "en": "admin"},
                 {"fr": "admin", "en": "admin"})]
    assert planned.named[2].authors == ()
    assert [str(each) for each in planned.told] == [
        f"the author “{name}” is new in authors.toml; write role and photo there, or "
        "“organization = true” for a group" for name in ("Les éditeurs", "admin")]


def test_pages_have_neither_categories_nor_tags(tmp_path):
    """Their headers know none."""
    planned = plan(tmp_path, pair(1, "fr", "A", kind="page", terms=[BREVES]))
    assert new(planned, "category") == {}
