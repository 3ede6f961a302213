"""Declare the commands that show site and desk in a browser, and those for its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from invoke.collection import Collection as Commands

from plugins.commands.declare import command, port_number
from plugins.commands.forms.submissions import site_clock
from plugins.commands.terminal import Terminal
from plugins.core.email_address import comparable, normal_form
from plugins.core.messages import Failure, say
from plugins.core.project import Options

if TYPE_CHECKING:
    from plugins.desk.store import Store

RIGHTS = {True: say("writes, publishes and sends"), False: say("writes")}
"""What a person may, whether or not she may publish."""


@command(say("Preview the site and the emails as you write, here or in the browser."),
         port=say("the port to listen on (8000)"))
def serve(terminal: Terminal, options: Options, port: str = "8000") -> int:
    """Show the preview and the desk until Ctrl-C."""
    # What shows a site is slow to import, and no other command needs it.
    from plugins.desk.serving import serve_locally
    serve_locally(terminal, options, port_number(port))
    return 0


@command(say("Open the desk of the firm to those who have an account, behind its web server."),
         port=say("the port to listen on, of this machine alone (8002)"))
def open_desk(terminal: Terminal, options: Options, port: str = "8002") -> int:
    """Show the preview and the desk to who has logged in, until it is stopped."""
    from plugins.desk.serving import serve_firm
    serve_firm(terminal, options, port_number(port))
    return 0


@command(say("Invite a person to the desk, or have her choose a new password."),
         address=say("her email address, by which she logs in"),
         name=say("her name, as the history of the texts shows it"),
         may_publish=say("she may also publish the site and send the newsletter; without it, not, "
                         "or no longer"),
         lang=say("the language in which the desk speaks to her (that of the messages)"))
def invite(terminal: Terminal, options: Options, address: str, name: str = "",
           may_publish: bool = False, lang: str = "") -> int:
    """Print the address at which she chooses her password, once, within seven days."""
    from plugins.desk.context import Person, desk_address, languages_of
    from plugins.desk.people import accounts
    origin, known = desk_address(options), languages_of(options)
    if normal_form(address) is None:
        raise Failure(say("“{address}” is not an email address; write one like editor@firm.example",
                          address=address))
    if lang and lang not in known:
        raise Failure(say("the desk does not speak “{lang}”; write one of {languages}", lang=lang,
                          languages=", ".join(known)))
    with opened(options) as store:
        former = accounts.account_of(store, comparable(address))
        person = former.person if former else Person(comparable(address), "", terminal.lang, False)
        token = accounts.invite(store, replace(
            person, name=name or person.name, lang=lang or person.lang,
            may_publish=may_publish), datetime.now(UTC))
    terminal.say(say("{address}: {rights}. A password can be chosen here, once, within seven days: "
                     "{link}", address=person.address, rights=RIGHTS[may_publish],
                     link=f"{origin}/_desk/invitation?token={token}"))
    return 0


@command(say("List who has an account at the desk, with rights and the last login."))
def people(terminal: Terminal, options: Options) -> int:
    """Print a line for each account."""
    from plugins.desk.people.accounts import NOBODY, accounts
    with opened(options) as store:
        found = accounts(store)
    terminal.table((
        each.person.address, each.person.name,
        RIGHTS[each.person.may_publish],
        site_clock(options)(each.entered) if each.entered else say("has not logged in yet"))
        for each in found)
    terminal.say(say("To change a right, invite the person again, with “--may-publish” or without "
                     "it; it holds at once, and the password stays.") if found else NOBODY)
    return 0


@command(say("Remove a person from the desk; what she has typed stays."),
         address=say("the email address of her account"))
def remove(terminal: Terminal, options: Options, address: str) -> int:
    """End an account with all its sessions, at once."""
    from plugins.desk.people.accounts import remove
    with opened(options) as store:
        was_there = remove(store, comparable(address))
    if not was_there:
        raise Failure(say("“{address}” has no account; “./inv desk.people” lists those that there "
                          "are", address=address))
    terminal.say(say("{address}: removed, and logged out everywhere.", address=address))
    return 0


@contextmanager
def opened(options: Options) -> Iterator["Store"]:
    """Open the database of the desk, beside the one that may be running."""
    from plugins.desk.store import Store
    store = Store(options.desk)
    try:
        yield store
    finally:
        store.close()


desk = Commands("desk")
desk.add_task(open_desk, "open", default=True)
for each in (invite, people, remove):
    desk.add_task(each)
