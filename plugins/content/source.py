"""Say what a content file is from its name, which gives date, key and language."""

import datetime
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from plugins.content.text import Kind
from plugins.core.files import walk
from plugins.core.messages import (
    ContentError,
    Message,
    Problem,
    decimal,
    not_utf8,
    say,
    unknown_language,
)
from plugins.register.keys import KEY, MOST_NAME, far_day, too_long

FOLDERS: dict[str, Kind] = {"articles": "article", "pages": "page", "issues": "issue"}

SHAPES = {
    "article": "2018-07-03-xiaohongshu.fr.md",
    "page": "contact.fr.md",
    "issue": "2018-07.fr.md",
}
"""An example of each kind's file name, for the messages."""


@dataclass(frozen=True)
class Source:
    """A content file: what it is, its key, its language, and an article's date."""

    path: str
    kind: Kind
    key: str
    lang: str
    date: datetime.date | None = None


MOST_BYTES = 1_000_000
"""Of one text; a novel has fewer, and what is not linear in its length would take minutes."""

UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
                       r"\ue000-\uf8ff\ufffd-\uffff]")
"""Characters that XML 1.0 (2.2) excludes, and that a feed may therefore not carry; those that
turn the direction of words, those of one font alone, and what stands for a lost one."""

MEANT = {number: bytes([number]).decode("cp1252", "ignore") or chr(number)
         for number in range(0x80, 0xa0)} | {
    number: normalize("NFKC", chr(number)) for number in range(0xfb00, 0xfb07)} | {
    0x2028: " ", 0x2029: " "}
"""What other programs leave for quotation marks, letters and the breaks of their own lines."""

OTHERS = re.compile(r"[\x80-\x9f\u2028\u2029\ufb00-\ufb06]")


def find_sources(content: Path, ends: tuple[str, ...] = ("",)) -> Iterator[Path]:
    """Yield every file that an editor put into the folders of articles, pages and issues.

    Given `ends`, those alone whose names end with one of them.
    """
    for folder in FOLDERS:
        found = (Path(place, name) for place, names, _ in walk(str(content / folder))
                 for name in names if name.endswith(ends))
        yield from (path for path in sorted(found)
                    if is_source(str(path), content) and path.is_file())


def is_source(path: str, content: Path) -> bool:
    """Tell whether a file of the content is in one of these folders, and an editor's."""
    folder, *names = path[len(str(content)) + 1:].split("/")
    return (folder in FOLDERS and not any(name.startswith(".") for name in names)
            and not path.endswith(("~", ".swp", "#")))


def source_of(path: Path, content: Path, languages: Collection[str]) -> Source:
    """Return the Source of a file in a folder of texts; raises ContentError as `parse_name`."""
    return parse_name(path, FOLDERS[path.relative_to(content).parts[0]], languages)


def parse_name(path: Path, kind: Kind, languages: Collection[str]) -> Source:
    """Return the Source that a file's name declares.

    Raises ContentError if the name is not of the kind's shape, the language is not one of
    `languages`, or the date does not exist.
    """
    key, dot, lang = path.name.removesuffix(".md").rpartition(".")
    if path.suffix != ".md" or not dot:
        raise _refused(path, say("the name is not of the form “{shape}”; rename the file",
                               shape=SHAPES[kind]))
    if lang not in languages:
        raise _refused(path, unknown_language(lang, languages))
    day = _article_date(path, key) if kind == "article" else None
    key = key[len("2018-07-03-"):] if day else key
    if not KEY.fullmatch(key):
        raise _refused(path, say("the key “{key}” may contain lower-case letters without accents, "
                               "digits and hyphens only; rename the file like “{shape}”",
                               key=key, shape=SHAPES[kind]))
    if len(key) > MOST_NAME:
        raise _refused(path, too_long(key))
    return Source(str(path), kind, key, lang, day)


def _article_date(path: Path, name: str) -> datetime.date:
    written = re.match(r"(\d{4}-\d{2}-\d{2})-.", name)
    if not written:
        raise _refused(path, say("the name has no date in front; name the file like “{shape}”",
                               shape=SHAPES["article"]))
    try:
        day = datetime.date.fromisoformat(written[1])
    except ValueError:
        raise _refused(path, say("the day {day} in the name does not exist; write a real date, "
                               "like “{shape}”", day=written[1],
                               shape=SHAPES["article"])) from None
    if message := far_day(day):
        raise _refused(path, message)
    return day


def _refused(path: Path, message: Message) -> ContentError:
    return ContentError(Problem(str(path), 0, message))


def decode(path: Path, data: bytes) -> str:
    """Return the text of a file in UTF-8.

    Raises ContentError with the line of what is not UTF-8, or of a control character, and if the
    file is too large for a text.
    """
    if len(data) > MOST_BYTES:
        raise _refused(path, too_large(len(data)))
    try:
        text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise ContentError(not_utf8(path, error)) from None
    if OTHERS.search(text):
        text = text.translate(MEANT)
    problems = list(_unreadable(path, text))
    if problems:
        raise ContentError(*problems)
    return text


def too_large(size: int) -> Message:
    """Say that a file of this size, in bytes, cannot be a text."""
    return say("the file has {size} MB, and a text may have {most} MB; divide it into several "
               "texts, and put images into the folder of images",
               size=decimal(size / 1e6, 1), most=MOST_BYTES // 1_000_000)


def _unreadable(path: Path, text: str) -> Iterator[Problem]:
    for found in UNREADABLE.finditer(text):
        yield Problem(str(path), text.count("\n", 0, found.start()) + 1, say(
            "there is an unreadable character (U+{code}) here; delete it and type the words around "
            "it again", code=f"{ord(found[0]):04X}"))
