"""Know which keys a form's TOML file may hold, and say what is wrong with a file's keys."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.core.firm_file import WORDS as FIRM_WORDS
from plugins.core.messages import Message, no_words, say, unknown_language
from plugins.forms.declaration.field_types import FIELD_TYPES, Table

KeyPath = tuple[str | int, ...]
"""The way to a value of a TOML file: keys, and numbers in lists."""

Faults = Iterator[tuple[KeyPath, Message]]
"""Where a declaration is wrong, and what would be right there."""

BRACES = re.compile(r"\{([a-z_]+)\}")

AUTOCOMPLETE = (
    "name", "honorific-prefix", "given-name", "additional-name", "family-name", "nickname",
    "organization", "organization-title", "street-address", "address-level1", "address-level2",
    "postal-code", "country", "country-name", "language", "email", "tel", "tel-national", "url",
    "off", "on",
)
"""The autofill tokens of the HTML standard that our forms may need."""


@dataclass(frozen=True)
class Key:
    """What one key holds: its kind, whether it must be there, its values or its own keys."""

    kind: str
    required: bool = False
    choices: Collection[str] = ()
    braces: str = "firm"
    """Whose words are in braces: the firm's, those of `fields`, or others told elsewhere."""
    keys: Mapping[str, "Key"] = field(default_factory=dict)


OPTION = {"value": Key("text", required=True), "label": Key("words", required=True),
          "recipient": Key("some")}

WHEN = {"field": Key("text", required=True), "value": Key("some", required=True)}

FIELD = {
    "name": Key("text", required=True),
    "type": Key("text", required=True, choices=FIELD_TYPES),
    "required": Key("flag"),
    "min": Key("count"),
    "max": Key("count"),
    "pattern": Key("text"),
    "autocomplete": Key("text", choices=AUTOCOMPLETE),
    "options": Key("tables", keys=OPTION),
    "when": Key("table", keys=WHEN),
    "version": Key("text"),
    "source": Key("text", choices=("page",)),
    "value": Key("text"),
    "outside": Key("text"),
    "label": Key("words", required=True),
    "help": Key("words"),
    "placeholder": Key("words"),
    "missing": Key("words"),
    "mismatch": Key("words"),
}

ACKNOWLEDGEMENT = {"subject": Key("words", required=True, braces="others"),
                   "text": Key("words", required=True, braces="others")}

OUTSIDE = {
    "action": Key("text", required=True),
    "u": Key("text"),
    "id": Key("text"),
    "honeypot": Key("text"),
    "group": Key("words"),
}

WORDPRESS = {"ids": Key("texts"), "titles": Key("texts"), "names": Key("texts")}

FORM = {
    "page": Key("text", required=True),
    "thanks": Key("text"),
    "delivery": Key("text", required=True, choices=("mail", "subscription", "outside")),
    "recipient": Key("some"),
    "copy": Key("some"),
    "if_refused": Key("some"),
    "subject": Key("words", braces="fields"),
    "title": Key("words", required=True),
    "intro": Key("words"),
    "submit": Key("words", required=True),
    "purpose": Key("words"),
    "reply_within": Key("words"),
    "retention": Key("count"),
    "acknowledge": Key("flag"),
    "acknowledgement": Key("table", keys=ACKNOWLEDGEMENT),
    "outside": Key("table", keys=OUTSIDE),
    "fields": Key("tables", required=True, keys=FIELD),
    "wordpress": Key("table", keys=WORDPRESS),
}

KINDS = {
    "text": say("a text between straight quotation marks"),
    "flag": say("true or false"),
    "count": say("a whole number above zero"),
    "texts": say("a list of texts: in square brackets, each between straight quotation marks, with "
                 "commas in between"),
    "some": say("a text, or a list of texts: each between straight quotation marks"),
    "words": say("one text for each language"),
    "table": say("a table of its own"),
    "tables": say("a list of tables that is not empty"),
}


