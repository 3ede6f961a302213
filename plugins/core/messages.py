"""Say what is wrong to a person: where, what, and what would be right."""

import errno
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import PurePath
from typing import Literal


@dataclass(frozen=True)
class Sentence:
    """One sentence for a person, in the source language until it is rendered."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, gettext: Callable[[str], str]) -> str:
        """Return the sentence in the language of `gettext`, its places filled."""
        values = {
            name: value.render(gettext) if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        return gettext(self.text).format(**values)

    def __str__(self) -> str:
        return self.render(str)


class Message(Sentence):
    """A sentence of a command, for editors; the catalogue `desk` translates it."""


class Reply(Sentence):
    """A sentence that visitors of the site read; the catalogue `site` translates it."""


def say(text: str, **values: object) -> Message:
    """Return a Message; `text` is the msgid."""
    return Message(text, values)


def reply(text: str, **values: object) -> Reply:
    """Return a Reply; `text` is the msgid."""
    return Reply(text, values)


def decimal(value: float, digits: int) -> Message:
    """Return a number with so many digits behind its point, which is a comma in French."""
    whole, _, part = f"{value:.{digits}f}".partition(".")
    return say("{whole}.{part}", whole=whole, part=part)


def join(messages: Iterable[Message]) -> Message:
    """Return several messages, at least one, as a list in one sentence."""
    return reduce(lambda some, more: say("{some}, {more}", some=some, more=more), messages)


LANGUAGES = {"fr": say("French"), "en": say("English"), "zh": say("Chinese")}


def language_name(lang: str) -> Message:
    """Return a language as sentences name it after “in”: one that has no name here, by its code."""
    return LANGUAGES.get(lang) or say("“{lang}”", lang=lang)


def unknown_language(lang: str, languages: Iterable[str]) -> Message:
    """Say that the site is not in a language, and in which ones it is."""
    return say("“{lang}” is not a language of the site; the languages are {languages}",
               lang=lang, languages=", ".join(languages))


def no_words(key: str | int, lang: str) -> Message:
    """Say that a key of a TOML file has no words in a language."""
    return say("there are no words for “{key}” in “{lang}”; add “{key}.{lang} = …”",
               key=key, lang=lang)


@dataclass(frozen=True)
class Problem:
    """What an editor must know about one place of a file; lines count from 1, 0 is the file.

    A message that names its place itself has no path.
    A warning of a `kind` may be `accepted` in the header of its text, and then is only counted.
    """

    path: str
    line: int
    message: Message
    level: Literal["error", "warning"] = "error"
    kind: str = ""
    accepted: bool = False

    def of_kind(self, kind: str, accepted: Iterable[str]) -> "Problem":
        """Return a warning as one of a kind, accepted if the kind is; an error as it is."""
        if self.level == "error" or not kind:
            return self
        return replace(self, kind=kind, accepted=kind in accepted)

    def render(self, gettext: Callable[[str], str], path: str = "") -> str:
        """Return `path:line: what is wrong; what would be right`; `path` is how to show it."""
        line = f":{self.line}" if self.line else ""
        message = self.message
        if self.level == "warning":
            message = say("warning: {message}", message=message)
        if self.kind:
            message = say("{message} (to accept it, write “accept: {kind}” in the header)",
                          message=message, kind=self.kind)
        place = f"{path or self.path}{line}: " if path or self.path else ""
        return place + message.render(gettext)


ERRORS = {
    "ENOENT ENOTDIR": say("there is no such file or folder"),
    "EACCES EPERM EROFS SQLITE_READONLY": say("this is not permitted"),
    "ENOSPC EDQUOT SQLITE_FULL": say("the disk is full"),
    "EEXIST EISDIR SQLITE_CANTOPEN": say("something else is in its place, or it cannot be opened"),
    "SQLITE_BUSY SQLITE_LOCKED EADDRINUSE": say("another program is using it"),
    "SQLITE_CORRUPT SQLITE_NOTADB": say("the database is damaged"),
    "ECONNREFUSED": say("no program accepts the connection"),
    "ETIMEDOUT TimeoutError": say("no answer in time"),
    "ECONNRESET EPIPE ConnectionError": say("the connection broke off"),
    "EHOSTUNREACH ENETUNREACH": say("no way leads there"),
    "gaierror": say("nobody knows the name of this host"),
    "X509_10": say("the certificate has expired"),
    "X509_18 X509_19 X509_20 X509_21": say("the certificate is not signed by a known authority"),
    "X509_62 X509_64": say("the certificate is for another name"),
    "SSLError": say("no encrypted connection comes about"),
    "SMTPException": say("the server offers no encryption, or no login"),
}
"""What the errors of the system and of libraries are to a person, by the names that say most."""


def why(error: BaseException) -> Message:
    """Return what an error says of itself, in words of ours; what a server answered is quoted."""
    if isinstance(error, Failure):
        return error.message
    if isinstance(error.__cause__, OSError):
        return why(error.__cause__)
    code = getattr(error, "code", None)
    if isinstance(code, int) and code > 0:
        return say("the server answers “{code} {answer}”", code=code,
                   answer=getattr(error, "message", ""))
    names = [name for name in _names(error) if name]
    return next((words for known, words in ERRORS.items() if {*known.split()} & {*names}),
                say("unexpected error {code}", code=names[0]))


def _names(error: BaseException) -> Iterator[str]:
    """Yield the names by which an error may be known, the most telling first."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    yield f"X509_{error.verify_code}" if hasattr(error, "verify_code") else ""
    yield "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
    if not {"SSLError", "gaierror"} & {*kinds}:  # whose numbers are their own
        # Of several addresses of one host, asyncio says it in the text alone.
        told = re.match(r"Multiple exceptions: \[Errno (\d+)\]", str(error))
        yield errno.errorcode.get(int(told[1]) if told else getattr(error, "errno", None) or 0, "")
    yield from kinds


