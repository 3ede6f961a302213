"""A drawing is shown as it is only if it does nothing, and takes nothing from elsewhere."""

import pytest

from plugins.images.picture import look_at
from plugins.images.svg import Unreadable, drawing_faults

HEAD = ('<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:h="http://www.w3.org/1999/xhtml" viewBox="0 0 9 9"{}>')
ACTS, FETCHES = "would run a program", "takes {} from elsewhere"


def drawn(inside: str, own: str = "") -> bytes:
    """Return a drawing with something in it from its second line on."""
    return f"{HEAD.format(own)}\n{inside}\n</svg>".encode()


@pytest.mark.parametrize(("inside", "line", "said"), [
    ("<script>alert(1)</script>", 2, "<script>"),
    ("<path/>\n<SCRIPT/>", 3, "<SCRIPT>"),
    ("<h:script/>", 2, "<script>"),
    ("<g\nonclick='x()'/>", 2, ": onclick"),
    ("<g ONLOAD='x()'/>", 2, ": ONLOAD"),
    ("<foreignObject><h:p>a</h:p></foreignObject>", 2, "<foreignObject>"),
    ("<h:iframe src='#a'/>", 2, "<iframe>"),
    ("<a href='javascript:x()'/>", 2, 'href="javascript:x()…"'),
    ("<a xlink:href=' java&#10;script:x()'/>", 2, "would run a program"),
    ("<set attributeName='href' to='javascript:x()'/>", 2, "would run a program"),
    ("<a href='data:text/html,x'/>", 2, "would run a program"),
    ("<image href='https://x.example/a.png'/>", 2, FETCHES.format("https://x.example/a.png")),
    ("<image xlink:href='//x.example/a.png'/>", 2, FETCHES.format("//x.example/a.png")),
    ("<image href='photo.png'/>", 2, FETCHES.format("photo.png")),
    ("<use href='other.svg#a'/>", 2, FETCHES.format("other.svg#a")),
    ("<g fill='url(https://x.example/a#b)'/>", 2, FETCHES.format("https://x.example/a#b")),
    ("<g style='filter: URL( \"//x.example/f\" )'/>", 2, FETCHES.format("//x.example/f")),
    ("<style>\n\n@import 'https://x.example/a.css';</style>", 4, "https://x.example/a.css"),
    ("<style><![CDATA[\n@font-face {src: url(https://x.example/f.woff2)}]]></style>", 3, "f.woff2"),
])
def test_what_acts_or_calls_out_is_reported_with_its_line(inside: str, line: int, said: str):
    """In the drawing’s own words, and once."""
    faults = drawing_faults(drawn(inside))

    assert [(found, said in str(message)) for found, message in faults] == [(line, True)]
    with pytest.raises(Unreadable):
        look_at(drawn(inside))


def test_a_style_in_front_of_the_drawing_and_the_drawing_itself_are_looked_at():
    """A browser reads both."""
    sheet = b'<?xml version="1.0"?>\n<?xml-stylesheet href="https://x.example/a.css"?>\n'

    assert [line for line, _ in drawing_faults(sheet + drawn("", " onload='x()'"))] == [2, 3]


def test_an_entity_hides_nothing():
    """A parser of XML puts its words in place."""
    entity = b'<!DOCTYPE svg [<!ENTITY away "https://x.example/a.png">]>\n'

    assert [line for line, _ in drawing_faults(entity + drawn("<image href='&away;'/>"))] == [3]


@pytest.mark.parametrize("inside", [
    "<image href='data:image/png;base64,AAAA'/>",
    "<use xlink:href='#a'/><g clip-path='url(#a)' fill='url( \"#b\" )'/>",
    "<a href='https://x.example/'><text>more</text></a>",
    "<style>@font-face {src: url(data:font/woff2;base64,AAAA)} a {fill: url('#b')}</style>",
    "<text>javascript: a language; url(https://x.example)</text>",
    "<title>on script</title><desc>@import 'a'</desc>",
    "<!-- <script>alert(1)</script> -->",
    "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<r:Bag r:resource='http://purl.org/dc/dcmitype/StillImage'/></r:RDF></metadata>",
    "<i:view xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:onclick='x' i:src='a.png'/>",
    "<animate attributeName='x' to='10'/>",
])
def test_a_drawing_that_is_complete_in_itself_is_shown(inside: str):
    """What programs for drawing write, and links that wait for a reader."""
    assert drawing_faults(drawn(inside)) == []
    assert look_at(drawn(inside)).kind == "vector"
