"""Tests of what links to our site carry."""

import pytest

from plugins.core.messages import SettingsError
from plugins.newsletter.utm import marked, marked_links, own_links, read_utm

SITE = "https://lettre.example"
UTM = {"utm_source": "letter", "utm_medium": "e mail"}
ADDED = "utm_source=letter&utm_medium=e+mail"


@pytest.mark.parametrize(("address", "found"), [
    (f"{SITE}/fr/", f"{SITE}/fr/?{ADDED}"), (SITE, f"{SITE}?{ADDED}"),
    (f"{SITE}/fr/#notes", f"{SITE}/fr/?{ADDED}#notes"),
    (f"{SITE}/fr/?a=1&b#c", f"{SITE}/fr/?a=1&b&{ADDED}#c"),
    (f"{SITE}/?utm_source=mine", f"{SITE}/?utm_source=mine&utm_medium=e+mail"),
])
def test_a_link_to_our_site_is_marked_before_its_anchor(address, found):
    """What an editor has asked for stays, and is not asked for twice."""
    assert marked(address, SITE, UTM) == found


@pytest.mark.parametrize("address", [
    "https://other.example/", f"{SITE}.other.example/", "mailto:contact@lettre.example", "#fn-1",
    "*|UNSUB|*", "http://lettre.example/", "/fr/", "https://[",
])
def test_any_other_address_stays(address):
    """Others' sites need not know where their visitors come from."""
    assert marked(address, SITE, UTM) == address


def test_without_parameters_every_address_stays():
    """As the project is delivered."""
    assert marked(f"{SITE}/fr/?", SITE, {}) == f"{SITE}/fr/?"


def test_only_the_links_of_an_email_are_marked():
    """Neither its images nor the words about a link."""
    html = (f'<img src="{SITE}/a.png"><a title="x > y" href="{SITE}/?a&amp;b">c</a>'
            f'<code>href="{SITE}/"</code><a href="#n">n</a>')

    assert marked_links(html, SITE, {"utm_medium": "mail"}) == html.replace(
        "?a&amp;b", "?a&amp;b&amp;utm_medium=mail")


def test_the_links_to_our_site_are_named_once_each():
    """In reading order, as their addresses are."""
    html = f'<a href="{SITE}/?a&amp;b">1</a><a href="#a">2</a><a href="{SITE}/?a&amp;b">3</a>'

    assert own_links(html, SITE) == [f"{SITE}/?a&b"]


@pytest.mark.parametrize("newsletter", [{}, {"utm": {}}, {"utm": None}])
def test_nothing_is_counted_unless_the_firm_says_so(newsletter):
    """Off is how it is installed."""
    assert read_utm(newsletter) == {}


def test_a_source_and_a_medium_are_written_as_links_carry_them():
    """In this order, whatever the order of the settings."""
    found = read_utm({"utm": {"medium": "email", "source": " china-letter "}})

    assert list(found.items()) == [("utm_source", "china-letter"), ("utm_medium", "email")]


@pytest.mark.parametrize("utm", [
    "email", ["source"], {"source": "a"}, {"source": "a", "medium": ""},
    {"source": "a", "medium": 1}, {"source": "a", "medium": "b", "campaign": "c"},
])
def test_a_wrong_setting_is_refused(utm):
    """With what would be right; the campaign is the issue's own."""
    with pytest.raises(SettingsError, match="“utm” in NEWSLETTER needs two texts, source, medium"):
        read_utm({"utm": utm})
