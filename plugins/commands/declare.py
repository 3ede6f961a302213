"""Declare a command: its sentence of help and its options, in the editor's language."""

import functools
import inspect
import sys
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any

from invoke.tasks import Task

from plugins.commands.terminal import Terminal, failures_told
from plugins.content.source import KEY
from plugins.core.i18n import Catalogue, load
from plugins.core.messages import Failure, Message, SettingsError, say
from plugins.core.project import SETTINGS, Options, message_language, read_options

THEME = Path("theme")
"""Where the messages of the commands stand until the settings are read."""

HELP = {
    "conf": say("the settings file (pelicanconf.py)"),
    "content": say("the folder with the articles (content)"),
    "output": say("the folder of the site (output)"),
    "outbox": say("the folder of the emails (outbox)"),
    "var": say("the folder of caches, mails and journals (var)"),
    "messages": say("the language of the messages: fr or en (as LANG says)"),
    "lang": say("one edition only, as fr or en (all)"),
}
"""What each option that several commands share is for."""


def command(sentence: Message, settings: str = SETTINGS, **options: Message
            ) -> Callable[[Callable[..., int]], Task]:
    """Make a task of a function `(terminal, options, **its own)` that returns an exit status.

    Every command also takes the shared folders and `--messages`, and ends a Failure with a
    sentence and status 1. `settings` is the file that it reads where `--conf` names none.
    """
    def declare(body: Callable[..., int]) -> Task:
        gettext = _usual_words().gettext
        own = [parameter.replace(kind=inspect.Parameter.POSITIONAL_OR_KEYWORD)
               for parameter in list(inspect.signature(body).parameters.values())[2:]]
        positional = [parameter.name for parameter in own
                      if parameter.default is inspect.Parameter.empty]
        shared = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default="")
                  for name in ("conf", "content", "output", "outbox", "var", "messages")]

        @functools.wraps(body)
        def run(context: object, **given: Any) -> None:
            folders = {item.name: given.pop(item.name) for item in shared if item.name in given}
            sys.exit(_run(body, settings, folders, given))

        context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        run.__signature__ = inspect.Signature([context, *own, *shared])  # type: ignore[attr-defined]
        run.__doc__ = sentence.render(gettext)
        texts = {**HELP, **options}
        return Task(run, positional=positional, auto_shortflags=False, help={
            item.name: texts[item.name].render(gettext) for item in [*own, *shared]})
    return declare


def port_number(text: str) -> int:
    """Return the port that an option names; Invoke itself would answer with a traceback."""
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    raise Failure(say("“{value}” is no port; write a number like 8000", value=text))


def _run(body: Callable[..., int], settings: str, shared: dict[str, str],
         own: dict[str, Any]) -> int:
    terminal = Terminal(_usual_words(), "fr")
    with failures_told(terminal):
        lang = message_language(THEME, shared.pop("messages"))
        terminal = Terminal(load(THEME / "locale", lang), lang)
    with failures_told(terminal):
        for name, value in own.items():
            if isinstance(value, str) and value.startswith("-"):
                raise Failure(say("“{value}” cannot be the {name}; “./inv --help” followed by the "
                                  "command explains it", value=value, name=name))
        try:
            return body(terminal, read_options(**shared, usual=settings), **own)
        except Failure as failure:
            if own.get("json"):
                terminal.data({"error": failure.message})
            raise


@functools.cache
def _usual_words() -> Catalogue:
    """Return the words of the editor's language, read once for the help of all commands."""
    try:
        return load(THEME / "locale", message_language(THEME))
    except SettingsError:  # told by the command itself
        return Catalogue()


def chosen_day(options: Options, day: str) -> date:
    """Return the day that is written, today for none; raises Failure if there is no such day."""
    try:
        return date.fromisoformat(day) if day else options.today
    except ValueError:
        raise Failure(say("“{value}” is not a date that exists; write it like 2018-07-03",
                          value=day)) from None


def chosen_languages(known: Collection[str], lang: str) -> list[str]:
    """Return the language that is named, all for none; raises Failure if it is not known."""
    if lang and lang not in known:
        raise Failure(say("“{lang}” is no language of the site; the languages are {langs}",
                          lang=lang, langs=", ".join(known)))
    return [lang] if lang else list(known)


def checked_key(key: str) -> str:
    """Return a key; raises Failure if no file may be named by it."""
    if not KEY.fullmatch(key):
        raise Failure(say("the key “{key}” may hold small letters without accents, digits and "
                          "hyphens only; give one with “--key”", key=key))
    return key
