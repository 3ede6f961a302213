"""Know where a person finds a campaign in Mailchimp."""

import re

_ROOT = re.compile(r"https://([a-z]{2,4}\d+)\.api\.mailchimp\.com/3\.0")


def draft_address(root: str, web_id: str) -> str:
    """Return the page on which Mailchimp shows a draft, "" if `root` is not Mailchimp's own.

    `web_id` is the campaign's number in Mailchimp's web application; the API knows it by another.
    """
    own = _ROOT.fullmatch(root)
    if not own or not web_id:
        return ""
    return f"https://{own[1]}.admin.mailchimp.com/campaigns/edit?id={web_id}"
