"""Find links that lead readers nowhere, or do not say where they lead."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.check.site_texts import SiteTexts, address_of, target_of
from plugins.content.email_rules import is_local, local, unreachable
from plugins.content.firm import FOOT
from plugins.content.survey import MISSING
from plugins.content.text import Link, Text
from plugins.core.email_address import SHAPE
from plugins.core.messages import Message, Problem, say
from plugins.core.plain_text import expression
from plugins.site.source_links import no_file

KINDS = ("filename", "static", "form")

SCHEME = expression(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\{\{")
"""What a full address begins with, or one that a template completes."""

MISSPELT = expression(r"(?!https?://[^/])h?t{1,3}p{0,2}s?[:;]|https?://[^/?#\s]*\s",
                      re.IGNORECASE)
"""What was to be https://…: no program knows htps://, https:///… or a host with a space."""

NOWHERE = expression(r"(?:[A-Za-z][A-Za-z0-9+.-]*:/*)?")

TOP = ("", "top")
"""The anchors that every page has (HTML, 7.4.6.4)."""

EMPTY_WORDS = frozenset((
    "ici", "cliquez ici", "cliquer ici", "là", "lien", "ce lien", "suite", "la suite",
    "lire la suite", "en savoir plus", "plus", "voir", "here", "click here", "link", "this link",
    "more", "read more", "learn more", "see more",
))

BARE = expression(r"(?:http(?<![\w/.@]http)s?://|www(?<![\w/.@]www)\.)[^\s<>\ue000]*[\w/]")


def wrong_links(text: Text, site: SiteTexts) -> Iterator[Problem]:
    """Yield an error at each link that would lead its readers nowhere."""
    for link in text.links:
        message = _link_fault(link, text, site)
        if message:
            yield Problem(text.path, link.line, message)


def damaged_images(text: Text, site: SiteTexts) -> Iterator[Problem]:
    """Yield an error at each image that a text shows and no browser can."""
    yield from _damaged(site, (target_of(link, text, site.root) for link in text.links
                               if link.kind == "static" and any(image.target.endswith(link.target)
                                                                for image in text.images)))


def damaged_photos(site: SiteTexts) -> Iterator[Problem]:
    """Yield an error at each image that an author's page shows and no browser can."""
    yield from _damaged(site, site.photos)


def _damaged(site: SiteTexts, files: Iterable[str]) -> Iterator[Problem]:
    for path in sorted(set(files)):
        if reason := site.damage(path):
            yield Problem(path, 0, reason)


def unlinked_pages(text: Text, site: SiteTexts) -> Iterator[Problem]:
    """Yield a warning at a page to which no menu, no form and no text leads."""
    if text.kind == "page" and text.path in site.published and not (
            text.key in site.needed or text.key in _menu_keys(text.lang, site)
            or text.path in site.linked):
        yield Problem(text.path, 0, say(
            "nothing leads readers to this page; link to it from a text, or add “{key}” to "
            "“menu.{lang}” or “foot.{lang}” in firm.toml", key=text.key, lang=text.lang), "warning")


def _menu_keys(lang: str, site: SiteTexts) -> tuple[str, ...]:
    """Return what menu and foot of an edition lead to."""
    own = site.publishers.get(lang)
    return (*own.menu, *(own.foot or FOOT)) if own else FOOT


def _link_fault(link: Link, text: Text, site: SiteTexts) -> Message | None:
    if link.kind == "filename":
        return _text_fault(link, text, site)
    if link.kind == "static":
        return _static_fault(link, text, site)
    if link.kind == MISSING:
        return say("nothing says where “{words}” leads; write “{reference}” and the address on a "
                   "line of its own", words=link.label, reference=f"[{link.target}]:")
    if link.kind and link.kind not in KINDS:
        return say("“{link}” is not a kind of link; write {{filename}} for a text, {{static}} for "
                   "an image or file, {{form}} for a form", link="{" + link.kind + "}")
    if NOWHERE.fullmatch(link.target) and not link.kind and not link.anchor:
        return say("the link “{words}” leads nowhere; write its address", words=link.label or "")
    if link.target.lower().startswith("mailto:"):
        return _mail_fault(link.target[len("mailto:"):])
    if link.kind or (SCHEME.match(link.target) and not MISSPELT.match(link.target)):
        return None
    return _address_fault(link, text, site)


