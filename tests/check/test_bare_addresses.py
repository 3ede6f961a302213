"""An address of the web is a link."""

import pytest

from plugins.check.links import bare_addresses


@pytest.mark.parametrize(("body", "told"), [
    ("Voir https://a.example/b.", True),
    ("Voir www.a.example.", True),
    ("| https://a.example |", True),
    ("<https://a.example/>", False),
    ("[a](https://a.example/)", False),
    ("[a]: https://a.example/", False),
    ("`https://a.example/`", False),
    ('<a href="https://a.example/">a</a>', False),
    ("a@www.example.com", False),
    ("Le protocole https:// est chiffré.", False),
])
def test_an_address_that_nobody_can_follow_is_told(lines_of, body: str, told: bool):
    """In code, in a tag or between angle brackets it is what it should be."""
    assert lines_of(bare_addresses, "x\n" + body) == ([(5, "warning")] if told else [])
