"""The emails of the outbox, as subscribers get them."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.newsletter import outbox
from plugins.newsletter.mailchimp.merge_tags import HTML_TAGS, TEXT_TAGS

UNSUBSCRIBE = "https://mailchimp.example/unsubscribe?u=1"

SAMPLE_VALUES = {
    "*|UNSUB|*": UNSUBSCRIBE,
    "*|UPDATE_PROFILE|*": "https://mailchimp.example/profile?u=1",
    "*|LIST:ADDRESS|*": "Cabinet Lettre de Chine\n1, rue de l’Exemple\nParis 75001\nFrance",
    # As Mailchimp writes it: https://mailchimp.com/help/all-the-merge-tags-cheat-sheet/
    "*|HTML:LIST_ADDRESS_HTML|*":
        '<div class="vcard"><span class="org fn">Cabinet Lettre de Chine</span>'
        '<div class="adr"><div class="street-address">1, rue de l’Exemple</div>'
        '<span class="locality">Paris</span> <span class="postal-code">75001</span>'
        '<div class="country-name">France</div></div></div>',
}
"""What replaces the merge tags; every tag that an email may hold has its value here."""

FOR_OUTLOOK = re.compile(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", re.DOTALL)
FOR_OTHERS = re.compile(r"<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->", re.DOTALL)
OFFICE_SETTINGS = re.compile(r"<noscript><xml>.*?</xml></noscript>")
HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
FRAME = re.compile(r"<(html|body)\b[^>]*>")


@dataclass(frozen=True)
class Email:
    """An issue in one language (`2018-07.fr`): both parts as they lie in the outbox."""

    name: str
    html: str
    text: str
    site: str

    @cached_property
    def received(self) -> str:
        """The HTML part with a subscriber’s values."""
        return _filled(self.html, HTML_TAGS)

    @cached_property
    def received_text(self) -> str:
        """The plain text with a subscriber’s values."""
        return _filled(self.text, TEXT_TAGS)


def emails_in(folder: Path) -> list[Email]:
    """Return every email of an outbox."""
    campaigns = [outbox.read(folder, issue, lang) for issue in outbox.issues(folder)
                 for lang in outbox.languages(folder, issue)]
    return [Email(f"{campaign.issue}.{campaign.lang}", campaign.html, campaign.text, campaign.site)
            for campaign in campaigns]


def in_word(html: str) -> str:
    """Return the email as Outlook for Windows reads it, but for what only Office knows."""
    return FOR_OUTLOOK.sub(r"\1", FOR_OTHERS.sub("", OFFICE_SETTINGS.sub("", html)))


def without_style(html: str) -> str:
    """Return the email as Gmail shows it to a reader of another provider’s mail.

    Nothing of the head is left, nor of what `html` and `body` say of themselves.
    """
    return FRAME.sub(r"<\1>", HEAD.sub("<head></head>", html))


def darkened_by_outlook(html: str) -> str:
    """Return the email with the marks that Outlook.com sets when it is dark."""
    return html.replace("<html", "<html data-ogsc data-ogsb", 1)


def _filled(part: str, tags: frozenset[str]) -> str:
    for tag in tags:
        part = part.replace(tag, SAMPLE_VALUES[tag])
    return part
