"""Find what a text was when its translation has last followed it, in what git has kept of both."""

from dataclasses import replace
from pathlib import Path

from plugins.check.site import is_behind
from plugins.content.header import read_header
from plugins.content.source import Source, decode
from plugins.content.text import Text, path_in
from plugins.core.messages import ContentError
from plugins.desk.writing.history import Earlier, earlier, version
from plugins.desk.writing.places import Place


def body_since(content: Path, original: Source, translation: Place) -> str | None:
    """Return the body of a text as it was when its translation was up to date; None if git has
    kept none.

    That is at the newest version of the translation that was not behind, as the check asks, else
    at its first one.
    """
    body, own = None, translation.source
    for one in earlier(content, translation) or ():
        beside = replace(one, path=path_in(original.lang, one.path, own.lang))
        text, translated = _then(content, original, beside), _then(content, own, one)
        if text and translated:
            body = text.body
            if not is_behind(translated, text):
                break
    return body


def text_of(source: Source, data: bytes) -> Text:
    """Return of a file its body, and what says when it was changed; raises ContentError."""
    header, _ = read_header(source, decode(Path(source.path), data))
    return Text(source.path, source.kind, source.key, source.lang,
                source.date or header.day("date"), header.day("modified"), body=header.body)


def _then(content: Path, source: Source, one: Earlier) -> Text | None:
    """Return a text as it was, None if it was not there or cannot be read."""
    data = version(content, one)
    try:
        return text_of(source, data) if data else None
    except ContentError:
        return None
