"""What the texts together know of the addresses of the site."""

import pytest

from plugins.check.run import check
from tests.conftest import Site


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
