"""Put a plan, and what differs between two emails, into sentences for the editor."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from plugins.core.messages import Message, join, say
from plugins.newsletter.campaigns import (
    EVERYONE,
    EVERYONE_IN_WORDS,
    NOTHING,
    Checklist,
    Draft,
    Listed,
)
from plugins.newsletter.digest import first_difference, spaced
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.preflight.email import SIZE_LIMIT, kilobytes
from plugins.newsletter.provider import Provider
from plugins.newsletter.push.compare import Step
from plugins.newsletter.push.snapshot import Plan
from plugins.newsletter.times import format_time

TRACKING = say("tracking")
AUDIENCE = say("audience")

LABELS = {
    "subject": say("subject"), "preview": say("preview text"), "from_name": say("sender’s name"),
    "reply_to": say("reply-to address"), "audience": AUDIENCE,
    "segment": say("part of the audience"), "tracking": TRACKING, "content": say("content"),
    "recipients": say("number of recipients"),
}

LEVELS = {"error": say("error"), "warning": say("warning")}

EXCERPT = 80
"""Characters of a text to show, at most."""


def plan_lines(plan: Plan, newsletter: Newsletter) -> Iterator[Message]:
    """Yield the plan as an editor reads it: for each language what, for whom, and what differs."""
    for step in plan.steps:
        yield from step_lines(step, newsletter)
    if plan.new_folder:
        yield say("the campaign folder “{folder}” is not there yet; the push creates it",
                  folder=plan.new_folder)
    yield say("tracking: {tracking}", tracking=_tracking(newsletter.provider))
    yield from map(note, plan.notes)


def finding_lines(step: Step) -> Iterator[Message]:
    """Yield what speaks against the email of one language, each with its place."""
    for finding in step.findings:
        yield say("  {level}: {place}: {finding}", level=LEVELS[finding.level],
                  place=finding.place, finding=finding.message)


def note(sentence: Message) -> Message:
    """Return a sentence that an editor should know, and may ignore."""
    return say("note: {note}", note=sentence)


def in_language(lang: str, sentence: Message) -> Message:
    """Return a sentence about one language."""
    return say("{lang}: {sentence}", lang=lang, sentence=sentence)


def step_lines(step: Step, newsletter: Newsletter) -> Iterator[Message]:
    """Yield what is to be said about one language."""
    yield in_language(step.lang, headline(step, newsletter.settings.zones))
    if step.action not in ("refuse", "done"):
        yield say("  to {who} (subscribers: {recipients} of {audience})",
                  who=step.part.who, recipients=step.recipients, audience=step.audience)
        yield say("  size: {size} kB of {limit} kB",
                  size=kilobytes(len(step.campaign.html.encode())), limit=kilobytes(SIZE_LIMIT))
        for date in step.campaign.dates:
            yield say("  announces {when}: {what} ({law})", when=date.when, what=date.what,
                      law=date.law)
    yield from finding_lines(step)
    if step.draft and step.action != "done":
        yield from _differences(step, step.draft, newsletter.provider)
    for match in step.matches:
        yield from where(match.address, step.provider)


def where(address: str, provider: str) -> Iterator[Message]:
    """Yield where the editor finds a draft at the provider, if it is the real one."""
    if address:
        yield say("  in {provider}: {address}", provider=provider, address=address)


def remarks(provider: str, checklist: Checklist, *levels: str) -> Iterator[Message]:
    """Yield what the provider's checklist says, at these levels or else at any."""
    for remark in checklist.remarks:
        if not levels or remark.level in levels:
            yield say("{provider}’s checklist says: {heading}: {details}", provider=provider,
                      heading=remark.heading, details=remark.details)


def difference(field: str, step: Step, draft: Draft, provider: Provider) -> Message:
    """Return how the provider and the outbox differ in a field."""
    found, wanted = _values(field, step, draft, provider)
    return step.say("{field}: in {provider} {found}, in the outbox {wanted}",
                    field=_label(field, step.provider), found=found, wanted=wanted)


def sent_sentence(match: Listed, zones: Iterable[str]) -> Message:
    """Return when and to how many a campaign went, or that it is leaving, or will."""
    time = format_time(match.sent, zones)
    match match.state.name:
        case "scheduled":
            return scheduled_for(time)
        case "sending":
            return say("being sent now")
    return say("sent on {time} (subscribers: {number})", time=time, number=match.reached)


def scheduled_for(time: str) -> Message:
    """Say that a campaign is sent at a time, as people write it."""
    return say("scheduled for {time}", time=time)


def departed_sentence(step: Step, zones: Iterable[str]) -> Message:
    """Return when a campaign left or will, and in what it is not as it lies in the outbox."""
    sent = sent_sentence(step.matches[0], zones)
    if step.reason:
        return say("{sent}; {reason}", sent=sent, reason=step.reason)
    if not step.fields:
        return sent
    if step.matches[0].state.name == "scheduled":
        return step.say("{sent}, as it was then; to send what is in the outbox now, cancel it with "
                        "“./inv newsletter.unschedule {issue}”, and push and test again", sent=sent)
    return say("{sent}; it differs from the outbox: {fields}. It is not sent again",
               sent=sent, fields=join(_label(field, step.provider) for field in step.fields))


