"""Have an issue sent at a time, or take that back."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from plugins.core.messages import say
from plugins.newsletter.campaigns import Listed
from plugins.newsletter.journal import NOTHING, Memory
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.provider import ProviderError, UncertainError
from plugins.newsletter.push.snapshot import find_remembered, require_known_issue, titled
from plugins.newsletter.send.outcome import Outcome, Verdict, watch
from plugins.newsletter.send.send import send_or_schedule
from plugins.newsletter.times import scheduled_time


def schedule(
    newsletter: Newsletter, issue: str, at: str, zone: str, editor: Editor,
    langs: Sequence[str] = (), site: str = "",
) -> Outcome:
    """Have the drafts of the issue sent when the clocks of `zone` show `at`.

    Raises ScheduleError for a time that cannot be meant, and OutboxError, SettingsError or
    ProviderError as long as nothing was scheduled.
    """
    time = scheduled_time(at, zone, datetime.now(UTC), newsletter.provider.name).isoformat()
    campaigns = newsletter.outbox.whole_issue(issue, langs)
    newsletter.provider.require_account()
    return send_or_schedule(newsletter, campaigns, time, site, editor)


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
