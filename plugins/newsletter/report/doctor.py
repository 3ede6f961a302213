"""Examine all that a newsletter needs to be sent, and report everything.

Nothing is written, unless a rehearsal is asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from plugins.core.files import DiskError
from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import Audience, Listed
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.provider import Need, ProviderError, UnavailableError
from plugins.newsletter.push.compare import several
from plugins.newsletter.push.plan import sum_notes, undecided_notes
from plugins.newsletter.push.wording import AUDIENCE, TRACKING, unauthenticated_domain
from plugins.newsletter.report.rehearsal import is_rehearsal, left_over, rehearse
from plugins.newsletter.report.status import departed, uncertain

State = Literal["fine", "to do", "unknown"]

Remarks = Iterator[tuple[bool, Message]]
"""Whether something is fine, with what is to be said of it."""


@dataclass(frozen=True)
class DoctorContext:
    """What is examined, in these languages; what several looks need is asked for once."""

    newsletter: Newsletter
    langs: Sequence[str]
    site: str
    editor: Editor | None = None

    @cached_property
    def audience(self) -> Audience:
        """The audience, divided by language."""
        return self.newsletter.provider.count_audience()

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """Every campaign of the account."""
        return self.newsletter.provider.list_campaigns().campaigns

    @property
    def campaigns(self) -> tuple[tuple[str, str, Listed], ...]:
        """The campaigns with one of our titles, each after its issue and language."""
        ours = ((self.newsletter.outbox.issue_of(each.title), each) for each in self.listed)
        return tuple((*names, each) for names, each in ours if names and names[1] in self.langs)


@dataclass(frozen=True)
class Finding:
    """What one check has found: that something is fine, what to do, or that it cannot be known."""

    check: str
    state: State
    subject: Message
    sentence: Message


@dataclass(frozen=True)
class Check:
    """One thing to look at; `needs` are the checks that must be fine before it makes sense."""

    name: str
    subject: Message
    look: Callable[[DoctorContext], Remarks]
    needs: tuple[str, ...] = ()


def examine(
    newsletter: Newsletter, site: str, langs: Sequence[str] = (), rehearsing: Editor | None = None
) -> tuple[Finding, ...]:
    """Return what every check has found, for `langs` or else for all languages.

    An editor has a draft made, compared and deleted again, too. Raises OutboxError for a language
    there is not.
    """
    asked = newsletter.outbox.known_languages(langs)
    return tuple(_findings(DoctorContext(newsletter, asked, site, rehearsing)))


def healthy(findings: Sequence[Finding]) -> bool:
    """Tell whether everything is fine."""
    return all(finding.state == "fine" for finding in findings)


def _findings(context: DoctorContext) -> Iterator[Finding]:
    subjects = {check.name: check.subject for check in CHECKS}
    failed: set[str] = set()
    for check in CHECKS if context.editor else CHECKS[:-1]:
        missing = next((name for name in check.needs if name in failed), "")
        found = [_waiting(subjects[missing])] if missing else _looked(check, context)
        if any(state != "fine" for state, _ in found):
            failed.add(check.name)
        if not missing and any(state == "unknown" for state, _ in found):
            failed.add("account")  # It no longer answers: each look would wait for nothing.
        for state, sentence in found:
            yield Finding(check.name, state, check.subject, sentence)


def _waiting(subject: Message) -> tuple[State, Message]:
    return "unknown", say("depends on: {subject}", subject=subject)


def _looked(check: Check, context: DoctorContext) -> list[tuple[State, Message]]:
    found: list[tuple[State, Message]] = []
    try:
        for fine, sentence in check.look(context):
            found.append(("fine" if fine else "to do", sentence))
    except UnavailableError as error:
        found.append(("unknown", error.message))
    except (ProviderError, DiskError) as error:
        found.append(("to do", error.message))
    return found


def of_provider(need: Need) -> Callable[[DoctorContext], Remarks]:
    """Return the look at something that the provider needs."""
    return lambda context: context.newsletter.provider.examine(need, context.langs)


def parts(context: DoctorContext) -> Remarks:
    """Hold the parts against the audience: nobody in two, nobody in none."""
    for note in sum_notes(context.audience):
        yield False, note
        return
    counts = ", ".join(f"{lang} {part.count}" for lang, part in context.audience.parts.items())
    yield True, say("subscribers: {counts}; together {total}, all of the audience",
                    counts=counts, total=context.audience.total)


def undecided(context: DoctorContext) -> Remarks:
    """Count who has chosen no language; that is not a fault."""
    for note in undecided_notes(context.audience):
        yield True, note
        return
    yield True, say("every subscriber has chosen a language")


def domains(context: DoctorContext) -> Remarks:
    """Yield a remark for each address that replies go to."""
    addresses = dict.fromkeys(context.newsletter.settings.reply_to[lang] for lang in context.langs)
    unknown = context.newsletter.provider.unauthenticated(addresses)
    for address in addresses:
        domain = address.rpartition("@")[2].lower()
        if domain in unknown:
            yield False, unauthenticated_domain(domain, context.newsletter.provider.name)
        else:
            yield True, say("the domain of {address} is authenticated", address=address)


def duplicates(context: DoctorContext) -> Remarks:
    """Look for campaigns that share one of our titles."""
    titles = Counter(match.title for *_, match in context.campaigns)
    twice = [title for title, number in titles.items() if number > 1]
    for title in twice:
        yield False, several(
            title, [each for *_, each in context.campaigns if each.title == title],
            context.newsletter.provider.name)
    if not twice:
        yield True, say("no title appears twice")


def scheduled(context: DoctorContext) -> Remarks:
    """Name what will be sent without another order."""
    rows = [departed(issue, lang, match, context.newsletter)
            for issue, lang, match in context.campaigns if match.state.name == "scheduled"]
    for row in rows:
        yield True, row.line
    if not rows:
        yield True, say("nothing is scheduled")


def site(context: DoctorContext) -> Remarks:
    """Look whether the links of the emails lead where readers can follow."""
    if context.site.startswith("https://"):
        yield True, say("the links lead to {site}", site=context.site)
    else:
        yield False, say("the links of the emails lead to {site}; set SITEURL to an address that "
                         "begins with https://", site=context.site)


def tracking(context: DoctorContext) -> Remarks:
    """Tell what is tracked; that is the firm’s decision."""
    provider = context.newsletter.provider
    if provider.tracking:
        yield True, say("tracked: {names}", names=provider.tracking_in_words(provider.tracking))
    else:
        yield True, say("nothing is tracked")


def orders(context: DoctorContext) -> Remarks:
    """Yield a remark for each order to send of which nobody knows what became of it."""
    found = context.newsletter.journal.open_orders()
    for title, order in found.items():
        yield False, uncertain(title, order, context.newsletter).line
    if not found:
        yield True, say("none is uncertain")


def rehearsals(context: DoctorContext) -> Remarks:
    """Look for drafts that a rehearsal could not delete."""
    name, provider = context.newsletter.settings.name, context.newsletter.provider.name
    found = [each for each in context.listed if is_rehearsal(each.title, name)]
    for each in found:
        yield False, left_over(each.title, each.id, provider)
    if not found:
        yield True, say("none is left over")


def rehearsal(context: DoctorContext) -> Remarks:
    """Make a draft for readers of the first language that is asked for."""
    assert context.editor
    yield from rehearse(context.newsletter, context.langs[0], context.editor)


CHECKS = (
    Check("key", say("key"), of_provider("key")),
    Check("account", say("account"), of_provider("account"), ("key",)),
    Check("audience", AUDIENCE, of_provider("audience"), ("account",)),
    Check("double_optin", say("double opt-in"), of_provider("double_optin"),
          ("account", "audience")),
    Check("groups", say("groups"), of_provider("groups"), ("account", "audience")),
    Check("parts", say("parts"), parts, ("account", "audience", "groups")),
    Check("undecided", say("no language"), undecided, ("account", "audience", "groups")),
    Check("domains", say("reply-to"), domains, ("account",)),
    Check("folder", say("folder"), of_provider("folder"), ("account",)),
    Check("duplicates", say("campaigns"), duplicates, ("account", "folder")),
    Check("scheduled", say("schedule"), scheduled, ("account", "folder")),
    Check("site", say("website"), site),
    Check("tracking", TRACKING, tracking),
    Check("orders", say("sends"), orders),
    Check("rehearsals", say("rehearsals"), rehearsals, ("account", "folder")),
    Check("rehearsal", say("rehearsal"), rehearsal, ("account", "audience", "groups")),
)
"""Every check, in the order in which an editor reads what they find; only the last one writes."""
