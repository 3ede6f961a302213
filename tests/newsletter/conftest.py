"""An outbox with one issue in two languages, and a Mailchimp of this machine's own."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plugins.newsletter import digest
from plugins.newsletter.look import plan_issue
from plugins.newsletter.plan import Plan
from plugins.newsletter.push import exit_code, push
from plugins.newsletter.settings import Patience, Settings, read_settings
from plugins.problems import Message
from tests.newsletter.fake_account import AUDIENCE
from tests.newsletter.fake_mailchimp import KEY, FakeMailchimp, running

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
class Outcome:
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

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    @property
    def var(self) -> Path:
        return self.folder / "var"

    def plan(self, *langs: str) -> Plan:
        return plan_issue(ISSUE, settings=self.settings, outbox_folder=self.outbox, var=self.var,
                          langs=langs)

    def push(self, *langs: str, overwrite: bool = False) -> Outcome:
        """Push the issue, and keep what is said to the editor."""
        lines: list[Message] = []
        pushed = push(ISSUE, settings=self.settings, outbox_folder=self.outbox, var=self.var,
                      tell=lines.append, langs=langs, overwrite=overwrite)
        return Outcome(pushed.plan, tuple(map(str, pushed.failures)), tuple(map(str, lines)),
                       exit_code(pushed))

    def draft(self, lang: str) -> dict[str, Any]:
        """Return the one campaign of this language, as the account keeps it."""
        (campaign,) = self.fake.account.titled(f"china-letter/{ISSUE}/{lang}")
        return campaign

    def build(self, lang: str, words: str = "Bonjour", issue: str = ISSUE, **fields: str) -> None:
        """Write an email into the outbox, as a build would."""
        write_email(self.outbox, issue, lang, words, **fields)


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
def settings_for(fake: FakeMailchimp) -> Callable[..., Settings]:
    """Read settings that lead to the fake, some of them changed."""
    def read(languages: tuple[str, ...] = LANGUAGES, **changes: Any) -> Settings:
        environment = {"MAILCHIMP_API_KEY": KEY, "MAILCHIMP_API_ROOT": fake.root}
        settings = read_settings({**NEWSLETTER, **changes}, languages, "fr", environment)
        return Settings(**{**vars(settings), "patience": HASTE})
    return read


@pytest.fixture
def house(
    tmp_path: Path, fake: FakeMailchimp, settings_for: Callable[..., Settings]
) -> House:
    """A desk with the issue 2018-07 in French and English in its outbox."""
    desk = House(tmp_path, fake, settings_for())
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
