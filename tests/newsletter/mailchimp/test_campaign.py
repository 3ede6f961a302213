"""Where a person finds a campaign."""

import pytest

from plugins.newsletter.mailchimp.campaign import draft_address


@pytest.mark.parametrize(("root", "address"), [
    ("https://us1.api.mailchimp.com/3.0", "https://us1.admin.mailchimp.com/campaigns/edit?id=7"),
    ("https://us21.api.mailchimp.com/3.0", "https://us21.admin.mailchimp.com/campaigns/edit?id=7"),
    ("http://127.0.0.1:8800/3.0", ""), ("https://proxy.firm.example/3.0", ""),
    ("https://us1.api.mailchimp.com.evil.example/3.0", "")])
def test_a_draft_is_shown_where_mailchimp_shows_it(root: str, address: str) -> None:
    """Only Mailchimp's own servers have such a page."""
    assert draft_address(root, "7") == address


def test_a_draft_without_a_number_has_no_page() -> None:
    """Mailchimp did not say it."""
    assert draft_address("https://us1.api.mailchimp.com/3.0", "") == ""
