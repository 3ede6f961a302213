"""Open what visitors sent, and do with it what the law asks: end it in time, erase it, show it."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from plugins.commands.declare import command
from plugins.commands.terminal import Terminal
from plugins.core.email_address import normal_form
from plugins.core.messages import ContentError, Failure, Message, say
from plugins.core.project import Options, from_here

if TYPE_CHECKING:
    from plugins.forms.declaration.form import Form
    from plugins.forms.records.export import Reader
    from plugins.forms.records.retention import Erased
    from plugins.forms.records.store import Store
    from plugins.newsletter.mailchimp.members import Members

AGREED = say("the word to type, to confirm without being asked")
PERSON = say("the email address of the person")

class Speaker(Protocol):
    """Whoever is spoken to, in which language: a terminal, or somebody at the desk."""

    @property
    def lang(self) -> str:
        """The language."""

    @property
    def gettext(self) -> Callable[[str], str]:
        """Its words."""


PURGE = "purge"
"""What is typed to agree to a purge."""

MAILCHIMP = "mailchimp"
"""What is typed to agree that a person is erased there, too."""


def declared_forms(options: Options) -> Mapping[str, "Form"]:
    """Return the forms that the receiver takes; raise ContentError if a declaration is wrong."""
    # Slow to import: `./inv --help` opens no store, and typesets nothing.
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


def undelivered(options: Options) -> int:
    """Return how many submissions wait or are parked, as far as anything can be read."""
    from plugins.forms.records.database import connect
    from plugins.forms.records.records import number_undelivered
    if not database(options).is_file():
        return 0
    try:
        with closing(connect(database(options))) as connection:
            return number_undelivered(connection)
    except sqlite3.Error:  # who opens what is kept is told why
        return 0


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


def reader(speaker: Speaker, options: Options) -> "Reader":
    """Return who reads what is kept, at a terminal or at the desk."""
    from plugins.forms.records.export import Reader
    return Reader(speaker.lang, speaker.gettext, site_clock(options), declared_forms(options))


@command(say("Remove the submissions older than their form allows (asks for confirmation)."),
         confirm=AGREED,
         undelivered=say("also remove those that were never delivered"))
def purge(terminal: Terminal, options: Options, undelivered: bool = False, confirm: str = ""
          ) -> int:
    """Remove what is older than its form says, once a person has confirmed it."""
    # Slow to import: `./inv --help` needs no store.
    from plugins.forms.records.retention import purge_old
    more = say(", delivered or not") if undelivered else ""
    if not is_agreed(terminal, PURGE, confirm, say(
            "This removes the submissions older than their form allows{more}. Type “{word}” to go "
            "on; anything else cancels:", word=PURGE, more=more)):
        return 1
    forms = declared_forms(options)
    with opened_store(options) as store:
        purged = store.write(lambda database: purge_old(
            database, forms, datetime.now(UTC), undelivered)).result()
        store.tidy()
    terminal.say(_removed(purged.removed))
    for name in purged.overdue:
        terminal.say(say("{id} is old enough, but was never delivered, and is kept; look at it "
                         "with “./inv forms.show {id}”, or add “--undelivered”", id=name))
    for form, number in purged.endless.items():
        terminal.say(say("The form {form} declares no “retention” in days, so its submissions "
                         "({number}) are never removed; add it to content/forms/{form}.toml",
                         form=form, number=number))
    return 0


@command(say("Erase what one person sent (GDPR art. 17; asks for confirmation)."), email=PERSON,
         confirm=AGREED,
         mailchimp=say("erase the person at Mailchimp too, without being asked"))
def erase(terminal: Terminal, options: Options, email: str = "", confirm: str = "",
          mailchimp: bool = False) -> int:
    """Remove what one person sent, once a person has confirmed it (GDPR art. 17)."""
    address, now = _address(email), datetime.now(UTC)
    members = audience_members(options, required=mailchimp)
    if not is_agreed(terminal, address, confirm.strip(), say(
            "This erases everything that {email} sent. Type the address again to go on; anything "
            "else cancels:", email=address)):
        return 1
    erased = erase_here(options, address, now)
    for line in told_of(erased, site_clock(options), now):
        terminal.say(line)
    for name in erased.mentions:
        terminal.say(say("{id} mentions this address too; look at it with “./inv forms.show {id}”",
                         id=name))
    if members and (mailchimp or _is_wanted_at_mailchimp(terminal, address)):
        terminal.say(erase_there(members, address))
    else:
        terminal.say(say("At Mailchimp nothing was erased. What it keeps of {email} can be erased "
                         "there, or by “./inv forms.erase --email {email} --mailchimp”, where its "
                         "key is set.", email=address))
    return 0


def erase_here(options: Options, address: str, now: datetime) -> "Erased":
    """Remove what one person sent from what is kept here."""
    from plugins.forms.records.retention import erase_person
    with opened_store(options) as store:
        erased = store.write(lambda database: erase_person(database, address, now)).result()
        store.tidy()
    for name in erased.submissions:  # `serve` keeps its mails beside its database
        for mail in database(options).parent.glob(f"mail/*-{name}*.eml"):
            mail.unlink()
    return erased


def erase_there(members: "Members", address: str) -> Message:
    """Have Mailchimp erase a person, and say what came of it."""
    return say("Mailchimp has erased {email}.", email=address) if members.erase(address) \
        else say("Mailchimp knows nothing of {email}.", email=address)


def told_of(erased: "Erased", clock: Callable[[datetime], str], now: datetime
            ) -> Iterator[Message]:
    """Yield what was removed of a person, and what is kept as proof."""
    from plugins.forms.records.retention import PROVED
    yield _removed(len(erased.submissions))
    if erased.proofs:
        yield say("Kept until {time}, to prove consent to what was sent to them "
                  "(GDPR art. 17(3)(e)): {number}.", time=clock(now + PROVED),
                  number=erased.proofs)


def audience_members(options: Options, required: bool) -> "Members | None":
    """Return the people of the audience, None if no key is set that leads there, unless `required`.

    Raises SettingsError if what is set is wrong or not enough.
    """
    from plugins.newsletter.mailchimp.client import require_account
    from plugins.newsletter.mailchimp.members import Members
    from plugins.newsletter.mailchimp.settings import read_mailchimp_settings
    if not required and not has_key():
        return None
    settings = read_mailchimp_settings(
        options.settings["NEWSLETTER"], list(options.languages), options.settings["DEFAULT_LANG"],
        os.environ)
    require_account(settings)
    return Members(settings)


def has_key() -> bool:
    """Tell whether a key of Mailchimp is set."""
    from plugins.newsletter.mailchimp.settings import KEY
    return bool(os.environ.get(KEY))


def _is_wanted_at_mailchimp(terminal: Terminal, address: str) -> bool:
    if not sys.stdin.isatty():
        return False
    terminal.say(say(
        "Erase {email} at Mailchimp too? It forgets them for good, and the address can then come "
        "back only by Mailchimp’s own form. Type “{word}” to erase it there; anything else leaves "
        "it as it is:", email=address, word=MAILCHIMP))
    return sys.stdin.readline().strip() == MAILCHIMP


@command(say("Show what is kept about one person (GDPR art. 15)."), email=PERSON)
def person(terminal: Terminal, options: Options, email: str = "", json: bool = False) -> int:
    """Show what is kept about one person (GDPR art. 15)."""
    from plugins.forms.records.export import proof_lines, proof_values, record_lines, record_values
    from plugins.forms.records.records import of_person
    address = _address(email)
    with opened_store(options) as store:
        found, proofs = store.read(lambda database: of_person(database, address))
    if json:
        terminal.data({"email": address, "submissions": [record_values(each) for each in found],
                       "proofs": [proof_values(each) for each in proofs]})
        return 0
    whose = reader(terminal, options)
    for line in [*(line for each in found for line in record_lines(each, whose)),
                 *(line for each in proofs for line in proof_lines(each, whose.clock))]:
        terminal.say(line)
    if not found and not proofs:
        terminal.say(say("Nothing is kept about {email}.", email=address))
    return 0


def _address(email: str) -> str:
    if not email:
        raise Failure(say("name the person by “--email name@company.com”"))
    if not normal_form(email.strip()):
        raise Failure(say("“{email}” is not an email address; write it as in “--email "
                          "name@company.com”", email=email.strip()))
    return email.strip()


def _removed(number: int) -> Message:
    return say("Submissions removed: {number}.", number=number)
