"""A full address leads to the web."""

import pytest

from plugins.check.links import local_addresses

ISSUE = {"path": "content/issues/2018-07.fr.md", "header": "subject: S\npreview: P"}


@pytest.mark.parametrize("body", [
    "[a](http://127.0.0.1:8000/fr/)", "[a](http://localhost:8000)", "[a]: http://press.local/",
    "<http://localhost:8000/fr/>", '<a href="file:///home/a.pdf">a</a>', "[a](//localhost/)",
])
def test_an_address_that_only_the_editor_reaches_is_an_error_in_every_text(lines_of, body: str):
    """It was copied from the preview, and looks right where it was written."""
    assert lines_of(local_addresses, "x\n" + body) == [(5, "error")]
    assert lines_of(local_addresses, "x\n" + body, **ISSUE) == [(5, "error")]


@pytest.mark.parametrize("body", ["[a](//firm.example/)", "[a](ftp://firm.example/a.pdf)"])
def test_an_issue_holds_only_what_a_mail_program_follows(lines_of, body: str):
    """A page of the site may hold it: there a browser follows."""
    assert lines_of(local_addresses, "x\n" + body, **ISSUE) == [(5, "error")]
    assert lines_of(local_addresses, "x\n" + body) == []


@pytest.mark.parametrize("body", [
    "[a](https://firm.example/)", "[a](mailto:a@firm.example)", "[a]({filename}b.md)", "[a](#b)",
    "`http://localhost/`", "Le protocole http://localhost est local.", "[a](/fr/contact/)",
    "![a](http://localhost/a.png)", "[a]({{ page }})", "[a](tel:+33)", "```\n<http://localhost>\n```",
])
def test_what_leads_to_the_web_or_is_told_by_another_rule_is_left_alone(lines_of, body: str):
    """Relative addresses and images have rules of their own."""
    assert lines_of(local_addresses, "x\n" + body, **ISSUE) == []
