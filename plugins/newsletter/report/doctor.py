"""Examine all that a newsletter needs to be sent, and report everything.

Nothing is written, unless a rehearsal is asked for: it makes a draft in the real audience, reads it
back, compares it, and deletes it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from secrets import token_hex

from plugins.core.messages import Message, say
from plugins.newsletter import digest
from plugins.newsletter.campaigns import FIELDS, Audience, Listed
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.outbox import Campaign, digest_of
from plugins.newsletter.provider import Need, NotFoundError, Provider, ProviderError, UncertainError
from plugins.newsletter.push.compare import Step, several
from plugins.newsletter.push.snapshot import sum_notes, undecided_notes
from plugins.newsletter.push.wording import (
    AUDIENCE,
    TRACKING,
    difference,
    in_language,
    unauthenticated_domain,
)
from plugins.newsletter.report.status import departed, uncertain
from plugins.watch import doctor
from plugins.watch.doctor import Check, Finding, Remarks

Remark = tuple[bool, Message]

HTML = "<!doctype html><html lang=\"{lang}\"><head><title>{title}</title></head><body>\n" \
       "<p>{title}</p></body></html>\n"


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


def is_rehearsal(title: str, name: str) -> bool:
    """Tell whether a campaign was made by a rehearsal of the newsletter with this name."""
    return title.startswith(_beginning(name))


def _beginning(name: str) -> str:
    # Without the strokes of an issue's title: no command takes it for an issue, or sends it.
    return f"{name} (rehearsal "


def rehearse(newsletter: Newsletter, lang: str, editor: Editor) -> list[Remark]:
    """Return whether the provider makes of a draft what it is asked for.

    What is deleted is the one draft that was made here. Its name is said before, for no program
    says anything after a kill; what is left over then, every look of the doctor names.
    """
    provider = newsletter.provider
    email, audience = _email(newsletter, lang), provider.count_audience()
    step = Step(email, audience.parts[lang], audience.total,
                provider.wanted_facts(email, audience.parts[lang]), provider.name)
    editor.tell(step.say("{lang}: the draft “{title}” is made in {provider}, and deleted again; "
                         "nobody receives it. If this is stopped, delete it there"))
    try:
        identity = provider.create(email, step.part)
    except UncertainError as error:
        return [(False, error.message), (False, left_over(email.title, "?", provider.name))]
    try:
        found = _compared(step, provider, identity)
    except ProviderError as error:
        found = [(False, error.message)]
    except BaseException:
        editor.tell(_deleted(provider, identity, email.title)[1])
        raise
    return [*found, _deleted(provider, identity, email.title)]


def left_over(title: str, identity: str, provider: str) -> Message:
    """Return that a draft of a rehearsal is, or may be, at the provider still."""
    return say("the draft “{title}” ({id}) may be left over in {provider}; nothing sends it, and "
               "you can delete it there", title=title, id=identity, provider=provider)


def _email(newsletter: Newsletter, lang: str) -> Campaign:
    """Return an email that is nobody's issue, under a title that no other campaign has."""
    settings = newsletter.settings
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    title = f"{_beginning(settings.name)}{now} {token_hex(4)})"
    blank = Campaign(
        issue="", lang=lang, title=title, subject=title, preview=title, from_name=settings.name,
        reply_to=settings.reply_to[lang], digest="", site="", web="",
        html=HTML.format(lang=lang, title=title), text=f"{title}\n")
    value = digest_of(blank)
    return replace(blank, digest=value, html=digest.write(blank.html, value))


def _compared(step: Step, provider: Provider, identity: str) -> list[Remark]:
    """Return in what the draft, with its content, is not what was asked for."""
    email = step.campaign
    provider.set_content(identity, email.html, email.text)
    draft = provider.read_draft(identity)
    wrong = [name for name in FIELDS[:-1] if draft.facts[name] != step.wanted[name]]
    wrong += ["content"] if draft.digest != email.digest else []
    if draft.title != email.title:
        return [(False, step.say("{provider} calls it “{found}”, and not “{title}”",
                                 found=draft.title))]
    return [(False, difference(name, step, draft, provider)) for name in wrong] or [
        (True, in_language(step.lang, step.say(
            "{provider} made a draft as it was asked to: audience, part, subject, settings and "
            "digest of the content; it would go to {who} (subscribers: {recipients} of {audience})",
            who=step.part.who, recipients=step.recipients, audience=step.audience)))]


def _deleted(provider: Provider, identity: str, title: str) -> Remark:
    """Delete the draft, and return whether it is gone."""
    try:
        provider.delete(identity, title)
    except NotFoundError:
        return True, say("somebody has deleted the draft meanwhile")
    except ProviderError as error:
        return False, say("{left}: {reason}", left=left_over(title, identity, provider.name),
                          reason=error.message)
    return True, say("the draft was deleted again; nothing is left of it")
