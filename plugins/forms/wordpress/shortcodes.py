"""Find the WordPress shortcodes of forms in a Markdown source, and the form that answers to one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from plugins.core.markdown_source import MarkdownSource, label, read_source
from plugins.core.messages import Message, say
from plugins.core.plain_text import expression
from plugins.forms.declaration.form import Form, comparable_claim
from plugins.forms.wordpress.attributes import AMP, BLANK, DOUBLE, SINGLE, parse_attributes


@dataclass(frozen=True)
class Shortcode:
    """A WordPress tag in a text: `text[start:end]` is all of it, with its closing tag if any."""

    name: str
    attrs: dict[str, str]
    start: int
    end: int


HYPHEN = rf"(?:[-\u00ad‐‑‒–−]|{AMP}(?:ndash|minus|shy|hyphen|dash|#820[89]|#821[01]|#8722|#173" \
         r"|#[xX](?:201[0-3]|2212|[aA][dD]));)"
"""What typesetters and word processors make of a hyphen."""

NAMES = rf"contact{HYPHEN}form{HYPHEN}7|contact{HYPHEN}form|mc4wp\\?_form"

OTHERS = (
    "audio|caption|contact-field|embed|formidable|gallery|googlemaps?|gravityforms?|layerslider"
    "|ninja_forms?|playlist|video|wp_caption|wpforms|(?:av|cs|et_pb|fusion|mk|rev|su|vc)_\\w+"
    "|elementor-template|rev_slider|smartslider3|display-posts|recent_posts|tablepress"
)

BEGINS = r"[\[［](?<!\\［)(/?)"
"""A bracket, or the one that is typed with a Chinese keyboard."""

OPENING = expression(rf"{BEGINS}({NAMES})(?!{HYPHEN}|\w)", re.IGNORECASE)
ANY_OPENING = expression(rf"{BEGINS}({NAMES}|{OTHERS})(?!{HYPHEN}|\w)", re.IGNORECASE)
PARTED = expression(r"\n[ \t\r]*+\n")
BRACKET = expression(rf"[\[\]［］]|{PARTED.pattern}")

INSIDE = r"(?:[^{}\n]|\n(?![ \t\r]*\n)){{0,300}}+"
QUOTED = "|".join(opening + INSIDE.format(closing) + f"[{closing}]" for opening, closing in (
    ('"', '"'), ("'", "'"), ("“", "”"), ("«", "»"), ("[»”″]", "»”″"), ("＂", "＂"), ("‘", "’")))
WHOLE = expression(rf"(?:{BLANK}++(?:[\w-]++{BLANK}*+[=＝]{BLANK}*+)?+"
                   rf"(?:(?:{QUOTED})(?={BLANK}|/?[\]］])|[^\s\[\]［］{SINGLE}{DOUBLE}/]++))++"
                   rf"{BLANK}*+/?(?P<end>[\]］])")
"""The rest of a tag whose values, if they are quoted, are so without a guess: what is in them may
hold brackets.
"""

ATTRIBUTES = expression(rf"{BLANK}|/?\Z")
BRACKETS = {"[": "]", "［": "］"}
REFERENCE = expression(r"\s?\[([^\[\]]*+)\]")


@dataclass(frozen=True)
class Tag:
    """One tag in brackets, opening or closing."""

    name: str
    closing: bool
    attributes: str
    start: int
    end: int


def find_shortcodes(text: str) -> list[Shortcode]:
    """Return the form shortcodes of a Markdown source, in order; linear in the text.

    What is escaped (`[[x]]`, `\\[x]`, `&#91;x]`), is in code, comments or tags, or is a
    Markdown link is text. An enclosing pair is one shortcode, as in WordPress.
    """
    return [shortcode for shortcode in _paired(_find_tags(text))
            if not _is_doubled(text, shortcode.start, shortcode.end)]


def find_leftovers(text: str) -> list[tuple[int, str]]:
    """Return the offset and the wording of each WordPress tag that readers would see as text.

    These are the tags of our forms that are broken, and those of well-known plugins.
    """
    leftovers, reported = list[tuple[int, str]](), set[str]()
    taken = bytearray(len(text))
    for shortcode in _paired(_find_tags(text)):
        taken[shortcode.start:shortcode.end] = b"\1" * (shortcode.end - shortcode.start)
    for opening in ANY_OPENING.finditer(text):
        name = _name(opening[2])
        if taken[opening.start()] or _is_text(read_source(text), opening):
            continue
        if not (opening[1] and name in reported):
            leftovers.append((opening.start(), _excerpt(text, opening)))
        reported.add(name)
    return leftovers


def form_of(shortcode: Shortcode, forms: Mapping[str, Form]) -> Form | None:
    """Return the form that answers to a shortcode: by its id, else its title, else its bare name.

    Contact Form 7 looks an id up first and falls back to the title, too; its first versions wrote
    both without names, `[contact-form 76 "Reach Us"]`.
    """
    for key, claim in _claims(shortcode):
        for form in forms.values():
            if comparable_claim(claim) in map(comparable_claim, getattr(form.wordpress, key)):
                return form
    return None


def written_well(shortcode: Shortcode) -> str:
    """Return a shortcode as WordPress itself writes it: `[mc4wp_form id="235"]`."""
    attrs = ((_quoted(value) if " " in value else value) if name.isdecimal()
             else f"{name}={_quoted(value)}" for name, value in shortcode.attrs.items())
    return f"[{' '.join([shortcode.name, *attrs])}]"


def _quoted(value: str) -> str:
    if '"' not in value:
        return f'"{value}"'
    return f"'{value}'" if "'" not in value else f'"{value.replace(chr(34), "”")}"'


def unknown_form(wanted: Shortcode | str, forms: Mapping[str, Form]) -> Message:
    """Say that no form answers, which forms there are, and how to let one of them answer."""
    known = ", ".join(forms) or "—"
    if isinstance(wanted, str):
        return say("there is no form “{name}”; the forms are {forms}: write one of them, or "
                   "declare content/forms/{name}.toml", name=wanted, forms=known)
    key, value = _claims(wanted)[0]
    return say("no form corresponds to the shortcode {shortcode}; the forms are {forms}: to "
               "assign it to one of them, add “{value}” to “{key}” under [wordpress] in "
               "content/forms/{example}.toml",
               shortcode=written_well(wanted), forms=known, key=key, value=value,
               example=_likely(wanted, forms))


def _paired(tags: Iterable[Tag]) -> list[Shortcode]:
    found: list[Shortcode] = []
    opened: dict[str, int] = {}
    for tag in tags:
        if not tag.closing:
            attributes = tag.attributes.removesuffix("/")
            if attributes == tag.attributes:
                opened[tag.name] = len(found)
            found.append(Shortcode(tag.name, parse_attributes(attributes), tag.start, tag.end))
        elif tag.name in opened:
            index = opened[tag.name]
            found[index:] = [replace(found[index], end=tag.end)]
            opened = {name: place for name, place in opened.items() if place < index}
    return found


def _claims(shortcode: Shortcode) -> list[tuple[str, str]]:
    """Return by what a shortcode asks for its form, each with the key of a declaration for it."""
    attrs = shortcode.attrs
    number, title = attrs.get("id", attrs.get("0")), attrs.get("title", attrs.get("1"))
    claims = [(key, claim) for key, claim in (("ids", number), ("titles", title)) if claim]
    return claims or [("names", shortcode.name)]


def _likely(shortcode: Shortcode, forms: Mapping[str, Form]) -> str:
    delivery = "subscription" if shortcode.name == "mc4wp_form" else "mail"
    return next((form.id for form in forms.values() if form.delivery == delivery),
                next(iter(forms), "contact"))


def _excerpt(text: str, opening: re.Match[str]) -> str:
    line = text[opening.start():opening.start() + 60].split("\n", maxsplit=1)[0]
    return line[:line.index("]") + 1] if "]" in line else line


def _find_tags(text: str) -> Iterator[Tag]:
    """Yield the whole tags of our forms, in order, but for those that are text."""
    reached = 0
    for opening in OPENING.finditer(text):
        source = read_source(text)
        if opening.start() < reached or _is_text(source, opening):  # within a value, or text
            continue
        end = _end(source, opening.end())
        attributes = text[opening.end():end - 1]
        if end and ATTRIBUTES.match(attributes):
            reached = end
            yield Tag(_name(opening[2]), bool(opening[1]), attributes, opening.start(), end)


def _name(written: str) -> str:
    """Return the name of a shortcode as WordPress knows it."""
    return re.sub(HYPHEN, "-", written.lower()).replace("\\", "")


def _is_text(source: MarkdownSource, opening: re.Match[str]) -> bool:
    """Tell whether what `opening` begins is code, escaped, or a Markdown link."""
    if source.mask[opening.start()]:
        return True
    end = _end(source, opening.end())
    return bool(end) and (_is_doubled(source.text, opening.start(), end)
                          or _is_link(source, opening.start(), end))


def _is_doubled(text: str, start: int, end: int) -> bool:
    """Tell whether `[[…]]` is there: WordPress prints it with one pair of brackets."""
    return start > 0 and bool(text[end:]) and BRACKETS.get(text[start - 1]) == text[end]


def _end(source: MarkdownSource, position: int) -> int:
    """Return where the tag ends, or 0 if a bracket opens or the paragraph ends before it does."""
    whole = WHOLE.match(source.text, position)
    if whole and not source.mask[whole.start("end")] and not PARTED.search(whole[0]):
        return whole.end()
    while bracket := BRACKET.search(source.text, position):
        position = bracket.end()
        if not source.mask[bracket.start()]:
            return position if bracket[0] in "]］" else 0
    return 0


def _is_link(source: MarkdownSource, start: int, end: int) -> bool:
    """Tell whether Markdown sees a link or the definition of one between the brackets."""
    if source.text[start] != "[":
        return False
    if source.text[end:end + 1] == "(" and source.mask[end]:
        return True
    own = label(source.text[start + 1:end - 1])
    if own in source.labels:
        return True
    reference = REFERENCE.match(source.text, end)
    if not reference:
        return False
    plain = "=" not in own and not reference[1].startswith("^") and reference[0][0] == "["
    return label(reference[1]) in source.labels or (
        plain and bool(reference[1]) and not ANY_OPENING.match(source.text, end))