def unauthenticated_domain(domain: str, provider: str) -> Message:
    """Return what to do about a sender's domain."""
    return say("the domain {domain} is not authenticated in {provider}; authenticate it there, "
               "under Domains", domain=domain, provider=provider)


def _tracking(provider: Provider) -> Message:
    if not provider.tracking:
        return say("off; {provider} counts neither opens nor clicks", provider=provider.name)
    return say("{provider} counts {what}", provider=provider.name,
               what=provider.tracking_in_words(provider.tracking))


def _label(field: str, provider: str) -> Message:
    if field == "additions":
        return say("additions by {provider}", provider=provider)
    return LABELS[field]


def headline(step: Step, zones: Iterable[str]) -> Message:
    """Return what a push does in one language."""
    match step.action:
        case "done":
            return say("nothing to do; {state}", state=departed_sentence(step, zones))
        case "create":
            return step.say("a draft will be created, “{title}”")
        case "update":
            return step.say("the draft “{title}” will be updated")
        case "refuse":
            return say("refused: {reason}", reason=step.reason or "")
    return step.say("nothing to do; the draft “{title}” is identical to the outbox")


def _differences(step: Step, draft: Draft, provider: Provider) -> Iterator[Message]:
    for field in step.fields:
        yield say("  {difference}", difference=difference(field, step, draft, provider))
    if "content" in step.fields and draft.html:
        for change in changes(draft.html, step.campaign.html):
            yield say("    {change}", change=change)


def _values(field: str, step: Step, draft: Draft, provider: Provider) -> tuple[object, object]:
    match field:
        case "recipients":
            return draft.recipients, step.recipients
        case "segment":
            found = draft.facts["segment"] == EVERYONE
            return (EVERYONE_IN_WORDS if found else say("another part of the audience"),
                    say("the part for “{lang}”", lang=step.lang))
        case "tracking":
            found_names, wanted_names = (
                facts[field].split(", ") for facts in (draft.facts, step.wanted))
            return (provider.tracking_in_words(found_names),
                    provider.tracking_in_words(wanted_names))
        case "content":
            return _contents(step, draft)
    return _quoted(draft.facts[field]), _quoted(step.wanted[field])


def _contents(step: Step, draft: Draft) -> tuple[object, object]:
    if not draft.html:
        return NOTHING, say("the email")
    found, wanted = first_difference(draft.html, step.campaign.html)
    if found == wanted:
        return say("the same words in the HTML"), say("another layout, link, image or plain text")
    return _quoted(found), _quoted(wanted)


def _quoted(text: str) -> Message:
    if not text:
        return NOTHING
    short = text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
    return say("“{words}”", words=short)


@dataclass(frozen=True)
class Article:
    """An article of an email: its title, and all of it that a reader can see or follow."""

    title: str
    shown: str


def changes(found: str, wanted: str) -> Iterator[Message]:
    """Yield a sentence for each part of the text that differs between two HTML documents."""
    before, after = BeautifulSoup(found, "html.parser"), BeautifulSoup(wanted, "html.parser")
    old, new = _articles(before), _articles(after)
    for address, article in new.items():
        if address not in old:
            yield say("article added: “{title}”", title=article.title)
        elif old[address].shown != article.shown:
            yield say("article changed: “{title}”", title=article.title)
    for address, article in old.items():
        if address not in new:
            yield say("article removed: “{title}”", title=article.title)
    both = [address for address in old if address in new]
    if both != [address for address in new if address in old]:
        yield say("the articles are in another order")
    if _part(before, "td.editorial") != _part(after, "td.editorial"):
        yield say("the editorial was changed")
    if _part(before, "td.dates") != _part(after, "td.dates"):
        yield say("the dates to come have changed")


def _articles(soup: BeautifulSoup) -> dict[str, Article]:
    """Return the articles by address, in their order."""
    cells = ((cell, cell.select_one("h2 a[href]")) for cell in soup.select("td.article"))
    return {_address(link, "href"): Article(spaced(link.get_text()), _shown(cell))
            for cell, link in cells if link}


def _part(soup: BeautifulSoup, selector: str) -> str:
    part = soup.select_one(selector)
    return _shown(part) if part else ""


def _shown(part: Tag) -> str:
    led = [_address(tag, name) for name in ("href", "src") for tag in part.select(f"[{name}]")]
    return spaced(" ".join([part.get_text(" "), *led]))


def _address(tag: Tag, name: str) -> str:
    """Return where a tag leads, without what is added to count clicks."""
    return urlsplit(str(tag.get(name)))._replace(query="").geturl()
