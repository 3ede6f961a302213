"""Declare a command: its sentence of help and its options, in the editor's language."""

import functools
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from invoke.tasks import Task

from plugins.commands.terminal import Terminal, failures_told
from plugins.core.firm_file import FIRM_FILE
from plugins.core.i18n import SOURCE, Catalogue, catalogue_file, load_desk
from plugins.core.messages import ContentError, Failure, Message, SettingsError, say
from plugins.core.project import SETTINGS, Options, caller_folder, problem_of, read_options

THEME = Path("theme")
"""Where the messages of the commands are until the settings are read."""

PROGRAM = Path(__file__).parents[2] / "inv"

FIRST = re.compile(rb"""^(?:DEFAULT_LANG\s*=\s*["']|\[languages\.)([\w-]+)["'\].]""",
                          re.MULTILINE)
"""Where `firm.toml` or the settings say which language comes first."""

HELP = {
    "conf": say("the settings file (pelicanconf.py)"),
    "content": say("the folder with the articles (content)"),
    "output": say("the folder of the site (output)"),
    "outbox": say("the folder of the emails (outbox)"),
    "var": say("the folder of caches, mails and journals (var)"),
    "messages": say("the language of the messages: fr or en (as LANG says)"),
    "lang": say("one edition only, such as fr or en (all)"),
    "json": say("print the result as JSON, for programs"),
}
"""What each option that several commands share is for."""

FOLDERS = ("conf", "content", "output", "outbox", "var", "messages")
"""The options of every command."""


class Command(Task[Any]):
    """A task of Invoke, whose function is known apart from it.

    `act` takes a terminal, options that were read, and the options of its own.
    """

    act: Callable[..., int]


def command(sentence: Message, settings: str = SETTINGS, unnamed: str = "", **options: Message
            ) -> Callable[[Callable[..., int]], Command]:
    """Make a task of a function `(terminal, options, **its own)` that returns an exit status.

    Every command also takes the shared folders and `--messages`, and ends a Failure with a
    sentence and status 1. `settings` is the file that it reads where `--conf` names none. Import
    inside the function what only it needs: every command loads the modules of all. An option whose
    default is `()` may be given several times. Words behind the command are for the option
    `unnamed`.
    """
    def declare(body: Callable[..., int]) -> Command:
        gettext = usual_terminal().gettext
        own = list(inspect.signature(body).parameters.values())[2:]
        several = [parameter.name for parameter in own if parameter.default == ()]
        own = [parameter.replace(default=None) if parameter.name in several else parameter
               for parameter in own]
        positional = [parameter.name for parameter in own
                      if parameter.default is inspect.Parameter.empty]
        shared = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default="")
                  for name in FOLDERS]

        @functools.wraps(body)
        def run(context: object, **given: Any) -> None:
            folders = {item.name: given.pop(item.name) for item in shared if item.name in given}
            sys.exit(_run(body, settings, folders, given))

        context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        run.__signature__ = inspect.Signature([context, *own, *shared])  # type: ignore[attr-defined]
        run.__doc__ = sentence.render(gettext)
        run.unnamed = unnamed, sys.maxsize - 1 if unnamed in several else 1  # type: ignore[attr-defined]
        texts = {**HELP, **options}
        task = Command(run, positional=positional, iterable=several, auto_shortflags=False, help={
            item.name: texts[item.name].render(gettext) for item in [*own, *shared]})
        task.act = body
        return task

    return declare


def port_number(text: str) -> int:
    """Return the port that an option names; Invoke itself would answer with a traceback."""
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    raise Failure(say("“{value}” is not a port; write a number like 8000", value=text))


def message_language(theme: Path, chosen: str = "", environment: Mapping[str, str] = os.environ,
                     conf: str = "pelicanconf.py") -> str:
    """Return the language of a command's messages: as chosen, else as LANG says, else English.

    A computer that names no language (no LANG, or C) speaks that of the site.
    """
    named = chosen or next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG")
                            if environment.get(name)), "")
    lang = named.partition(".")[0].partition("_")[0].lower()
    if lang in ("", "c", "posix"):
        lang = _own_language(Path(conf))
    known = lang == SOURCE or catalogue_file(theme / "locale", lang).is_file()
    if chosen and not known:
        raise SettingsError(say("there are no messages in “{lang}”; write “--messages fr” or "
                                "“--messages en”", lang=chosen))
    return lang if known else SOURCE


def _own_language(conf: Path) -> str:
    """Return the first language of settings that need not be right: they are told in it."""
    for path in (conf.parent / "content" / FIRM_FILE, conf):
        if path.is_file() and (found := FIRST.search(path.read_bytes())):
            return found[1].decode()
    return SOURCE


def need(terminal: Terminal, module: str, name: str, program: Path = PROGRAM) -> None:
    """Have `inv` add the set of libraries with `module`, if it is missing, and call it again.

    Raises Failure where the process does not end with the command.
    """
    sets = os.environ.get("PRESS_SETS", "").split()
    if _is_missing(terminal, module) and name not in sets:
        os.environ["PRESS_SETS"] = " ".join([*sets, name])
        os.chdir(caller_folder())
        os.execv(program, [str(program), *sys.argv[1:]])


def fetched(terminal: Terminal, module: str, name: str, program: Path = PROGRAM) -> bool:
    """Have `inv` add the set of libraries with `module`, if it is missing; tell if it is there.

    Raises Failure where the process does not end with the command.
    """
    if _is_missing(terminal, module):
        sets = " ".join([*os.environ.get("PRESS_SETS", "").split(), name])
        subprocess.run([program, "--version"], env={**os.environ, "PRESS_SETS": sets},
                       stdout=subprocess.DEVNULL, check=False)
        invalidate_caches()  # it has put a larger environment in the place of this one
    return find_spec(module) is not None


def _is_missing(terminal: Terminal, module: str) -> bool:
    if find_spec(module) is not None:
        return False
    if not terminal.ends:
        raise Failure(say("this needs libraries that are fetched when it is first done in the "
                          "terminal; do it there once, then start the desk again"))
    return True


@contextmanager
def settings_placed(options: Options) -> Iterator[None]:
    """Raise a SettingsError as a ContentError where a line of `firm.toml` is what is wrong."""
    try:
        yield
    except SettingsError as error:
        placed = problem_of(error, options)
        raise ContentError(placed) if placed.line else error from None


def _run(body: Callable[..., int], settings: str, shared: dict[str, str],
         own: dict[str, Any]) -> int:
    terminal = usual_terminal()
    with failures_told(terminal):
        lang = message_language(THEME, shared.pop("messages"))
        terminal = Terminal(load_desk(THEME / "locale", lang), lang)
    with failures_told(terminal):
        for name, value in own.items():
            if isinstance(value, str) and value.startswith("-"):
                raise Failure(say("“{value}” cannot be the {name}; “./inv --help” followed by the "
                                  "command explains it", value=value, name=name))
        try:
            options = read_options(**shared, usual=settings)
            with settings_placed(options):
                return body(terminal, options, **own)
        except Failure as failure:
            if own.get("json"):
                terminal.data({"error": failure.message})
            raise


@functools.cache
def usual_terminal() -> Terminal:
    """Return what speaks the editor's language; its words are read once for the help of all."""
    lang = message_language(THEME)
    try:
        return Terminal(load_desk(THEME / "locale", lang), lang)
    except SettingsError:  # reported by the command itself
        return Terminal(Catalogue(), SOURCE)
