"""Give a template environment what every page of an edition may use."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from plugins.content.firm import Masthead, Publisher
from plugins.core.html import VOID, tokens
from plugins.core.i18n import day, locale_of, month
from plugins.core.jinja import new_environment, pages_environment
from plugins.core.look import Look
from plugins.core.project import Languages
from plugins.register.terms import MARKED
from plugins.site.addresses import Addresses, absolute, rooted
from plugins.site.contents import Text
from plugins.site.edition import Edition
from plugins.typography import marked, typeset_text

NUMBER = re.compile(r'<sup id="fnref-([^"]+)"><a [^>]*>([^<]*)</a></sup>')
"""The first place in a text that leads to a note, and the note's number."""

ANCHOR = re.compile(rf'<section [^>]*class="table".*?</section>|<h([2-6])\b.*?</h\1>|'
                    rf"{NUMBER.pattern}", re.DOTALL)
"""What a note may follow: a table would cut it off, and a heading would be called by its words."""

NOTE = re.compile(r'<li id="fn-([^"]+)">\s*<p>((?:(?!</?(?:p|li)\b).)*?)\s*'
                  r'(?:&#160;|\u00a0)?<a class="footnote-backref"[^>]*>[^<]*</a></p>\s*</li>',
                  re.DOTALL)
"""A note of one paragraph, with the way back at its end."""

CHART = re.compile(r'(<figure class="chart">(?:(?!</?(?:figure|section)\b).)*?)'
                   r"(<section .*?</section>)", re.DOTALL)
"""A chart, and its table."""


@dataclass(frozen=True)
class EditionView:
    """The site in one language, as its pages speak of it; `locale` is `fr_FR`."""

    lang: str
    locale: str
    name: str
    title: str
    tagline: str
    home: str
    feed: str
    archives: str
    issues: str
    lists: Mapping[str, str]


def views_of(languages: Languages, addresses: Mapping[str, Addresses],
             publishers: Mapping[str, Publisher]) -> dict[str, EditionView]:
    """Return every edition by its language, in the order of the settings."""
    return {lang: _view(lang, declared["name"], addresses[lang], publishers[lang].publication)
            for lang, declared in languages.items()}


def edition_environment(edition: Edition) -> Environment:
    """Return the environment of the edition's pages: its words, addresses, filters and values."""
    lang, catalogue, options = edition.lang, edition.catalogue, edition.options
    env = new_environment(options.templates, catalogue)
    env.auto_reload = False  # another edition is begun where a template has changed
    views = views_of(options.languages, edition.addresses, edition.publishers)
    install_links(env, list(views.values()), options.theme, options.site_url, edition.look)
    env.globals.update(
        edition=views[lang], publication=edition.publisher.publication, plurals=plurals(lang),
        firm=edition.publisher.firm, preview=options.settings["PREVIEW"])
    figures = catalogue.gettext("The figures in a table")
    env.extend(body_shapes=[lambda context, html: notes_beside(html),
                            lambda context, html: tables_folded(html, figures), explain])
    env.filters.update(
        body=_body, shaped=_shaped, parted=parted,
        day=cache(lambda value: typeset_text(day(value, lang, catalogue), lang)),
        month=cache(lambda value: month(value, lang)),
        day_or_month=lambda one: env.filters["day" if one.exact else "month"](one.date),
        iso=lambda value: value.isoformat(),
        # HTML and plain text of the same letters are not marked alike.
        mark=lru_cache(None, typed=True)(lambda text: Markup(marked(text, lang))),
    )
    pages_environment.send(env, edition=edition)
    return env


def install_links(env: Environment, editions: list[EditionView], theme: Path, site_url: str,
                  look: Look) -> None:
    """Install what every page links with, and the editions it may link to."""
    env.globals.update(
        editions=editions, asset=asset_links(theme / "static", site_url, look), look=look,
        href=lambda address: rooted(address, site_url),
        absolute=lambda address: absolute(address, site_url))


