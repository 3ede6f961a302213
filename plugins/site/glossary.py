"""Show the glossary in the words of one edition, and its terms where an article mentions them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2.runtime import Context
from markupsafe import Markup

from plugins.register.glossary import Glossary
from plugins.register.terms import MARKED
from plugins.site.register import LawLink


@dataclass(frozen=True)
class ShownTerm:
    """A term in the words of one edition; `url` is its place on the page, below its `letter`."""

    key: str
    name: str
    definition: str
    chinese: str
    pinyin: str
    law: LawLink | None
    letter: str
    url: str


def shown_terms(glossary: Glossary, lang: str, page: str, laws: Mapping[str, LawLink]
                ) -> dict[str, ShownTerm]:
    """Return the terms by their keys, in the order of the language; their page has an address."""
    return {term.key: ShownTerm(
        term.key, term.name[lang], term.definition[lang], term.chinese, term.pinyin,
        laws.get(term.law), term.place(lang)[0].upper(), f"{page}#term-{term.key}")
        for term in glossary.in_order(lang)}


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