def table_faults(table: Table, languages: Sequence[str], keys: Mapping[str, Key] = FORM,
                 place: KeyPath = ()) -> Faults:
    """Yield where a table departs from its keys, and what would be right there."""
    for name in table.keys() - keys.keys():
        yield (*place, name), say("the key “{key}” is unknown; the keys here are {keys}",
                                  key=name, keys=", ".join(keys))
    for name, key in keys.items():
        if name in table:
            yield from _value_faults(table[name], key, languages, (*place, name))
        elif key.required:
            yield (*place, name), say("the key “{key}” is missing; add it: {kind}",
                                      key=name, kind=KINDS[key.kind])


def line_of(text: str, place: KeyPath) -> int:
    """Return the line, counted from 1, on which a TOML text holds a value, as far as found."""
    lines, found, start = text.split("\n"), 0, 0
    for outer, step, following in zip(("", *place), place, (*place[1:], ""), strict=False):
        if isinstance(step, int):
            continue
        if isinstance(following, int):
            tables = [number for number, line in enumerate(lines)
                      if line.replace(" ", "").startswith(f"[[{step}]]")]
            found = tables[following] + 1 if following < len(tables) else found
        else:
            pattern = re.compile(rf"[\s\[]*(?:{outer}\.)?[\"']?{re.escape(step)}[\"']?\s*[\].=]")
            found = next((number + 1 for number in range(start, len(lines))
                          if pattern.match(lines[number])), found)
        start = max(found - 1, 0)
    return found


def _value_faults(value: object, key: Key, languages: Sequence[str], place: KeyPath) -> Faults:
    if not _is_kind(value, key.kind):
        yield place, _is_no(key.kind, place[-1])
    elif key.choices and value not in key.choices:
        yield place, say("“{key}” cannot be “{value}”; it is one of {choices}",
                         key=place[-1], value=value, choices=", ".join(key.choices))
    elif key.kind == "words" and isinstance(value, dict):
        yield from _word_faults(value, languages, place)
        if key.braces == "firm":
            yield from _brace_faults(value, place)
    elif key.kind == "table" and isinstance(value, dict):
        yield from table_faults(value, languages, key.keys, place)
    elif key.kind == "tables" and isinstance(value, list):
        for number, table in enumerate(value):
            yield from table_faults(table, languages, key.keys, (*place, number))


def _word_faults(words: Table, languages: Sequence[str], place: KeyPath) -> Faults:
    for lang in languages:
        if lang not in words:
            yield place, no_words(place[-1], lang)
    for lang, text in words.items():
        if lang not in languages:
            yield (*place, lang), unknown_language(lang, languages)
        elif not _is_kind(text, "text"):
            yield (*place, lang), _is_no("text", f"{place[-1]}.{lang}")


def _brace_faults(words: Table, place: KeyPath) -> Faults:
    for lang, text in words.items():
        for name in BRACES.findall(text) if isinstance(text, str) else ():
            if name not in FIRM_WORDS:
                yield (*place, lang), say(
                    "nothing is put in the place of “{{{name}}}” here; the firm’s words are "
                    "{known}", name=name, known=", ".join(f"{{{word}}}" for word in FIRM_WORDS))


def _is_no(kind: str, key: str | int) -> Message:
    return say("“{key}” is not what it must be: {kind}", key=key, kind=KINDS[kind])


def _is_kind(value: object, kind: str) -> bool:
    if kind == "text":
        return isinstance(value, str) and bool(value.strip())
    if kind == "flag":
        return isinstance(value, bool)
    if kind == "count":
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if kind in ("words", "table"):
        return isinstance(value, dict)
    if kind == "some" and isinstance(value, str):
        return _is_kind(value, "text")
    member = "table" if kind == "tables" else "text"
    return isinstance(value, list) and all(_is_kind(item, member) for item in value) and (
        kind == "texts" or bool(value))
