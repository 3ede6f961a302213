"""Begin an article: one file for each language, with the header that it needs."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from pathlib import Path

from plugins.commands.choices import checked_key, chosen_day, chosen_languages
from plugins.commands.terminal import Terminal
from plugins.content.topics import load_topics, unknown_topic
from plugins.core.messages import Failure, say
from plugins.core.project import Options, from_here


def begin_article(terminal: Terminal, options: Options, title: str, category: str, key: str,
                  day: str, lang: str) -> int:
    """Write the files of a new article and name them."""
    languages = chosen_languages(options.languages, lang)
    for path in new_article(options.content, title, category, languages, options.languages,
                            chosen_day(options, day), key):
        terminal.say(say("{path}: written, as a draft", path=from_here(path)))
    return 0


def new_article(content: Path, title: str, category: str, languages: Collection[str],
                known: Collection[str], day: date, key: str = "") -> list[Path]:
    """Write the files of a new article as drafts and return them.

    `known` are the languages of the site. Raises Failure if the category is unknown, the key can
    be none, or a file exists already.
    """
    topics = load_topics(content / "topics.toml", known)
    if category not in topics["category"]:
        raise Failure(unknown_topic("category", category, topics))
    key = checked_key(key or _key(title))
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