@pass_context
def _body(context: Context, content: Text) -> Markup:
    """Return the text of a content as a page shows it.

    A text is written for every medium, feeds and emails too. What only a page can show, a form
    or an image in several sizes, the plugins put in its place: each appends a
    function of the context and the HTML to `env.body_shapes`.
    """
    return _shaped(context, content.html)


@pass_context
def _shaped(context: Context, html: str) -> Markup:
    """Return a piece of a text as a page shows it."""
    for shape in context.environment.body_shapes:  # type: ignore[attr-defined]
        html = shape(context, html)
    return Markup(html)


def notes_beside(html: str) -> str:
    """Return a text with each note also after its number, where a wide page shows it beside.

    A note that holds more than a paragraph fits no line: then all stay at the end.
    """
    notes = {found[1]: found[2] for found in NOTE.finditer(html)}
    if not notes or html.count('<li id="fn-') != len(notes):
        return html
    beside = ANCHOR.sub(lambda found: found[0] + "".join(
        f'<small class="note" data-pagefind-ignore>{number[2]} {notes[number[1]]}</small>'
        for number in NUMBER.finditer(found[0]) if number[1] in notes), html)
    return beside.replace('<div class="footnote">', '<div class="footnote footnote--beside">')


def parted(html: str) -> tuple[Markup, Markup]:
    """Return a text as far as its second heading, and from there; nothing if it has fewer.

    It is a heading of the text itself: one in a box or a quotation would take along what follows.
    """
    depth, headings, place = 0, 0, 0
    for token in tokens(html):
        if token.kind == "open" and token.text not in VOID:
            headings += depth == 0 and token.text == "h2"
            if headings == 2:
                return Markup(html[:place]), Markup(html[place:])
            depth += not token.source.endswith("/>")
        elif token.kind == "close":
            depth -= 1
        place += len(token.source)
    return Markup(html), Markup("")


def explain(context: Context, html: str) -> str:
    """Return the text of an article's page with each term that is marked in it explained.

    A mention leads to the glossary; beside it a button shows the definition, which is at the end,
    so that the sentence is whole wherever it is read without its styles.
    """
    content = context.get("article")
    terms = {term.key: term for term in content.terms} if content else {}
    if not terms:
        return html
    drawn: Any = context.environment.get_template("terms.html").module
    linked = MARKED.sub(lambda found: drawn.mention(terms[found[1]], Markup(found[2])), html)
    return f"{linked}\n{drawn.definitions(terms.values())}"


def tables_folded(html: str, summary: str) -> str:
    """Return a text in which the table of each chart waits below it to be opened."""
    return CHART.sub(lambda found: f"{found[1]}<details><summary>{escape(summary)}</summary>"
                                   f"{found[2]}</details>", html)


def _view(lang: str, name: str, own: Addresses, publication: Masthead) -> EditionView:
    return EditionView(lang, territorial(lang), name, publication.name, publication.tagline,
                       own.home, own.feed, own.archives, own.issues, own.lists)


def territorial(lang: str) -> str:
    """Return a language with the country where most speak it: `fr_FR`, `en_GB`, `zh_CN`."""
    from babel.core import get_global
    locale, likely = locale_of(lang), get_global("likely_subtags")
    known = likely.get(str(locale)) or likely.get(locale.language, "")
    territory = locale.territory or known.rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory else locale.language


def plurals(lang: str) -> dict[str, int]:
    """Return a number of each kind that the language tells apart, by CLDR's name of the kind.

    A script that counts has the words of each kind written for it with these.
    """
    rule = locale_of(lang).plural_form
    return {rule(number): number for number in reversed(range(200))}


def asset_links(static: Path, site_url: str, look: Look) -> Callable[[str], str]:
    """Return a function from the name of a file in the folder `static` to its link.

    A page and its style sheet always fit each other: when the file changes, so does the link.
    """
    @cache
    def link(name: str) -> str:
        address = f"theme/{name}"
        digest = sha256(look.file(address, (static / name).read_bytes())).hexdigest()[:8]
        return f"{rooted(address, site_url)}?v={digest}"

    return link
