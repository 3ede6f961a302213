"""Make the text of a page stand in a feed, away from the page and its site."""

import re

TAG = re.compile(r"<[a-z][^>]*>")

# The W3C's feed validator warns of these as of a risk; readers drop them.
PAGE_ONLY = re.compile(r'\s(?:role|tabindex|aria-[a-z]+)="[^"]*"')
OWN_ANCHOR = re.compile(r'(\shref=")(#[^"]*")')


def standing_alone(html: str, address: str) -> str:
    """Return the HTML of a text without what only its page can use.

    `address` is the page's own, absolute, to which links to notes of the text lead.
    """
    return TAG.sub(lambda tag: OWN_ANCHOR.sub(rf"\g<1>{address}\g<2>",
                                              PAGE_ONLY.sub("", tag.group())), html)
