"""Turn the shortcodes of a WordPress text into the HTML that they made; those of forms stay.

What no plugin that is known here made is taken out and told; the words in it are kept. Square
brackets that editors type, “[…]” or “[sic]”, are words.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from plugins.core.html import MARKUP
from plugins.core.messages import Message, say
from plugins.core.plain_text import number_of
from plugins.forms.wordpress.attributes import parse_attributes
from plugins.importer.markdown import Loss

TAG = re.compile(r"\[(?P<closing>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>(?:[\s/][^\[\]]*)?)\]")
DOUBLED = re.compile(r"\[\[([A-Za-z][\w-]*[^\[\]]*)\]\]")
NOTE = re.compile(r"[ \u00a0]*\(\(((?:[^()]|\([^()]*\))*[^\W\d](?:[^()]|\([^()]*\))*)\)\)")

FORMS = frozenset(("contact-form-7", "contact-form", "mc4wp_form"))
NOTES = frozenset(("footnote", "footnotes", "fn", "ref", "note", "efn_note", "mfn",
                   "modern_footnote", "easy_footnote", "sidenote", "backref"))
LISTS_OF_NOTES = frozenset(("footnotes", "footnotes_list", "efn_list", "references", "reflist",
                            "mfn_list", "display_footnotes", "footnote_list", "backrefs"))
MEDIA = frozenset(("embed", "video", "audio", "youtube", "vimeo", "iframe", "soundcloud", "pdf",
                   "pdf-embedder", "vc_video", "et_pb_video"))
LAYOUT = re.compile(r"""(?:vc|et_pb|fusion|av|su|cs|mk|ux|fl|tatsu|kc)_.*
    |.*(?:row|col|column|columns|section|container|tabs?|tabgroup|accordions?|toggles?|spoiler|box|button|dropcap|highlight
    |divider|spacer|space|clear|clearfix|grid|group|wrap|wrapper|one|half|third|fourth|last
    |text|text_block|heading|title|quote|pullquote|blockquote|lead|center|intro)(?:_inner|\d)?""",
                    re.VERBOSE | re.IGNORECASE)
"""What only arranges or decorates its words."""

SHOWN = ("title", "heading", "text", "label", "button_text", "caption", "subtitle")
LEADS = ("url", "link", "href", "src", "mp4", "mp3", "source", "m4v", "webm", "ogg", "video_url")
PICTURE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?:)?//[^\s<>\"]+")
PLACE = re.compile(r"(?:https?:/)?/|#|mailto:|tel:", re.IGNORECASE)


@dataclass(frozen=True)
class Attached:
    """A picture or a document of the library: its address, its alternative text, its caption."""

    address: str
    alt: str = ""
    caption: str = ""


@dataclass
class Notes:
    """The notes that were found, and what could not be kept.

    `core` are the numbers of those that WordPress itself keeps, by their ids.
    """

    attached: Mapping[int, Attached]
    written: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    core: dict[str, int] = field(default_factory=dict)

    def call(self, html: str) -> str:
        """Keep a note, and return the call for it."""
        self.written.append(html.strip())
        return note_call(len(self.written))

    def tell(self, message: Message, html: str = "") -> None:
        """Keep what could not be kept, and the words beside it."""
        self.losses.append(Loss(message, " ".join(MARKUP.sub(" ", html).split())[:60]))


@dataclass
class Opened:
    """A shortcode while what is in it is read."""

    name: str
    rest: str
    inside: list[str] = field(default_factory=list)


def note_call(number: int) -> str:
    """Return the call for a note as `importer/markdown` knows it."""
    return f'<sup class="footnote"><a href="#fn-{number}">{number}</a></sup>'


def without_shortcodes(html: str, notes: Notes) -> str:
    """Return a text with HTML for its shortcodes; linear in the text."""
    if "((" in html:
        html = _outside_tags(html, lambda text: NOTE.sub(
            lambda found: notes.call(found[1]), text))
    if "[" not in html:
        return html
    opened = [Opened("", "")]
    place = 0
    for found, kind in _paired(list(_tags(html))):
        opened[-1].inside.append(html[place:found.start()])
        place = found.end()
        name = found["name"].lower()
        if kind == "open":
            opened.append(Opened(name, found["rest"]))
        elif kind == "close":
            done = opened.pop()
            opened[-1].inside.append(_made(done, "".join(done.inside), notes))
        elif found["closing"] or _is_words(html, found):
            known = found["closing"] and _is_known(name)
            opened[-1].inside.append("" if known else found[0])
        else:
            opened[-1].inside.append(_made(Opened(name, found["rest"]), "", notes, alone=True))
    opened[-1].inside.append(html[place:])
    return DOUBLED.sub(r"[\1]", "".join(opened[0].inside))


def _outside_tags(html: str, change: Callable[[str], str]) -> str:
    """Return HTML after `change` of all of it, if nothing that is changed is in a tag."""
    if any("((" in tag for tag in MARKUP.findall(html)):
        return html
    return change(html)


def _tags(html: str) -> Iterator[re.Match[str]]:
    """Yield what looks like shortcodes, outside of HTML tags, and not in doubled brackets."""
    spans = [found.span() for found in MARKUP.finditer(html)]
    at = 0
    for found in TAG.finditer(html):
        while at < len(spans) and spans[at][1] <= found.start():
            at += 1
        in_tag = at < len(spans) and spans[at][0] <= found.start()
        doubled = html[found.start() - 1:found.start()] == "[" and html[found.end():][:1] == "]"
        if not (in_tag or doubled):
            yield found


def _paired(tags: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the tags, each as one that opens, closes or stands alone."""
    kinds = ["alone"] * len(tags)
    waiting: list[int] = []
    names = Counter[str]()
    for place, tag in enumerate(tags):
        name = tag["name"].lower()
        if not tag["closing"]:
            waiting.append(place)
            names[name] += 1
        elif names[name]:
            while True:
                opening = waiting.pop()
                own = tags[opening]["name"].lower()
                names[own] -= 1
                if own == name:
                    kinds[opening], kinds[place] = "open", "close"
                    break
    return zip(tags, kinds, strict=True)


