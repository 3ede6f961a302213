"""Find the images of a text, and draw them: plain for everybody, responsive on a page."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

from plugins.core.files import Store
from plugins.core.messages import Problem
from plugins.images.picture import (
    Picture,
    Rendition,
    Traits,
    fingerprint,
    look_at,
    too_large,
)
from plugins.images.svg import Unreadable, drawing_size

IMAGE = re.compile(
    r"""<!--.*?-->|<picture\b.*?</picture>|<img\b((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.S | re.I)
"""An image of the text; one in a comment, or in a picture that the author has drawn, is not."""

DRAWING = re.compile(r'<svg [^>]*class="chart__drawing"[^>]*aria-label="([^"]*)".*?</svg>', re.S)
"""A chart that the program has drawn."""

ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")

TAG = re.compile(r"<[^>]*>")

STATIC = re.compile(r"[{|]static[}|](.*)", re.S)

COLUMN = 620
"""Width of the text column in CSS pixels: `--measure` of the largest `--text` in site.css."""

SIZES = "(max-width: 30rem) 100vw, (max-width: 40rem) 92vw, 38.75rem"
"""How wide a figure is in site.css: to the edges of a phone, then between two gutters of 4vw,
at last as wide as the column."""

EDGE, PAPER, INK = 16, "#FBF9F4", "#1B1916"
"""Of the sheet that a chart is on in mail programs: pixels around it, and the site's colours."""

NEAR_TOP = 300
"""Characters of text before an image; further down it is below the fold, and loaded late."""

Attributes = dict[str, str]
"""The attributes of a tag in their order, values escaped as they were written."""


@dataclass
class Album:
    """The pictures of one edition: `folders` of the content are published.

    What cannot be read is added to `problems`, once.
    """

    content: Path
    folders: tuple[str, ...]
    store: Store | None
    problems: list[Problem]
    seen: dict[Path, Picture | None] = field(default_factory=dict)

    def find(self, target: str, source: Path) -> Picture | None:
        """Return the picture that a text, `source`, names; None if it is none or not published.

        A path with a slash in front starts from the content folder, any other beside the text.
        """
        beside = self.content / target[1:] if target.startswith("/") else source.parent / target
        path = beside.resolve()
        if path not in self.seen:
            self.seen[path] = self._open(path)
        return self.seen[path]

    def _open(self, path: Path) -> Picture | None:
        published = any(path.is_relative_to((self.content / folder).resolve())
                        for folder in self.folders)
        if not published or not path.is_file():
            return None  # reported with its line where links are checked
        try:
            data = path.read_bytes()
            value = fingerprint(data)
            name = path.relative_to(self.content.resolve()).as_posix()
            picture = Picture(name, value, self._traits(value, data))
            if not picture.fits:
                raise too_large()
            return picture
        except Unreadable as error:
            self.problems.append(Problem(str(path), 0, error.message))
            return None

    def _traits(self, value: str, data: bytes) -> Traits:
        """Return the traits of a file; a large PNG takes a while to look at."""
        kept = self.store.get(f"{value}.json") if self.store else None
        if kept:
            return Traits(**json.loads(kept))
        traits = look_at(data)
        if self.store:
            self.store.put(f"{value}.json", json.dumps(asdict(traits)).encode())
        return traits


def lay_in(html: str, find: Callable[[str], Picture | None], site_url: str | None,
           pictures: dict[str, Picture]) -> str:
    """Return a text with the plain form of each image; `find` returns the picture of a path.

    Given `site_url`, an image becomes the file that is encoded for it, and so does a drawing in
    the text; each is added to `pictures` by its address.
    """
    def address(picture: Picture) -> str:
        plain = f"{site_url}/{picture.plain.path}"
        pictures[plain] = picture
        return plain

    if site_url is not None:
        html = DRAWING.sub(lambda drawing: _pictured(drawing, address), html)
    if "<img" not in html.lower():
        return html
    return plain_images(html, lambda target: find(unquote(re.split("[?#]", target)[0])),
                        address if site_url is not None else None)


def _pictured(drawing: re.Match[str], address: Callable[[Picture], str]) -> str:
    """Return a drawing as an image, which mail programs and feeds show, too."""
    framed = _framed(drawing[0])
    data = framed.encode()
    picture = Picture("chart", fingerprint(data), look_at(data), framed)
    return _tag("img", _sized({"src": escape(address(picture)), "alt": drawing[1]}, picture))


def _framed(drawing: str) -> str:
    """Return a drawing on a sheet of paper: in the dark its black words need one."""
    width, height = (side + 2 * EDGE for side in drawing_size(drawing.encode()))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'color="{INK}"><rect width="{width}" height="{height}" fill="{PAPER}"/>'
            f'<svg x="{EDGE}" y="{EDGE}"{drawing.removeprefix("<svg")}</svg>')


