"""Look at one thing after the other that a newsletter needs; each look yields what it finds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.core.messages import Message, say
from plugins.newsletter import journal
from plugins.newsletter.mailchimp.audience import (
    Audience,
    audience_of,
    category_id,
    divided,
    interest_id,
)
from plugins.newsletter.mailchimp.client import Json, Mailchimp
from plugins.newsletter.mailchimp.errors import MailchimpError
from plugins.newsletter.mailchimp.transport import Transport
from plugins.newsletter.push import planning
from plugins.newsletter.push.compare import several
from plugins.newsletter.push.notes import sum_notes, unauthenticated, undecided_notes
from plugins.newsletter.push.plan import Match
from plugins.newsletter.push.wording import sent_sentence, tracked
from plugins.newsletter.report.status import uncertain
from plugins.newsletter.settings import Settings

Remarks = Iterator[tuple[bool, Message]]
"""Whether something is fine, with what is to be said of it."""


@dataclass(frozen=True)
class Case:
    """What is examined, in these languages; what several looks need is asked of Mailchimp once.

    `fault` is what is wrong with the environment, which the settings then lack.
    """

    settings: Settings
    fault: Message | None
    langs: Sequence[str]
    site: str
    var: Path

    @cached_property
    def client(self) -> Mailchimp:
        """The account, whether an audience is named or not."""
        settings = self.settings
        return Mailchimp(Transport(settings.root, settings.key, settings.patience))

    @cached_property
    def audience(self) -> Json:
        return audience_of(self.client, self.settings)

    @cached_property
    def parts(self) -> Audience:
        return divided(self.client, self.settings)

    @cached_property
    def campaigns(self) -> tuple[tuple[str, str, Match], ...]:
        """The campaigns with a title of ours, each after its issue and language."""
        found = planning.matches(self.client, planning.folder_id(self.client, self.settings.folder))
        ours = ((self.settings.issue_of(match.title), match) for match in found)
        return tuple((*names, match) for names, match in ours if names and names[1] in self.langs)


def key(case: Case) -> Remarks:
    """Look for a key; whether Mailchimp accepts it is another matter."""
    if case.fault:
        yield False, case.fault
    elif case.settings.key:
        yield True, say("set, and of the right form")
    else:
        yield False, say("there is none; set MAILCHIMP_API_KEY in the environment")


def account(case: Case) -> Remarks:
    """Name the account that the key leads to."""
    yield True, say("“{name}”", name=case.client.account().get("account_name", ""))


def audience(case: Case) -> Remarks:
    """Name the audience."""
    if case.settings.audience:
        yield True, say("“{name}”", name=case.audience.get("name", ""))
    else:
        yield False, say("none is named; set MAILCHIMP_AUDIENCE_ID in the environment, or "
                         "“audience” in NEWSLETTER")


def double_optin(case: Case) -> Remarks:
    """Look whether who subscribes must confirm it."""
    if case.audience.get("double_optin"):
        yield True, say("switched on")
    else:
        yield False, say("switched off, so that anyone can subscribe anybody; turn it on in "
                         "Mailchimp, under Audience, Settings, Audience name and defaults")


def groups(case: Case) -> Remarks:
    """Yield a remark for the category, and one for each language: all that are missing."""
    settings = case.settings
    category = category_id(case.client, settings)
    yield True, say("category “{name}”", name=settings.category)
    entries = case.client.interests(settings.audience, category)
    for lang in case.langs:
        try:
            interest_id(settings, lang, entries)
            yield True, say("group “{name}”", name=settings.interests[lang])
        except MailchimpError as error:
            yield False, error.message


def parts(case: Case) -> Remarks:
    """Hold the parts against the audience: nobody in two, nobody in none."""
    for note in sum_notes(case.parts):
        yield False, note
        return
    counts = ", ".join(f"{lang} {count}" for lang, count in case.parts.counts.items())
    yield True, say("subscribers: {counts}; together {total}, all of the audience",
                    counts=counts, total=case.parts.total)


def undecided(case: Case) -> Remarks:
    """Count who has chosen no language; that is no fault."""
    for note in undecided_notes(case.parts):
        yield True, note
        return
    yield True, say("every subscriber has chosen a language")


def domains(case: Case) -> Remarks:
    """Yield a remark for each address that replies go to."""
    addresses = dict.fromkeys(case.settings.reply_to[lang] for lang in case.langs)
    unknown = unauthenticated(case.client, addresses)
    for address in addresses:
        domain = address.rpartition("@")[2].lower()
        if domain in unknown:
            yield False, say("the domain {domain} is not authenticated in Mailchimp; do it there, "
                             "under Domains", domain=domain)
        else:
            yield True, say("the domain of {address} is authenticated", address=address)


def folder(case: Case) -> Remarks:
    """Look for the campaign folder, which a push would make."""
    name = case.settings.folder
    if planning.folder_id(case.client, name):
        yield True, say("“{name}”", name=name)
    else:
        yield True, say("“{name}” is not there yet; the first push creates it", name=name)


def duplicates(case: Case) -> Remarks:
    """Look for campaigns that share a title of ours."""
    titles = Counter(match.title for *_, match in case.campaigns)
    twice = [title for title, number in titles.items() if number > 1]
    for title in twice:
        yield False, several(title, [match for *_, match in case.campaigns if match.title == title])
    if not twice:
        yield True, say("no title of ours is there twice")


def scheduled(case: Case) -> Remarks:
    """Name what will leave by itself."""
    waiting = [each for each in case.campaigns if each[2].status == "schedule"]
    for issue, lang, match in waiting:
        yield True, say("{issue} {lang}: {sentence}", issue=issue, lang=lang,
                        sentence=sent_sentence(match, case.settings))
    if not waiting:
        yield True, say("nothing is scheduled")


def site(case: Case) -> Remarks:
    """Look whether the links of the emails lead where readers can follow."""
    if case.site.startswith("https://"):
        yield True, say("the links lead to {site}", site=case.site)
    else:
        yield False, say("the links of the emails lead to {site}; set SITEURL to an address that "
                         "begins with https://", site=case.site)


def tracking(case: Case) -> Remarks:
    """Tell what is tracked; that is the firm’s decision."""
    names = case.settings.tracking
    yield True, say("tracked: {names}", names=tracked(names)) if names else \
        say("nothing is tracked")


def orders(case: Case) -> Remarks:
    """Yield a remark for each order to send of which nobody knows what became of it."""
    found = journal.open_orders(case.var, case.settings.audience)
    for title, order in found.items():
        row = uncertain(title, order, case.settings)
        yield False, say("{issue} {lang}: {sentence}", issue=row.issue, lang=row.lang,
                         sentence=row.sentence)
    if not found:
        yield True, say("none is uncertain")
