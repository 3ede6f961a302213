"""Read `glossary.toml`: the firm's terms in Chinese and in the languages of its readers."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from plugins.core.messages import Message, say, unknown_language
from plugins.core.plain_text import HAN, unaccented
from plugins.core.toml import read_toml
from plugins.register.laws import unknown_law
from plugins.register.terms import Spelling, Wording
from plugins.register.vocabulary import (
    Fault,
    Words,
    key_faults,
    no_chinese,
    no_text,
    refuse_faults,
    unknown_fields,
    word,
    word_faults,
    words,
)
from plugins.typography import typeset_text

WORDS = ("name", "definition")
"""What is written once per language."""

TEXTS = ("chinese", "pinyin", "law")
LISTS = ("forms", "avoid")
"""What lists other words, by language."""

FIELDS = ("name", "chinese", "pinyin", "definition", "forms", "avoid", "law")

EXAMPLE = '["…"]'

LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Term:
    """A term as it is declared, its words typeset; `law` is the key of one, or empty.

    `forms` are what else it is called, in each language; `avoid` are words for which it stands in.
    """

    key: str
    name: Words
    definition: Words
    chinese: str = ""
    pinyin: str = ""
    law: str = ""
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    avoid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def place(self, lang: str) -> str:
        """Return what the term is sorted by: its letters; a Chinese name by its pinyin."""
        name = self.name[lang]
        return unaccented(self.pinyin or name if HAN.search(name) else name)


@dataclass(frozen=True)
class Glossary:
    """The terms by their keys."""

    terms: Mapping[str, Term] = field(default_factory=dict)

    def wording(self, lang: str) -> Wording:
        """Return how the terms are found in texts of a language."""
        return self._wordings.get(lang) or Wording(lang)

    def in_order(self, lang: str) -> list[Term]:
        """Return the terms in the alphabetical order of a language."""
        return sorted(self.terms.values(), key=lambda term: (term.place(lang), term.key))

    @cached_property
    def _wordings(self) -> Mapping[str, Wording]:
        languages = dict.fromkeys(lang for term in self.terms.values() for lang in term.name)
        return {lang: Wording(lang, tuple(
            spelling for term in self.terms.values() for spelling in _spellings(term, lang)))
            for lang in languages}


def load_glossary(path: Path, languages: Collection[str], laws: Collection[str] | None = None
                  ) -> Glossary:
    """Return the declared terms; without the file there are none.

    A term may name one of the `laws`; without them, as where their file is wrong, any. Raises
    ContentError with all that is wrong with the declaration.
    """
    tables = read_toml(path) if path.exists() else {}
    refuse_faults(path, _faults(tables, languages, laws))
    return Glossary({key: _term(key, table) for key, table in tables.items()})


def _term(key: str, table: Mapping[str, Any]) -> Term:
    listed = ({lang: tuple(typeset_text(one, lang) for one in ones)
               for lang, ones in table.get(name, {}).items()} for name in LISTS)
    return Term(key, words(table, "name"), words(table, "definition"),
                *(table.get(name, "").strip() for name in TEXTS), *listed)


def _spellings(term: Term, lang: str) -> Iterator[Spelling]:
    if lang in term.name:
        right = term.name[lang]
        for written in (right, *term.forms.get(lang, ())):
            yield Spelling(written, term.key, right, term.chinese)
        for written in term.avoid.get(lang, ()):
            yield Spelling(written, term.key, right, avoided=True)


def _faults(tables: Mapping[str, Any], languages: Collection[str], laws: Collection[str] | None
            ) -> Iterator[Fault]:
    taken: dict[tuple[str, str], str] = {}
    for key, table in tables.items():
        if not isinstance(table, dict):
            yield Fault(key, say("“{key}” is outside any table; write “[a-term]” above it",
                                 key=key))
            continue
        for name, message in _term_faults(key, table, languages, laws):
            yield Fault(key, message, name)
        for name, lang, written in _written(table, languages):
            other = taken.setdefault((lang, unaccented(written)), key)
            if written and (other != key or (name == "avoid" and _is_right(table, lang, written))):
                yield Fault(key, say(
                    "“{word}” is in “{lang}” a word for “{other}” already; take one of the two "
                    "away", word=written, lang=lang, other=other), f"{name}.{lang}")


def _term_faults(key: str, table: Mapping[str, Any], languages: Collection[str],
                 laws: Collection[str] | None) -> Iterator[tuple[str, Message]]:
    yield from (("", message) for message in key_faults(key))
    for name in unknown_fields(table, FIELDS):
        yield name, say("there is no “{name}” in a term; the keys are {keys}",
                        name=name, keys=", ".join(FIELDS))
    yield from word_faults(table, WORDS, languages, WORDS)
    for name in TEXTS:
        if not isinstance(table.get(name, ""), str):
            yield name, no_text(table[name], name)
    for name in LISTS:
        yield from _list_faults(name, table.get(name, {}), languages)
    yield from _chinese_faults(key, table)
    law = table.get("law", "")
    if laws is not None and isinstance(law, str) and law and law not in laws:
        yield "law", unknown_law(law, laws)


def _chinese_faults(key: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    chinese, pinyin = table.get("chinese"), table.get("pinyin")
    if isinstance(chinese, str) and not HAN.search(chinese):
        yield "chinese", no_chinese(key)
    if isinstance(pinyin, str) and (HAN.search(pinyin) or not LETTER.search(pinyin)):
        yield "pinyin", say("“{value}” is no pinyin; write the Chinese in Latin letters with "
                            "their tones, as in gōngsī", value=pinyin)
    elif pinyin and not chinese:
        yield "pinyin", say("there is pinyin without Chinese; add “chinese = …”, or delete it")


def _list_faults(name: str, listed: Any, languages: Collection[str]
                 ) -> Iterator[tuple[str, Message]]:
    for lang, ones in listed.items() if isinstance(listed, dict) else [("", listed)]:
        if lang and lang not in languages:
            yield f"{name}.{lang}", unknown_language(lang, languages)
        elif not lang:
            yield name, say("“{name}” has a list for each language; write {name}.{lang} = "
                            "{example}", name=name, lang=next(iter(languages)), example=EXAMPLE)
        elif not isinstance(ones, list) or not all(
                isinstance(one, str) and LETTER.search(one) for one in ones):
            yield f"{name}.{lang}", say("“{value}” is no list of words; write {name} = {example}",
                                        value=ones, name=f"{name}.{lang}", example=EXAMPLE)


def _written(table: Mapping[str, Any], languages: Collection[str]
             ) -> Iterator[tuple[str, str, str]]:
    """Yield every spelling of a term that texts are searched for, with its key and language."""
    for lang in languages:
        yield "name", lang, word(table, "name", lang)
    for name, lang in product(LISTS, languages):
        listed = table.get(name)
        ones = listed.get(lang) if isinstance(listed, dict) else None
        yield from ((name, lang, one.strip()) for one in (ones if isinstance(ones, list) else ())
                    if isinstance(one, str))


def _is_right(table: Mapping[str, Any], lang: str, written: str) -> bool:
    """Tell whether a word to avoid is the term itself, or a form of it."""
    return any(unaccented(one) == unaccented(written) for name, other, one in
               _written(table, (lang,)) if name != "avoid")
