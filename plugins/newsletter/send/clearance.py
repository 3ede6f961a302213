"""Have the provider send a test, and decide whether an issue may be sent, in all its languages,
before the first one is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import sleep
from urllib.parse import unquote, urljoin, urlsplit

import requests

from plugins.core.email_address import normal_form
from plugins.core.messages import Message, join, say
from plugins.newsletter.campaigns import LEAVING, Audience, Draft
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.provider import Provider, ProviderError
from plugins.newsletter.push.compare import Step, about_equal
from plugins.newsletter.push.snapshot import (
    Snapshot,
    count_recipients,
    count_together,
    take_snapshot,
)
from plugins.newsletter.push.wording import (
    in_language,
    remarks,
    sent_sentence,
    unauthenticated_domain,
)
from plugins.newsletter.send.outcome import Verdict
from plugins.newsletter.times import format_moment, format_time

TIMEOUTS = (5, 30)
"""Seconds, to connect and for an answer."""

MOST_REDIRECTIONS = 3
"""Enough for https and for a last slash."""


def send_test(
    newsletter: Newsletter, issue: str, addresses: Sequence[str], editor: Editor,
    langs: Sequence[str] = (),
) -> Mapping[str, Sequence[str]]:
    """Send both parts of each language's draft to the addresses, or to those of the settings.

    Says so as soon as it is true; returns who was sent which language. Nothing is sent unless
    every draft equals the outbox; what has left is passed over. Raises ProviderError,
    SettingsError or OutboxError, and DiskError if it cannot be remembered.
    """
    named = _check_addresses(addresses)
    campaigns = newsletter.outbox.campaigns_in(issue, langs)
    to = {campaign.lang: named or _testers(newsletter, campaign.lang) for campaign in campaigns}
    newsletter.provider.require_account()
    steps = take_snapshot(newsletter, campaigns).steps
    drafts = [(step, _equal_draft(step)) for step in steps if step.action != "done"]
    for step in steps:
        if step.action == "done":
            editor.tell(step.say("{lang}: no test sent; {state}", state=sent_sentence(
                step.matches[0], newsletter.settings.zones)))
    for step, draft in drafts:
        editor.tell(_test(newsletter, step, draft, to[step.lang]))
        newsletter.journal.record_test(
            step.campaign.title, step.campaign.digest, len(to[step.lang]))
    return {step.lang: to[step.lang] for step, _ in drafts}


def _testers(newsletter: Newsletter, lang: str) -> Sequence[str]:
    testers = newsletter.settings.testers.get(lang, ())
    if not testers:
        raise ProviderError(say(
            "{lang}: name at least one address to send the test to, as in “--to "
            "editor@firm.example”, or for every test below “[newsletter]”, as in {example}",
            lang=lang, example=f'test.{lang} = ["editor@firm.example"]'))
    return testers


def _test(newsletter: Newsletter, step: Step, draft: Draft, to: Sequence[str]) -> Message:
    try:
        newsletter.provider.send_test(draft.id, to)
    except ProviderError as error:
        raise _failure(step, error.message) from error
    return step.say("{lang}: {provider} sends a test of “{title}” to {addresses}, as HTML and as "
                    "plain text", addresses=", ".join(to))


def _check_addresses(addresses: Sequence[str]) -> list[str]:
    for address in addresses:
        if not normal_form(address):
            raise ProviderError(say("“{address}” is not an email address", address=address))
    return list(dict.fromkeys(addresses))


def _equal_draft(step: Step) -> Draft:
    if step.action == "refuse" and step.reason:
        raise _failure(step, step.reason)
    if step.action != "nothing" or not step.draft:
        raise ProviderError(step.say(
            "{lang}: the draft in {provider} differs from the outbox; push the issue first"))
    return step.draft


def _failure(step: Step, reason: Message) -> ProviderError:
    return ProviderError(in_language(step.lang, reason))


@dataclass(frozen=True)
class Clearance:
    """What may be sent, what need not be, and what is refused; if anything is, nothing is sent."""

    ready: tuple[Step, ...]
    done: tuple[Verdict, ...]
    refused: tuple[Verdict, ...]


def clear(
    newsletter: Newsletter, campaigns: Sequence[Campaign], site: str,
    done: Callable[[Step], Verdict | None],
) -> Clearance:
    """Return which campaigns may be sent; `done` knows those that are already where they should be.

    `site` is another address at which to look for the pages. Raises ProviderError.
    """
    snapshot = take_snapshot(newsletter, campaigns)
    verdicts = {step.lang: done(step) or _for_nobody(step) for step in snapshot.steps}
    waiting = [step for step in snapshot.steps if not verdicts[step.lang]]
    refused = [Verdict(step.lang, "refused", reason) for step in waiting
               for reason in _obstacles(newsletter, step, site)]
    if waiting:
        refused += _obstacles_for_all(newsletter, snapshot, waiting)
    kept = {verdict.lang for verdict in refused}
    return Clearance(tuple(step for step in waiting if step.lang not in kept),
                     tuple(verdict for verdict in verdicts.values() if verdict), tuple(refused))


def _for_nobody(step: Step) -> Verdict | None:
    if step.action != "nothing" or step.recipients:
        return None
    return Verdict(step.lang, "skipped", say(
        "nobody in the audience would receive it; it is left out"))


def _obstacles(newsletter: Newsletter, step: Step, site: str) -> Iterator[Message]:
    """Yield what keeps one language: first what is in the draft, then all around it."""
    obstacle = _unfit(step, newsletter.settings.zones)
    if obstacle:
        yield obstacle
        return
    assert step.draft
    for copy in step.copies:
        if copy.state.name in LEAVING:
            yield step.say("a copy of it, “{title}”, was sent or scheduled in {provider}; "
                           "subscribers would receive it twice", title=copy.title)
    yield from _untested(newsletter, step)
    yield from _miscounted(newsletter.provider, step, step.draft)
    yield from _unready(newsletter.provider, step.draft.id)
    yield from unreached(step.campaign, site)


def _untested(newsletter: Newsletter, step: Step) -> Iterator[Message]:
    memory = newsletter.journal.memory(step.campaign.title)
    if memory.tested != step.campaign.digest:
        yield step.say("this version has not been tested; run “./inv newsletter.test {issue}”")
        if memory.tested_at:
            yield step.say("the last test was sent on {time}, and the email has changed since",
                           time=format_moment(memory.tested_at, newsletter.settings.zones))


def _unfit(step: Step, zones: Sequence[str]) -> Message | None:
    """Return why the campaign is not a draft that equals the outbox and that all can see."""
    if step.action == "refuse":
        return step.reason
    if step.action == "done":
        return step.say("it is already scheduled, for {time}; cancel that first with “./inv "
                        "newsletter.unschedule {issue}”",
                        time=format_time(step.matches[0].sent, zones))
    if step.action != "nothing" or not step.draft:
        return step.say("the draft in {provider} differs from the outbox; run “./inv "
                        "newsletter.push {issue}”, and test it")
    if not step.matches[0].is_listed:
        return step.say("{provider} does not list the campaign yet; try again in a minute")
    if step.draft.state.name != "draft":
        return step.say("its state in {provider} is “{status}”; only a draft can be sent",
                        status=step.draft.state.word)
    return None


def _miscounted(provider: Provider, step: Step, draft: Draft) -> Iterator[Message]:
    counted = count_recipients(provider, {draft.id: step.recipients})[draft.id]
    if not counted:
        yield step.say("{provider} has not counted the recipients yet; try again in a few minutes")
    elif not about_equal(counted, step.recipients):
        yield step.say("recipients of the draft in {provider}: {count}; subscribers in its part "
                       "of the audience: {expected}; push again to have them recounted",
                       count=counted, expected=step.recipients)


def _unready(provider: Provider, campaign: str) -> Iterator[Message]:
    """Yield why the provider would not send the campaign; nothing if it would."""
    checklist = provider.checklist(campaign)
    if not checklist.is_ready:
        yield from list(remarks(provider.name, checklist, "error")) or [
            say("{provider}’s checklist says that the campaign is not ready; look at it there",
                provider=provider.name)]


def _obstacles_for_all(
    newsletter: Newsletter, snapshot: Snapshot, steps: Sequence[Step]
) -> Iterator[Verdict]:
    """Yield what keeps every language that waits."""
    audience = _settled_audience(newsletter.provider, snapshot.audience)
    domains = newsletter.provider.unauthenticated([step.campaign.reply_to for step in steps])
    for step in steps:
        if count_together(audience) != audience.total:
            yield Verdict(step.lang, "refused", say(
                "the parts of the audience hold {together} subscribers, the audience {total}: "
                "somebody would receive it twice or not at all; “./inv newsletter.doctor” gives "
                "the details", together=count_together(audience), total=audience.total))
        domain = step.campaign.reply_to.rpartition("@")[2].lower()
        if domain in domains:
            yield Verdict(step.lang, "refused", unauthenticated_domain(domain, step.provider))


def _settled_audience(provider: Provider, audience: Audience) -> Audience:
    """Return the audience, counted again while it does not equal its parts: people come and go."""
    for wait in provider.patience.retries:
        if count_together(audience) == audience.total:
            break
        sleep(wait)
        audience = provider.count_audience()
    return audience


def unreached(campaign: Campaign, site: str) -> Iterator[Message]:
    """Yield a sentence on the pages of the issue that do not answer with status 200, if any.

    Another page to which a server leads, as a home page or a login, does not count. `site` is
    the root at which to look instead of the campaign's own; "" for its own.
    """
    root, wrong = site.rstrip("/") or campaign.site, list[Message]()
    with requests.Session() as session:
        for address in campaign.pages:
            asked = root + address.removeprefix(campaign.site)
            answer = _answer(session, asked)
            if not answer:  # nor will the others
                wrong = [say("{address} (no connection)", address=root)]
                break
            if answer != str(requests.codes.ok):
                wrong.append(say("{address} ({answer})", address=asked, answer=answer))
    if wrong:
        yield say("no proper answer from {pages}; publish the site first with “./inv publish”",
                  pages=join(wrong))


def _answer(session: requests.Session, address: str) -> str | Message | None:
    """Return the status, or where it leads on to; None without a connection."""
    try:
        for _ in range(MOST_REDIRECTIONS):
            # Closed unread: whether it is there is all that counts.
            with session.get(address, timeout=TIMEOUTS, stream=True, allow_redirects=False
                             ) as response:
                if not response.is_redirect:
                    return str(response.status_code)
                target = urljoin(address, response.headers["Location"])
            if not same_page(address, target):
                break
            address = target
    except (requests.RequestException, ValueError):
        return None
    return say("it leads on to {address}", address=target)


def same_page(address: str, target: str) -> bool:
    """Tell whether the target differs at most by a last slash, or by https instead of http."""
    old, new = urlsplit(address), urlsplit(target)
    if unquote(old.path).rstrip("/") != unquote(new.path).rstrip("/"):
        return False
    if (old.scheme, new.scheme) == ("http", "https"):
        return old.hostname == new.hostname
    return (old.scheme, old.netloc) == (new.scheme, new.netloc)
