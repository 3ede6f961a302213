"""Have an issue sent at a time, or take that back."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from plugins.core.messages import say
from plugins.newsletter import journal
from plugins.newsletter.journal import Memory
from plugins.newsletter.mailchimp.client import connect
from plugins.newsletter.mailchimp.errors import MailchimpError, UncertainError
from plugins.newsletter.push import planning
from plugins.newsletter.push.plan import Match, Step
from plugins.newsletter.push.planning import Inspect, Work, known, unlooked, whole
from plugins.newsletter.push.recipients import Tell
from plugins.newsletter.send.order import Outcome, Verdict, settle
from plugins.newsletter.send.send import Confirm, leave, sent_already
from plugins.newsletter.settings import Settings
from plugins.newsletter.times import scheduled_time, told


def schedule(
    issue: str, at: str, zone: str, *, settings: Settings, outbox_folder: Path, var: Path,
    tell: Tell, confirm: Confirm, langs: Sequence[str] = (), site: str = "",
    inspect: Inspect = unlooked,
) -> Outcome:
    """Have the drafts of the issue sent when the clocks of `zone` show `at`.

    Raises ScheduleError for a time that cannot be meant, and OutboxError, SettingsError or
    MailchimpError as long as nothing was scheduled.
    """
    time = scheduled_time(at, zone, datetime.now(UTC)).isoformat()
    campaigns = whole(outbox_folder, issue, langs, settings)
    work = Work(connect(settings), settings, var, inspect)

    def done(step: Step) -> Verdict | None:
        return sent_already(step, settings) or _scheduled_already(step, settings, time)

    return leave(work, campaigns, time, site, tell, confirm, done)


def unschedule(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path, tell: Tell,
    langs: Sequence[str] = (),
) -> Outcome:
    """Take back what is scheduled of the issue, in `langs` or else in all languages.

    It needs no outbox: whatever in Mailchimp bears the issue's titles stays there as a draft, and
    so does what we pushed or ordered, whatever it is called there. Raises OutboxError for an issue
    that nobody knows.
    """
    work = Work(connect(settings), settings, var)
    found = planning.matches(work.client, planning.folder_id(work.client, settings.folder))
    planning.require_known(work, issue, outbox_folder, found)
    verdicts: list[Verdict] = []
    for lang in known(langs, settings) or settings.languages:
        for verdict in _taken_back(work, lang, settings.title(issue, lang), found):
            tell(verdict.line)
            verdicts.append(verdict)
    return Outcome(issue, tuple(verdicts))


def _scheduled_already(step: Step, settings: Settings, time: str) -> Verdict | None:
    match = step.matches[0] if step.action == "done" else None
    if not match or not match.sent or datetime.fromisoformat(match.sent) != \
            datetime.fromisoformat(time):
        return None
    return Verdict(step.lang, "scheduled", say(
        "it is scheduled for that time already, {time}", time=told(time, settings.zones)))


def _taken_back(work: Work, lang: str, title: str, found: Sequence[Match]) -> Iterator[Verdict]:
    memory = journal.recall(work.var, title, work.settings.audience)
    ours = _ours(work, title, found, memory)
    scheduled = [match for match in ours if match.status == "schedule"]
    if not scheduled:
        yield Verdict(lang, "skipped", say("nothing of it is scheduled"))
    for match in scheduled:
        try:
            work.client.unschedule(match.id)
        except UncertainError as doubt:
            if not _is_draft(work, match):
                yield Verdict(lang, "uncertain", doubt.message)
                continue
        except MailchimpError as refusal:
            yield Verdict(lang, "refused", refusal.message)
            continue
        if memory.order and memory.order.campaign == match.id:
            settle(work, title, journal.NOTHING)
        yield Verdict(lang, "draft", say("no longer scheduled; it is a draft again"))


def _ours(work: Work, title: str, found: Sequence[Match], memory: Memory) -> Collection[Match]:
    """Return what bears the title, and what we remember: renamed, or not in the list yet."""
    identities = {memory.campaign, memory.order.campaign if memory.order else ""}
    remembered = [match for identity in sorted(identities)
                  for match in planning.remembered(work.client, identity)]
    return {match.id: match for match in (*planning.named(title, found), *remembered)}.values()


def _is_draft(work: Work, match: Match) -> bool:
    """Look until a campaign is a draft, or the patience ends."""
    for wait in work.settings.patience.order:
        sleep(wait)
        try:
            if work.client.campaign(match.id).get("status") == "save":
                return True
        except MailchimpError:
            continue
    return False