def not_utf8(path: object, error: UnicodeDecodeError) -> Problem:
    """Return the problem of a file whose bytes are not UTF-8, with the line of the first."""
    return Problem(str(path), error.object[:error.start].count(b"\n") + 1, say(
        "the file is not in UTF-8; save it with the encoding UTF-8"))


def unreadable(path: object, reason: object) -> Problem:
    """Return the problem of a file that the disk or the program cannot read."""
    return Problem(str(path), 0, say("the file cannot be read: {reason}", reason=reason))


def not_a_file(path: object) -> Problem:
    """Return the problem of something that is not a file, and never ends when it is read."""
    return Problem(str(path), 0, say("this is not a file, but a named pipe, a socket or a device; "
                                     "take it out of the content folder"))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return those of the problems that stop a build."""
    return [problem for problem in problems if problem.level == "error"]


def warnings(problems: Iterable[Problem]) -> list[Problem]:
    """Return the warnings that no editor has accepted."""
    return [problem for problem in problems
            if problem.level == "warning" and not problem.accepted]


NAMED = 3
"""How many files a sentence names before it only counts the rest."""


def some(names: Sequence[str]) -> Message | str:
    """Return the first of several names, at least one, and how many more there are."""
    shown, rest = ", ".join(names[:NAMED]), len(names) - NAMED
    return say("{names} and {count} more", names=shown, count=rest) if rest > 0 else shown


class Failure(Exception):
    """Something to be reported to a person in a sentence, never in a traceback."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


def placed(message: Message, path: str | PurePath) -> Message:
    """Return a sentence with the place that it is about before it."""
    return say("{path}: {message}", path=path, message=message)


class ContentError(Failure):
    """The editor's text, header or declaration is wrong; `problems` says where."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(problem.render(str) for problem in self.problems)


@contextmanager
def recorded(problems: list[Problem]) -> Iterator[None]:
    """Go on after a ContentError, and keep what it says: all of a run is reported together."""
    try:
        yield
    except ContentError as error:
        problems.extend(error.problems)


class SettingsError(Failure):
    """The settings or the environment are wrong, and a developer can correct them.

    `setting` is where `firm.toml` has what is wrong, if it has: "newsletter.from.fr".
    """

    def __init__(self, message: Message, setting: str = "") -> None:
        super().__init__(message)
        self.setting = setting


class CatalogueError(SettingsError):
    """A catalogue cannot be read: `problems` says where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problems = (problem,)

    def __str__(self) -> str:
        return self.problems[0].render(str)
