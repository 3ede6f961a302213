"""Turn what WordPress holds of one text, blocks or classic HTML, into HTML as readers saw it.

It takes `content:encoded` as it is and gives HTML for `importer/markdown`, which leaves out what
acts. Nothing is executed; of blocks that WordPress filled itself, nothing but a word is left.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from plugins.core.html import read as read_html
from plugins.core.html import tokens, write
from plugins.core.messages import say
from plugins.core.plain_text import number_of
from plugins.importer.markdown import Loss
from plugins.importer.shape.notes import gather_notes
from plugins.importer.tree import read_tree, write_tree
from plugins.importer.wordpress.shortcodes import Attached, Notes, note_call, without_shortcodes

DEEPEST = 5
"""Reusable blocks within each other."""

BLOCK = re.compile(r"\s+(?P<closing>/?)wp:(?P<name>[a-z][a-z0-9_/-]*)\s*(?P<given>\{.*\})?"
                   r"\s*(?P<single>/?)\Z", re.DOTALL)
NEW_LINE = re.compile(r"\r\n?|\n")
UNBROKEN = frozenset(("pre", "script", "style", "svg", "math", "textarea"))
CORE_CALL = re.compile(r"<sup\b[^>]*\bdata-fn=\"([^\"]+)\"[^>]*>.*?</sup>", re.DOTALL)
LINKED_NOTE = re.compile(r"""href=["'][^"'#>]*#(?!fn-\d)""", re.IGNORECASE)
OWN_LINE = re.compile(r"(?<=<br>\n)\[(?:contact-form|mc4wp_form)[^\[\]<]*\](?=<br>|\Z)")

SILENT = frozenset(("core/more", "core/nextpage", "core/spacer", "core/separator", "core/freeform",
                    "core/html", "core/shortcode", "core/missing"))


FORMS_OF_BLOCKS = {"mailchimp-for-wp/form": "mc4wp_form",
                   "contact-form-7/contact-form-selector": "contact-form-7"}


@dataclass(frozen=True)
class Held:
    """What the export holds of a text outside of it.

    `footnotes` is the meta of this name, as it is; `reusable` are the contents of blocks that
    several texts show, `attached` the attachments, each by its number.
    """

    footnotes: str = ""
    reusable: Mapping[int, str] = field(default_factory=dict)
    attached: Mapping[int, Attached] = field(default_factory=dict)


NOTHING = Held()


@dataclass(frozen=True)
class Unblocked:
    """A text as HTML without blocks and shortcodes but those of forms; what it does not hold."""

    html: str
    losses: tuple[Loss, ...] = ()


def to_html(content: str, held: Held = NOTHING) -> Unblocked:
    """Return the content of a text as HTML; its notes are at the end, as `to_markdown` asks."""
    notes = Notes(held.attached)
    html = "".join(_pieces(content, held, notes, 0))
    if "data-fn=" in html:
        html = CORE_CALL.sub(lambda found: _core_note(found, held.footnotes, notes), html)
    html = OWN_LINE.sub(r"<p>\g<0></p>", without_shortcodes(html, notes))
    items = []
    for number, note in enumerate(notes.written, 1):  # a note may have shortcodes, too
        items.append(f'<li id="fn-{number}">{with_paragraphs(note)}</li>')
    html += f'<ol class="footnotes">{"".join(items)}</ol>' if items else ""
    if LINKED_NOTE.search(html):
        html = _with_linked_notes(html)
    return Unblocked(html, tuple(notes.losses))


def with_paragraphs(text: str) -> str:
    """Return classic text with its lines and paragraphs as readers saw them (`wpautop`)."""
    parts: list[str] = []
    unbroken, after_break = "", False
    for token in tokens(text):
        if token.kind == "open" and token.text in UNBROKEN and not unbroken:
            unbroken = token.text
        elif token.kind == "close" and token.text == unbroken:
            unbroken = ""
        written = token.source
        if token.kind == "text" and not unbroken and not written.startswith("&"):
            written = _with_breaks(written, after_break)
        parts.append(written)
        after_break = token.kind == "open" and token.text == "br"
    return "".join(parts)


def _with_breaks(text: str, after_break: bool) -> str:
    """Return a text with a break for each line, two where lines are blank."""
    first, *lines = NEW_LINE.split(text)
    parts = [first]
    ends = -1 if after_break and not first.strip() else 0  # that break is there already
    for place, line in enumerate(lines, 1):
        ends += 1
        if line.strip() or place == len(lines):
            kept = line.strip(" \t") if place < len(lines) else line.lstrip(" \t")  # a tag follows
            parts.append(("<br><br>" if ends > 1 else "<br>\n" * ends) + kept)
            ends = 0
    return "".join(parts)


def _pieces(content: str, held: Held, notes: Notes, depth: int) -> Iterator[str]:
    """Yield the HTML of a text, block by block; what is in none is classic."""
    opened: list[str] = []
    inner: list[str] = []
    first, *others = content.split("<!--")
    is_classic = "<!-- wp:" not in content
    yield with_paragraphs(first) if first.strip() else ""
    for other in others:
        comment, _, text = other.partition("-->")
        block = BLOCK.match(comment)
        if block:
            name = block["name"] if "/" in block["name"] else f"core/{block['name']}"
            if block["single"]:
                inner.append(_filled(name, block["given"] or "", held, notes, depth))
            elif not block["closing"]:
                opened.append(name)
                if name == "mailchimp-for-wp/form":
                    inner.append(_filled(name, block["given"] or "", held, notes, depth))
            elif name in opened:
                while opened.pop() != name:
                    pass
        if text:
            plain = is_classic or not opened or opened[-1] in ("core/freeform", "core/shortcode")
            inner.append(with_paragraphs(text) if plain and text.strip()
                         else _static(opened[-1], text) if opened else text)
        if not opened:
            yield "".join(inner)
            inner = []
    yield "".join(inner)


def _static(name: str, text: str) -> str:
    """Return what a block saved, without what is there for its look or its script."""
    if name == "core/verse":
        text = NEW_LINE.sub("<br>", text.strip())
        return re.sub(r"<(/?)pre\b[^>]*>", r"<\1p>", text)
    if name == "core/file":
        text = re.sub(r"<object\b[^>]*>.*?</object>", "", text, flags=re.DOTALL)
        return re.sub(r"<a\b[^>]*wp-block-file__button[^>]*>.*?</a>", "", text, flags=re.DOTALL)
    if name in ("core/gallery", "jetpack/tiled-gallery"):
        return re.sub(r"<(/?)(?:ul|li)\b[^>]*>", r"<\1div>", text)
    return text


def _filled(name: str, given: str, held: Held, notes: Notes, depth: int) -> str:
    """Return what WordPress filled a block with, as far as the export says."""
    values: object = None
    with suppress(ValueError, RecursionError):
        values = json.loads(given or "{}")
    known = values if isinstance(values, dict) else {}
    number = str(known.get("ref" if name == "core/block" else "id", ""))
    if name in SILENT or name == "core/footnotes":
        return ""
    if name == "core/block" and number_of(number) in held.reusable:
        if depth < DEEPEST:
            return "".join(_pieces(held.reusable[number_of(number)], held, notes, depth + 1))
    elif name == "core/social-link" and known.get("url"):
        words = escape(str(known.get("service") or known["url"]))
        return f'<p><a href="{escape(str(known["url"]))}">{words}</a></p>'
    elif name in FORMS_OF_BLOCKS and number:
        return f'<p>[{FORMS_OF_BLOCKS[name]} id="{escape(number)}"]</p>'
    notes.tell(say("WordPress filled the block “{name}” itself, and the export does not hold what "
                   "it showed; write it where it belongs", name=name), " ".join(_strings(values)))
    return ""


def _strings(values: object) -> Iterator[str]:
    """Yield the words among the values of a block: some have no others."""
    waiting = [values]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and " " in each:
            yield each
        elif isinstance(each, (dict, list)):
            waiting += reversed(list(each.values() if isinstance(each, dict) else each))


def _core_note(call: re.Match[str], footnotes: str, notes: Notes) -> str:
    """Return the call for a note of WordPress’s own, whose text is in the meta “footnotes”."""
    written = _core_notes(footnotes)
    if call[1] not in written:
        notes.tell(say("a note is called for here, and the export does not hold its words; write "
                       "“[^…]” and the note, or delete the call"), call[0])
        return call[0]
    if call[1] not in notes.core:
        notes.call(written[call[1]])
        notes.core[call[1]] = len(notes.written)
    return note_call(notes.core[call[1]])


@lru_cache(maxsize=1)
def _core_notes(footnotes: str) -> Mapping[str, str]:
    with suppress(ValueError, RecursionError):
        listed = json.loads(footnotes or "[]")
        if isinstance(listed, list):
            return {str(each.get("id")): str(each.get("content", "")) for each in listed
                    if isinstance(each, dict)}
    return {}


def _with_linked_notes(html: str) -> str:
    """Return a text whose notes are links that lead to each other, as Word’s are, with ours."""
    parted = "<p>" + re.sub(r"<br>\s*<br>", "<p>", html)
    tree = read_html(write_tree(read_tree(parted)))  # well-formed, or Beautiful Soup is slow
    gather_notes(tree)
    return write(tree)
