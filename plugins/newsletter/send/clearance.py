"""Decide whether an issue may leave, in all its languages, before the first one goes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import sleep
from urllib.parse import unquote, urljoin, urlsplit

import requests

from plugins.core.messages import Message, say
from plugins.newsletter import journal
from plugins.newsletter.mailchimp.audience import Audience, divided
from plugins.newsletter.mailchimp.campaign import LEAVING, Draft
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.push import planning
from plugins.newsletter.push.compare import nearly
from plugins.newsletter.push.notes import unauthenticated
from plugins.newsletter.push.plan import Step
from plugins.newsletter.push.planning import View, Work
from plugins.newsletter.push.recipients import Written, counts_of, unready
from plugins.newsletter.send.order import Verdict
from plugins.newsletter.settings import Settings
from plugins.newsletter.times import told


@dataclass(frozen=True)
class Clearance:
    """What may leave, what has no need to, and what keeps the rest; nothing goes if that is any."""

    ready: tuple[Step, ...]
    done: tuple[Verdict, ...]
    refused: tuple[Verdict, ...]


TIMEOUTS = (5, 30)
"""Seconds, to connect and for an answer."""

MOST_REDIRECTIONS = 3
"""Enough for https and for a last slash."""


def clearance(
    work: Work, campaigns: Sequence[Campaign], site: str,
    done: Callable[[Step], Verdict | None],
) -> Clearance:
    """Return which campaigns may leave; `done` knows those that are already where they should be.

    `site` is another address at which to look for the pages. Raises MailchimpError.
    """
    view = planning.look(work, campaigns)
    verdicts = {step.lang: done(step) or _for_nobody(step) for step in view.steps}
    waiting = [step for step in view.steps if not verdicts[step.lang]]
    refused = [Verdict(step.lang, "refused", reason) for step in waiting
               for reason in _obstacles(work, view, step, site)]
    if waiting:
        refused += _of_all(work, view, waiting)
    kept = {verdict.lang for verdict in refused}
    return Clearance(tuple(step for step in waiting if step.lang not in kept),
                     tuple(verdict for verdict in verdicts.values() if verdict), tuple(refused))


def _for_nobody(step: Step) -> Verdict | None:
    if step.action != "nothing" or step.want.recipients:
        return None
    return Verdict(step.lang, "skipped", say(
        "nobody in the audience would receive it; it is left out"))


def _obstacles(work: Work, view: View, step: Step, site: str) -> Iterator[Message]:
    """Yield what keeps one language: first what stands in the draft, then all around it."""
    obstacle = _unfit(step, work.settings)
    if obstacle:
        yield obstacle
        return
    assert step.draft
    for copy in step.copies:
        if copy.status in LEAVING:
            yield say("a copy of it, “{title}”, was sent or scheduled in Mailchimp; subscribers "
                      "would receive it twice", title=copy.title)
    yield from _untested(work, step)
    yield from _miscounted(work, step, step.draft)
    yield from unready(work.client, step.draft.id)
    yield from unreached(step.want.campaign, site)


def _unfit(step: Step, settings: Settings) -> Message | None:
    """Return why the campaign is no draft that equals the outbox and that all can see."""
    issue = step.want.campaign.issue
    if step.action == "refuse":
        return step.reason
    if step.action == "done":
        return say("it is scheduled already, for {time}; take it back first by "
                   "“./inv newsletter.unschedule {issue}”",
                   time=told(step.matches[0].sent, settings.zones), issue=issue)
    if step.action != "nothing" or not step.draft:
        return say("the draft in Mailchimp is not what lies in the outbox; run "
                   "“./inv newsletter.push {issue}”, and test it", issue=issue)
    if not step.matches[0].listed:
        return say("Mailchimp does not list the campaign yet; try again in a minute")
    if step.draft.status != "save":
        return say("its state in Mailchimp is “{status}”; only a draft can be sent",
                   status=step.draft.status)
    return None


def _untested(work: Work, step: Step) -> Iterator[Message]:
    campaign = step.want.campaign
    tested = journal.recall(work.var, campaign.title, work.settings.audience).tested
    if tested != campaign.digest:
        yield say("nobody has looked at a test of this version; run “./inv newsletter.test "
                  "{issue} --to you@firm.example”", issue=campaign.issue)


def _miscounted(work: Work, step: Step, draft: Draft) -> Iterator[Message]:
    counted = counts_of(work.client, work.settings, [Written(draft.id, step.want)])[draft.id]
    if not counted:
        yield say("Mailchimp has not counted the recipients yet; try again in a few minutes")
    elif not nearly(counted, step.want.recipients):
        yield say("recipients of the draft in Mailchimp: {count}; subscribers in its part of the "
                  "audience: {expected}; push again, which has them counted anew",
                  count=counted, expected=step.want.recipients)


def _of_all(work: Work, view: View, steps: Iterable[Step]) -> Iterator[Verdict]:
    """Yield what keeps every language that waits."""
    audience = _settled(work, view.audience)
    together = sum(audience.counts.values())
    domains = unauthenticated(work.client, [step.want.campaign.reply_to for step in steps])
    for step in steps:
        if together != audience.total:
            yield Verdict(step.lang, "refused", say(
                "the parts of the audience hold {together} subscribers, the audience {total}: "
                "somebody would receive it twice or not at all; “./inv newsletter.doctor” looks "
                "closer", together=together, total=audience.total))
        domain = step.want.campaign.reply_to.rpartition("@")[2].lower()
        if domain in domains:
            yield Verdict(step.lang, "refused", say(
                "the domain {domain} is not authenticated in Mailchimp; do it there, under "
                "Domains", domain=domain))


def _settled(work: Work, audience: Audience) -> Audience:
    """Return the audience, counted again while it does not equal its parts: people come and go."""
    for wait in work.settings.patience.retries:
        if sum(audience.counts.values()) == audience.total:
            break
        sleep(wait)
        audience = divided(work.client, work.settings)
    return audience


def unreached(campaign: Campaign, site: str) -> Iterator[Message]:
    """Yield a sentence for each page of the issue that does not answer with status 200.

    Another page that a server sends readers to, as a home page or a login, is no answer. `site` is
    the root at which to look instead of the campaign's own; "" for its own.
    """
    with requests.Session() as session:
        for address in campaign.pages:
            asked = site.rstrip("/") + address.removeprefix(campaign.site) if site else address
            answer = _answer(session, asked)
            if answer != str(requests.codes.ok):
                yield say("the page {address} does not answer as it should ({answer}); publish the "
                          "site first by “./inv publish”", address=asked, answer=answer)


def _answer(session: requests.Session, address: str) -> str | Message:
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
        return say("no connection")
    return say("it leads on to {address}", address=target)


def same_page(address: str, target: str) -> bool:
    """Tell whether the target differs at most by a last slash, or by https instead of http."""
    old, new = urlsplit(address), urlsplit(target)
    if unquote(old.path).rstrip("/") != unquote(new.path).rstrip("/"):
        return False
    if (old.scheme, new.scheme) == ("http", "https"):
        return old.hostname == new.hostname
    return (old.scheme, old.netloc) == (new.scheme, new.netloc)
