"""Speak with who calls `./inv`: greet, explain the commands, say what is wrong with a call."""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from invoke import __version__
from invoke.collection import Collection
from invoke.exceptions import Exit, ParseError
from invoke.parser.argument import Argument
from invoke.parser.context import ParserContext, to_flag
from invoke.program import Program
from invoke.tasks import Task

from plugins.commands.declare import FOLDERS, usual_terminal
from plugins.commands.terminal import failures_told
from plugins.core.messages import Failure, Message, say

Day = Sequence[tuple[Message, Sequence[Task[Any] | Collection]]]
"""The commands by the part of an editor's day to which they belong."""

FIRST = {
    "./inv serve": say("look at the site and the emails; each save is shown at once"),
    "./inv firm": say("make the letter your firm’s own, by twelve questions"),
    './inv new "…" market-brief': say("write an article: a file in each language, as a draft"),
    "./inv publish": say("put the site online"),
}
"""What there is to do, for who does not know yet."""

HELP, LISTED = ("--help", "-h", "help"), ("--list", "-l", "--version", "-V")

STOPPED = 128 + 13
"""The status of what has written to a pipe that nobody reads any more (POSIX: SIGPIPE)."""


def run(day: Day) -> None:
    """Do what the command line says; end quietly where `| head` has read enough."""
    try:
        try:
            Desk(day).run()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain when it closes them.
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        sys.exit(STOPPED)


def gather(day: Day) -> Collection:
    """Return every command of the day, as Invoke wants them."""
    return Collection(*(each for _, commands in day for each in commands))


def unnamed_options(commands: Collection) -> dict[str, tuple[str, int]]:
    """Return each command with an option that need not be named: which, and for how many words."""
    return {each: commands[name].body.unnamed for name, aliases in commands.task_names.items()
            for each in (name, *aliases) if commands[name].body.unnamed[0]}


def understood(words: Sequence[str], unnamed: Mapping[str, tuple[str, int]]) -> list[str]:
    """Return a call as Invoke takes it, which has no optional words: those are `unnamed` options.

    Help may be asked for anywhere. A title and a category still begin an article called “issue”.
    Such words end with the first option, so that the value of one is none.
    """
    words = list(words) if len(words) != 1 or words[0] not in LISTED else ["--help"]
    if asked := any(word in HELP[:2] for word in words) or words[:1] == [HELP[2]]:
        words = [word for word in words if word not in HELP]
    if words[:2] == ["new", "issue"] and (len(words) == 2 or words[2].startswith("-")):
        words[:2] = ["new.issue"]
    if words[:1] == ["import"] and words[1:] and not words[1].startswith("-"):
        words[:2] = [f"import.{words[1]}"]
    if asked:
        return ["--help", *words[:1]]
    if words and words[0] in unnamed:
        option, most = unnamed[words[0]]
        given = list(takewhile(lambda word: not word.startswith("-"), words[1:most + 1]))
        words[1:len(given) + 1] = [f"--{option}={word}" for word in given]
    return words