def plain_images(html: str, find: Callable[[str], Picture | None],
                 address: Callable[[Picture], str] | None) -> str:
    """Return a text with the size of each image and, given `address`, its plain file.

    `find` returns the picture of what follows `{static}`, or None if there is none.
    """
    def plain(attributes: Attributes) -> str | None:
        static = STATIC.fullmatch(unescape(attributes.get("src", "")))
        picture = find(static[1]) if static else None
        if picture is None:
            return None
        attributes = _sized(attributes, picture)
        if address:
            attributes["src"] = escape(address(picture))
        return _tag("img", attributes)

    return _each_image(html, lambda attributes, before: plain(attributes))


def responsive_images(html: str, pictures: Mapping[str, Picture], href: Callable[[str], str]
                      ) -> str:
    """Return a text with every size and format of its images, by their plain address."""
    seen: list[str] = []  # the first image alone can be near the top

    def responsive(attributes: Attributes, before: str) -> str | None:
        picture = pictures.get(unescape(attributes.get("src", "")))
        if picture is None:
            return None
        if drawing := DRAWING.search(picture.drawing):
            return drawing[0].replace(f'x="{EDGE}" y="{EDGE}" ', "", 1)
        near_top = not seen and len(TAG.sub("", before).strip()) < NEAR_TOP
        seen.append(picture.source)
        return _picture(picture, attributes | {
            "decoding": "async", "loading": "eager" if near_top else "lazy"}, href)

    return _each_image(html, responsive)


def sizes(width: int) -> str:
    """Return how wide the layout shows an image that is `width` CSS pixels where there is room."""
    return SIZES if width >= COLUMN else f"(max-width: {width}px) 100vw, {width}px"


def _each_image(html: str, draw: Callable[[Attributes, str], str | None]) -> str:
    def drawn(image: re.Match[str]) -> str:
        if image[1] is None:
            return image[0]
        return draw(_attributes(image[1]), html[:image.start()]) or image[0]

    return IMAGE.sub(drawn, html)


def _attributes(written: str) -> Attributes:
    return {name.lower(): (double or single or bare).replace('"', "&quot;")
            for name, double, single, bare in ATTRIBUTE.findall(written.rstrip(" /"))}


def _tag(name: str, attributes: Attributes) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>"


def _sized(attributes: Attributes, picture: Picture) -> Attributes:
    """Return the attributes with width and height; what the author has given stays."""
    width, height = picture.size
    given_width, given_height = attributes.get("width"), attributes.get("height")
    if given_width and not given_height and given_width.isdecimal():
        return attributes | {"height": str(max(1, round(height * int(given_width) / width)))}
    if given_height and not given_width and given_height.isdecimal():
        return attributes | {"width": str(max(1, round(width * int(given_height) / height)))}
    if given_width or given_height:
        return dict(attributes)
    return attributes | {"width": str(width), "height": str(height)}


def _picture(picture: Picture, attributes: Attributes, href: Callable[[str], str]) -> str:
    attributes = attributes | {"src": escape(href(picture.whole.path))}
    if picture.traits.transparent:  # site.css lays paper under it in the dark
        attributes["class"] = f"{attributes.get('class', '')} transparent".strip()
    if picture.is_kept:
        return _tag("img", attributes)
    shown = attributes.get("width", "")
    wide = sizes(int(shown) if shown.isdecimal() else picture.size[0])
    source = _tag("source", {"type": "image/avif", "srcset": _srcset(picture.modern, href),
                             "sizes": wide})
    usual = {"srcset": _srcset(picture.usual, href), "sizes": wide}
    return f"<picture>{source}{_tag('img', attributes | usual)}</picture>"


def _srcset(renditions: tuple[Rendition, ...], href: Callable[[str], str]) -> str:
    return ", ".join(f"{escape(href(one.path))} {one.width}w" for one in renditions)
