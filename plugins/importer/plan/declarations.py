"""Add topics, authors and menus to the declarations of a folder; what they say stays as it is."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from plugins.core.firm_file import FIRM_FILE
from plugins.core.messages import ContentError, Problem, say
from plugins.core.toml import quoted, quoted_list, read_toml
from plugins.importer.plan.terms import NewTopic
from plugins.register.authors import AUTHORS_FILE
from plugins.register.topics import KINDS, TOPICS_FILE


def with_topics(content: Path, topics: Sequence[NewTopic]) -> Mapping[str, bytes]:
    """Return the files in which new topics are declared, as they will be; none without any."""
    tables = {TOPICS_FILE: [_topic(topic) for topic in topics if topic.kind != "author"],
              AUTHORS_FILE: [_author(topic) for topic in topics if topic.kind == "author"]}
    return {file: _added(content / file, "\n".join(each)) for file, each in tables.items() if each}


def with_menus(content: Path, menus: Mapping[str, Mapping[str, Sequence[str]]]
               ) -> Mapping[str, bytes]:
    """Return `firm.toml` with those of these tables that it has not; nothing if none is needed."""
    path = content / FIRM_FILE
    tables = read_toml(path) if any(menus.values()) else {}
    new = "\n".join("".join([f"[{name}]\n", *(
        f"{lang} = {quoted_list(keys)}\n" for lang, keys in menu.items())])
        for name, menu in menus.items() if menu and name not in tables)
    return {FIRM_FILE: _added(path, new)} if new else {}


def _topic(topic: NewTopic) -> str:
    words = [f"{name}.{lang} = {quoted(word)}\n" for name, each in (
        ("name", topic.names), ("slug", topic.slugs)) for lang, word in each.items()]
    return f"[{KINDS[topic.kind]}.{topic.key}]\n{''.join(words)}"


def _author(topic: NewTopic) -> str:
    """Return the table of an author, whose address ends in the key unless another is given."""
    name, slug = (next(iter(words.values())) for words in (topic.names, topic.slugs))
    line = f"slug = {quoted(slug)}\n" if slug != topic.key else ""
    return f"[{topic.key}]\nname = {quoted(name)}\n{line}"


def _added(path: Path, tables: str) -> bytes:
    """Return a file with tables below what it has; raises ContentError if they cannot be there."""
    before = path.read_bytes() if path.is_file() else b""
    end = "\r\n" if b"\r\n" in before else "\n"
    gap = "" if not before else "\n" if before.endswith(b"\n") else "\n\n"
    after = before + (gap + tables).replace("\n", end).encode()
    try:
        tomllib.loads(after.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ContentError(Problem(str(path), 0, say(
            "tables cannot be added at the end of this file; correct what “./inv check” tells of "
            "it, and write a table for each topic, as in {example}",
            example="[categories.company-law]"))) from None
    return after
