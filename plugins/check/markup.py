"""An image says in words what it shows, or that it is decoration."""

import re
from collections.abc import Iterator

from plugins.content.text import Image, Text
from plugins.core.messages import Problem, say

DECORATIVE = "decorative"
"""The class of an image that tells a reader nothing: `![](x.png){.decorative}`."""

ELSEWHERE = re.compile(r"[a-z][a-z\d+.-]*:|//", re.IGNORECASE)
"""What the policy of our pages has no browser load: a reader sees the words alone."""

NO_WORDS = re.compile(r"[\w-]*\.(?:png|jpe?g|gif|webp|avif|svg)|(?:img|dsc|image|photo|picture|"
                      r"capture|screenshot|illustration|logo)?[\s_-]*\d*", re.IGNORECASE)
"""What a camera or a hurry leaves in the place of words."""


def wordless_images(text: Text) -> Iterator[Problem]:
    """Yield an error at each image without alternative text (WCAG 2.2, 1.1.1), and a warning
    where it is none of ours.
    """
    for image in text.images:
        if ELSEWHERE.match(image.target):
            yield Problem(text.path, image.line, say(
                "the image {name} stands on another site, from which no page of this one loads "
                "anything; put it into the folder of images, and write {{static}}/images/…",
                name=_name(image)), "warning")
        if DECORATIVE in image.classes:
            continue
        alt = (image.alt or "").strip()
        if not alt:
            yield Problem(text.path, image.line, say(
                "the image {name} has no alternative text; write what it shows between the "
                "brackets, or {{.decorative}} behind it if it shows nothing", name=_name(image)))
        elif NO_WORDS.fullmatch(alt):
            yield Problem(text.path, image.line, say(
                "“{alt}” does not say what the image {name} shows; write it in a few words",
                alt=alt, name=_name(image)), "warning")


def _name(image: Image) -> str:
    return image.target.rpartition("/")[2] or "?"