def _is_known(name: str) -> bool:
    return bool(name in FORMS | NOTES | MEDIA | LISTS_OF_NOTES or LAYOUT.fullmatch(name)
                or "_" in name or name in ("caption", "wp_caption", "gallery", "playlist"))


def _is_words(html: str, tag: re.Match[str]) -> bool:
    """Tell whether brackets are an editor's own: no value, and not alone in a paragraph."""
    name, rest = tag["name"], tag["rest"]
    if "=" in rest or "_" in name or name.lower() in FORMS | MEDIA | {"gallery", "playlist"}:
        return False
    before, after = html[:tag.start()].rstrip(" \t"), html[tag.end():].lstrip(" \t")
    alone = (not before or before[-1] in "\n>") and (not after or after[0] in "\r\n<")
    return bool(rest.strip(" /")) or not (alone and name.islower() and name.isascii()
                                          and len(name) > 3)


def _made(tag: Opened, inner: str, notes: Notes, alone: bool = False) -> str:
    """Return what a shortcode made of what is in it."""
    name, given = tag.name, parse_attributes(tag.rest.strip().removesuffix("/"))
    if name in FORMS:
        return f"[{name}{tag.rest}]" + ("" if alone else f"{inner}[/{name}]")
    if name in LISTS_OF_NOTES and (alone or not inner.strip()):
        return ""
    if name in NOTES and not alone:
        return notes.call(inner)
    if name in ("caption", "wp_caption"):
        return _caption(inner, given)
    if name in ("gallery", "playlist"):
        return _gallery(name, given, notes)
    if name in MEDIA:
        return _media(name, inner, given, notes)
    if not LAYOUT.fullmatch(name):
        notes.tell(say("nothing here does what the shortcode [{name}] did; the words in it are "
                       "kept, if it has any", name=name), inner or tag.rest)
    return _plain(inner, given)


def _plain(inner: str, given: Mapping[str, str]) -> str:
    """Return the words that a shortcode showed: of its values, and those in it."""
    title = next((given[key] for key in SHOWN if given.get(key)), "")
    address = next((lead for key in LEADS if PLACE.match(lead := _lead(given.get(key, "")))), "")
    words = inner.strip() or escape(title)
    if address and words and not MARKUP.search(inner):
        return f'<a href="{escape(address)}">{words}</a>'
    heading = f"<p><strong>{escape(title)}</strong></p>" if title else ""
    return f"{heading}{inner}" if inner.strip() or not title else heading


def _lead(value: str) -> str:
    """Return the address in a value, which WPBakery writes as `url:%2Fa%2F|title:A`."""
    return unquote(value[4:].partition("|")[0]) if value.startswith("url:") else value


def _caption(inner: str, given: Mapping[str, str]) -> str:
    picture = PICTURE.search(inner)
    if not picture:
        return inner
    rest = inner[:picture.start()] + inner[picture.end():]
    caption = rest.strip() or escape(given.get("caption", ""))
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{picture[0]}{below}</figure>"


def _gallery(name: str, given: Mapping[str, str], notes: Notes) -> str:
    ids = given.get("ids", given.get("include", ""))
    numbers = [number_of(one) for one in re.findall(r"\d+", ids)]
    known = [notes.attached[number] for number in numbers if number in notes.attached]
    if len(known) < max(len(numbers), 1):
        notes.tell(say("of the pictures or recordings of [{name}] the export holds: {known} of "
                       "{count}", name=name, known=len(known), count=len(numbers) or "?"))
    return "".join(shown(one, as_link=name == "playlist") for one in known)


def shown(one: Attached, as_link: bool) -> str:
    """Return a picture with its caption, or a link to a document."""
    caption = f"<figcaption>{one.caption}</figcaption>" if one.caption else ""
    if as_link:
        words = one.caption or escape(one.address.rpartition("/")[2])
        return f'<p><a href="{escape(one.address)}">{words}</a></p>'
    return f'<figure><img src="{escape(one.address)}" alt="{escape(one.alt)}">{caption}</figure>'


def _media(name: str, inner: str, given: Mapping[str, str], notes: Notes) -> str:
    """Return a link to what was embedded."""
    places = (inner.strip(), *(given.get(key, "") for key in (*LEADS, "0")))
    address = next((found[0] for place in places if (found := ADDRESS.search(place))), "")
    if not address and name in ("youtube", "vimeo") and (key := given.get("id", "")):
        address = {"youtube": "https://youtu.be/", "vimeo": "https://vimeo.com/"}[name] + key
    if not address:
        notes.tell(say("nothing says where the recording of [{name}] is, and it is left out",
                       name=name), inner)
        return ""
    full = f"https:{address}" if address.startswith("//") else address
    words = given.get("title", "") or given.get("caption", "") or full
    return f'<p><a href="{escape(full)}">{escape(words)}</a></p>'
