"""An outbox with one issue in two languages, and a Mailchimp of this machine's own."""

import json
import resource
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from plugins.newsletter import digest
from plugins.newsletter.journal import Journal
from plugins.newsletter.mailchimp.account import Mailchimp
from plugins.newsletter.mailchimp.settings import MailchimpSettings, read_mailchimp_settings
from plugins.newsletter.newsletter import Newsletter, Preflight
from plugins.newsletter.outbox import Outbox
from plugins.newsletter.provider import Patience
from plugins.newsletter.push.push import push
from plugins.newsletter.push.snapshot import Plan, plan_issue
from plugins.newsletter.report.status import Row, status
from plugins.newsletter.send.clearance import send_test
from plugins.newsletter.send.outcome import Outcome, reconcile
from plugins.newsletter.send.send import schedule, send, unschedule
from plugins.newsletter.settings import Settings, read_newsletter_settings
from tests.support.editor import ScriptedEditor
from tests.support.fake_account import AUDIENCE
from tests.support.fake_mailchimp import KEY, FakeMailchimp, running
from tests.support.short_way import shortened
from tests.support.website import Pages, serving

ISSUE = "2018-07"
LANGUAGES = ("fr", "en")
NEWSLETTER: dict[str, Any] = {
    "name": "china-letter", "audience": AUDIENCE, "folder": "Lettre de Chine",
    "interests": {"category": "Langue / Language", "fr": "Français", "en": "English"},
    "from": {"fr": ("Lettre de Chine", "lettre@lettre.example"),
             "en": ("China Letter", "letter@lettre.example")},
}
HASTE = Patience(timeouts=(0.5, 0.5), retries=(0.01, 0.01), count=(0.01, 0.01),
                 order=(0.01, 0.01), settle=0)
HTML = ("<!doctype html><html lang={lang}><head><title>x</title></head><body>\n"
        "<p>{words}</p><a href=\"https://lettre.example/\">*|UNSUB|*</a></body></html>\n")


@dataclass(frozen=True)
class Left:
    """What became of each language of an issue that was to leave, and what was said."""

    states: list[str]
    lines: list[str]
    exit_code: int

    @property
    def text(self) -> str:
        """All that was said."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Pushing:
    """What a push did and said; `exit_code` is what the command ends with."""

    plan: Plan
    failures: tuple[str, ...]
    lines: tuple[str, ...]
    exit_code: int


@dataclass(frozen=True)
class House:
    """A publisher's desk: outbox, journal and the account in front of it."""

    folder: Path
    fake: FakeMailchimp
    settings: Settings
    mailchimp: MailchimpSettings
    site: str = ""
    """Where the pages of the issue answer; without one, nothing can be sent."""
    over_http: bool = False
    """Whether each request has a connection, also where nothing goes wrong."""

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def journal(self) -> Journal:
        """The journal as it lies on the disk."""
        return Journal(self.var, self.mailchimp.audience)

    @property
    def provider(self) -> Mailchimp:
        account = Mailchimp(self.mailchimp)
        return account if self.over_http else shortened(account, self.fake)

    def newsletter(self, preflight: Preflight | None = None) -> Newsletter:
        """Return what a command works with."""
        box = Outbox(self.outbox, self.settings.name, self.settings.languages)
        return Newsletter(self.settings, box, self.journal, self.provider, preflight)

    def plan(self, *langs: str) -> Plan:
        return plan_issue(self.newsletter(), ISSUE, langs)

    def push(self, *langs: str, overwrite: bool = False) -> Pushing:
        """Push the issue, and keep what is said to the editor."""
        editor = ScriptedEditor()
        pushed = push(self.newsletter(), ISSUE, editor, langs, overwrite)
        return Pushing(pushed.plan, tuple(map(str, pushed.failures)), tuple(editor.texts),
                       pushed.exit_code)

    def test(self, *langs: str) -> None:
        """Have a test of the drafts sent to the editor."""
        send_test(self.newsletter(), ISSUE, ["editor@firm.example"], ScriptedEditor(), langs)

    def send(self, *langs: str, site: str = "", confirm: Callable[[], bool] = lambda: True
             ) -> Left:
        """Send the issue, and keep what is said to the editor."""
        editor = ScriptedEditor(confirm)
        return _left(editor, send(self.newsletter(), ISSUE, editor, langs, site or self.site))

    def schedule(self, at: str, *langs: str, zone: str = "Europe/Paris") -> Left:
        """Schedule the issue."""
        editor = ScriptedEditor()
        return _left(editor, schedule(
            self.newsletter(), ISSUE, at, zone, editor, langs, self.site))

    def unschedule(self, *langs: str, issue: str = ISSUE) -> Left:
        """Take back what is scheduled."""
        editor = ScriptedEditor()
        return _left(editor, unschedule(self.newsletter(), issue, editor, langs))

    def reconcile(self, *langs: str, found: str = "", confirmed: bool = True, issue: str = ISSUE
                  ) -> Left:
        """Settle what became of an order."""
        editor = ScriptedEditor(lambda: confirmed)
        return _left(editor, reconcile(self.newsletter(), issue, editor, langs, found))

    def states(self) -> list[str]:
        """Return the state of each language."""
        return [row.state for row in self._rows()]

    def sentences(self) -> list[str]:
        """Return the state of each language, as the editor reads it."""
        return [str(row.sentence) for row in self._rows()]

    def _rows(self) -> tuple[Row, ...]:
        return status(self.newsletter())

    def received(self) -> Counter[str]:
        """Return how many emails each address was sent."""
        return Counter(address for _, address in self.fake.account.deliveries)

    def draft(self, lang: str) -> dict[str, Any]:
        """Return the one campaign of this language, as the account keeps it."""
        (campaign,) = self.fake.account.titled(f"china-letter/{ISSUE}/{lang}")
        return campaign

    def build(self, lang: str, words: str = "Bonjour", issue: str = ISSUE, **fields: str) -> None:
        """Write an email into the outbox, as a build would."""
        write_email(self.outbox, issue, lang, words, **fields)


