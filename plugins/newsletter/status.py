"""Tell where each issue stands: built, drafted, scheduled, sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plugins.newsletter import look, outbox
from plugins.newsletter.draft import EDITABLE
from plugins.newsletter.mailchimp import connect
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.plan import Match, Step
from plugins.newsletter.settings import Settings
from plugins.problems import Message, say

State = Literal["unknown", "built", "draft", "behind", "refused", "not built", "scheduled",
                "sending", "sent", "other"]


@dataclass(frozen=True)
class Row:
    """One issue in one language, and where it stands."""

    issue: str
    lang: str
    state: State
    sentence: Message


def status(*, settings: Settings, outbox_folder: Path, var: Path) -> tuple[Row, ...]:
    """Return a row for each issue and language in the outbox or in Mailchimp, newest issue first.

    Without a key Mailchimp is not asked. Raises OutboxError or MailchimpError.
    """
    campaigns = tuple(
        outbox.read(outbox_folder, issue, lang) for issue in outbox.issues(outbox_folder)
        for lang in settings.languages if lang in outbox.languages(outbox_folder, issue))
    if not (settings.key and settings.audience):
        return tuple(_unasked(campaign) for campaign in campaigns)
    steps, found = look.survey(connect(settings), campaigns, settings, var)
    rows = [*map(_row, steps), *_unbuilt(found, campaigns, settings)]
    places = {lang: place for place, lang in enumerate(settings.languages)}
    rows.sort(key=lambda row: places.get(row.lang, len(places)))
    return tuple(sorted(rows, key=lambda row: row.issue, reverse=True))


def _unasked(campaign: Campaign) -> Row:
    return Row(campaign.issue, campaign.lang, "unknown", say(
        "in the outbox; Mailchimp was not asked, because no key or audience is set"))


def _row(step: Step) -> Row:
    campaign = step.want.campaign
    if len(step.matches) == 1 and step.matches[0].status not in EDITABLE:
        return _settled(campaign.issue, campaign.lang, step.matches[0])
    state, sentence = _draft_state(step)
    return Row(campaign.issue, campaign.lang, state, sentence)


def _draft_state(step: Step) -> tuple[State, Message]:
    match step.action:
        case "create":
            return "built", say("in the outbox, not in Mailchimp yet")
        case "update":
            return "behind", say("the draft in Mailchimp is older than the outbox")
        case "refuse":
            return "refused", step.reason or say("refused")
    return "draft", say("a draft in Mailchimp, equal to the outbox")


def _unbuilt(
    found: Sequence[Match], campaigns: Sequence[Campaign], settings: Settings
) -> Iterator[Row]:
    built = {campaign.title for campaign in campaigns}
    for match in found:
        name, _, rest = match.title.partition("/")
        issue, _, lang = rest.partition("/")
        if name != settings.name or not lang or match.title in built:
            continue
        if match.status in EDITABLE:
            yield Row(issue, lang, "not built", say(
                "a draft in Mailchimp, but not in the outbox; build it, or delete it there"))
        else:
            yield _settled(issue, lang, match)


def _settled(issue: str, lang: str, match: Match) -> Row:
    match match.status:
        case "sent":
            return Row(issue, lang, "sent", say(
                "sent on {time} (subscribers: {number})", time=match.sent,
                number=match.emails_sent))
        case "sending":
            return Row(issue, lang, "sending", say("being sent now"))
        case "schedule":
            return Row(issue, lang, "scheduled", say("scheduled for {time}", time=match.sent))
    return Row(issue, lang, "other", say("in the state “{status}” in Mailchimp",
                                         status=match.status))
