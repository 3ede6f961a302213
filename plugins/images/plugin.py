"""Give the pages of an edition every size and format of their images.

Feeds, emails and search see an image that every program shows; only a page replaces it.
"""

from typing import Any, Protocol

from jinja2 import Environment
from jinja2.runtime import Context

from plugins.core.jinja import pages_environment
from plugins.images.draw import responsive_images
from plugins.images.picture import Picture


class Edition(Protocol):
    """What images take of the edition."""

    pictures: dict[str, Picture]


def shape_images(env: Environment, edition: Edition) -> None:
    """Let a page show each image as its reader's screen can use it."""
    href: Any = env.globals["href"]

    def shape(context: Context, html: str) -> str:
        return responsive_images(html, edition.pictures, href)

    env.body_shapes.append(shape)  # type: ignore[attr-defined]


def register() -> None:
    """Connect the pages."""
    pages_environment.connect(shape_images)
