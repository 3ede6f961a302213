"""Examine all that a newsletter needs to be sent, and report everything.

Nothing is written, unless a rehearsal is asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from plugins.core.messages import say
from plugins.newsletter.campaigns import Audience, Listed
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.provider import Need, Provider
from plugins.newsletter.push.compare import several
from plugins.newsletter.push.plan import sum_notes, undecided_notes
from plugins.newsletter.push.wording import AUDIENCE, TRACKING, unauthenticated_domain
from plugins.newsletter.report.rehearsal import is_rehearsal, left_over, rehearse
from plugins.newsletter.report.status import departed, uncertain
from plugins.watch import doctor
from plugins.watch.doctor import Check, Finding, Remarks


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


def examine(
    newsletter: Newsletter, site: str, langs: Sequence[str] = (), rehearsing: Editor | None = None
) -> tuple[Finding, ...]:
    """Return what every check has found, for `langs` or else for all languages.

    An editor has a draft made, compared and deleted again, too. Raises OutboxError for a language
    there is not.
    """
    asked = newsletter.outbox.known_languages(langs)
    return tuple(doctor.examine(_checks(DoctorContext(newsletter, asked, site, rehearsing))))


def audience_checks(provider: Provider, langs: Sequence[str]) -> tuple[Check, ...]:
    """Return the checks of what a letter, and a form that subscribes, both need."""
    need = partial(_of_provider, provider, langs)
    return (
        Check("key", say("key"), need("key")),
        Check("account", say("account"), need("account"), ("key",)),
        Check("audience", AUDIENCE, need("audience"), ("account",)),
        Check("double_optin", say("double opt-in"), need("double_optin"), ("account", "audience")),
        Check("groups", say("groups"), need("groups"), ("account", "audience")),
    )


def fields(provider: Provider) -> Check:
    """Return the check of the fields that are filled in for those whom a form subscribes."""
    return Check("fields", say("audience fields"), _of_provider(provider, (), "fields"),
                 ("account", "audience"))


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


def _checks(context: DoctorContext) -> Iterator[Check]:
    """Yield every check, in the order in which an editor reads what they find; the last one writes.
    """
    provider, groups = context.newsletter.provider, ("account", "audience", "groups")
    yield from audience_checks(provider, context.langs)
    yield Check("parts", say("parts"), partial(parts, context), groups)
    yield Check("undecided", say("no language"), partial(undecided, context), groups)
    yield Check("domains", say("reply-to"), partial(domains, context), ("account",))
    yield Check("folder", say("folder"), _of_provider(provider, (), "folder"), ("account",))
    folder = ("account", "folder")
    yield Check("duplicates", say("campaigns"), partial(duplicates, context), folder)
    yield Check("scheduled", say("schedule"), partial(scheduled, context), folder)
    yield Check("site", say("website"), partial(site, context))
    yield Check("tracking", TRACKING, partial(tracking, context))
    yield Check("orders", say("sends"), partial(orders, context))
    yield Check("rehearsals", say("rehearsals"), partial(rehearsals, context), folder)
    if editor := context.editor:
        yield Check("rehearsal", say("rehearsal"),
                    partial(rehearse, context.newsletter, context.langs[0], editor), groups)


def _of_provider(provider: Provider, langs: Sequence[str], need: Need) -> Callable[[], Remarks]:
    return partial(provider.examine, need, langs)
