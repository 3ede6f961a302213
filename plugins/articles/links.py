"""Find the links of a text that would lead its readers nowhere."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from plugins.problems import Message, say

# Where Markdown or HTML have the address of a link: [a](…), [a](<…>), [a]: …, href="…", src="…".
ADDRESS = re.compile(r"""
    (?: \]\(\s* | ^[ ]{0,3}\[[^\]\n]+\]:[ \t]* | (?:href|src)\s*=\s*(?P<quote>["']) )
    (?P<angle><)?
    \{(?P<kind>\w+)\}
    (?P<target> (?(angle)[^>\n]* | (?(quote)[^"'\n]* | [^)\s]*) ) )
    """, re.VERBOSE | re.MULTILINE)

IN_CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|(`+)(?!`)[^`\n]*\2", re.MULTILINE | re.DOTALL)

KINDS = ("filename", "static", "form")


@dataclass(frozen=True)
class Link:
    """A link by kind, `{filename}…`: its place in the text, and what it names."""

    place: int
    kind: str
    target: str


def find_links(body: str) -> Iterator[Link]:
    """Yield the links of a Markdown text that name a file or a form; code is passed over."""
    for found in ADDRESS.finditer(outside_code(body)):
        target = unquote(re.split(r"[#?]", found["target"])[0].strip())
        yield Link(found.start("kind") - 1, found["kind"], target)


def outside_code(body: str) -> str:
    """Return a Markdown text with blanks for its code; every place stays where it was."""
    return IN_CODE.sub(lambda code: " " * len(code[0]), body)


def wrong_links(body: str, source: Path, content: Path, published: tuple[str, ...],
                stage_of: Callable[[Path], str]) -> Iterator[tuple[int, Message]]:
    """Yield the place and the fault of each link without a target that readers can reach.

    `published` are the folders of images and files; `stage_of` says what keeps readers from a
    text that exists: draft, scheduled or nothing.
    """
    for link in find_links(body):
        if link.kind not in KINDS:
            yield link.place, say("“{link}” is no kind of link; write {{filename}} for a text, "
                                  "{{static}} for an image or file, {{form}} for a form",
                                  link="{" + link.kind + "}")
        elif link.kind != "form":
            fault = _fault(link, _target(link.target, source, content), content, published,
                           stage_of)
            if fault:
                yield link.place, fault


def _fault(link: Link, target: Path, content: Path, published: tuple[str, ...],
           stage_of: Callable[[Path], str]) -> Message | None:
    if not target.is_file():
        return say("the link leads to “{path}”, and there is no such file; correct the path",
                   path=link.target)
    if link.kind == "static":
        if any(target.is_relative_to((content / folder).resolve()) for folder in published):
            return None
        return say("the link leads to “{path}”, which is not published; files for readers stand "
                   "in {folders}", path=link.target, folders=", ".join(published))
    if stage_of(target):
        return say("the link leads to “{path}”, which is not published yet; publish it, or take "
                   "the link out", path=link.target)
    return None


def _target(path: str, source: Path, content: Path) -> Path:
    """Return the file that a link names, from the content folder or beside the source."""
    return (content / path[1:] if path.startswith("/") else source.parent / path).resolve()
