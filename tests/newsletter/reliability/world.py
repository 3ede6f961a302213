"""A firm with three desks, its subscribers, its Mailchimp, and what must hold whatever happens."""

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from tests.newsletter.conftest import ISSUE, LANGUAGES, write_email
from tests.newsletter.reliability import rules
from tests.newsletter.reliability.worker import Commands, Result, Task
from tests.support.fake_account import Account, Departure
from tests.support.fake_faults import Fault, Victim
from tests.support.fake_mailchimp import Act, FakeMailchimp

TITLES = {lang: f"china-letter/{ISSUE}/{lang}" for lang in LANGUAGES}
HASTE, CALM = 0.15, 5
"""Seconds to wait for an answer, where Mailchimp hangs and where it does not."""


@dataclass(frozen=True)
class Desk:
    """Where an editor works: a journal, and an outbox that another desk may share."""

    var: Path
    outbox: Path

    @property
    def journal(self) -> Path:
        return self.var / "newsletter.jsonl"

    def remembers(self, campaign: str) -> bool:
        """Tell whether the journal knows that Mailchimp was ever told to send a campaign."""
        return any(event.get("event") == "ordered" and event.get("campaign") == campaign
                   for event in self.events())

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield what the journal holds and a crash left whole."""
        lines = self.journal.read_bytes().split(b"\n") if self.journal.exists() else []
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:
                continue


@dataclass(frozen=True)
class Dies:
    """The process is killed before it touches the disk for the nth time."""

    at: int


Trouble = Fault | Dies


@dataclass(frozen=True)
class Kept:
    """A world as it once was: the account, the files, what was tested."""

    account: Account
    files: Mapping[Path, bytes]
    tested: frozenset[tuple[str, str]]


@dataclass
class World:
    """All that a sequence of steps changes."""

    fake: FakeMailchimp
    site: "Site"
    commands: Commands
    folder: Path
    desks: tuple[Desk, ...]
    titles: Mapping[str, str]
    kept: dict[int, Kept]
    """The state of everything, by desk, once it has pushed and tested the issue; found out once."""
    tested: set[tuple[str, str]] = field(default_factory=set)
    """Titles and digests of which both parts were sent as a test."""
    unsettled: set[tuple[int, str]] = field(default_factory=set)
    """Desks and titles of orders that were not answered, as long as nobody can know."""
    ordered: dict[str, Act] = field(default_factory=dict)
    """The last order for each campaign, by its id."""
    excused: set[str] = field(default_factory=set)
    """Campaigns that left and of which nothing is left that could be known."""
    blind: bool = False
    """Whether a desk worked that could not know of another's order: its journal was not that."""
    view: rules.View = rules.View()
    """What the command that runs can find in the list at last."""
    seen: int = 0
    """How many departures were judged."""
    begun: bool = False

    @classmethod
    def fresh(
        cls, fake: FakeMailchimp, site: "Site", commands: Commands, folder: Path,
        kept: dict[int, Kept],
    ) -> "World":
        """Return a world in which the issue lies in both outboxes and nothing has happened."""
        fake.renew()
        site.answers = True
        shared, own = folder / "outbox", folder / "own" / "outbox"
        desks = (Desk(folder / "var", shared), Desk(folder / "second" / "var", shared),
                 Desk(folder / "own" / "var", own))
        world = cls(fake, site, commands, folder, desks, TITLES, kept)
        for lang in LANGUAGES:
            world.build(lang, "Bonjour", 0)
            world.build(lang, "Bonjour", 2)
        populate(fake.account)
        return world

    @property
    def account(self) -> Account:
        return self.fake.account

    def build(self, lang: str, words: str, desk: int) -> None:
        """Build one language of the issue into the outbox of a desk."""
        write_email(self.desks[desk].outbox, ISSUE, lang, words)

    def ready(self, desk: int) -> None:
        """Push and test the issue, and nothing goes wrong."""
        if not self.begun and desk in self.kept:
            return self._become(self.kept[desk])
        begun = self.begun
        self.run("push", desk=desk)
        self.run("test", desk=desk)
        if not begun:
            self.kept[desk] = self._as_it_is()

    def _as_it_is(self) -> Kept:
        files = {path.relative_to(self.folder): path.read_bytes()
                 for path in self.folder.rglob("*") if path.is_file()}
        return Kept(copy.deepcopy(self.account), files, frozenset(self.tested))

    def _become(self, kept: Kept) -> None:
        self.fake.account, self.tested = copy.deepcopy(kept.account), set(kept.tested)
        for path, content in kept.files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(content)

    def built(self, task: Task, lang: str) -> str:
        """Return the digest of what lies in the outbox of a command."""
        return rules.digest_in((Path(task.outbox) / ISSUE / lang / "email.html").read_text("utf-8"))

    def task(self, command: str, langs: tuple[str, ...] = (), desk: int = 0) -> Task:
        """Return a command at a desk."""
        place = self.desks[desk]
        return Task(command, str(place.outbox), str(place.var), self.fake.root, self.site.root,
                    langs)

    def run(
        self, command: str, langs: tuple[str, ...] = (), desk: int = 0,
        trouble: Trouble | None = None, confirm: bool = True,
        meanwhile: Callable[["World"], None] | None = None, found: str = "",
    ) -> Result:
        """Run a command, with what goes wrong on its way, and judge what it did.

        `meanwhile` happens while an editor is asked to confirm, unless there is other trouble.
        """
        task = replace(self.task(command, langs, desk), confirm=confirm, found=found)
        self.blind |= any((desk, title) not in self.unsettled for _, title in self.unsettled)
        fake, self.begun = self.fake, True
        self.view = rules.View.of(self.account)
        fake.count_anew()
        fake.victim = Victim()
        acted = len(fake.acts)
        result = self._carried_out(task, trouble, meanwhile)
        fake.faults.clear()
        fake.listen()
        rules.judge_words(result, self.desks)
        rules.judge_connections(fake)
        acts = fake.acts[acted:]
        rules.judge_acts(self, task, desk, acts, result)
        self.note(acts, desk, command, result)
        self.judge_departures()
        if trouble:
            self.look(desk)
        return result

    def look(self, desk: int) -> Result:
        """Look at the state of everything, as an editor does who is surprised by something."""
        result = self.commands.here(self.task("status", desk=desk))
        self.look_again()
        rules.judge_words(result, self.desks)
        rules.judge_status(self, desk, result)
        return result

    def _carried_out(
        self, task: Task, trouble: Trouble | None, meanwhile: Callable[["World"], None] | None
    ) -> Result:
        match trouble:
            case Dies(at):
                return self.commands.apart(replace(task, die_at=at), self.fake.victim)
            case Fault(kind):
                self.fake.faults.append(replace(trouble))
                hangs = kind.startswith("hang")
                task = replace(task, wait=HASTE if hangs else CALM)
                if trouble.what in ("kill", "interrupt"):
                    return self.commands.apart(task, self.fake.victim)
        return self.commands.here(task, lambda: self._happens(meanwhile))

    def _happens(self, meanwhile: Callable[["World"], None] | None) -> None:
        """Let something happen in Mailchimp that the command must see before it orders."""
        if meanwhile:
            meanwhile(self)
            self.view = rules.View.of(self.account)

    def note(self, acts: list[Act], desk: int, command: str, result: Result) -> None:
        """Remember what was tested, and which orders nobody can know the end of."""
        tests = [(act.title, rules.digest_in(act.html)) for act in acts
                 if act.name == "test" and act.answer == "204"]
        self.tested |= {each for each in tests if tests.count(each) > 1}
        self.unsettled |= {(desk, act.title) for act in acts if act.name in rules.ORDERS
                           and not rules.clean(act.answer)}
        if command == "reconcile" and not result.end:
            settled = {lang for lang, state, _ in result.verdicts if state != "uncertain"}
            self.unsettled -= {(desk, TITLES[lang]) for lang in settled}
        self.look_again()

    def look_again(self) -> None:
        """Forget the orders of which Mailchimp shows what became."""
        drafts = {each["settings"]["title"] for each in self.account.campaigns.values()
                  if each["status"] == "save"}
        self.unsettled = {(desk, title) for desk, title in self.unsettled if title in drafts}

    def judge_departures(self) -> None:
        """Judge all that left since, by whatever way."""
        for departure in self.account.departures[self.seen:]:
            self.seen += 1
            rules.judge_departure(self, departure)

    def departed(self) -> set[str]:
        """Return the titles of which one campaign, or a copy, has left, even renamed by hand."""
        return {rules.original(each.title).removeprefix("July: ")
                for each in self.account.departures}

    def ours(self) -> list[Departure]:
        """Return what left because we asked for it."""
        return [each for each in self.account.departures if each.ours]

    def let_an_hour_pass(self) -> None:
        """Whatever Mailchimp was still doing is done; what we wrote down is an hour older."""
        self.fake.let_come()
        for desk in self.desks:
            if desk.journal.exists():
                text = desk.journal.read_bytes()
                desk.journal.write_bytes(_TIME.sub(_an_hour_before, text))
        self.look_again()
        self.judge_departures()


_TIME = re.compile(rb'(?<="at": ")[^"]+')


def _an_hour_before(found: re.Match[bytes]) -> bytes:
    time = datetime.fromisoformat(found[0].decode())
    return (time - timedelta(hours=1)).isoformat(timespec="seconds").encode()


def populate(account: Account) -> None:
    """Let readers of each language subscribe, one of both, one of none, and one leave."""
    for number in range(3):
        account.subscribe(f"en{number}@firm.example", "en")
        account.subscribe(f"fr{number}@firm.example", "fr")
    account.subscribe("both@firm.example", "fr", "en")
    account.subscribe("nothing@firm.example")
    account.subscribe("gone@firm.example", "en", status="unsubscribed")
    account.subscribe("pending@firm.example", "fr", status="pending")


@dataclass
class Site:
    """The published site, of which only matters whether its pages are there."""

    root: str
    answers: bool = True


@contextmanager
def published() -> Iterator[Site]:
    """Serve a site until the block ends."""
    site = Site("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if site.answers else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    site.root = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
