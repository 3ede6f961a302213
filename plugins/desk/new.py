"""Begin an article: one file for each language, with the header that it needs."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from pathlib import Path

from plugins.articles.source import KEY
from plugins.articles.topics import load_topics, unknown_topic
from plugins.desk.options import Options, from_here
from plugins.desk.terminal import Terminal
from plugins.problems import Failure, say


def begin_article(terminal: Terminal, options: Options, title: str, category: str, key: str,
                  day: str, lang: str) -> int:
    """Write the files of a new article and name them."""
    try:
        chosen = date.fromisoformat(day) if day else options.today
    except ValueError:
        raise Failure(say("“{value}” is not a date that exists; write it like 2018-07-03",
                          value=day)) from None
    for path in new_article(options.content, title, category, [lang] if lang
                            else list(options.languages), options.languages, chosen, key):
        terminal.say(say("{path}: written, as a draft", path=from_here(path)))
    return 0


def new_article(content: Path, title: str, category: str, languages: Collection[str],
                known: Collection[str], day: date, key: str = "") -> list[Path]:
    """Write the files of a new article as drafts and return them.

    Raises Failure if the key, the category or a language is unknown, or a file exists already.
    """
    topics = load_topics(content / "topics.toml", known)
    if category not in topics["category"]:
        raise Failure(unknown_topic("category", category, topics))
    key = key or _key(title)
    if not KEY.fullmatch(key):
        raise Failure(say("the key “{key}” may hold small letters without accents, digits and "
                          "hyphens only; give one with “--key”", key=key))
    for lang in languages:
        if lang not in known:
            raise Failure(say("“{lang}” is no language of the site; the languages are {langs}",
                              lang=lang, langs=", ".join(known)))
    paths = [content / "articles" / f"{day.isoformat()}-{key}.{lang}.md" for lang in languages]
    for path in paths:
        if path.exists():
            raise Failure(say("{path} exists already; choose another title or key",
                              path=from_here(path)))
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_header(title, category, key), encoding="utf-8")
    return paths


def _key(title: str) -> str:
    spelled = title.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    ascii_title = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_title)[:6])


def _header(title: str, category: str, key: str) -> str:
    return (f"title: {title}\ncategory: {category}\ntags:\nauthors: editors\nsummary:\n"
            f"slug: {key}\nstatus: draft\n\n")
