"""A link inside the site leads to a text, a file or a place that readers can reach."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from plugins.check.site_texts import Contents
from plugins.content.text import Link, Text
from plugins.core.messages import Message, Problem, say

KINDS = ("filename", "static", "form")

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\{\{")
"""What a full address begins with, or one that a template completes."""

TOP = ("", "top")
"""The anchors that every page has (HTML, 7.4.6.4)."""


def wrong_links(contents: Contents) -> Iterator[Problem]:
    """Yield an error at each link that would lead its readers nowhere."""
    for text in contents.texts:
        for link in text.links:
            message = _fault(link, text, contents)
            if message:
                yield Problem(text.path, link.line, message)


def _fault(link: Link, text: Text, contents: Contents) -> Message | None:
    if link.kind == "filename":
        return _text_fault(link, text, contents)
    if link.kind == "static":
        return _static_fault(link, text, contents)
    if link.kind and link.kind not in KINDS:
        return say("“{link}” is no kind of link; write {{filename}} for a text, {{static}} for an "
                   "image or file, {{form}} for a form", link="{" + link.kind + "}")
    if link.kind or SCHEME.match(link.target):
        return None
    return _address_fault(link, text, contents)


def _text_fault(link: Link, text: Text, contents: Contents) -> Message | None:
    path = _target(link, text, contents)
    target = contents.by_path.get(path)
    if not target:
        return None if Path(path).is_file() else _no_file(link)
    if path not in contents.published and text.path in contents.published:
        return say("the link leads to “{path}”, which is not published yet; publish it, or take "
                   "the link out", path=link.target)
    return _anchor_fault(link, target)


def _static_fault(link: Link, text: Text, contents: Contents) -> Message | None:
    path = _target(link, text, contents)
    if not Path(path).is_file():
        return _no_file(link)
    if any(path.startswith(f"{contents.root}/{folder}/") for folder in contents.statics):
        return None
    return say("the link leads to “{path}”, which is not published; files for readers stand "
               "in {folders}", path=link.target, folders=", ".join(contents.statics))


def _address_fault(link: Link, text: Text, contents: Contents) -> Message | None:
    """Return what is wrong with an address as it stands: `#note`, `/fr/contact/`."""
    if not link.target:
        return _anchor_fault(link, text)
    if not link.target.startswith("/"):
        return say("“{address}” is no full address; write {{filename}}… for a text, {{static}}… "
                   "for an image or file, https://… for another site", address=link.target)
    address = link.target.lstrip("/").removesuffix("index.html")
    target = contents.by_address.get(address)
    if target:
        return _anchor_fault(link, target)
    if contents.leads(address) is False:
        return say("there is no page at “{address}”; correct the address, or name the text’s file, "
                   "{{filename}}…", address=link.target)
    return None


def _anchor_fault(link: Link, target: Text) -> Message | None:
    if link.anchor in target.anchors or link.anchor.lower() in TOP:
        return None
    return say("there is no place “#{anchor}” in {name}; write {{#{anchor}}} behind the heading "
               "that is meant", anchor=link.anchor, name=target.path.rpartition("/")[2])


def _no_file(link: Link) -> Message:
    return say("the link leads to “{path}”, and there is no such file; correct the path",
               path=link.target)


def _target(link: Link, text: Text, contents: Contents) -> str:
    """Return the file that a link names, from the content folder or beside the text."""
    folder = contents.root if link.target.startswith("/") else posixpath.dirname(text.path)
    return posixpath.normpath(posixpath.join(folder, link.target.lstrip("/")))
