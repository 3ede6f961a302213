"""Send an issue to its subscribers, all its languages or none: at once, or at a time, which can be
taken back.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from plugins.core.files import DiskError
from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import Listed
from plugins.newsletter.journal import NOTHING, SCHEDULED, SENT, Memory
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.provider import ProviderError, UncertainError
from plugins.newsletter.push.compare import Step
from plugins.newsletter.push.snapshot import find_remembered, require_known_issue, titled
from plugins.newsletter.push.wording import headline, in_language
from plugins.newsletter.send.clearance import Clearance, clear
from plugins.newsletter.send.outcome import (
    Outcome,
    Verdict,
    record,
    record_success,
    result_of,
    watch,
)
from plugins.newsletter.times import format_moment, format_time, scheduled_time


def send(
    newsletter: Newsletter, issue: str, editor: Editor, langs: Sequence[str] = (), site: str = ""
) -> Outcome:
    """Send the drafts of the issue, in `langs` or else in all languages.

    A language that was sent before is passed over. Raises OutboxError, SettingsError or
    ProviderError as long as nothing was sent.
    """
    return send_or_schedule(newsletter, issue, "", editor, langs, site)


def schedule(
    newsletter: Newsletter, issue: str, at: str, zone: str, editor: Editor,
    langs: Sequence[str] = (), site: str = "",
) -> Outcome:
    """Have the drafts of the issue sent when the clocks of `zone` show `at`.

    Raises ScheduleError for a time that cannot be meant, and OutboxError, SettingsError or
    ProviderError as long as nothing was scheduled.
    """
    time = scheduled_time(at, zone, datetime.now(UTC), newsletter.provider.name).isoformat()
    return send_or_schedule(newsletter, issue, time, editor, langs, site)


def send_or_schedule(
    newsletter: Newsletter, issue: str, time: str, editor: Editor, langs: Sequence[str] = (),
    site: str = "",
) -> Outcome:
    """Send the campaigns, or schedule them for `time` (ISO 8601, UTC; "" is at once).

    What keeps one of them keeps all. Between the look and the order an editor confirms; whatever
    changed meanwhile stops it. After the first that does not go, none is begun.
    """
    campaigns = newsletter.outbox.whole_issue(issue, langs)
    newsletter.provider.require_account()
    done = partial(_left_already, zones=newsletter.settings.zones, time=time)
    cleared = clear(newsletter, campaigns, site, done)
    for verdict in cleared.done:
        editor.tell(verdict.line)
    refused = cleared.refused
    if cleared.ready and not refused:
        for step in cleared.ready:
            editor.tell(_announcement(step, time, newsletter.settings.zones))
            editor.tell(_last_test(newsletter, step))
        refused = tuple(Verdict(step.lang, "refused", say("not confirmed"))
                        for step in cleared.ready)
        if editor.confirm():
            newsletter.journal.read_again()
            refused = _changed_since(cleared, clear(newsletter, campaigns, site, done))
    if refused:
        return _refuse(issue, cleared, refused, editor)
    ordered = _order_all(newsletter, cleared.ready, time, editor)
    return Outcome(issue, (*cleared.done, *ordered))


def _left_already(step: Step, zones: Sequence[str], time: str) -> Verdict | None:
    """Return the verdict on one of our campaigns that was sent, or will be at just that time."""
    match = step.matches[0] if step.action == "done" else None
    if match and match.state.name in ("sending", "sent"):
        return Verdict(step.lang, "sent", headline(step, zones))
    if match and time and match.sent and \
            datetime.fromisoformat(match.sent) == datetime.fromisoformat(time):
        return Verdict(step.lang, "scheduled", headline(step, zones))
    return None


def _announcement(step: Step, time: str, zones: Sequence[str]) -> Message:
    when = say("on {time}", time=format_time(time, zones)) if time else say("now")
    return step.say("{lang}: “{subject}” will be sent {when}, to {who} (subscribers: {recipients} "
                    "of {audience})", subject=step.campaign.subject, when=when, who=step.part.who,
                    recipients=step.recipients, audience=step.audience)


def _last_test(newsletter: Newsletter, step: Step) -> Message:
    """Return when the version that is to leave was tested: no other is cleared."""
    memory = newsletter.journal.memory(step.campaign.title)
    time = format_moment(memory.tested_at, newsletter.settings.zones) if memory.tested_at else "…"
    if not memory.tested_to:
        return step.say("  the last test was sent on {time}, and nothing has changed since",
                        time=time)
    return step.say("  the last test was sent on {time} (addresses: {count}), and nothing has "
                    "changed since", time=time, count=memory.tested_to)


def _changed_since(before: Clearance, now: Clearance) -> tuple[Verdict, ...]:
    """Return refusals if what may be sent is not what the editor confirmed, perhaps minutes ago."""
    confirmed, ready = ([(step.lang, step.draft and (step.draft.id, step.draft.facts))
                         for step in each.ready] for each in (before, now))
    if now.refused or confirmed == ready:
        return now.refused
    return tuple(_changed(step) for step in before.ready)


def _changed(step: Step) -> Verdict:
    return Verdict(step.lang, "refused", step.say(
        "it was changed in {provider} in the meantime; run the command again"))


def _refuse(
    issue: str, cleared: Clearance, refused: Sequence[Verdict], editor: Editor
) -> Outcome:
    """Tell the editor, each reason once, why nothing leaves, and which language could alone."""
    alike: dict[str, list[Verdict]] = {}
    for verdict in refused:
        alike.setdefault(str(verdict.sentence), []).append(verdict)
    for first, *others in alike.values():
        langs = ", ".join(verdict.lang for verdict in (first, *others))
        editor.tell(in_language(langs, first.sentence))
    editor.tell(say("nothing was sent"))
    for step in cleared.ready if cleared.refused else ():
        editor.tell(say("“{lang}” is ready; “--lang {lang}” sends it alone", lang=step.lang))
    return Outcome(issue, (*cleared.done, *refused))


def _order_all(
    newsletter: Newsletter, steps: Sequence[Step], time: str, editor: Editor
) -> list[Verdict]:
    verdicts: list[Verdict] = []
    has_failed = False
    for step in steps:
        if has_failed:
            verdict = Verdict(step.lang, "refused", say(
                "not begun, because of “{lang}”; once that is clear, run the command again",
                lang=verdicts[-1].lang))
        else:
            verdict = _stopped(newsletter, step, time) or give_order(newsletter, step, time)
        has_failed = verdict.has_failed
        verdicts.append(verdict)
        editor.tell(verdict.line)
    return verdicts


def _stopped(newsletter: Newsletter, step: Step, time: str) -> Verdict | None:
    """Return a refusal if the draft is not what it was when it was cleared, or the time came."""
    try:
        draft = newsletter.provider.read_draft(step.matches[0].id)
    except ProviderError as error:
        return Verdict(step.lang, "refused", error.message)
    if not step.draft or (draft.state, draft.facts) != (step.draft.state, step.draft.facts):
        return _changed(step)
    if time and datetime.now(UTC) >= datetime.fromisoformat(time):
        return Verdict(step.lang, "refused", say(
            "the time has passed in the meantime; choose a later one"))
    return None


def give_order(newsletter: Newsletter, step: Step, time: str) -> Verdict:
    """Have a campaign sent at once, or at a `time` (ISO 8601, UTC); return what became of it.

    The order is on disk before the provider is asked, and it is asked once: without an answer the
    order stays open, and nothing else is asked for until somebody knows what became of it.
    """
    campaign, identity = step.campaign, step.matches[0].id
    try:
        newsletter.journal.record_order(campaign.title, identity, time, campaign.digest)
    except DiskError as error:
        return Verdict(step.lang, "refused", error.message)
    try:
        if time:
            newsletter.provider.schedule(identity, time)
        else:
            newsletter.provider.send(identity)
    except UncertainError:
        return _look_for_result(newsletter, step, identity)
    except ProviderError as refusal:
        return record(newsletter, campaign.title, NOTHING,
                      Verdict(step.lang, "refused", refusal.message))
    return record_success(newsletter, campaign.title, step.lang, SCHEDULED if time else SENT, time)


def _look_for_result(newsletter: Newsletter, step: Step, identity: str) -> Verdict:
    found = watch(newsletter.provider, identity, lambda now: bool(result_of(now)))
    if found:
        return record_success(
            newsletter, step.campaign.title, step.lang, result_of(found), found.sent)
    return Verdict(step.lang, "uncertain", step.say(
        "{provider} was told to send it and did not answer: it may or may not be sent. Look at it "
        "there, then run “./inv newsletter.reconcile {issue} --lang {lang}”; until then nothing "
        "of it is sent or changed"))


def unschedule(
    newsletter: Newsletter, issue: str, editor: Editor, langs: Sequence[str] = ()
) -> Outcome:
    """Take back what is scheduled of the issue, in `langs` or else in all languages.

    It needs no outbox: whatever bears the issue's titles at the provider stays there as a draft,
    and so does what we pushed or ordered, whatever it is called there. Raises OutboxError for an
    issue that nobody knows.
    """
    newsletter.provider.require_account()
    found = newsletter.provider.list_campaigns().campaigns
    require_known_issue(newsletter, issue, found)
    verdicts: list[Verdict] = []
    for lang in newsletter.outbox.known_languages(langs):
        for verdict in _take_back(newsletter, issue, lang, found):
            editor.tell(verdict.line)
            verdicts.append(verdict)
    return Outcome(issue, tuple(verdicts))


def _take_back(
    newsletter: Newsletter, issue: str, lang: str, found: Sequence[Listed]
) -> Iterator[Verdict]:
    title = newsletter.outbox.title(issue, lang)
    memory = newsletter.journal.memory(title)
    scheduled = [each for each in _ours(newsletter, title, found, memory)
                 if each.state.name == "scheduled"]
    if not scheduled:
        yield Verdict(lang, "skipped", say("nothing of it is scheduled"))
    for each in scheduled:
        try:
            newsletter.provider.unschedule(each.id)
        except UncertainError as doubt:
            if not watch(newsletter.provider, each.id, lambda now: now.state.name == "draft"):
                yield Verdict(lang, "uncertain", doubt.message)
                continue
        except ProviderError as refusal:
            yield Verdict(lang, "refused", refusal.message)
            continue
        if memory.order and memory.order.campaign == each.id:
            newsletter.journal.close_order(title, NOTHING)
        yield Verdict(lang, "draft", say("no longer scheduled; it is a draft again"))


def _ours(
    newsletter: Newsletter, title: str, found: Sequence[Listed], memory: Memory
) -> Collection[Listed]:
    """Return what bears the title, and what we remember: renamed, or not in the list yet."""
    identities = {memory.campaign, memory.order.campaign if memory.order else ""}
    remembered = [each for identity in sorted(identities)
                  for each in find_remembered(newsletter, identity)]
    return {each.id: each for each in (*titled(title, found), *remembered)}.values()
