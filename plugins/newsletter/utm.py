"""Mark the links of an email to our own site, where the firm counts its visitors by them."""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from plugins.core.messages import SettingsError, say
from plugins.site.addresses import is_own

FIELDS = ("source", "medium")

LINK = re.compile(r'<a\s(?:"[^"]*"|[^">])*>')
HREF = re.compile(r'(?<=\shref=")[^"]*(?=")')


def read_utm(newsletter: Mapping[str, Any]) -> dict[str, str]:
    """Return the parameters of links by their name, as NEWSLETTER sets them: mostly none.

    Raises SettingsError if what is set is not a source and a medium.
    """
    utm = newsletter.get("utm") or {}
    if not utm:
        return {}
    if not isinstance(utm, Mapping) or set(utm) != set(FIELDS) or not all(
            isinstance(value, str) and value.strip() for value in utm.values()):
        raise SettingsError(say(
            "“utm” below “[newsletter]” needs two texts, {names}, as in {example}; without it, "
            "links carry nothing", names=", ".join(FIELDS),
            example='utm = { source = "letter", medium = "email" }'), "newsletter.utm")
    return {f"utm_{name}": utm[name].strip() for name in FIELDS}


def marked(address: str, site: str, parameters: Mapping[str, str]) -> str:
    """Return an address of our site with the parameters before its anchor; others stay.

    What an editor has written into the address wins.
    """
    if not parameters or not is_own(address, site):
        return address
    parts = urlsplit(address)
    written = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = urlencode({name: value for name, value in parameters.items() if name not in written})
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


def marked_links(html: str, site: str, parameters: Mapping[str, str]) -> str:
    """Return HTML, as css-inline writes it, whose links to our site have the parameters."""
    return LINK.sub(lambda link: HREF.sub(
        lambda href: escape(marked(unescape(href[0]), site, parameters)), link[0]), html)


def own_links(html: str, site: str) -> list[str]:
    """Return the addresses of our site that HTML links to, each once, in reading order."""
    found = (unescape(href) for link in LINK.findall(html) for href in HREF.findall(link))
    return list(dict.fromkeys(address for address in found if is_own(address, site)))
