"""Receive what visitors send, look at it, try again to deliver it or give up, and export it."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, get_args

from invoke.collection import Collection as Commands

from plugins.commands.declare import command, port_number
from plugins.commands.forms.submissions import (
    AGREED,
    already_there,
    declared_forms,
    erase,
    is_agreed,
    opened_store,
    person,
    purge,
    reader,
    site_clock,
)
from plugins.commands.terminal import Terminal
from plugins.core.messages import Failure, Message, say, why
from plugins.core.project import Options, caller_folder, from_here

if TYPE_CHECKING:
    from plugins.forms.records.records import Record
    from plugins.forms.records.store import Store

SUBMISSION = say("the id of the submission, or its first characters, as forms.list shows it, or "
                 "the reference on the page of thanks")
SUBMISSIONS = say("the id of a submission, or “all”")

EVERYTHING = "all"
DROP = "drop"
"""What is typed to agree that deliveries are given up."""

ENDINGS = (".xlsx", ".csv", ".json")


@command(say("List the submissions that are waiting or have failed, and why."),
         state=say("undelivered, parked, waiting, dropped, ended, delivered, suspicious or all "
                   "(undelivered)"))
def list_submissions(terminal: Terminal, options: Options, state: str = "undelivered",
                     json: bool = False) -> int:
    """Say what waits and what is parked, and why; no word of what was typed."""
    # Slow to import: `./inv --help` needs no store and no server.
    from plugins.forms.records import export as written
    from plugins.forms.records.records import CHOICES, State, records, states
    if state not in CHOICES:
        raise Failure(say("there is no state “{state}”; write one of {states}", state=state,
                          states=", ".join(CHOICES)))
    with opened_store(options) as store:
        listed = store.read(lambda database: records(database, CHOICES[state]))
        counts = store.read(states)
    if json:
        terminal.data([written.summary_values(each) for each in listed])
        return 0
    for each in listed:
        for line in written.short_lines(each, site_clock(options)):
            terminal.say(line)
    terminal.say(say(
        "Submissions: {waiting} waiting, {parked} parked, {dropped} dropped, {ended} ended, "
        "{delivered} delivered.", **{name: counts.get(name, 0) for name in get_args(State)})
        if counts else say("No submissions."))
    return 0


@command(say("Show a submission and the state of its deliveries."), submission=SUBMISSION)
def show(terminal: Terminal, options: Options, submission: str, json: bool = False) -> int:
    """Say all that was sent, and how far its deliveries have come."""
    from plugins.forms.records import export as written
    from plugins.forms.records.records import record
    with opened_store(options) as store:
        found = store.read(lambda database: record(database, submission))
    if json:
        terminal.data(written.record_values(found))
        return 0
    for line in written.record_lines(found, reader(terminal, options)):
        terminal.say(line)
    return 0


@command(say("Retry the delivery of a submission, or of all that are undelivered."),
         submission=SUBMISSIONS)
def retry(terminal: Terminal, options: Options, submission: str) -> int:
    """Have what is undelivered tried again, of one submission or of all."""
    terminal.say(retried(options, submission))
    return 0


def retried(options: Options, submission: str) -> Message:
    """Have what is undelivered of one submission, or of all, tried again, and say how much it is.
    """
    from plugins.forms.records.records import DUE, record, records, try_again
    now = datetime.now(UTC)
    with opened_store(options) as store:
        number = store.write(lambda database: sum(
            try_again(database, store.plan, each, now) for each in (
                records(database, DUE, now=now.timestamp()) if submission == EVERYTHING
                else [record(database, submission)]))).result()
    return say("Deliveries that the receiver will retry within seconds: {number}.",
               number=number) if number else say("There is nothing to retry: everything is "
                                                 "delivered, dropped or ended.")


@command(say("Export the submissions to a file."),
         file=say("the new file to write, ending in .xlsx (a table for people), .csv or .json"),
         form=say("one form only, such as contact (all)"))
def export(terminal: Terminal, options: Options, file: str, form: str = "") -> int:
    """Write what is kept into a new file, a table or JSON, that its owner alone can read."""
    from plugins.forms.records.export import as_file
    from plugins.forms.records.records import form_names, of_form
    path = caller_folder() / file
    if path.suffix not in ENDINGS:
        raise Failure(say("“{file}” must end in {endings}, which decides the format",
                          file=file, endings=", ".join(ENDINGS)))
    with opened_store(options) as store:
        known = {*declared_forms(options), *store.read(form_names)}
        if form and form not in known:
            raise Failure(say("there is no form “{name}”; the forms are {forms}", name=form,
                              forms=", ".join(sorted(known))))
        found = store.read(lambda database: of_form(database, form))
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(as_file(found, path.suffix, reader(terminal, options)))
    except FileExistsError:
        raise already_there(path) from None
    except OSError as error:
        raise Failure(say("{path}: cannot be written: {reason}", path=from_here(path),
                          reason=why(error))) from error
    terminal.say(say("{path}: submissions {number}. Personal data: delete the file when you no "
                     "longer need it.", path=from_here(path), number=len(found)))
    return 0


@command(say("Give up the parked deliveries of a submission, or those with a reason (asks for "
             "confirmation)."),
         unnamed="submission", submission=say(
             "the id of a submission, with or without the option’s name (all)"),
         reason=say("only those with these words in their reason, as forms.list shows it"),
         confirm=AGREED)
def drop(terminal: Terminal, options: Options, submission: str = EVERYTHING, reason: str = "",
         confirm: str = "") -> int:
    """Give up what is parked, of one submission or for one reason, once a person has confirmed."""
    from plugins.forms.records.export import short_lines
    from plugins.forms.records.records import give_up
    if submission == EVERYTHING and not reason.strip():
        raise Failure(say("name the submission, or add “--reason” with words of the reason that "
                          "“./inv forms.list --state parked” shows"))
    with opened_store(options) as store:
        found = _parked(store, submission, reason, terminal.gettext)
        for each in found:
            for line in short_lines(each, site_clock(options)):
                terminal.say(line)
        if not is_agreed(terminal, DROP, confirm, say(
                "This gives up these parked deliveries ({number}); what was sent is kept. Type "
                "“{word}” to go on; anything else cancels:", word=DROP,
                number=sum(len(each.parked) for each in found))):
            return 1
        number = store.write(lambda database: give_up(database, found)).result()
    terminal.say(given_up(number))
    return 0


def given_up(number: int) -> Message:
    """Say how many deliveries are given up."""
    return say("Deliveries given up: {number}.", number=number)


def _parked(store: "Store", submission: str, reason: str, gettext: Callable[[str], str]
            ) -> list["Record"]:
    """Return one submission or all, with what is parked of it for this reason alone."""
    from plugins.forms.records.records import OPEN, record, records
    found = store.read(lambda database: records(database, OPEN) if submission == EVERYTHING
                       else [record(database, submission)])
    words = reason.strip().casefold()
    chosen = [replace(one, deliveries=tuple(
        each for each in one.parked
        if words in (each.failure.render(gettext).casefold() if each.failure else "")))
        for one in found]
    if not any(one.deliveries for one in chosen):
        raise Failure(say("nothing that is parked matches; “./inv forms.list” shows the state of "
                          "each submission, and the reasons"))
    return [one for one in chosen if one.deliveries]


@command(say("Receive and deliver what visitors send, behind a web server."),
         port=say("the port to listen on (8001)"))
def receive(terminal: Terminal, options: Options, port: str = "8001") -> int:
    """Run the receiver alone until it is stopped."""
    from plugins.commands.forms.receive import run_receiver
    return run_receiver(terminal, options, port_number(port), os.environ)


@command(say("Diagnose what the forms need: mail server, domain, addresses, audience, receiver."),
         port=say("the port of the receiver (8001)"),
         tell=say("also tell the firm by mail what is wrong, at most once a day"))
def doctor(terminal: Terminal, options: Options, port: str = "8001", tell: bool = False,
           json: bool = False) -> int:
    """Say of all that the forms need whether it is fine; return 1 unless everything is."""
    from plugins.watch.doctor import examine
    from plugins.watch.machine import receiver_on
    from plugins.watch.watch import Watch
    watch = Watch(options, os.environ, declared_forms(options),
                  partial(receiver_on, port_number(port)))
    found = tuple(examine([*watch.urgent(), *watch.others()]))
    status = terminal.findings(found, json)
    return status if not tell or watch.tell(found) else 1


forms = Commands("forms")
forms.add_task(list_submissions, "list")
for each in (show, retry, drop, export, person, erase, purge, doctor):
    forms.add_task(each)