class Desk(Program):
    """Invoke's program in the editor's language."""

    def __init__(self, day: Day) -> None:
        super().__init__(__version__, gather(day), name="Invoke", binary="./inv")
        self.day, self.terminal = day, usual_terminal()

    def run(self, argv: list[str] | None = None, exit: bool = True) -> None:
        with failures_told(self.terminal):
            self.create_config()
            try:
                self.parse_core(argv)
                sys.dont_write_bytecode = False  # Invoke compiles nothing else for the next start
                self.parse_collection()
                self.parse_tasks()
                self.parse_cleanup()
            except ParseError as error:
                raise Failure(self._wrong(error)) from None
            except Exit as end:
                sys.exit(end.code)
            if len(self.tasks) > 1:  # the first would end the program
                raise Failure(say("one command at a time: “./inv {first}”, then “./inv {second}”",
                                  first=self.tasks[0].name, second=self.tasks[1].name))
            self.update_config()
            self.execute()

    def normalize_argv(self, argv: list[str] | None) -> None:
        super().normalize_argv(argv)
        self.argv = [*self.argv[:1], *understood(self.argv[1:], unnamed_options(gather(self.day)))]

    def no_tasks_given(self) -> None:
        self.terminal.say(say("Hello. This is where a newsletter is written, published and sent. "
                              "What you can do now:"))
        self._table({call: what.render(self.terminal.gettext) for call, what in FIRST.items()})
        self.terminal.say(say("“./inv --help” lists every command, “./inv --help serve” explains "
                              "one."))
        raise Exit

    def print_help(self) -> None:
        for part, commands in self.day:
            self.terminal.say(part)
            self._table({_called(name, aliases): str(self.collection[name].__doc__)
                         for each in commands
                         for name, aliases in Collection(each).task_names.items()})
        self.terminal.say(say("“./inv --help serve” explains one; “--messages fr” after a command "
                              "has it speak French."))

    def print_task_help(self, name: str) -> None:
        context = self.parser.contexts[name]
        shared = {name: context.args[name] for name in FOLDERS}
        own = [each for each in context.args.values() if each.names[0] not in shared]
        self.terminal.table([[_usage(self._shown(name), context)], [],
                             [str(self.collection[name].__doc__)], []])
        self._table({_form(each): str(each.help) for each in own})
        self.terminal.say(say("With every command:"))
        self._table({_form(each): str(each.help) for each in shared.values()})

    def _table(self, rows: Mapping[str, str]) -> None:
        """Print names and what they are for, as wide as the terminal, and an empty line."""
        room = max(map(len, rows), default=0)
        width = max(shutil.get_terminal_size().columns - room - 4, 24)
        for name, text in rows.items():
            first, *others = textwrap.wrap(text, width, break_on_hyphens=False)
            self.terminal.table((f"  {head:{room}}", line) for head, line in
                                ((name, first), *(("", line) for line in others)))
        self.terminal.table([[]])

    def _shown(self, name: str) -> str:
        """Return the name under which a command is listed, by any of its names."""
        return next(_called(full, aliases) for full, aliases in self.collection.task_names.items()
                    if name in (full, *aliases))

    def _wrong(self, error: ParseError) -> Message:
        """Return what is wrong with the call; Invoke says it in English, and in no other form."""
        context, text = error.context, str(error)
        command = self._shown(context.name) if context and context.name else ""
        if unknown := re.fullmatch(r"No idea what [\"'](.*)[\"'] is!", text, re.DOTALL):
            return _unknown_word(unknown[1], command, list(context.flags)) \
                if context and command else self._unknown_command(unknown[1])
        if context and (option := re.match(r"Flag <Argument: ([\w-]+).*needed value", text)):
            argument = context.args[option[1]]
            return say("“{option}” needs a value: {help}", option=to_flag(argument.names[0]),
                       help=argument.help)
        if context and (missing := context.missing_positional_args):
            return say("“{name}” is missing; write “{call}”; “./inv --help {command}” explains it",
                       name=missing[0].name, command=command, call=_usage(command, context))
        return say("this call is not understood: {reason}; “./inv --help” lists the commands",
                   reason=text)

    def _unknown_command(self, word: str) -> Message:
        from difflib import get_close_matches
        names = [_called(*each) for each in self.collection.task_names.items()]
        if group := [name for name in names if name.startswith(f"{word}.")]:
            return say("“{word}” is several commands: {names}", word=word, names=", ".join(group))
        known = {name.rpartition(".")[2]: name for name in names} | {name: name for name in names}
        for near in get_close_matches(word, known, n=1):
            return say("there is no command “{word}”; did you mean “{near}”?", word=word,
                       near=known[near])
        return say("there is no command “{word}”; “./inv --help” lists them", word=word)


def _unknown_word(word: str, command: str, flags: list[str]) -> Message:
    from difflib import get_close_matches
    for near in get_close_matches(word, flags, n=1) if word.startswith("-") else ():
        return say("“{command}” has no option “{word}”; did you mean “{near}”?", command=command,
                   word=word, near=near)
    return say("“{command}” does not know “{word}”; “./inv --help {command}” says what it takes",
               command=command, word=word)


def _called(name: str, aliases: Sequence[str]) -> str:
    """Return a command as one types it: `new`, `new issue`, `import text`, `newsletter.push`."""
    if name == "new.issue" or name.startswith("import."):
        return name.replace(".", " ")
    return aliases[0] if aliases else name


def _usage(command: str, context: ParserContext) -> str:
    names = (argument.names[0].upper() for argument in context.positional_args)
    return " ".join(("./inv", command, *names))


def _form(argument: Argument) -> str:
    """Return an option as one types it: `--key …`, `--json`, or a word that must be there."""
    if argument.positional:
        return argument.names[0].upper()
    return to_flag(argument.names[0]) + (" …" if argument.takes_value else "")
