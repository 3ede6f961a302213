"""The versions of a text were changed on the same day: the one left behind says less."""

from collections.abc import Iterator

from plugins.check.site_texts import Contents
from plugins.content.text import Text
from plugins.core.messages import Problem, say


def outdated_translations(contents: Contents) -> Iterator[Problem]:
    """Yield a warning at each text for each version that was changed after it."""
    for text in contents.texts:
        for other in contents.versions[text.kind, text.key].values():
            if is_behind(text, other) and other.changed:
                yield Problem(text.path, text.line_of("modified"), say(
                    "the version in “{lang}” was changed on {day}, after this one; bring this one "
                    "up to date, then write “modified: {day}”",
                    lang=other.lang, day=other.changed.isoformat()), "warning")


def is_behind(text: Text, other: Text) -> bool:
    """Tell whether `other` was changed after `text`; a page that names no day is older."""
    day = text.changed or text.date
    return other.changed is not None and (day is None or other.changed > day)
