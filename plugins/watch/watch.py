"""Watch over the forms: examine all that they need, and have the firm told what is wrong."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from urllib.parse import urlsplit

from dns.resolver import Resolver

from plugins.core.firm_file import firm_words
from plugins.core.i18n import load_desk
from plugins.core.messages import say
from plugins.core.project import Options
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.deliver import Send, Sender
from plugins.forms.delivery.smtp import LOOPBACK, MailSessions, mail_server
from plugins.forms.delivery.worker import DAY, HOUR, Chore
from plugins.forms.log import to_stderr
from plugins.forms.receiver.health import LATE
from plugins.forms.receiver.responses import SitePages
from plugins.forms.receiver.settings import Settings, read_settings
from plugins.newsletter.mailchimp.account import Mailchimp
from plugins.newsletter.mailchimp.settings import read_despite_faults
from plugins.newsletter.provider import Patience
from plugins.newsletter.report.doctor import audience_checks, fields
from plugins.site.serving.headers import origin
from plugins.watch import machine
from plugins.watch.alarm import Memory, Reader, raise_alarm
from plugins.watch.doctor import Check, Finding, Remarks, examine
from plugins.watch.machine import Address, examine_address
from plugins.watch.sender import examine_domain, examine_server, system_resolver

HASTE = Patience(timeouts=(5, 20), retries=())
"""What the receiver asks of Mailchimp has its own way of trying again."""

SETTLED = 300.0
"""Seconds after its start until a receiver has delivered what had to wait for it."""


@dataclass(frozen=True)
class Watch:
    """What is examined: the forms, with the options and the environment of their receiver."""

    options: Options
    environment: Mapping[str, str]
    forms: Mapping[str, Form]
    health: machine.Health
    resolver: Callable[[], Resolver] = system_resolver

    @cached_property
    def settings(self) -> Settings:
        """The settings of the receiver; raises SettingsError."""
        return read_settings(self.environment, self.options.site_url)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Who is told what is wrong: those whom the settings name, or else the firm."""
        firm = firm_words(self.options.content, self.options.settings["DEFAULT_LANG"]).get("email")
        return self.settings.alarm or ((firm,) if firm else ())

    @property
    def reader(self) -> Reader:
        """The same, with the firm's language."""
        lang, folder = self.options.settings["DEFAULT_LANG"], self.options.theme / "locale"
        return Reader(self.addresses, lang, load_desk(folder, lang).gettext)

    def urgent(self) -> Iterator[Check]:
        """Yield the checks of this machine alone."""
        health, kept = self.health, ("receiver",)
        yield Check("receiver", say("receiver"), partial(machine.examine_receiver, health))
        yield Check("parked", say("parked"), partial(machine.examine_parked, health), kept)
        yield Check("waiting", say("waiting"), partial(machine.examine_waiting, health, LATE), kept)
        yield Check("disk", say("disk"), partial(
            machine.examine_disk, (self.options.var, self.options.output)))

    def others(self) -> Iterator[Check]:
        """Yield the checks that ask others: mail server, name servers, web server, audience."""
        yield Check("settings", say("settings"), self._examine_settings)
        yield Check("alarm", say("alarms"), self._examine_alarm, ("settings",))
        yield Check("mail", say("mail server"), self._examine_mail, ("settings",))
        yield Check("sender", say("sender’s domain"), self._examine_sender, ("settings",))
        root, name = self.options.forms_url or self.options.site_url, next(iter(self.forms), "")
        site, form = Address(f"{self.options.site_url}/"), Address(f"{root}/forms/{name}")
        yield Check("pages", say("pages of the forms"), self._examine_pages)
        yield Check("site", say("address of the site"), partial(examine_address, site, say(
            "the web server must show the folder that “./inv publish” fills")))
        yield Check("form", say("address of the forms"), partial(examine_address, form, say(
            "the web server must pass /forms/ on to the receiver (docs/nginx-forms.conf), which "
            "needs the built site as its “--output”")), ("pages",))
        clocks = [site, form]
        if any(each.delivery == "subscription" for each in self.forms.values()):
            settings, languages = self.options.settings, list(self.options.languages)
            audience, fault = read_despite_faults(settings["NEWSLETTER"], languages,
                                                  settings["DEFAULT_LANG"], self.environment)
            provider = Mailchimp(replace(audience, patience=HASTE),
                                 fault.message if fault else None)
            yield from audience_checks(provider, languages)
            yield fields(provider)
            clocks = [Address(f"{audience.root}/"), *clocks] if audience.root else clocks
        yield Check("clock", say("clock"), partial(machine.examine_clock, clocks))

    def chores(self, send: Send) -> tuple[Chore, ...]:
        """Return what a receiver does so that the firm is told, without anything being wired.

        This machine is looked at each hour, and everything else each day.
        """
        memory = self._memory()

        async def tell(checks: Callable[[], Iterable[Check]]) -> None:
            found, reader = await asyncio.to_thread(
                lambda: (tuple(examine(checks())), self.reader))
            await raise_alarm(found, memory, reader, self._sender, send)

        return (Chore(partial(tell, self.urgent), HOUR, SETTLED),
                Chore(partial(tell, self.others), DAY, 2 * SETTLED))

    def tell(self, found: Sequence[Finding]) -> bool:
        """Tell the firm what was found by a program that ends; return whether it is told."""
        to_stderr()
        return asyncio.run(raise_alarm(
            found, self._memory(ends_at_once=True), self.reader, self._sender,
            MailSessions(self.settings.smtp)))

    def _memory(self, ends_at_once: bool = False) -> Memory:
        return Memory(self.options.var / "alarms.json", ends_at_once)

    @property
    def _sender(self) -> Sender:
        return Sender(self.settings.sender, origin(self.options.site_url),
                      self.options.settings["TIMEZONE"])

    def _examine_settings(self) -> Remarks:
        yield True, say("the sender is {address}", address=self.settings.sender)

    def _examine_alarm(self) -> Remarks:
        if self.addresses:
            yield True, say("what is wrong is told to {addresses}",
                            addresses=", ".join(self.addresses))
        else:
            yield False, say("nobody is told what is wrong; write the firm’s “email” in "
                             "content/firm.toml, or set FORMS_ALARM")

    def _examine_pages(self) -> Remarks:
        missing = SitePages(self.options.output, ()).unbuilt(self.forms.values())
        yield not missing, missing or say("the built site has a page for each form")

    def _examine_mail(self) -> Remarks:
        addresses = [address for form in self.forms.values() for address in form.all_recipients]
        return examine_server(self.settings.smtp, self.settings.sender,
                              list(dict.fromkeys([*addresses, *self.addresses])))

    def _examine_sender(self) -> Remarks:
        host = mail_server(self.settings.smtp).host
        if host in LOOPBACK:  # it sends by itself
            host = urlsplit(self.options.forms_url or self.options.site_url).hostname or ""
        return examine_domain(self.resolver(), self.settings.sender, host, self.settings.selector,
                              next(iter(self.addresses), ""))
