"""An address that no reader of an email can follow is known by itself."""

import pytest

from plugins.content.email_rules import is_local, unreachable


@pytest.mark.parametrize("address", [
    "http://127.0.0.1:8000/fr/", "http://localhost/", "https://LOCALHOST:8000", "//localhost/a",
    "http://press.localhost/", "http://printer.local/", "http://intranet/a", "http://[::1]/",
    "http://10.0.0.7/", "http://192.168.1.1/", "http://169.254.0.1/", "http://0.0.0.0:8000/",
    "file:///home/editor/a.png", "http://nas.lan/", "http://host.local./", "http://[half/",
])
def test_an_address_of_the_editors_own_computer_or_network_is_told(address: str):
    """It works at the desk where the issue is written, and nowhere else."""
    assert is_local(address)
    assert "of your own computer or network" in str(unreachable(address))


@pytest.mark.parametrize(("address", "message"), [
    ("/fr/contact/", "“/fr/contact/” is no full address"),
    ("contact.html", "is no full address"),
    ("www.firm.example", "is no full address"),
    ("", "is no full address"),
    ("//firm.example/a", "write https://firm.example/a"),
    ("javascript:void(0)", "begins with “javascript”, which mail programs do not follow"),
    ("cid:logo", "begins with “cid”"),
    ("data:image/png;base64," + "A" * 1000, "AAA…” begins with “data”"),
])
def test_an_address_that_needs_a_page_or_a_browser_is_told(address: str, message: str):
    """An email has neither, and what is written out in the address is told in short."""
    assert not is_local(address)
    assert message in str(unreachable(address))
    assert len(str(unreachable(address))) < 160


@pytest.mark.parametrize("address", [
    "https://firm.example/", "http://firm.example/a?b=c#d", "HTTPS://FIRM.EXAMPLE", "tel:+331",
    "mailto:a@localhost", "https://8.8.8.8/", "https://local.example/", "https://小红书.example/",
    "https://127.0.0.1.example/", "https://localhost.firm.example/", "https://a.example:8443/",
])
def test_an_address_of_the_web_is_fine(address: str):
    """Names that only look local, too."""
    assert unreachable(address) is None
