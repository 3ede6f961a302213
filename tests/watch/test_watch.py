"""All that the forms need is examined at once, and the firm learns of it without anything wired."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.commands.forms import tasks as commands
from plugins.commands.forms.receive import public_receiver
from plugins.commands.forms.submissions import database, declared_forms
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load_desk
from plugins.core.messages import say
from plugins.forms.delivery.plan import planner
from plugins.forms.records.store import Store
from plugins.watch import machine, sender, watch
from plugins.watch.doctor import Finding, examine
from plugins.watch.watch import Watch
from tests.conftest import PROJECT, Site
from tests.support.fake_account import AUDIENCE
from tests.support.fake_mailchimp import KEY, FakeMailchimp, running
from tests.support.name_server import Zone
from tests.support.smtp_sink import Sink
from tests.support.submissions import EMAIL, kept
from tests.support.web_server import Web

NAMES = ["receiver", "parked", "waiting", "disk", "settings", "alarm", "mail", "sender", "pages",
         "site", "form", "key", "account", "audience", "double_optin", "groups", "fields", "clock"]


@dataclass
class House:
    """A site whose forms have all that they need, each of which a test may break."""

    site: Site
    sink: Sink
    zone: Zone
    web: Web
    mailchimp: FakeMailchimp
    health: dict[str, object] = field(default_factory=lambda: {
        "ok": True, "writable": True, "waiting": 0, "oldest_waiting_seconds": None, "parked": 0})
    environment: dict[str, str] = field(default_factory=dict)

    def watch(self) -> Watch:
        """Return what examines it."""
        return Watch(self.site.options, self.environment, declared_forms(self.site.options),
                     lambda: self.health, self.zone.resolver)

    def found(self) -> list[Finding]:
        """Examine all of it."""
        one = self.watch()
        return list(examine([*one.urgent(), *one.others()]))

    def wrong(self) -> dict[str, str]:
        """Return what is not fine: the last sentence of each check, after its state."""
        return {each.check: f"{each.state}: {each.sentence}" for each in self.found()
                if each.state != "fine"}


@pytest.fixture
def house(site: Site, sink: Sink, zone: Zone, web: Web) -> Iterator[House]:
    """Return a house in order."""
    options = replace(site.options, settings={**site.options.settings, "SITEURL": web.url})
    with running() as mailchimp:
        house = House(site.with_options(settings=options.settings), sink, zone, web, mailchimp)
        options.output.mkdir(exist_ok=True)
        (options.output / "forms.json").write_text(json.dumps(dict.fromkeys(
            declared_forms(options), {"fr": {"page": "fr/contact/"}})))
        zone.texts = {"firm.example": ["v=spf1 mx -all"], "_dmarc.firm.example": [
            "v=DMARC1; p=reject"]}
        house.environment |= {
            "SMTP_URL": sink.url.replace("//", "//u:SECRET@"), "MAILCHIMP_API_KEY": KEY,
            "MAILCHIMP_API_ROOT": mailchimp.root, "MAILCHIMP_AUDIENCE_ID": AUDIENCE,
            "FORMS_SENDER": "forms@firm.example"}
        yield house


def test_forms_in_order_are_fine_in_every_line(house: House) -> None:
    """All that is looked at is named, and no secret; nothing is written or sent."""
    found = house.found()

    assert house.wrong() == {}
    assert list(dict.fromkeys(each.check for each in found)) == NAMES
    assert not any(secret in str(each.sentence) for each in found for secret in (KEY, "SECRET"))
    assert house.sink.messages == [] and house.mailchimp.writes == []


def pages_of(house: House) -> Path:
    """Return the file in which the built site says where its forms are."""
    return house.site.options.output / "forms.json"


Break = Callable[[House], object]

BROKEN: list[tuple[str, Break, Break, str]] = [
    ("receiver", lambda h: h.health.update(writable=False), lambda h: h.health.update(
        writable=True), "to do: the receiver cannot keep messages"),
    ("parked", lambda h: h.health.update(parked=2), lambda h: h.health.update(parked=0),
     "to do: deliveries to the firm or the audience that failed for good: 2"),
    ("waiting", lambda h: h.health.update(waiting=1, oldest_waiting_seconds=7300),
     lambda h: h.health.update(waiting=0, oldest_waiting_seconds=None),
     "to do: deliveries waiting: 1, the oldest for 2 h"),
    ("settings", lambda h: h.environment.update(FORMS_ALARM="lea"),
     lambda h: h.environment.pop("FORMS_ALARM"), "to do: FORMS_ALARM names “lea”"),
    ("mail", lambda h: h.sink.answers.update(RCPT="550 unknown"),
     lambda h: h.sink.answers.clear(),
     "to do: 127.0.0.1 refuses the recipient contact@lettre.example: 550 unknown"),
    ("sender", lambda h: h.zone.texts.pop("_dmarc.firm.example"),
     lambda h: h.zone.texts.update({"_dmarc.firm.example": [
         "v=DMARC1; p=none; rua=mailto:contact@lettre.example"]}),
     "to do: DMARC: no record tells others"),
    ("sender", lambda h: h.environment.update(FORMS_DKIM_SELECTOR="s1"),
     lambda h: h.zone.texts.update({"s1._domainkey.firm.example": ["p=" + "QUJD" * 20]}),
     "to do: DKIM: s1._domainkey.firm.example holds no key"),
    ("pages", lambda h: pages_of(h).rename(pages_of(h).with_suffix("")),
     lambda h: pages_of(h).with_suffix("").rename(pages_of(h)),
     "to do: the site in "),
    ("site", lambda h: h.web.statuses.update({"/": 403}), lambda h: h.web.statuses.clear(),
     "to do: https://localhost:"),
    ("form", lambda h: h.web.statuses.update({"/forms/contact": 404}),
     lambda h: h.web.statuses.clear(), "to do: https://localhost:"),
    ("key", lambda h: h.environment.update(MAILCHIMP_API_KEY=""),
     lambda h: h.environment.update(MAILCHIMP_API_KEY=KEY), "to do: there is none; set MAILCHIMP"),
    ("audience", lambda h: h.environment.update(MAILCHIMP_AUDIENCE_ID="0000000000"),
     lambda h: h.environment.update(MAILCHIMP_AUDIENCE_ID=AUDIENCE),
     "to do: this account has no audience “0000000000”"),
    ("double_optin", lambda h: setattr(h.mailchimp.account, "double_optin", False),
     lambda h: setattr(h.mailchimp.account, "double_optin", True), "to do: switched off"),
    ("fields", lambda h: h.mailchimp.account.merge_fields.append(
        {"tag": "CONSENT", "type": "number"}),
     lambda h: h.mailchimp.account.merge_fields[-1].update(type="text"),
     "to do: CONSENT is of the type “number” and stays empty; replace it"),
]


@pytest.mark.parametrize(("name", "harm", "repair", "said"), BROKEN,
                         ids=[f"{row[0]}-{number}" for number, row in enumerate(BROKEN)])
def test_what_is_broken_is_red_and_green_after_the_advice(
        house: House, name: str, harm: Break, repair: Break, said: str) -> None:
    """Only what depends on it is not looked at meanwhile."""
    harm(house)
    wrong = house.wrong()
    repair(house)

    assert wrong.pop(name).startswith(said)
    assert all(sentence.startswith("unknown: depends on: ") for sentence in wrong.values())
    assert house.wrong() == {}


def test_without_a_network_each_line_says_so(
        house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing hangs."""
    monkeypatch.setattr(sender, "PATIENCE", 0.1)
    house.zone.rcode, house.zone.texts = None, {}
    house.environment |= {"SMTP_URL": "smtp://u:SECRET@127.0.0.1:9",
                          "MAILCHIMP_API_ROOT": "http://127.0.0.1:9/3.0"}
    house.site = house.site.with_options(settings={
        **house.site.options.settings, "SITEURL": "https://127.0.0.1:9"})

    wrong = house.wrong()

    assert [name for name in wrong if "depends on" not in wrong[name]] == [
        "mail", "sender", "site", "form", "account", "clock"]
    assert "SECRET" not in str(wrong) and KEY not in str(wrong)


