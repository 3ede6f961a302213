"""Find the links of a text that would lead its readers nowhere."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from plugins.problems import Message, say

LINK = re.compile(r"\{(\w+)\}([^)\s\"'<>#?]*)")

IN_CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|`[^`\n]*`", re.M | re.S)

KNOWN = ("filename", "static", "form")


def wrong_links(body: str, source: Path, content: Path, stage_of: Callable[[Path], str]
                ) -> Iterator[tuple[int, Message]]:
    """Yield the place and the fault of each `{filename}` and `{static}` link without a target.

    `stage_of` says what keeps readers from a text that exists: draft, scheduled or nothing.
    """
    text = IN_CODE.sub(lambda code: " " * len(code[0]), body)
    for link in LINK.finditer(text):
        if text[:link.start()].endswith(("{", "$")) or not _is_target(text, link.start()):
            continue
        if link[1] not in KNOWN:
            yield link.start(), say("“{link}” is no kind of link; write {{filename}} for a text, "
                                    "{{static}} for an image or file, {{form}} for a form",
                                    link=link[0])
        elif link[1] != "form":
            target = _target(link[2], source, content)
            if not target.is_file():
                yield link.start(), say("the link leads to “{path}”, and there is no such file; "
                                        "correct the path", path=link[2])
            elif stage_of(target):
                yield link.start(), say("the link leads to “{path}”, which is not published yet; "
                                        "publish it, or take the link out", path=link[2])


def _target(path: str, source: Path, content: Path) -> Path:
    """Return the file that a link names, from the content folder or beside the source."""
    return content / path[1:] if path.startswith("/") else source.parent / path


def _is_target(text: str, start: int) -> bool:
    """Tell whether a brace stands where Markdown or HTML have the address of a link."""
    return bool(re.search(r"(?:\]\(\s*<?|\]:\s*|(?:href|src)\s*=\s*[\"'])$",
                          text[max(0, start - 12):start]))
