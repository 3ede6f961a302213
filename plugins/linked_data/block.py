"""Print things of schema.org as a block of data in a page."""

import json
from collections.abc import Sequence

from markupsafe import Markup

from plugins.linked_data.publisher import Node

# In a script element “</script>” ends it, wherever it stands, and “<!--” hides that end.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def block(things: Sequence[Node]) -> Markup:
    """Return the script element that holds the things, in their order."""
    data = json.dumps({"@context": "https://schema.org", "@graph": list(things)},
                      ensure_ascii=False, separators=(",", ":"))
    return Markup(f'<script type="application/ld+json">{data.translate(ESCAPES)}</script>')
