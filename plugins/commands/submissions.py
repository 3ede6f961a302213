"""Open what visitors sent, for the commands that look at it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from plugins.commands.terminal import Terminal
from plugins.core.messages import ContentError, Failure, Message, say
from plugins.core.project import Options, from_here

AGREED = say("the word to type, to confirm without being asked")
"""What the option `confirm` is for."""

if TYPE_CHECKING:
    from plugins.forms.declaration.form import Form
    from plugins.forms.records.store import Store


def declared_forms(options: Options) -> Mapping[str, "Form"]:
    """Return the forms that the receiver takes; raise ContentError if a declaration is wrong."""
    # Slow to import: `./inv --list` opens no store, and typesets nothing.
    from plugins.forms.declaration.load import load_forms
    from plugins.typography import typeset_text
    forms, problems = load_forms(options.content / "forms", list(options.languages), typeset_text)
    if problems:
        raise ContentError(*problems)
    return {name: form for name, form in forms.items() if not form.outside}


def database(options: Options, folder: Path | None = None) -> Path:
    """Return where what visitors send is kept: those of the published site, if no folder is named.
    """
    return (folder or options.var) / "forms.sqlite3"


@contextmanager
def opened_store(options: Options) -> Iterator["Store"]:
    """Open what is kept, beside the receiver that may be running."""
    from plugins.forms.delivery.plan import planner
    from plugins.forms.records.store import Store
    store = Store(database(options), planner(declared_forms(options)))
    try:
        yield store
    finally:
        store.close()


def is_agreed(terminal: Terminal, word: str, given: str, question: Message) -> bool:
    """Tell whether a person agrees that what cannot be undone is done."""
    agrees = terminal.confirmation(
        word, given, question=question,
        mistaken=say("“--confirm” says “{given}” instead of “{word}”; nothing was done",
                     given=given, word=word),
        nobody=say("this cannot be undone and must be confirmed, which needs a terminal; add "
                   "“--confirm {word}” instead", word=word))()
    if not agrees:
        terminal.say(say("Nothing was done."))
    return agrees


def already_there(path: Path) -> Failure:
    """Return that a file with personal data is not written over another one."""
    return Failure(say("{path}: this file already exists; delete it, or choose another name",
                       path=from_here(path)))


def site_clock(options: Options) -> Callable[[datetime], str]:
    """Return what writes a time by the site's clock."""
    zone = ZoneInfo(options.settings["TIMEZONE"])
    return lambda moment: moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
