"""Have the converter write simple HTML as Markdown, and put back what was carried past it."""

import re
from collections.abc import Iterable

from html_to_markdown import ConversionOptions, convert

from plugins.importer.carrier import Carrier

OPTIONS = ConversionOptions(
    list_indent_width=4, bullets="-", autolinks=False, extract_metadata=False,
    newline_style="backslash", hidden_content="all")

ADJOINING = re.compile(r"(</(ul|ol)>)(?=<\2\b)")


def convert_blocks(blocks: Iterable[str], carrier: Carrier) -> str:
    """Return paragraphs, headings, lists and quotations as Markdown."""
    html = "".join(blocks)
    html = ADJOINING.sub(lambda found: found[1] + carrier.nothing(), html)
    return carrier.put_back((convert(html, OPTIONS).content or "").strip("\n"))
