"""Make bilingual articles of our kind, as many as asked for and the same for the same seed.

Each article depends on its number and the seed only, so that a larger site begins like a smaller
one. The words are those of `words.toml`; neither persons nor firms are in them.
"""

import random
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

PROJECT = Path(__file__).parents[1]
WORDS = tomllib.loads((PROJECT / "bench" / "words.toml").read_text("utf-8"))
LAWS = tuple(tomllib.loads((PROJECT / "content" / "laws.toml").read_text("utf-8")))
LANGUAGES = ("fr", "en")
TOPICS = ("categories", "tags", "authors")
FIRST_DAY = date(2010, 1, 1)
TARGET = re.compile(r"\(article:([\w-]+)/([\w-]+)\)")
"""How a body links to another article: by the name of its file and its slug."""

SECTIONS = 5
ISSUE_EACH = 90
"""Articles between two issues; there is an article a day, and an issue names the last four."""

Both = tuple[str, str]
"""The same words in French and in English."""


@dataclass(frozen=True)
class Article:
    """An article in one language; topics and laws are keys, `other` is an address."""

    key: str
    day: date
    lang: str
    slug: str
    other: str
    title: str
    summary: str
    category: str
    tags: tuple[str, ...]
    author: str
    laws: tuple[str, ...]
    facts: tuple[str, ...]
    body: str

    @property
    def name(self) -> str:
        """The file's name without the language, as our links have it."""
        return f"{self.day}-{self.key}"

    def linking(self, target: str) -> str:
        """Return the body with links written as `target`, which takes name, slug and lang."""
        return TARGET.sub(lambda link: "(" + target.format(
            name=link[1], slug=link[2], lang=self.lang) + ")", self.body)

    @property
    def address(self) -> str:
        """The address of the article's page."""
        return _address(self.lang, self.slug)


def pair(number: int, seed: int = 1) -> tuple[Article, ...]:
    """Return the article of this number in both languages."""
    dice = random.Random(f"{seed}/{number}")
    day, titles = FIRST_DAY + timedelta(number), _title(number, seed)
    category, author = (dice.choice(tuple(WORDS[kind])) for kind in ("categories", "authors"))
    tags = tuple(dice.sample(tuple(WORDS["tags"]), dice.randint(1, 4)))
    laws = tuple(dice.sample(LAWS, dice.randint(0, 2)))
    summaries = _filled(dice, "summaries")
    facts = [_filled(dice, "frames") for _ in range(3)]
    blocks = list(_blocks(dice, number, seed))
    slugs = [f"{slug_of(title)}-{number}" for title in titles]
    return tuple(
        Article(f"{number:05}", day, lang, slugs[side],
                _address(LANGUAGES[1 - side], slugs[1 - side]), titles[side],
                summaries[side], category, tags, author, laws,
                tuple(fact[side] for fact in facts), "\n\n".join(block[side] for block in blocks))
        for side, lang in enumerate(LANGUAGES))


def slug_of(words: str) -> str:
    """Return words as a part of an address."""
    plain = unicodedata.normalize("NFKD", words.replace("’", " ")).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")


def _blocks(dice: random.Random, number: int, seed: int) -> Iterator[Both]:
    """Yield the blocks of a body: headings, a note, a list, links, now and then a table."""
    yield _joined(_paragraph(dice), ("[^1]", "[^1]"))
    table = dice.randrange(SECTIONS * 3)
    headings = dice.sample(WORDS["headings"], SECTIONS)
    for section in range(SECTIONS):
        yield _joined(("## ", "## "), _fill(dice, headings[section]))
        yield _paragraph(dice)
        if section == table:
            yield _joined(_filled(dice, "tables"),
                          *(_filled(dice, "rows") for _ in range(5)), between="\n")
        elif section == 2:
            yield _joined(*(_joined(("- ", "- "), _filled(dice, "frames"))
                            for _ in range(3)), between="\n")
        else:
            yield _paragraph(dice)
        if number and section in (1, 3):
            other = dice.randrange(number)
            titles, name = _title(other, seed), f"{FIRST_DAY + timedelta(other)}-{other:05}"
            french, english = (f"article:{name}/{slug_of(title)}-{other}" for title in titles)
            yield _filled(dice, "links", target=(french, english), title=titles)
    yield _joined(("[^1]: ", "[^1]: "), _filled(dice, "notes"))


def _address(lang: str, slug: str) -> str:
    return f"/{lang}/articles/{slug}/"


def _title(number: int, seed: int) -> Both:
    return _filled(random.Random(f"{seed}/{number}/title"), "titles")


def _paragraph(dice: random.Random) -> Both:
    return _joined(*(_filled(dice, "frames") for _ in range(dice.randint(2, 4))), between=" ")


def _joined(*parts: Both, between: str = "") -> Both:
    french, english = (between.join(part[side].rstrip("\n") for part in parts) for side in (0, 1))
    return french, english


def _filled(dice: random.Random, kind: str, **given: Both) -> Both:
    return _fill(dice, dice.choice(WORDS[kind]), **given)


