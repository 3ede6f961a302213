"""Find what a text was when its translation has last followed it, in what git has kept of both."""

import subprocess
from pathlib import Path

from plugins.check.site import is_behind
from plugins.content.header import read_header
from plugins.content.source import Source, decode
from plugins.content.text import Text
from plugins.core.messages import ContentError

MOST = 100
"""Versions of a translation among which one is sought."""


def body_since(content: Path, original: Source, translation: Source) -> str | None:
    """Return the body of a text as it was when its translation was up to date; None if git has
    kept none.

    That is at the newest version of the translation that was not behind, as the check asks, else
    at its first one.
    """
    body = None
    for commit in _git(content, "log", f"-{MOST}", "--format=%H", "--",
                       _name(content, translation)).decode().split():
        text, translated = (_then(content, commit, source) for source in (original, translation))
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


def _then(content: Path, commit: str, source: Source) -> Text | None:
    """Return a text as it was with a commit, None if it was not there or cannot be read."""
    data = _git(content, "show", f"{commit}:./{_name(content, source)}")
    try:
        return text_of(source, data) if data else None
    except ContentError:
        return None


def _name(content: Path, source: Source) -> str:
    return Path(source.path).relative_to(content).as_posix()


def _git(content: Path, *words: str) -> bytes:
    """Return what git answers, nothing where there is none or it keeps nothing of this."""
    try:
        return subprocess.run(["git", *words], cwd=content, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return b""