def _left(editor: ScriptedEditor, outcome: Outcome) -> Left:
    return Left([verdict.state for verdict in outcome.languages], editor.texts, outcome.exit_code)


def sends(house: House) -> int:
    """Return how often Mailchimp was told to send."""
    return sum(write.endswith("/actions/send") for write in house.fake.writes)


@contextmanager
def full_disk() -> Iterator[Callable[[], None]]:
    """Give what fills the disk, for this process, until the block ends."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.fixture
def fake() -> Iterator[FakeMailchimp]:
    """A Mailchimp with three readers in English, four in French and one who chose nothing."""
    with running() as server:
        for number in range(3):
            server.account.subscribe(f"en{number}@firm.example", "en")
        for number in range(4):
            server.account.subscribe(f"fr{number}@firm.example", "fr")
        server.account.subscribe("nothing@firm.example")
        server.account.subscribe("gone@firm.example", "en", status="unsubscribed")
        yield server


@pytest.fixture
def ready(house: House, pages: Pages) -> House:
    """A desk whose drafts have been pushed and tested, and whose site is published."""
    desk = replace(house, site=pages.site)
    desk.push()
    desk.test()
    return desk


@pytest.fixture
def pages() -> Iterator[Pages]:
    """A website that has every page, but those that a test takes away."""
    with serving() as site:
        yield site


@pytest.fixture
def house_with(tmp_path: Path, fake: FakeMailchimp) -> Callable[..., House]:
    """Make a desk whose settings lead to the fake, some of them changed; its outbox is empty."""
    def made(languages: tuple[str, ...] = LANGUAGES, **changes: Any) -> House:
        environment = {"MAILCHIMP_API_KEY": KEY, "MAILCHIMP_API_ROOT": fake.root}
        newsletter = {**NEWSLETTER, **changes}
        mailchimp = read_mailchimp_settings(newsletter, languages, "fr", environment)
        return House(tmp_path, fake, read_newsletter_settings(newsletter, languages, "fr"),
                     replace(mailchimp, patience=HASTE))
    return made


@pytest.fixture
def house(house_with: Callable[..., House]) -> House:
    """A desk with the issue 2018-07 in French and English in its outbox."""
    desk = house_with()
    for lang in LANGUAGES:
        desk.build(lang)
    return desk


def write_email(outbox: Path, issue: str, lang: str, words: str, **fields: str) -> None:
    """Write one language of an issue into the outbox, with the digest of what it holds."""
    record: dict[str, Any] = {
        "issue": issue, "lang": lang, "title": f"china-letter/{issue}/{lang}",
        "subject": f"Le droit chinois, {lang}", "preview": "Ce mois-ci",
        "from_name": "Lettre de Chine", "reply_to": "lettre@lettre.example",
        "site": "https://lettre.example",
        "web": f"https://lettre.example/{lang}/{issue}/", "articles": [], **fields}
    html, text = HTML.format(lang=lang, words=words), f"{words}\n"
    value = digest.digest(record["subject"], record["preview"], record["from_name"],
                          record["reply_to"], html, text)
    folder = outbox / issue / lang
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "email.html").write_text(digest.write(html, value), encoding="utf-8")
    (folder / "email.txt").write_text(text, encoding="utf-8")
    (folder / "campaign.json").write_text(json.dumps({**record, "digest": value}))