def _text_fault(link: Link, text: Text, site: SiteTexts) -> Message | None:
    path = target_of(link, text, site.root)
    target = site.by_path.get(path)
    if not target:
        return None if Path(path).is_file() else no_file(link.target)
    if path not in site.published and text.path in site.published:
        return say("the link leads to “{path}”, which is not published yet; publish it, or take "
                   "the link out", path=link.target)
    return _anchor_fault(link, target)


def _static_fault(link: Link, text: Text, site: SiteTexts) -> Message | None:
    path = target_of(link, text, site.root)
    if not Path(path).is_file():
        return no_file(link.target)
    if any(path.startswith(f"{site.root}/{folder}/") for folder in site.statics):
        return None
    return say("the link leads to “{path}”, which is not published; files for readers are "
               "in {folders}", path=link.target, folders=", ".join(site.statics))


def _mail_fault(addresses: str) -> Message | None:
    for address in addresses.split(","):
        if not SHAPE.fullmatch(address.strip()):
            return say("“{address}” is not an email address; correct it", address=address.strip())
    return None


def _address_fault(link: Link, text: Text, site: SiteTexts) -> Message | None:
    """Return what is wrong with an address as it is written: `#note`, `/fr/contact/`."""
    if not link.target:
        return _anchor_fault(link, text)
    if SHAPE.fullmatch(link.target):
        return say("“{address}” is an email address; write mailto:{address}", address=link.target)
    if not link.target.startswith("/"):
        return say("“{address}” is not a full address; write {{filename}}… for a text, {{static}}… "
                   "for an image or file, https://… for another site", address=link.target)
    address = address_of(link)
    target = site.by_address.get(address)
    if target:
        return _anchor_fault(link, target)
    if site.leads(address) is False:
        return say("there is no page at “{address}”; correct the address, or name the text’s file, "
                   "{{filename}}…", address=link.target)
    return None


def _anchor_fault(link: Link, target: Text) -> Message | None:
    if link.anchor in target.anchors or link.anchor.lower() in TOP:
        return None
    return say("there is no anchor “#{anchor}” in {name}; write {{#{anchor}}} after the heading "
               "that is meant", anchor=link.anchor, name=target.path.rpartition("/")[2])


def poor_link_words(text: Text) -> Iterator[Problem]:
    """Yield an error at a link without words, and a warning where they say nothing."""
    for link in text.links:
        if link.label is None:
            continue
        said = " ".join(link.label.split()).strip(" \u00a0\u202f.…:!>→»«").lower()
        if not said:
            yield Problem(text.path, link.words_line, say(
                "the link has no words; write between the brackets where it leads"))
        elif said in EMPTY_WORDS:
            yield Problem(text.path, link.words_line, say(
                "the link’s words “{words}” do not say where it leads; name what the reader will "
                "find there", words=said), "warning")


def bare_addresses(text: Text) -> Iterator[Problem]:
    """Yield a warning at each address that Markdown leaves as plain words."""
    for found in BARE.finditer(text.prose):
        address = found[0] if "//" in found[0] else f"https://{found[0]}"
        if any(link.target.startswith(address) for link in text.links):
            continue  # one with a space in it
        yield Problem(text.path, text.line_at(found.start()), say(
            "the address is not a link; write <{address}>, or [words](address)", address=address),
            "warning")


def local_addresses(text: Text) -> Iterator[Problem]:
    """Yield an error at each link that no reader could follow, in an issue from an email either.

    Other rules report relative addresses, and of images from elsewhere.
    """
    images = {image.target for image in text.images}
    for link in text.links:
        address = link.target
        if link.kind or address in images or not SCHEME.match(address) or "{{" in address:
            continue
        message = unreachable(address) if text.kind == "issue" else None
        if message or is_local(address):
            yield Problem(text.path, link.line, message or local(address))
