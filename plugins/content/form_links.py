"""Put a link to its form where a text names one: `[…]({form}contact)` or a WordPress shortcode.

Alone in its paragraph the link is marked, and the page draws the form in its place; everywhere
else, in a sentence, a feed or an email, it stays what it is.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from plugins.content.survey import find_links
from plugins.core.messages import Message, say
from plugins.core.plain_text import expression
from plugins.forms.declaration.form import Form
from plugins.forms.wordpress.shortcodes import (
    find_leftovers,
    find_shortcodes,
    form_of,
    unknown_form,
)

LINK = expression(r'<a\b[^>]*?\bhref="(?:\{|%7B)form(?:\}|%7D)([^"]*)"[^>]*>(.*?)</a>',
                  re.S | re.I)

FORM = expression(r"(?:\{|%7B)form(?:\}|%7D)", re.I)

MARK = expression(r'<a data-form-here="([^"]*)" href="[^"]*">.*?</a>', re.S)

INLINE = r"\s|&nbsp;|&#160;|<br\s*/?>|</?(?:strong|em|b|i|span|font|center)\b[^>]*>"

ALONE = expression(
    rf'<p\b[^>]*>((?:{INLINE}|<a data-form-here="[^"]*" href="[^"]*">(?:(?!</a>).)*</a>)+)</p>',
    re.S)

ALONE_IN_BLOCK = expression(
    r"(<(?:div|li|td|dd|section|aside|blockquote)\b[^>]*>\s*)"
    r'(<a data-form-here="[^"]*" href="[^"]*">(?:(?!</a>).)*</a>)'
    r"(\s*</(?:div|li|td|dd|section|aside|blockquote)>)", re.S)

VERBATIM = expression(r"<!--.*?-->|<(code|pre|kbd|samp|script|style|textarea)\b.*?</\1>|<[^>]*>",
                      re.S | re.I)


@dataclass(frozen=True)
class Token:
    """What is in the text while it is converted, and what it stands for."""

    written: str
    form: Form


def replace_shortcodes(body: str, forms: Mapping[str, Form]
                       ) -> tuple[str, dict[str, Token], list[tuple[int, Message]]]:
    """Return the body with a token for each shortcode, the tokens, and what is wrong where.

    The tokens are alphanumeric, so that neither Markdown nor typesetting sees anything in them.
    """
    stem = "form" + hashlib.sha256(body.encode()).hexdigest()[:12]
    tokens: dict[str, Token] = {}
    wrong: list[tuple[int, Message]] = []
    pieces, position = [], 0
    for number, shortcode in enumerate(find_shortcodes(body)):
        written = body[shortcode.start:shortcode.end]
        form = form_of(shortcode, forms)
        if form is None:
            wrong.append((shortcode.start, unknown_form(shortcode, forms)))
            continue
        token = f"{stem}n{number}n"
        tokens[token] = Token(written, form)
        pieces += [body[position:shortcode.start], token]
        position = shortcode.end
    pieces.append(body[position:])
    wrong += [(place, _printed(what)) for place, what in find_leftovers(body)]
    return "".join(pieces), tokens, wrong


def wrong_form_links(html: str, body: str, forms: Mapping[str, Form]
                     ) -> Iterator[tuple[int, Message]]:
    """Yield the line in the body, which begins with 1, and the fault of each link to no form."""
    if FORM.search(html):
        for link in find_links(html, body):
            if link.kind == "form" and link.target not in forms:
                yield link.line, unknown_form(link.target, forms)


def shortcodes_in_title(text: str) -> Iterator[Message]:
    """Yield a message for each shortcode in a title, a summary or a subject: no form fits there."""
    for shortcode in find_shortcodes(text):
        yield _printed(text[shortcode.start:shortcode.end])
    for _, what in find_leftovers(text):
        yield _printed(what)


def insert_form_links(html: str, tokens: Mapping[str, Token], forms: Mapping[str, Form],
                      lang: str, href: Callable[[Form], str]) -> str:
    """Return the converted text with a link for each form, marked where the link is alone."""
    if not tokens and not FORM.search(html):
        return html
    html = VERBATIM.sub(lambda piece: _restore(piece[0], tokens), html)
    for token, placed in tokens.items():
        html = html.replace(token, _link(placed.form, escape(placed.form.title[lang]), href))
    html = LINK.sub(
        lambda link: _link(forms[link[1]], link[2], href) if link[1] in forms else link[0], html)
    html = ALONE.sub(
        lambda found: "\n".join(_block(mark[0], mark[1]) for mark in MARK.finditer(found[1]))
        or found[0], html)
    html = ALONE_IN_BLOCK.sub(
        lambda found: found[1] + MARK.sub(lambda mark: _block(mark[0], mark[1]), found[2])
        + found[3], html)
    return re.sub(r' data-form-here="[^"]*"', "", html)


def _link(form: Form, label: str, href: Callable[[Form], str]) -> str:
    return f'<a data-form-here="{form.id}" href="{escape(href(form))}">{label}</a>'


def _block(link: str, form: str) -> str:
    return f'<p class="form-link" data-form-link="{form}">{link}</p>'


def _restore(markup: str, tokens: Mapping[str, Token]) -> str:
    for token, placed in tokens.items():
        if token in markup:
            markup = markup.replace(token, escape(placed.written))
    return markup


def _printed(what: str) -> Message:
    return say("a WordPress shortcode “{what}” would be printed to readers; delete it, or write "
               "“\\[” to show it as text", what=what)
