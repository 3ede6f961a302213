"""A text that one edition has and another has not: its switch leads to a home page."""

from collections.abc import Collection, Iterator

from plugins.check.text import Text
from plugins.problems import Problem, say


def missing_translations(texts: Collection[Text], written: Collection[tuple[str, str, str]],
                         languages: Collection[str]) -> Iterator[Problem]:
    """Yield a warning at each text for each language in which `written` lacks it."""
    for text in texts:
        for lang in languages:
            if (text.kind, text.key, lang) not in written:
                name = text.path.rpartition("/")[2].replace(f".{text.lang}.md", f".{lang}.md")
                yield Problem(text.path, 1, say(
                    "there is no version in “{lang}”; write {name}", lang=lang, name=name),
                    "warning")
