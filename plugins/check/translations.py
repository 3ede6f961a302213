"""A text that one edition has and another has not: its switch leads to a home page."""

from collections.abc import Collection, Iterator

from plugins.check.text import Text
from plugins.problems import Problem, say


def missing_translations(texts: Collection[Text], languages: Collection[str]) -> Iterator[Problem]:
    """Yield a warning at each text for each language in which it does not exist."""
    written = {(text.kind, text.key, text.lang) for text in texts}
    for text in texts:
        for lang in languages:
            if (text.kind, text.key, lang) not in written:
                name = text.path.rpartition("/")[2].replace(f".{text.lang}.md", f".{lang}.md")
                yield Problem(text.path, 1, say(
                    "there is no version in “{lang}”; write {name}", lang=lang, name=name),
                    "warning")
