"""Do what the commands of the forms say: look at what was sent, try again or give up, export it."""

import json as encoding
import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from plugins.commands.receive import database, declared_forms
from plugins.commands.terminal import Terminal
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options, caller_folder, from_here
from plugins.forms.delivery.plan import planner
from plugins.forms.records.export import (
    Clock,
    as_csv,
    lines,
    record_values,
    short_lines,
    standing,
    summary_values,
)
from plugins.forms.records.records import (
    OPEN,
    Record,
    State,
    form_names,
    record,
    records,
    try_again,
)
from plugins.forms.records.retention import drop
from plugins.forms.records.store import Store

UNDELIVERED, EVERYTHING = "undelivered", "all"
STATES = (UNDELIVERED, *get_args(State), EVERYTHING)
DROP = "drop"
"""What is typed to agree that deliveries are given up."""

ENDINGS = (".csv", ".json")


def show_list(terminal: Terminal, options: Options, state: str, json: bool) -> int:
    """Say what waits and what is parked, and why; no word of what was typed."""
    if state not in STATES:
        raise Failure(say("“{state}” is no state; write one of {states}", state=state,
                          states=", ".join(STATES)))
    with kept(options) as store:
        found = store.read(lambda database: list(
            records(database, OPEN if state == UNDELIVERED else "1")))
    listed = [each for each in found if state in (UNDELIVERED, EVERYTHING, each.state)]
    if json:
        terminal.data([summary_values(each) for each in listed])
        return 0
    for each in listed:
        for line in short_lines(each, clock(options)):
            terminal.say(line)
    counts = Counter(each.state for each in listed)
    terminal.say(say("Submissions: {waiting} waiting, {parked} parked, {dropped} dropped, "
                     "{delivered} delivered.",
                     **{name: counts[name] for name in get_args(State)})
                 if listed else say("There is none."))
    return 0


def show_one(terminal: Terminal, options: Options, name: str, json: bool) -> int:
    """Say all that was sent, and where its deliveries stand."""
    with kept(options) as store:
        found = store.read(lambda database: record(database, name))
    if json:
        terminal.data(record_values(found))
        return 0
    for line in lines(found, declared_forms(options), clock(options)):
        terminal.say(line)
    return 0


def retry(terminal: Terminal, options: Options, name: str) -> int:
    """Have what is undelivered tried again, of one submission or of all."""
    now, plan = datetime.now(UTC), planner(declared_forms(options))
    with kept(options) as store:
        number = store.write(lambda database: sum(
            try_again(database, plan, each, now) for each in (
                list(records(database, OPEN)) if name == EVERYTHING
                else [record(database, name)]))).result()
    terminal.say(say("To be tried again by the receiver, within seconds: deliveries {number}.",
                     number=number) if number else say("All of it is delivered or dropped."))
    return 0


def drop_parked(terminal: Terminal, options: Options, name: str, confirm: str) -> int:
    """Give up what is parked of one submission, once a person has confirmed it."""
    with kept(options) as store:
        found = store.read(lambda database: record(database, name))
        own = found.submission.id
        if not found.parked:
            raise Failure(say("nothing of {id} is parked; “./inv forms.show {id}” says where it "
                              "stands", id=own))
        if not agreed(terminal, DROP, confirm, say(
                "This gives up what is parked of {id} (deliveries {number}); what was sent stays. "
                "Type “{word}” to go on; anything else stops:", id=own, number=len(found.parked),
                word=DROP)):
            return 1
        for each in store.write(lambda database: drop(database, own)).result():
            terminal.say(standing(each, clock(options)))
    return 0


def export(terminal: Terminal, options: Options, file: str, form: str) -> int:
    """Write what is kept into a new file, a table or JSON, that its owner alone can read."""
    path = caller_folder() / file
    if path.suffix not in ENDINGS:
        raise Failure(say("“{file}” must end in {endings}, which says what is written",
                          file=file, endings=", ".join(ENDINGS)))
    with kept(options) as store:
        _ensure_known(form, {*declared_forms(options), *store.read(form_names)})
        found = store.read(lambda database: list(records(
            database, "form = :form" if form else "1", form=form)))
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(_content(found, path.suffix))
    except FileExistsError:
        raise Failure(say("{path}: there is such a file already; delete it, or name another one",
                          path=from_here(path))) from None
    except OSError as error:
        raise Failure(say("{path}: cannot be written: {reason}", path=from_here(path),
                          reason=error.strerror or str(error))) from error
    terminal.say(say("{path}: submissions {number}. Personal data: delete the file once you need "
                     "it no longer.", path=from_here(path), number=len(found)))
    return 0


def _content(found: Sequence[Record], ending: str) -> bytes:
    if ending == ".csv":
        # Without the mark at its beginning, Excel takes the letters of a table for others.
        return as_csv(found).encode("utf-8-sig")
    return encoding.dumps([record_values(each) for each in found], ensure_ascii=False, indent=2,
                          default=str).encode()


def _ensure_known(form: str, forms: Collection[str]) -> None:
    if form and form not in forms:
        raise Failure(say("there is no form “{name}”; the forms are {forms}", name=form,
                          forms=", ".join(sorted(forms))))


@contextmanager
def kept(options: Options) -> Iterator[Store]:
    """Open what is kept, beside the receiver that may be running."""
    store = Store(database(options), planner(declared_forms(options)))
    try:
        yield store
    finally:
        store.close()


def agreed(terminal: Terminal, word: str, given: str, question: Message) -> bool:
    """Tell whether a person agrees that what cannot be undone is done."""
    agrees = terminal.confirmation(
        word, given, question=question,
        mistaken=say("“--confirm” says “{given}” where “{word}” is meant; nothing was done",
                     given=given, word=word),
        nobody=say("this cannot be undone, and nobody is there to confirm it; add “--confirm "
                   "{word}”", word=word))()
    if not agrees:
        terminal.say(say("Nothing was done."))
    return agrees


def clock(options: Options) -> Clock:
    """Return what writes a time by the site's clock."""
    zone = ZoneInfo(options.settings["TIMEZONE"])
    return lambda moment: moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
