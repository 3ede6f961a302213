"""Link to the theme's files by their content, so that browsers may keep them for ever."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from plugins.site.addresses import rooted


def asset_links(static: Path, site_url: str) -> Callable[[str], str]:
    """Return a function from the name of a file in the folder `static` to its link.

    A page and its style sheet always fit each other: when the file changes, so does the link.
    """
    @cache
    def link(name: str) -> str:
        digest = sha256((static / name).read_bytes()).hexdigest()[:8]
        return f"{rooted(f'theme/{name}', site_url)}?v={digest}"

    return link
