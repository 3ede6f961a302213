"""Say where each issue is: built, drafted, tested, scheduled, sent, uncertain."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from plugins.core.messages import Message, say
from plugins.newsletter import outbox
from plugins.newsletter.campaigns import EDITABLE, LEAVING, Listed
from plugins.newsletter.journal import Order
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.outbox import Campaign, Outbox, OutboxError
from plugins.newsletter.push.compare import Step
from plugins.newsletter.push.snapshot import take_snapshot
from plugins.newsletter.push.wording import departed_sentence, sent_sentence
from plugins.newsletter.times import format_moment

State = Literal["unknown", "built", "draft", "tested", "behind", "edited", "refused",
                "not built", "damaged", "scheduled", "sending", "sent", "uncertain", "other"]


@dataclass(frozen=True)
class Row:
    """One issue in one language, and where it is."""

    issue: str
    lang: str
    state: State
    sentence: Message

    @property
    def line(self) -> Message:
        """The sentence with its issue and language."""
        return say("{issue} {lang}: {sentence}", **vars(self))


def status(newsletter: Newsletter, written: Collection[str] = ()) -> tuple[Row, ...]:
    """Return a row for each issue and language, newest issue first.

    `written` are the issues that have a text; others are known by the outbox or by the provider.
    Without a key the provider is not asked. Raises ProviderError.
    """
    campaigns, damaged = _read_outbox(newsletter.outbox)
    rows = {newsletter.outbox.title(row.issue, row.lang): row for row in (
        *_missing(newsletter.outbox, written),
        *(_look(newsletter, campaigns) if newsletter.provider.is_set_up
          else (_unasked(campaign, newsletter.provider.name) for campaign in campaigns)))}
    doubtful = {title: uncertain(title, order, newsletter)
                for title, order in newsletter.journal.open_orders().items()}
    for title, row in (damaged | doubtful).items():
        if title not in rows or rows[title].state not in LEAVING:
            rows[title] = row
    places = {lang: place for place, lang in enumerate(newsletter.settings.languages)}
    ordered = sorted(rows.values(), key=lambda row: places.get(row.lang, len(places)))
    return tuple(sorted(ordered, key=lambda row: row.issue, reverse=True))


def _read_outbox(own: Outbox) -> tuple[tuple[Campaign, ...], dict[str, Row]]:
    """Return what lies in the outbox and, by title, a row for each that cannot be read."""
    campaigns: list[Campaign] = []
    damaged: dict[str, Row] = {}
    for issue in outbox.issues(own.folder):
        for lang in set(own.languages) & set(outbox.languages(own.folder, issue)):
            title = own.title(issue, lang)
            try:
                campaigns.append(outbox.read(own.folder, issue, lang, title))
            except OutboxError as error:
                damaged[title] = Row(issue, lang, "damaged", error.message)
    return tuple(campaigns), damaged


def _missing(own: Outbox, written: Collection[str]) -> Iterator[Row]:
    """Yield a row for each language in which an issue is not in the outbox."""
    for issue in {*outbox.issues(own.folder), *written}:
        for lang in set(own.languages) - set(outbox.languages(own.folder, issue)):
            yield Row(issue, lang, "not built", say(
                "not in the outbox; run “./inv build” once its text is no longer a draft"))


def _look(newsletter: Newsletter, campaigns: tuple[Campaign, ...]) -> Iterator[Row]:
    snapshot = take_snapshot(newsletter, campaigns)
    for step in snapshot.steps:
        yield _row(newsletter, step)
    yield from _unbuilt(newsletter, snapshot.campaigns,
                        {campaign.title for campaign in campaigns})


def _unasked(campaign: Campaign, provider: str) -> Row:
    return Row(campaign.issue, campaign.lang, "unknown", say(
        "in the outbox; {provider} was not asked, because no key or audience is set",
        provider=provider))


def _row(newsletter: Newsletter, step: Step) -> Row:
    campaign = step.campaign
    if len(step.matches) == 1 and step.matches[0].state.name not in EDITABLE:
        row = departed(campaign.issue, campaign.lang, step.matches[0], newsletter)
        return row if row.state == "other" else replace(
            row, sentence=departed_sentence(step, newsletter.settings.zones))
    is_tested = newsletter.journal.memory(campaign.title).tested == campaign.digest
    return Row(campaign.issue, campaign.lang, *_draft_state(step, is_tested))


def _draft_state(step: Step, is_tested: bool) -> tuple[State, Message]:
    match step.action:
        case "create":
            return "built", step.say("in the outbox, not in {provider} yet")
        case "update":
            return "behind", step.say("the draft in {provider} is older than the outbox")
        case "refuse":
            return "edited" if step.fields else "refused", step.reason or say("refused")
    if is_tested:
        return "tested", step.say("a draft in {provider}, identical to the outbox and tested")
    return "draft", step.say("a draft in {provider}, identical to the outbox; not tested yet")


def _unbuilt(newsletter: Newsletter, found: Iterable[Listed], built: set[str]) -> Iterator[Row]:
    """Yield a row for each of our campaigns whose issue is not in the outbox."""
    for match in found:
        ours = newsletter.outbox.issue_of(match.title)
        if not ours or match.title in built:
            continue
        if match.state.name in EDITABLE:
            yield Row(*ours, "not built", say(
                "a draft in {provider}, but not in the outbox; build it, or delete it there",
                provider=newsletter.provider.name))
        else:
            yield departed(*ours, match, newsletter)


def departed(issue: str, lang: str, match: Listed, newsletter: Newsletter) -> Row:
    """Return the row of a campaign that is not a draft."""
    state = match.state
    if state.name == "scheduled" or state.name == "sending" or state.name == "sent":
        return Row(issue, lang, state.name, sent_sentence(match, newsletter.settings.zones))
    return Row(issue, lang, "other", say("in the state “{status}” in {provider}",
                                         status=state.word, provider=newsletter.provider.name))


def uncertain(title: str, order: Order, newsletter: Newsletter) -> Row:
    """Return the row of an order of which nobody knows what became of it."""
    _, _, rest = title.partition("/")
    issue, _, lang = rest.partition("/")
    return Row(issue, lang, "uncertain", say(
        "uncertain: on {time} {provider} was told to send it, and it is not known whether it did; "
        "“./inv newsletter.reconcile {issue} --lang {lang}” finds out",
        time=format_moment(order.at, newsletter.settings.zones),
        provider=newsletter.provider.name, issue=issue, lang=lang))
