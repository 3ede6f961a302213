"""Tell where each issue stands: built, drafted, tested, scheduled, sent, uncertain."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from plugins.core.messages import Message, say
from plugins.newsletter import journal, outbox
from plugins.newsletter.journal import Order
from plugins.newsletter.mailchimp.campaign import EDITABLE
from plugins.newsletter.mailchimp.client import connect
from plugins.newsletter.outbox import Campaign, OutboxError
from plugins.newsletter.push import planning
from plugins.newsletter.push.plan import Match, Step
from plugins.newsletter.push.planning import Work
from plugins.newsletter.push.wording import left_sentence, sent_sentence
from plugins.newsletter.settings import Settings
from plugins.newsletter.times import shown

State = Literal["unknown", "built", "draft", "tested", "behind", "edited", "refused",
                "not built", "damaged", "scheduled", "sending", "sent", "uncertain", "other"]

LEFT: Mapping[str, State] = {"schedule": "scheduled", "sending": "sending", "sent": "sent"}


@dataclass(frozen=True)
class Row:
    """One issue in one language, and where it stands."""

    issue: str
    lang: str
    state: State
    sentence: Message


def status(
    *, settings: Settings, outbox_folder: Path, var: Path, written: Collection[str] = ()
) -> tuple[Row, ...]:
    """Return a row for each issue and language, newest issue first.

    `written` are the issues that have a text; others are known by the outbox or by Mailchimp.
    Without a key Mailchimp is not asked. Raises MailchimpError.
    """
    campaigns, damaged = _outbox(outbox_folder, settings)
    rows = {settings.title(row.issue, row.lang): row for row in (
        *_missing(outbox_folder, settings, written),
        *(_asked(campaigns, settings, var) if settings.key and settings.audience
          else map(_unasked, campaigns)))}
    orders = journal.open_orders(var, settings.audience)
    doubtful = {title: uncertain(title, order, settings) for title, order in orders.items()}
    for title, row in (damaged | doubtful).items():
        if title not in rows or rows[title].state not in LEFT.values():
            rows[title] = row
    places = {lang: place for place, lang in enumerate(settings.languages)}
    ordered = sorted(rows.values(), key=lambda row: places.get(row.lang, len(places)))
    return tuple(sorted(ordered, key=lambda row: row.issue, reverse=True))


def _outbox(folder: Path, settings: Settings) -> tuple[tuple[Campaign, ...], dict[str, Row]]:
    """Return what lies in the outbox and, by title, a row for each that cannot be read."""
    campaigns: list[Campaign] = []
    damaged: dict[str, Row] = {}
    for issue in outbox.issues(folder):
        for lang in set(settings.languages) & set(outbox.languages(folder, issue)):
            title = settings.title(issue, lang)
            try:
                campaigns.append(outbox.read(folder, issue, lang, title))
            except OutboxError as error:
                damaged[title] = Row(issue, lang, "damaged", error.message)
    return tuple(campaigns), damaged


def _missing(folder: Path, settings: Settings, written: Collection[str]) -> Iterator[Row]:
    """Yield a row for each language in which an issue is not in the outbox."""
    for issue in {*outbox.issues(folder), *written}:
        for lang in set(settings.languages) - set(outbox.languages(folder, issue)):
            yield Row(issue, lang, "not built", say(
                "not in the outbox; run “./inv build” once its text is no draft any more"))


def _asked(campaigns: tuple[Campaign, ...], settings: Settings, var: Path) -> Iterator[Row]:
    view = planning.look(Work(connect(settings), settings, var), campaigns)
    for step in view.steps:
        tested = journal.recall(var, step.want.campaign.title, settings.audience).tested
        yield _row(step, settings, tested)
    yield from _unbuilt(view.found, {campaign.title for campaign in campaigns}, settings)


def _unasked(campaign: Campaign) -> Row:
    return Row(campaign.issue, campaign.lang, "unknown", say(
        "in the outbox; Mailchimp was not asked, because no key or audience is set"))


def _row(step: Step, settings: Settings, tested: str) -> Row:
    campaign = step.want.campaign
    if len(step.matches) == 1 and step.matches[0].status not in EDITABLE:
        row = _left(campaign.issue, campaign.lang, step.matches[0], settings)
        return replace(row, sentence=left_sentence(step, settings)) if row.state != "other" else row
    state, sentence = _draft_state(step, tested == campaign.digest)
    return Row(campaign.issue, campaign.lang, state, sentence)


def _draft_state(step: Step, tested: bool) -> tuple[State, Message]:
    match step.action:
        case "create":
            return "built", say("in the outbox, not in Mailchimp yet")
        case "update":
            return "behind", say("the draft in Mailchimp is older than the outbox")
        case "refuse":
            return "edited" if step.fields else "refused", step.reason or say("refused")
    if tested:
        return "tested", say("a draft in Mailchimp, equal to the outbox and tested")
    return "draft", say("a draft in Mailchimp, equal to the outbox; not tested yet")


def _unbuilt(found: Iterable[Match], built: set[str], settings: Settings) -> Iterator[Row]:
    """Yield a row for each campaign of ours whose issue is not in the outbox."""
    for match in found:
        ours = settings.issue_of(match.title)
        if not ours or match.title in built:
            continue
        issue, lang = ours
        if match.status in EDITABLE:
            yield Row(issue, lang, "not built", say(
                "a draft in Mailchimp, but not in the outbox; build it, or delete it there"))
        else:
            yield _left(issue, lang, match, settings)


def _left(issue: str, lang: str, match: Match, settings: Settings) -> Row:
    state = LEFT.get(match.status)
    if state:
        return Row(issue, lang, state, sent_sentence(match, settings))
    return Row(issue, lang, "other", say("in the state “{status}” in Mailchimp",
                                         status=match.status))


def uncertain(title: str, order: Order, settings: Settings) -> Row:
    """Return the row of an order of which nobody knows what became of it."""
    _, _, rest = title.partition("/")
    issue, _, lang = rest.partition("/")
    return Row(issue, lang, "uncertain", say(
        "uncertain: on {time} Mailchimp was told to send it, and it is not known whether it did; "
        "“./inv newsletter.reconcile {issue} --lang {lang}” finds out",
        time=shown(order.at, settings.zones), issue=issue, lang=lang))