def _fill(dice: random.Random, frame: Both, **given: Both) -> Both:
    numbers = {name: (str(dice.randint(least, most)),) * 2 for name, least, most in (
        ("n", 2, 90), ("day", 2, 28), ("percent", 3, 60), ("amount", 100, 900))}
    (actor, actor2), (thing, thing2) = (dice.sample(WORDS[kind], 2)
                                        for kind in ("actors", "things"))
    term, *gloss = dice.choice(WORDS["terms"])
    when = _worded(dice.choice(WORDS["whens"]), numbers)
    french, english = _worded(frame, {
        **numbers, **given, "actor": actor, "Actor": _capital(actor), "actor2": actor2,
        "thing": thing, "Thing": _capital(thing), "thing2": thing2, "when": when,
        "act": dice.choice(WORDS["acts"]), "place": dice.choice(WORDS["places"]),
        "term": (term, term), "gloss": gloss})
    return french, english


def _worded(frame: Both, words: dict[str, Both]) -> Both:
    french, english = (frame[side].format(**{name: both[side] for name, both in words.items()})
                       for side in (0, 1))
    return french, english


def _capital(both: Both) -> Both:
    french, english = (words[0].upper() + words[1:] for words in both)
    return french, english


def topic_name(kind: str, key: str, lang: str) -> str:
    """Return the name of a topic, of a kind as in TOPICS, in a language."""
    return str(WORDS[kind][key][LANGUAGES.index(lang)])


def articles(pairs: int, seed: int = 1) -> list[Article]:
    """Return so many articles in both languages."""
    return [article for number in range(pairs) for article in pair(number, seed)]


def write_content(folder: Path, articles: Sequence[Article], laws: int = 0) -> None:
    """Write a content folder of this project: its pages and forms, these articles and issues.

    It declares the laws of the sample, and as many more as are asked for.
    """
    shutil.copytree(PROJECT / "content", folder, ignore=lambda parent, names: {
        name for name in names if Path(parent).name in ("articles", "issues")})
    (folder / "redirects.csv").write_text("old,new\n", "utf-8")
    (folder / "authors.toml").unlink()  # ours are topics
    (folder / "topics.toml").write_text("".join(_declared_topics()), "utf-8")
    with (folder / "laws.toml").open("a", encoding="utf-8") as file:
        file.writelines(law_declaration(number) for number in range(laws))
    for article in articles:
        (folder / file_of(article)).write_text(source_of(article, laws), "utf-8")
    french = [article for article in articles if article.lang == "fr"]
    for end in range(ISSUE_EACH, len(french) + 1, ISSUE_EACH):
        _write_issue(folder / "issues", french[end - 4:end])


def file_of(article: Article) -> str:
    """Return the file of an article in a content folder."""
    return f"articles/{article.name}.{article.lang}.md"


def law_key(number: int) -> str:
    """Return the key of a law that is no real one; both addresses of its pages end with it."""
    return f"measures-{number:04}"


def law_declaration(number: int, word: str = "") -> str:
    """Return the tables of `laws.toml` for a law of this number; the word stands in its note."""
    day = FIRST_DAY + timedelta(number * 11 % 5000)
    key, later = law_key(number), day + timedelta(60)
    return (f"""
[{key}]
name.fr = "Mesures n° {number} relatives à un secteur"
name.en = "Measures No. {number} on a Sector"
slug.fr = "{key}"
slug.en = "{key}"
chinese = "第{number}号管理办法"
kind = "departmental-rules"
adopted = {day}
promulgated = {day}
in_force = {later}
note.fr = "Texte de l’essai {word}."
note.en = "A text of the trial {word}."

[[{key}.deadlines]]
day = {later + timedelta(365)}
what.fr = "Premier rapport annuel"
what.en = "First annual report"
""")


def source_of(article: Article, laws: int = 0) -> str:
    """Return the text of an article's file, as our editors write it.

    Where there are more laws than the sample's, each article names one of them, too.
    """
    named = (*article.laws, *((law_key(int(article.key) % laws),) if laws else ()))
    laws_line = f"laws: {', '.join(named)}\n" if named else ""
    facts = "".join(f"    - {fact}\n" for fact in article.facts)
    return (f"title: {article.title}\ncategory: {article.category}\n"
            f"tags: {', '.join(article.tags)}\n{laws_line}authors: {article.author}\n"
            f"summary: {article.summary}\nslug: {article.slug}\n\n!!! facts\n\n{facts}\n"
            f"{article.linking('{{filename}}/articles/{name}.{lang}.md')}\n")


def _declared_topics() -> Iterator[str]:
    for kind in TOPICS:
        for key, names in WORDS[kind].items():
            yield f"[{kind}.{key}]\n"
            for lang, name in zip(LANGUAGES, names, strict=True):
                yield f'name.{lang} = "{name}"\nslug.{lang} = "{slug_of(name)}"\n'


def _write_issue(folder: Path, articles: Sequence[Article]) -> None:
    """Write the issue that names these articles, on the day after the last of them."""
    day = articles[-1].day + timedelta(1)
    dice = random.Random(str(day))
    subject, preview = _filled(dice, "issues"), _filled(dice, "previews")
    words = _paragraph(dice)
    keys = ", ".join(article.key for article in reversed(articles))
    for side, lang in enumerate(LANGUAGES):
        (folder / f"{day:%Y-%m}.{lang}.md").write_text(
            f"date: {day}\nsubject: {subject[side]}\npreview: {preview[side]}\n"
            f"articles: {keys}\n\n{words[side]}\n", "utf-8")
