"""An image of an email says in words what it shows, how large it is, and stands on our site."""

from collections.abc import Iterator

from plugins.core.messages import say
from plugins.newsletter.preflight.email import Tag
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter

DECORATIVE = "decorative"
"""The class of an image that tells a reader nothing: `![](x.png){.decorative}`."""


def poor_images(letter: Letter) -> Iterator[Finding]:
    """Yield an error at an image without words or of another site, a warning without its size."""
    for tag in letter.html.tags:
        if tag.name != "img":
            continue
        name, address = image_name(tag), tag.attributes.get("src", "")
        if not _has_words(tag):
            yield Finding(say(
                "the image {name} has no alternative text, and many readers see no images; write "
                "what it shows, or mark it as decorative", name=name), line=tag.line)
        if address.startswith(("http://", "https://")) and not letter.is_own(address):
            yield Finding(say(
                "the image {name} stands on another site, which would learn who reads the email; "
                "put it into the folder of images, and write {{static}}/images/…", name=name),
                line=tag.line)
        if not all(tag.attributes.get(side, "").isdecimal() for side in ("width", "height")):
            yield Finding(say(
                "the image {name} does not say how wide and how high it is, and Outlook shows it "
                "in its full size; give it both", name=name), "warning", line=tag.line)


def image_name(tag: Tag) -> str:
    """Return what a person calls an image: the name of its file."""
    return tag.attributes.get("src", "").partition("?")[0].rpartition("/")[2][:60] or "?"


def _has_words(tag: Tag) -> bool:
    given = tag.attributes
    decorative = (DECORATIVE in given.get("class", "").split()
                  or given.get("role") in ("presentation", "none"))
    return bool(given.get("alt")) or ("alt" in given and decorative)
