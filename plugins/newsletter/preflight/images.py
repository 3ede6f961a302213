"""An image of an email says in words what it shows, how large it is, and comes from our site."""

import re
from collections.abc import Iterator

from plugins.core.messages import say
from plugins.newsletter.preflight.email import Finding, InspectedEmail, Tag, kilobytes

DECORATIVE = "decorative"
"""The class of an image that tells a reader nothing: `![](x.png){.decorative}`."""

HEAVY = 200_000
"""Bytes of one image: a telephone on the train waits for seconds."""

HEAVY_TOGETHER = 800_000
"""Bytes of all images of an email."""

SHOWN_BY_ALL = (b"\x89PNG\r\n\x1a\n", b"GIF8", b"\xff\xd8\xff")
"""How PNG, GIF and JPEG begin; Outlook knows no other kind that browsers know."""


def poor_images(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error at an image without words or of another site, a warning without its size."""
    for tag in email.html.tags:
        if tag.name != "img":
            continue
        name, address = image_name(tag), tag.attributes.get("src", "")
        written = written_name(tag)
        if not _has_words(tag):
            yield Finding(say(
                "the image {name} has no alternative text, and many readers see no images; write "
                "what it shows, or mark it as decorative", name=name), line=tag.line,
                written=written)
        if address.startswith(("http://", "https://")) and not email.is_own(address):
            yield Finding(say(
                "the image {name} is on another site, which would learn who reads the email; "
                "put it into the folder of images, and write {{static}}/images/…", name=name),
                line=tag.line, written=address)
        if not all(tag.attributes.get(side, "").isdecimal() for side in ("width", "height")):
            yield Finding(say(
                "the image {name} does not say how wide and how high it is, and Outlook shows it "
                "in its full size; give it both", name=name), "warning", line=tag.line,
                written=written)


def image_name(tag: Tag) -> str:
    """Return what a person calls an image: the name of its file."""
    return tag.attributes.get("src", "").partition("?")[0].rpartition("/")[2][:60] or "?"


def written_name(tag: Tag) -> str:
    """Return how the name of an image begins in a text: the site's has a fingerprint behind it."""
    return re.sub(r"(?:-[0-9a-f]{8}.*)?\.\w+$", "", image_name(tag)) + "."


def _has_words(tag: Tag) -> bool:
    given = tag.attributes
    decorative = (DECORATIVE in given.get("class", "").split()
                  or given.get("role") in ("presentation", "none"))
    return bool(given.get("alt")) or ("alt" in given and decorative)


def poor_image_files(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error at a file that is missing or of another kind, a warning at a heavy one."""
    sizes: dict[str, int] = {}
    for tag in email.html.tags:
        address = tag.attributes.get("src", "")
        if tag.name == "img" and email.is_own(address) and address not in sizes:
            data = email.site.read(address)
            sizes[address] = len(data or b"")
            yield from _faults(tag, data)
    together = sum(sizes.values())
    if together > HEAVY_TOGETHER:
        heaviest = max(sizes, key=lambda address: sizes[address])
        yield Finding(say(
            "the images weigh {size} kB together, and more than {limit} kB keep readers waiting; "
            "make them smaller or take some out: the heaviest is {name}",
            size=kilobytes(together), limit=kilobytes(HEAVY_TOGETHER),
            name=heaviest.rpartition("/")[2]), "warning", field="articles")


def _faults(tag: Tag, data: bytes | None) -> Iterator[Finding]:
    name, written = image_name(tag), written_name(tag)
    if data is None:
        yield Finding(say("the image {name} is not on the built site; put it into the folder of "
                          "images, and build again", name=name), line=tag.line,
                      written=written)
        return
    if not data.startswith(SHOWN_BY_ALL):
        yield Finding(say("the image {name} is not a PNG, JPEG or GIF, and Outlook shows no other "
                          "kind; save it as one of these", name=name), line=tag.line,
                      written=written)
    if len(data) > HEAVY:
        yield Finding(say(
            "the image {name} weighs {size} kB, and more than {limit} kB keep readers waiting; "
            "make it smaller", name=name, size=kilobytes(len(data)), limit=kilobytes(HEAVY)),
            "warning", line=tag.line, written=written)
