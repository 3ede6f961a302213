"""Let a page of the site be shown at another origin: its addresses lead back to the site."""

import re
from html import escape, unescape
from urllib.parse import urljoin

TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]|"[^"]*"|'[^']*')*>""")
ATTRIBUTE = re.compile(r'(\s(href|src|poster|action|cite|srcset|imagesrcset)=)"([^"]*)"')
CANDIDATE = re.compile(r"(^|,\s+)([^\s,]\S*)")
SETS = {"srcset", "imagesrcset"}


def at_home(html: str, address: str) -> str:
    """Return a page, written for `address`, with full addresses in place of rooted ones.

    Those to an anchor of the page itself stay: a skip link or the summary of errors must not
    leave the page. A `<base>` would take them along.
    """
    return TAG.sub(lambda tag: ATTRIBUTE.sub(lambda found: _full(found, address), tag[0]), html)


def _full(found: re.Match[str], address: str) -> str:
    value = unescape(found[3])
    if value.startswith("#"):
        return found[0]
    full = CANDIDATE.sub(lambda one: one[1] + urljoin(address, one[2]), value) \
        if found[2] in SETS else urljoin(address, value)
    return f'{found[1]}"{escape(full)}"'
