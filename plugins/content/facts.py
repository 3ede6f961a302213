"""Set what a reader needs to know in a box: `!!! facts`, and a list indented below it."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.treeprocessors import Treeprocessor

from plugins.content.links import outside_code
from plugins.core.messages import Message, say

NAME = "facts"

OPENING = re.compile(r'''^!!![ \t]*(?P<name>[^\n"]*?)[ \t]*(?:"[^\n]*)?$'''
                     r"(?P<next>\n(?:[ \t]*\n)*[^\n]*)?", re.M)
"""The line that begins a box, and the next one that is not blank."""


class FactsExtension(Extension):
    """Let a text have boxes of facts, under a title in the edition's language."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        AdmonitionExtension().extendMarkdown(md)
        # 16 is after inline patterns (20) and before the shape of blocks (15).
        md.treeprocessors.register(_Boxes(md, self.title), "facts", 16)


class _Boxes(Treeprocessor):
    """Make each box a landmark with its title as a heading."""

    def __init__(self, md: Markdown, title: str) -> None:
        super().__init__(md)
        self.title = title

    def run(self, root: ElementTree.Element) -> None:
        boxes = [block for block in root.iter("div") if block.get("class") == f"admonition {NAME}"]
        for number, box in enumerate(boxes, 1):
            name = NAME if number == 1 else f"{NAME}-{number}"
            box.tag = "aside"
            box.attrib = {"class": NAME, "aria-labelledby": name}
            heading = box[0]
            heading.tag, heading.attrib = "h2", {"id": name}
            if heading.text == NAME.capitalize():  # what the extension writes over an untitled box
                heading.text = self.title


def wrong_boxes(body: str) -> Iterator[tuple[int, Message]]:
    """Yield the place and the fault of each box that does not exist or has nothing in it."""
    for found in OPENING.finditer(outside_code(body)):
        if found["name"] != NAME:
            yield found.start(), say("there is no box “{name}”; the only one is “!!! {known}”",
                                     name=found["name"], known=NAME)
        elif not re.search(r"\n(?: {4}|\t)[^\n]*$", found["next"] or ""):
            yield found.start(), say("the box “!!! {known}” is empty; indent what belongs into it "
                                     "by four spaces", known=NAME)
