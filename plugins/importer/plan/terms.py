"""Make categories, tags and authors of an export's terms: one key each, words in each language."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from plugins.core.messages import Message, say
from plugins.importer.plan.kinds import Chosen
from plugins.importer.plan.places import plain_name
from plugins.importer.wordpress.export import Export, Term, TermKey
from plugins.importer.wordpress.languages import Spoken
from plugins.register.keys import numbered
from plugins.register.topics import Topics

UNCATEGORIZED = ("uncategorized", "non-classe", "uncategorised", "sans-categorie")
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")

NO_CATEGORY: TermKey = ("category", "uncategorized")
"""The term of articles that have none."""


@dataclass(frozen=True)
class NewTopic:
    """A topic to be declared: its kind, its key, its words and slugs in each language."""

    kind: str
    key: str
    names: Mapping[str, str]
    slugs: Mapping[str, str]


@dataclass(frozen=True)
class Named:
    """The keys that the header of one text names."""

    category: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicPlan:
    """The topics of each text by its number, those to be declared, and what a person must know.

    `keys` are those of each term by the kind of topic that it is; it may be of both.
    """

    named: Mapping[int, Named]
    new: tuple[NewTopic, ...]
    keys: Mapping[TermKey, Mapping[str, str]]
    authors: Mapping[str, str]
    told: tuple[Message, ...]


@dataclass
class _Concept:
    """What several terms say in their languages."""

    terms: dict[str, Term]
    roles: dict[str, str] = field(default_factory=dict)
    """The key in each kind of topic."""


def plan_topics(export: Export, texts: Sequence[Chosen], spoken: Spoken, there: Topics,
                languages: Sequence[str]) -> TopicPlan:
    """Return the topics of all texts; what the folder declares already, by name or slug, is used.
    """
    planner = _Planner(export, spoken, there, languages)
    named = {text.item.number: planner.name(text) for text in texts}
    return TopicPlan(named, tuple(planner.new), {
        key: concept.roles for key, concept in planner.concepts.items() if concept.roles},
        planner.authors, tuple(planner.told))


class _Planner:
    """Gives away keys, names and slugs, each once."""

    def __init__(self, export: Export, spoken: Spoken, there: Topics, languages: Sequence[str]
                 ) -> None:
        self.languages = languages
        self.terms = dict(_terms(export))
        self.by_number = {term.number: key for key, term in self.terms.items() if term.number}
        self.concepts = _concepts(self.terms, spoken, languages)
        self.people = {author.login: unescape(author.name) for author in export.authors}
        self.new: list[NewTopic] = []
        self.told: list[Message] = []
        self.authors: dict[str, str] = {}
        self.taken: dict[tuple[str, str, str], str] = {}
        self.keys = {(kind, key) for kind in there for key in there[kind]}
        for kind, topics in there.items():
            for topic in topics.values():
                self._take(kind, topic.key, topic.names, topic.slugs)

    def name(self, text: Chosen) -> Named:
        """Return the keys for one text, declared where they are not yet."""
        author = self._author(text.item.author)
        if text.kind != "article":
            return Named(authors=author)
        own = [term.key for term in text.item.terms]
        categories = [key for key in own if key[0] == "category"]
        first = self._primary(text, categories)
        others = [key for key in categories if key != first]
        above = [key for each in categories for key in self._above(each)]
        tags = [key for key in dict.fromkeys([*(key for key in own if key[0] == "post_tag"),
                                              *others, *above]) if key != first]
        category = self._key("category", first)
        return Named(category, tuple(dict.fromkeys(self._key("tag", key) for key in tags)), author)

    def _primary(self, text: Chosen, categories: Sequence[TermKey]) -> TermKey:
        """Return the one category of an article: what a plugin calls its first, or is named first.
        """
        for name in PRIMARY:
            key = self.by_number.get(text.item.number_at(name))
            if key and key in categories:
                return key
        return next((key for key in categories if key[1] not in UNCATEGORIZED),
                    next(iter(categories), NO_CATEGORY))

    def _above(self, key: TermKey) -> Iterator[TermKey]:
        seen = {key}
        while (parent := (key[0], self.terms[key].parent if key in self.terms else "")) \
                in self.terms and parent not in seen:
            yield parent
            seen.add(parent)
            key = parent

    def _key(self, kind: str, term: TermKey) -> str:
        concept = self.concepts.get(term) or self.concepts.setdefault(term, _Concept(
            {"": Term(*term, "")}))
        if kind not in concept.roles:
            concept.roles[kind] = self._declared(kind, concept)
        return concept.roles[kind]

    def _declared(self, kind: str, concept: _Concept) -> str:
        if any(term.slug in UNCATEGORIZED for term in concept.terms.values()):
            names = {lang: {"fr": "Sans rubrique"}.get(lang, "Other") for lang in self.languages}
            slugs = {lang: plain_name(name) for lang, name in names.items()}
        else:
            some = next(iter(concept.terms.values()))
            spelled = {lang: concept.terms.get(lang, some) for lang in self.languages}
            names = {lang: unescape(term.name) or term.slug for lang, term in spelled.items()}
            slugs = {lang: plain_name(term.slug) or f"{kind}-{term.number}"
                     for lang, term in spelled.items()}
            for lang in self.languages:
                if lang not in concept.terms:
                    self.told.append(say("“{name}” has no words in “{lang}”, and is called the "
                                         "same there; correct them in topics.toml",
                                         name=names[lang], lang=lang))
        return self._known(kind, names, slugs) or self._add(kind, names, slugs)

    def _known(self, kind: str, names: Mapping[str, str], slugs: Mapping[str, str]) -> str:
        """Return the key of what has one of the names or addresses already, or nothing."""
        return next((key for words in (slugs, names) for lang, word in words.items()
                     if (key := self.taken.get((kind, lang, word.casefold())))), "")

    def _add(self, kind: str, names: Mapping[str, str], slugs: Mapping[str, str]) -> str:
        first = slugs[self.languages[0]]
        for lang in self.languages:
            first = first.removesuffix(f"-{lang}") or first
        key = next(key for key in numbered(first) if (kind, key) not in self.keys)
        self.keys.add((kind, key))
        self._take(kind, key, names, slugs)
        self.new.append(NewTopic(kind, key, names, slugs))
        return key

    def _take(self, kind: str, key: str, *words: Mapping[str, str]) -> None:
        for each in words:
            for lang, word in each.items():
                self.taken.setdefault((kind, lang, word.casefold()), key)

    def _author(self, login: str) -> tuple[str, ...]:
        if login and login not in self.authors:
            name = self.people.get(login, "").strip() or login
            names = dict.fromkeys(self.languages, name)
            slugs = dict.fromkeys(self.languages, plain_name(name) or plain_name(login) or "author")
            known = self._known("author", names, slugs)
            self.authors[login] = known or self._add("author", names, slugs)
            if not known:
                self.told.append(say("the author “{name}” is new in authors.toml; write role and "
                                     "photo there, or “organization = true” for a group",
                                     name=name))
        return (self.authors[login],) if login else ()


def _terms(export: Export) -> Iterator[tuple[TermKey, Term]]:
    """Yield every term that is declared or named by an item; the first exports declared none."""
    for item in export.items:
        for ref in item.terms:
            yield ref.key, Term(ref.taxonomy, ref.slug, ref.name)
    for term in export.terms:
        yield term.key, term


def _concepts(terms: Mapping[TermKey, Term], spoken: Spoken, languages: Collection[str]
              ) -> dict[TermKey, _Concept]:
    """Return what each term says, those together that are one in several languages.

    Those of which nothing says so, but that are called the same in two languages, are one, too.
    """
    found: dict[TermKey, _Concept] = {}
    for group in spoken.term_translations:
        concept = _Concept({lang: terms[key] for lang, key in _in_order(group, languages)
                            if key in terms})
        found.update(dict.fromkeys(group.values(), concept))
    alike: dict[tuple[str, str], _Concept] = {}
    for key, term in terms.items():
        if key not in found and key[0] in ("category", "post_tag"):
            lang = spoken.terms.get(key, next(iter(languages)))
            same = alike.setdefault((key[0], unescape(term.name).casefold()), _Concept({}))
            if lang in same.terms:
                same = _Concept({})
            same.terms[lang] = term
            found[key] = same
    return found


def _in_order(group: Mapping[str, TermKey], languages: Iterable[str]
              ) -> Iterator[tuple[str, TermKey]]:
    return ((lang, group[lang]) for lang in languages if lang in group)
