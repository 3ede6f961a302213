"""Find the tags in brackets that WordPress would take for shortcodes in a Markdown source."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugins.core.markdown_source import definitions, label, literal_mask
from plugins.forms.wordpress.attributes import BLANK

NAMES = "contact-form-7|contact-form|mc4wp_form"
OTHERS = (
    "audio|caption|contact-field|embed|formidable|gallery|googlemaps?|gravityforms?|layerslider"
    "|ninja_forms?|playlist|video|wp_caption|wpforms|(?:av|cs|et_pb|fusion|mk|rev|su|vc)_\\w+"
    "|elementor-template|rev_slider|smartslider3|display-posts|recent_posts|tablepress"
)
OPENING = re.compile(rf"\[(/?)({NAMES})(?![\w-])", re.IGNORECASE)
ANY_OPENING = re.compile(rf"\[(/?)({NAMES}|{OTHERS})(?![\w-])", re.IGNORECASE)
BRACKET = re.compile(r"[\[\]]|\n[ \t\r]*+\n")
ATTRIBUTES = re.compile(rf"{BLANK}|/?\Z")
REFERENCE = re.compile(r"\s?\[([^\[\]]*+)\]")


@dataclass(frozen=True)
class Source:
    """A text with what must be known of it before a tag in it is believed."""

    text: str
    mask: bytearray
    labels: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Tag:
    """One tag in brackets, opening or closing."""

    name: str
    closing: bool
    attributes: str
    start: int
    end: int


def read_source(text: str) -> Source:
    """Return a text with what must be known of it."""
    mask = literal_mask(text)
    return Source(text, mask, definitions(text, mask))


def find_tags(source: Source) -> Iterator[Tag]:
    """Yield the whole tags of our forms, in order, but for those that are text."""
    for opening in OPENING.finditer(source.text):
        if is_text(source, opening):
            continue
        end = _end(source, opening.end())
        attributes = source.text[opening.end():end - 1]
        if end and ATTRIBUTES.match(attributes):
            yield Tag(opening[2].lower(), bool(opening[1]), attributes, opening.start(), end)


def is_text(source: Source, opening: re.Match[str]) -> bool:
    """Tell whether what `opening` begins is code, escaped, or a Markdown link."""
    if source.mask[opening.start()]:
        return True
    end = _end(source, opening.end())
    return bool(end) and (is_doubled(source.text, opening.start(), end)
                          or _is_link(source, opening.start(), end))


def is_doubled(text: str, start: int, end: int) -> bool:
    """Tell whether `[[…]]` stands there: WordPress prints it with one pair of brackets."""
    return text[start - 1:start] == "[" and text[end:end + 1] == "]"


def _end(source: Source, position: int) -> int:
    """Return where the tag ends, or 0 if a bracket opens or the paragraph ends before it does."""
    while bracket := BRACKET.search(source.text, position):
        position = bracket.end()
        if not source.mask[bracket.start()]:
            return position if bracket[0] == "]" else 0
    return 0


def _is_link(source: Source, start: int, end: int) -> bool:
    """Tell whether Markdown sees a link or the definition of one between the brackets."""
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
