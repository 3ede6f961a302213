"""Look at one thing after the other that a newsletter needs; each look yields what it finds."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import Audience, Listed
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.provider import Need
from plugins.newsletter.push.compare import several
from plugins.newsletter.push.plan import sum_notes, undecided_notes
from plugins.newsletter.push.wording import sent_sentence, unauthenticated_domain
from plugins.newsletter.report.status import row_line, uncertain

Remarks = Iterator[tuple[bool, Message]]
"""Whether something is fine, with what is to be said of it."""


@dataclass(frozen=True)
class DoctorContext:
    """What is examined, in these languages; what several looks need is asked for once."""

    newsletter: Newsletter
    langs: Sequence[str]
    site: str

    @cached_property
    def audience(self) -> Audience:
        """The audience, divided by language."""
        return self.newsletter.provider.count_audience()

    @cached_property
    def campaigns(self) -> tuple[tuple[str, str, Listed], ...]:
        """The campaigns with a title of ours, each after its issue and language."""
        found = self.newsletter.provider.list_campaigns().campaigns
        ours = ((self.newsletter.outbox.issue_of(each.title), each) for each in found)
        return tuple((*names, each) for names, each in ours if names and names[1] in self.langs)


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
    """Count who has chosen no language; that is no fault."""
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
    """Look for campaigns that share a title of ours."""
    titles = Counter(match.title for *_, match in context.campaigns)
    twice = [title for title, number in titles.items() if number > 1]
    for title in twice:
        yield False, several(
            title, [each for *_, each in context.campaigns if each.title == title],
            context.newsletter.provider.name)
    if not twice:
        yield True, say("no title of ours is there twice")


def scheduled(context: DoctorContext) -> Remarks:
    """Name what will leave by itself."""
    waiting = [each for each in context.campaigns if each[2].state.name == "scheduled"]
    for issue, lang, match in waiting:
        yield True, row_line(issue, lang, sent_sentence(match, context.newsletter.settings.zones))
    if not waiting:
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
        row = uncertain(title, order, context.newsletter)
        yield False, row_line(row.issue, row.lang, row.sentence)
    if not found:
        yield True, say("none is uncertain")
