"""What machines read about the firm and its site."""

from dataclasses import replace

import pytest

from plugins.content.firm import Firm
from plugins.linked_data.things import Publication, firm_itself, website

SITE = Publication("fr", "Lettre", "Description", "https://a.example/", "https://a.example/fr/",
                   "https://a.example/logo.png")
FIRM = Firm(name="Cabinet", address=["1, rue A", "75000 Paris"], email="a@a.example")


def test_only_what_is_known_is_said():
    """A firm without a bar is no law firm; without a telephone it has none."""
    found = firm_itself(SITE, FIRM)

    assert found["@type"] == "Organization"
    assert found["url"] == "https://a.example/"
    assert "telephone" not in found and "vatID" not in found
    assert firm_itself(SITE, replace(FIRM, bar="Paris"))["@type"] == "LegalService"


@pytest.mark.parametrize(("lines", "street", "town"), [
    (["1, rue A", "75000 Paris"], "1, rue A", ("75000", "Paris")),
    (["Tour B", "1, rue A", "1000-001 Lisboa"], "Tour B, 1, rue A", ("1000-001", "Lisboa")),
    (["1 A Street", "London E1 6AN"], "1 A Street, London E1 6AN", (None, None)),
])
def test_an_address_is_divided_only_where_it_is_plain(lines, street, town):
    """A line that begins with a postal code holds the town."""
    found = firm_itself(SITE, replace(FIRM, address=lines))["address"]

    assert found["streetAddress"] == street
    assert (found.get("postalCode"), found.get("addressLocality")) == town


def test_a_site_with_a_search_page_says_how_to_ask_it():
    """The words stand in its address."""
    searchable = Publication("fr", "L", "D", SITE.site, SITE.home, SITE.logo,
                             "https://a.example/fr/recherche/?q={search_term_string}")
    publisher = firm_itself(SITE, FIRM)

    assert "potentialAction" not in website(SITE, publisher)
    assert website(searchable, publisher)["potentialAction"]["target"]["urlTemplate"] \
        == "https://a.example/fr/recherche/?q={search_term_string}"
