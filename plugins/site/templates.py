"""Give a template environment what every page of an edition may use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.content.firm import Firm
from plugins.core.i18n import Catalogue, day, month, plurals, sort_key, territorial
from plugins.core.jinja import install_words
from plugins.site.addresses import Addresses, absolute, rooted


@dataclass(frozen=True)
class Edition:
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


def editions_of(languages: Mapping[str, Mapping[str, Any]], addresses: Mapping[str, Addresses],
                firms: Mapping[str, Firm]) -> dict[str, Edition]:
    """Return every edition by its language, in the order of the settings."""
    return {lang: _edition(lang, declared["name"], addresses[lang], firms[lang]["publication"])
            for lang, declared in languages.items()}


def equip(env: Environment, own: Edition, editions: list[Edition], *, catalogue: Catalogue,
          static: Path, site_url: str, mark: Callable[[str, str], str], **more: Any) -> None:
    """Install the words, the addresses, the filters and the values of one edition."""
    install_words(env, catalogue)
    env.globals.update(
        edition=own, editions=editions, **more,
        plurals=plurals(own.lang),
        href=lambda address: rooted(address, site_url),
        absolute=lambda address: absolute(address, site_url),
        asset=asset_links(static, site_url),
    )
    env.extend(body_shapes=[])
    env.filters.update(
        body=_body, shaped=_shaped,
        day=lambda value: day(_date(value), own.lang, catalogue),
        month=lambda value: month(_date(value), own.lang),
        by_name=lambda topics: sorted(topics, key=lambda topic: sort_key(topic[0].name)),
        iso=lambda value: _date(value).isoformat(),
        mark=lambda text: Markup(mark(escape(str(text), quote=False), own.lang)),
    )


@pass_context
def _body(context: Context, content: Any) -> Markup:
    """Return the text of a content as a page shows it.

    A text is written for every medium, feeds and emails too. What only a page can show, a form
    or an image in several sizes, the parts of the press put in its place: each appends a
    function of the context and the HTML to `env.body_shapes`.
    """
    return _shaped(context, content.get_content(context["href"]("")))


@pass_context
def _shaped(context: Context, html: str) -> Markup:
    """Return a piece of a text as a page shows it."""
    for shape in context.environment.body_shapes:  # type: ignore[attr-defined]
        html = shape(context, html)
    return Markup(html)


def _edition(lang: str, name: str, own: Addresses, publication: Mapping[str, Any]) -> Edition:
    return Edition(lang, territorial(lang), name, publication["name"], publication["tagline"],
                   own.home, own.feed, own.archives, own.issues, own.lists)


def _date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def asset_links(static: Path, site_url: str) -> Callable[[str], str]:
    """Return a function from the name of a file in the folder `static` to its link.

    A page and its style sheet always fit each other: when the file changes, so does the link.
    """
    @cache
    def link(name: str) -> str:
        digest = sha256((static / name).read_bytes()).hexdigest()[:8]
        return f"{rooted(f'theme/{name}', site_url)}?v={digest}"

    return link