def test_who_is_told_can_be_named(house: House) -> None:
    """Else it is the firm."""
    assert house.watch().addresses == ("contact@lettre.example",)
    house.environment["FORMS_ALARM"] = "contact@firm.example, lea@other.example"
    assert house.watch().addresses == ("contact@firm.example", "lea@other.example")


def run_doctor(house: House, monkeypatch: pytest.MonkeyPatch, port: str, tell: bool = False,
               json: bool = False) -> int:
    """Run the command, without its log."""
    monkeypatch.setattr(watch, "to_stderr", lambda: None)
    monkeypatch.setattr(sender, "Resolver", house.zone.resolver)
    for name, value in house.environment.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal(load_desk(PROJECT / "theme" / "locale", "en"), "en")
    status: int = commands.doctor.body.__wrapped__(
        terminal, house.site.options, port, tell, json)
    return status


def test_the_command_ends_with_1_if_anything_is_wrong(
        house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And tells the firm if it is asked to, once a day."""
    monkeypatch.setattr(machine, "receiver_on", lambda port: house.health)
    house.health["parked"] = 1

    house.site.options.var.mkdir(exist_ok=True)
    assert [run_doctor(house, monkeypatch, "8001", tell=True) for _ in range(2)] == [1, 1]
    ill = capsys.readouterr().out
    house.health["parked"] = 0
    assert run_doctor(house, monkeypatch, "8001", json=True) == 0
    assert json.loads(capsys.readouterr().out)["fine"] is True

    assert "to do  parked" in ill and "OK     mail server" in ill
    [mail] = house.sink.messages
    assert mail["Subject"] == f"Les formulaires de {house.web.url[8:]} demandent votre attention"
    assert house.sink.recipients == ["contact@lettre.example"]


def test_a_receiver_tells_the_firm_by_itself(
        house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the firm's language, with the command that settles it, and no word of a visitor."""
    monkeypatch.setattr(watch, "SETTLED", 0.0)
    monkeypatch.setattr(Watch, "others", lambda self: iter(()))
    options = house.site.options
    store = Store(database(options), planner(declared_forms(options)))
    kept(store, "a")
    parked = store.next_due("mail", datetime.now(UTC))
    assert parked
    store.mark_parked(parked, say("no")).result()
    store.close()

    async def live() -> None:
        app = public_receiver(options, house.environment)
        async with app.router.lifespan_context(app):
            with suppress(TimeoutError):
                async with asyncio.timeout(5):
                    while "contact@lettre.example" not in house.sink.recipients:
                        await asyncio.sleep(0.02)
    asyncio.run(live())

    [mail] = [each for each in house.sink.messages if each["To"] == "contact@lettre.example"]
    text = mail.get_content()
    assert "forms.list --state parked" in text and "depuis le" in text
    assert EMAIL not in text and "Zoé" not in text
