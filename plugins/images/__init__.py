"""Show the images of texts in sizes and formats that suit every screen."""

from plugins.images.encode import make
from plugins.images.picture import Picture

__all__ = ["Picture", "make"]
