"""Have the sentences of commands name the desk's own buttons and fields, as nobody types there."""

import re
from collections.abc import Mapping
from gettext import NullTranslations

from plugins.core.messages import Message, say

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
