"""Say in plain words what a text is about, where its editor has not."""

from html import unescape

MOST = 160
"""Characters; about what search engines show of a description."""


def first_words(html: str) -> str:
    """Return the beginning of the first paragraph as plain text, or nothing."""
    start = html.find("<p>")
    if start < 0:
        return ""
    text = " ".join(unescape(_without_tags(html[start:html.find("</p>", start)])).split())
    return text if len(text) <= MOST else text[:MOST].rsplit(" ", 1)[0] + "…"


def _without_tags(html: str) -> str:
    pieces = html.split("<")
    return pieces[0] + "".join(piece.partition(">")[2] for piece in pieces[1:])
