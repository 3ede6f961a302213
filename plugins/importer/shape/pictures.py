"""Take the pictures out of a text: bytes as they were found → files that a page can show."""

from dataclasses import dataclass, field

from plugins.content.header import UNWRITTEN
from plugins.core.messages import Failure
from plugins.images.fitting import fitting
from plugins.importer.markdown import Loss, near

TO_DESCRIBE = {"fr": f"{UNWRITTEN} décrire l’image", "en": f"{UNWRITTEN} describe the image",
               "zh": f"{UNWRITTEN} 描述图片"}
"""The place of an alternative text that nobody has written, for which the check asks."""

BY_MACHINE = ("generated", "généré", "自动生成")
"""How Word ends the description of a picture that it has guessed."""


@dataclass(frozen=True)
class Picture:
    """A picture for `content/images`: its file name, made from the text's key, and its bytes."""

    name: str
    data: bytes
    alt: str


@dataclass
class Album:
    """The pictures of a text as they are met, each once, by the address the HTML has for it."""

    key: str
    data: dict[str, bytes]
    kept: dict[str, Picture] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)

    def keep(self, source: str, alt: str) -> str:
        """Return the Markdown address of a picture, or nothing if it cannot be shown."""
        if source in self.data and source not in self.kept:
            try:
                data, ending = fitting(self.data[source])
            except Failure as error:
                self.losses.append(Loss(error.message, near(alt)))
                return ""
            name = f"{self.key}-{len(self.kept) + 1}.{ending}"
            self.kept[source] = Picture(name, data, alt)
        return f"{{static}}/images/{self.kept[source].name}" if source in self.kept else ""


def alternative(alt: str, lang: str) -> str:
    """Return an alternative text; where nobody has written one, the place for it."""
    alt = " ".join(alt.split())
    if not alt or any(sign in alt.lower() for sign in BY_MACHINE):
        return TO_DESCRIBE.get(lang, UNWRITTEN)
    return alt
