"""Say what every page of the desk works with: the site, who asks, the words for her."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from gettext import NullTranslations
from threading import Lock

from plugins.build.unsaved import Workshop
from plugins.commands.forms.submissions import undelivered
from plugins.core.i18n import DESK, SOURCE, Catalogue, load_desk, locale_of
from plugins.core.messages import Message, SettingsError, say
from plugins.core.project import Options
from plugins.desk.recorder import Works
from plugins.desk.store import Store

MESSAGES = say("Messages received")

BUTTONS: Mapping[str, Message] = {
    "build": say("Build"), "check": say("Check the texts"), "publish": say("Publish the site"),
    "new issue": say("Begin an issue"), "translate": say("Translate"),
    "newsletter.status": say("Ask Mailchimp where each issue is"),
    "newsletter.plan": say("Plan"), "newsletter.push": say("Push the drafts"),
    "newsletter.test": say("Send a test"), "newsletter.send": say("Send to the subscribers"),
    "newsletter.schedule": say("Schedule for the subscribers"),
    "newsletter.unschedule": say("Cancel the scheduled sending"),
    "newsletter.reconcile": say("Find out whether it was sent"),
    "forms.list": MESSAGES, "forms.show": MESSAGES, "forms.drop": MESSAGES,
    "forms.erase": MESSAGES, "forms.retry": say("Try again to deliver it"),
}
"""What the button or the page is called that does what a command does."""

FIELDS: Mapping[str, Message] = {
    "--lang": say("Language of the issue"),
    "--overwrite": say("Replace what was edited in Mailchimp"),
    "--found": say("What you have found out yourself"), "--state": say("State"),
    "--remove": say("How many, where that was refused"), "--email": say("Email address"),
    "--to": say("Addresses, with commas between them"), "--mailchimp": say("Mailchimp"),
    "--site": say("Address at which to check that they do"),
    "--key": say("Key, if it should not be made by itself"),
}
"""What the field is called in which the value of an option is typed."""

LABELLED = say("{title}: {issue}")

ASK = say("ask who looks after the site")

TYPED = re.compile(r"(“|«\s)(?:\./inv ((?:new )?[\w.]+)([^”»]*?)|(--[^”»]*?))(”|\s»)")
"""What a sentence would have typed: a command with its options, or options alone."""

OPTION = re.compile(r"(--[\w-]+)((?: (?!--)\S+)*)")

ELSEWHERE = re.compile(r"(?:“|«\s)(?:\./inv|--\w)|\b[A-Z]+_[A-Z_]+\b|\bfirm\.toml|\bterminal\b")
"""What can only be done where the program is: a command, a variable of its environment, a file."""

EXAMPLE = 'desk_address = "https://desk.firm.example"'

ADDRESS = re.compile(r"https://[\w-]+(\.[\w-]+)*(:\d+)?|http://(127\.0\.0\.1|localhost)(:\d+)?",
                     re.ASCII)
"""Encrypted, as passwords travel there; and an origin, for cookies belong to a whole host."""


class DeskWords(NullTranslations):
    """The words of the commands in a language, as the desk says them."""

    def __init__(self, words: NullTranslations, is_shared: bool) -> None:
        """Take the words; who has a terminal, on her own computer, is sent to nobody else."""
        super().__init__()
        self.add_fallback(words)
        self._is_shared = is_shared

    def gettext(self, message: str) -> str:
        """Return a sentence with the desk's buttons; or that somebody else must be asked."""
        said = TYPED.sub(self._pressed, super().gettext(message))
        if not (self._is_shared and ELSEWHERE.search(said)):
            return said
        end = "." if said.endswith(".") else ""
        return f"{said.removesuffix('.')} ({super().gettext(ASK.text)}){end}"

    def _pressed(self, typed: re.Match[str]) -> str:
        begin, command, more, alone, end = typed.groups()
        options = OPTION.findall(more if command else alone)
        if not {command or "build"} <= {*BUTTONS} or not {name for name, _ in options} <= {*FIELDS}:
            return typed[0]
        if command == "translate":  # its button stands where the key and the language are
            options = []
        fields = ", ".join(f"{begin}{self._field(*option)}{end}" for option in options)
        if not command:
            return fields
        button = f"{begin}{super().gettext(BUTTONS[command].text)}{end}"
        return f"{button} ({fields})" if fields else button

    def _field(self, name: str, value: str) -> str:
        label = super().gettext(FIELDS[name].text)
        return super().gettext(LABELLED.text).format(
            title=label, issue=value.strip()) if value else label


@dataclass(frozen=True)
class Person:
    """Who is at the desk: an account by its address or, on one's own computer, nobody's name.

    `lang` is the language in which the desk speaks to her. Everybody writes; `may_publish` is the
    right to publish the site, to send issues, and to give up, export and erase messages.
    """

    address: str
    name: str
    lang: str
    may_publish: bool


@dataclass(frozen=True)
class Desk:
    """The site as its files are now, what is kept of texts being written, what is under way.

    `is_shared` is a desk with accounts, on the firm's server, beside the receiver; the other one is
    for this computer alone, and knows no messages. The `workshop` shows what is not saved yet, at
    the desk's own `origin`; who saves holds the lock `saving`.
    """

    options: Callable[[], Options]
    store: Store
    is_shared: bool = False
    works: Works = field(default_factory=Works)
    workshop: Workshop = field(default_factory=Workshop)
    origin: str = "http://127.0.0.1:8000"
    saving: Lock = field(default_factory=Lock)

    def shown(self) -> Options:
        """Return the options of the preview beside the desk."""
        return previewed(self.options(), self.origin)

    def catalogue(self, lang: str) -> Catalogue:
        """Return the words of the commands in a person's language, as the desk says them."""
        return DeskWords(load_desk(self.options().theme / "locale", lang), self.is_shared)

    def undelivered(self) -> int:
        """Return how many messages received wait or are parked."""
        return undelivered(self.options()) if self.is_shared else 0


def previewed(options: Options, origin: str) -> Options:
    """Return the options of a preview that is served at an address."""
    return replace(options, output=options.var / "preview" / "site",
                   outbox=options.var / "preview" / "outbox",
                   settings={**options.settings, "SITEURL": origin, "FORMS_URL": ""})


def desk_address(options: Options) -> str:
    """Return the public address of a firm's desk, as in https://desk.firm.example.

    Raises SettingsError if `firm.toml` has none, or one to which no password should be sent.
    """
    address = str(options.settings.get("DESK_URL", "")).rstrip("/").lower()
    if not address:
        raise SettingsError(say("the desk of the firm has no address yet; write it below “[site]” "
                                "in content/firm.toml, as in {line}", line=EXAMPLE))
    if not ADDRESS.fullmatch(address):
        raise SettingsError(say(
            "“desk_address” is “{address}”; it must begin with https:// and end with the name of "
            "the host, as in {line}", address=address, line=EXAMPLE), "site.desk_address")
    return address


def languages_of(options: Options) -> dict[str, str]:
    """Return the languages in which the desk can speak, each with its own name for itself."""
    written = (options.theme / "locale").glob(f"*/LC_MESSAGES/{DESK}.po")
    codes = [SOURCE, *sorted({path.parts[-3] for path in written} - {SOURCE})]
    return {code: (locale_of(code).get_language_name() or code).capitalize() for code in codes}
