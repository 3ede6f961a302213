"""Every link of an email leads somewhere."""

import pytest

from tests.newsletter.preflight.conftest import SITE


def link(address: str) -> str:
    """Return a paragraph with a link."""
    return f'<p><a href="{address}">Lire</a></p>'


@pytest.mark.parametrize(("body", "message"), [
    (link(f"{SITE}/fr/none/"), "/fr/none/” leads nowhere"),
    (link(f"{SITE}/fr/none/?utm_source=lettre"), "leads nowhere"),
    (link(f"{SITE}/fr/articles/loi"), "/loi” needs “/” at its end"),
    (link(f"{SITE}/fr/articles/loi/#none"), "leads to a place that its page does not have"),
    (link("#fn:1"), "“#fn:1” leads to a place that the email does not have"),
    (link("/fr/articles/loi/"), "is no full address"),
    (link("//firm.example/"), "write https://firm.example/"),
    (link("http://127.0.0.1:8000/"), "of your own computer"),
    (link("file:///a.pdf"), "of your own computer"),
    (link("javascript:void(0)"), "begins with “javascript”"),
    (link(""), "“” is no full address"),
    ('<img src="/a.png" alt="a" width="1" height="1">', "“/a.png” is no full address"),
    ('<img src="data:image/png;base64,AA" alt="a" width="1" height="1">', "begins with “data”"),
    ('<table background="a.png"></table>', "“a.png” is no full address"),
])
def test_a_link_that_leads_nowhere_is_refused(look, body, message):
    """Of the site it is known; elsewhere, by the address itself."""
    [found] = look(body)

    assert message in str(found.message)
    assert (found.level, found.file, found.line) == ("error", "email.html", 3)


@pytest.mark.parametrize("address", [
    f"{SITE}/fr/articles/loi/", f"{SITE}/fr/articles/loi/?utm_source=lettre&amp;utm_medium=email",
    f"{SITE}/fr/articles/loi/?utm_source=lettre#capital", f"{SITE}/forms/contact",
    f"{SITE}/fr/numeros/2018-07/", "https://firm.example/none/", "https://elsewhere.example/none",
    "mailto:a@firm.example", "tel:+33100000000", "*|UPDATE_PROFILE|*",
])
def test_a_link_that_leads_somewhere_is_fine(look, address):
    """Other sites are nobody's to promise; what is counted is no part of the address."""
    assert look(link(address)) == []


def test_a_note_of_the_email_is_found(look):
    """Footnotes work in it, there and back."""
    assert look('<sup id="fnref:1"><a href="#fn:1">1</a></sup>'
                '<p id="fn:1"><a href="#fnref:1">Note</a></p>') == []


@pytest.mark.parametrize(("text", "message"), [
    (f"[1] {SITE}/fr/none/", "leads nowhere"),
    ("(voir http://localhost:8000/fr/)", "“http://localhost:8000/fr/” is an address of your own"),
    (f"Voir {SITE}/fr/articles/loi/#none.", "#none” leads to a place"),
])
def test_an_address_of_the_plain_text_leads_somewhere_too(look, text, message):
    """What ends the sentence is no part of it."""
    [found] = look(text=text)

    assert message in str(found.message)
    assert found.file == "email.txt"


def test_an_email_for_a_local_site_is_refused_with_one_sentence(look):
    """Every link of it would be wrong for the same reason."""
    site = "http://127.0.0.1:8000"

    found = look(link(f"{site}/fr/") + link(f"{site}/en/"), f"{site}/fr/", site=site, articles={})

    assert [(one.level, one.file) for one in found] == [("error", "campaign.json")]
    assert "built for http://127.0.0.1:8000, which no reader can reach" in str(found[0].message)
