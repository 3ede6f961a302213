"""Declare the forms of an export, and find which of them a shortcode of a text means."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plugins.core.messages import say
from plugins.forms.declaration.form import Form
from plugins.forms.wordpress.shortcodes import find_shortcodes, form_of, written_well
from plugins.importer.markdown import Loss
from plugins.importer.plan.places import Place
from plugins.importer.wordpress.export import Export, Item
from plugins.importer.wordpress.forms import KINDS, ImportedForm, import_forms
from plugins.importer.wordpress.languages import Spoken

FOLDER = "forms"
BLOCK = "wp_block"
SHORTCODE = re.compile(r"\[(?:contact-form-7|mc4wp_form)[^\]]*?\bid=[\s\"'”»″]*([\w-]+)"
                       r"|wp:(?:contact-form-7/contact-form-selector|mailchimp-for-wp/form) "
                       r"\{\"id\":(\d+)")


@dataclass(frozen=True)
class Shared:
    """The contents that others are made of: of forms and of blocks, by the numbers of items.

    `asked` are the numbers of the texts whose content names a form, by what it calls it.
    """

    forms: tuple[tuple[Item, str], ...] = ()
    blocks: Mapping[int, str] = field(default_factory=dict)
    asked: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def read_shared(export: Export, contents: Iterable[tuple[int, str]]) -> Shared:
    """Return these contents; the files are read for them only if there are any."""
    wanted = {item.number: item for item in export.items if item.kind in (*KINDS, BLOCK)}
    forms, blocks, asked = list[tuple[Item, str]](), dict[int, str](), dict[str, list[int]]()
    for number, content in contents if wanted else ():
        item = wanted.get(number)
        if item and item.kind == BLOCK:
            blocks[number] = content
        elif item:
            forms.append((item, content))
        else:
            for found in SHORTCODE.finditer(content):
                asked.setdefault(found[1] or found[2], []).append(number)
    return Shared(tuple(forms), blocks, {name: tuple(texts) for name, texts in asked.items()})


def declare_forms(shared: Shared, spoken: Spoken, languages: Sequence[str],
                  there: Mapping[str, Form], ours: Iterable[str], places: Mapping[int, Place],
                  reached: Collection[int]) -> tuple[ImportedForm, ...]:
    """Return the declarations that the forms `there` leave to be made.

    `ours` are files written before, `reached` the texts that readers reach.
    """
    names = [Path(file).stem for file in ours if file.startswith(f"{FOLDER}/")]
    langs = {**spoken.items, **dict(_languages(shared, spoken, places))}
    return import_forms(shared.forms, spoken.translations, langs, languages, there, names,
                        _pages(shared, languages, places, reached))


def without_unknown(html: str, forms: Mapping[str, Form]) -> tuple[str, list[Loss]]:
    """Return a text without the shortcodes to which no form answers, and what is told of them."""
    losses = list[Loss]()
    for shortcode in reversed(find_shortcodes(html) if "[" in html else []):
        if form_of(shortcode, forms) is None:
            html = html[:shortcode.start] + html[shortcode.end:]
            losses.append(Loss(say("a form stood here to which none here answers; put a link to "
                                   "one in its place, as in {example}",
                                   example="[…]({form}contact)"), written_well(shortcode)[:60]))
    return html, losses


def _languages(shared: Shared, spoken: Spoken, places: Mapping[int, Place]
               ) -> Iterator[tuple[int, str]]:
    """Yield the language of each form of which nothing says it: that of all texts it stands in."""
    for item, _ in shared.forms:
        around = {places[number].lang for number in shared.asked.get(str(item.number), ())
                  if number in places}
        if item.number in spoken.guessed and len(around) == 1:
            yield item.number, around.pop()


def _pages(shared: Shared, languages: Sequence[str], places: Mapping[int, Place],
           reached: Collection[int]) -> Mapping[int, str]:
    """Return the key of the page that each form stands on, if readers reach it in all languages."""
    spoken: dict[str, set[str]] = {}
    for number in reached:
        if places[number].kind == "page":
            spoken.setdefault(places[number].key, set()).add(places[number].lang)
    return {item.number: places[number].key for item, _ in shared.forms
            for name in (item.first("_hash")[:7], str(item.number)) if name
            for number in shared.asked.get(name, ()) if number in places
            and places[number].kind == "page"
            and len(spoken.get(places[number].key, ())) == len(languages)}
