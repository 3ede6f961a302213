"""Read what a form for writing has posted: the file of each language, and what becomes of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.datastructures import FormData

from plugins.content.header import KEYS
from plugins.core.messages import ContentError
from plugins.desk.context import Desk
from plugins.desk.writing.fields import fields_of, with_added
from plugins.desk.writing.places import Place, digest, followed, place_of
from plugins.desk.writing.typed import Form, form_of, seal, typed

DIGEST = re.compile("([0-9a-f]{2})*")


@dataclass(frozen=True)
class Posted:
    """A text as it was typed: its file as it is `now`, None if there is none, and as it would be.

    `base` is the digest of the file that the form was made from, nothing if there was none. The
    form is `untouched` where it says what that file says. `window` is the page that has posted it,
    `kept` the digest of the draft with which that was drawn.
    """

    place: Place
    base: str
    now: bytes | None
    data: bytes
    untouched: bool = False
    window: str = ""
    kept: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the file would be another than it was."""
        return not self.untouched and self.now != self.data

    @property
    def has_moved_on(self) -> bool:
        """Whether the file is not the one any more that the form was made from."""
        return self.base != digest(self.now)


def posted_texts(desk: Desk, form: FormData) -> list[Posted]:
    """Return every text of a form whose fields are named by language, like “fr.body”.

    Raises Failure for what is no text, ContentError for a file that is not in UTF-8.
    """
    return [posted_text(desk, form, f"{lang}.") for lang in desk.options().languages
            if f"{lang}.path" in form]


def posted_text(desk: Desk, form: FormData, prefix: str = "") -> Posted:
    """Return the text of a form; what it has no field for is kept. Raises as `posted_texts`."""
    def said(name: str, otherwise: str = "") -> str:
        value = form.get(prefix + name)
        return value if isinstance(value, str) else otherwise

    place = place_of(desk.options(), said("path"))
    if said("base"):
        place = followed(desk.options(), place)
    now = place.read()
    shown = form_of(place.source, now or b"")
    fields = {name: said(f"head.{name}", value) for name, value in shown.fields.items()}
    added = {name: said(f"add.{name}") for name in KEYS[place.source.kind]}
    fields |= dict(_with_added(desk, place, Form(fields, "", ""), added))
    filled = Form(fields, said("others", shown.others), said("body", shown.body))
    base = said("base") if DIGEST.fullmatch(said("base")) else "00"  # which no file has
    return Posted(place, base, now, typed(place.source, now or b"", filled),
                  said("seal") == seal(filled), said("window"), said("kept"))


def _with_added(desk: Desk, place: Place, form: Form, added: dict[str, str]
                ) -> Iterator[tuple[str, str]]:
    """Yield the keys with what was chosen for them beside those that they have."""
    if not any(words.strip() for words in added.values()):
        return
    try:
        saved = desk.workshop.saved(desk.shown())
    except ContentError:  # nothing can be chosen then
        return
    fields = fields_of(place.source.kind, form, place.source.lang, saved.declared,
                       saved.site.texts)
    for field in fields:
        if field.input == "keys" and added[field.name].strip():
            yield field.name, with_added(field.value, added[field.name], field.choices)
