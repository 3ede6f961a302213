"""Put a report into lines and columns for the editor; plans, outcomes and it, into plain values.

Of the values the keys stay; the sentences may not.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, get_args

from plugins.core.i18n import percent
from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import Tally
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.preflight.email import kilobytes
from plugins.newsletter.push.compare import Step, several
from plugins.newsletter.push.snapshot import Plan
from plugins.newsletter.push.wording import changes, in_language, note, sent_sentence
from plugins.newsletter.report.report import Clicks, IssueReport, Result
from plugins.newsletter.report.status import uncertain
from plugins.newsletter.send.outcome import Outcome

Row = Sequence[Message | str | int | float]
"""A line in columns: a whole number is a count, another number a part of one."""

STAY_BELOW, NEVER_REACH = Fraction(10, 10_000), Fraction(30, 10_000)
Verdict = Literal["fine", "high", "too high"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""What complaints can be, from good to bad."""

Values = dict[str, Any]


def report_rows(report: IssueReport, newsletter: Newsletter, lang: str) -> Iterator[Row]:
    """Yield the report as an editor reads it in `lang`: a block for each language, then the sum."""
    told = [result.tally for result in report.results if result.tally]
    for result in report.results:
        yield in_language(result.lang, headline(report.issue, result, newsletter)),
        if result.tally:
            yield from _counts(result.tally, lang)
            yield from _clicks(result.clicks)
            yield ()
    if report.total and len(told) > 1:
        yield say("together:"),
        yield from _counts(report.total, lang)
        yield ()
    for sentence in _notes(told, newsletter.provider.name):
        yield note(sentence),


def headline(issue: str, result: Result, newsletter: Newsletter) -> Message:
    """Return whether and when an issue was sent in a language, and what to do if it was not."""
    title, provider = newsletter.outbox.title(issue, result.lang), newsletter.provider.name
    match result.state:
        case "not sent":
            return say("not sent; {provider} has no campaign “{title}”. “./inv newsletter.status” "
                       "shows those it has", provider=provider, title=title)
        case "draft":
            return say("not sent, a draft; “./inv newsletter.plan {issue}” shows what is left to "
                       "do", issue=issue)
        case "several":
            return several(title, result.matches, provider)
        case "uncertain":
            assert result.order
            return uncertain(title, result.order, newsletter).sentence
        case "other":
            return say("in the state “{status}” in {provider}; look at it there",
                       status=result.matches[0].state.word, provider=provider)
    return _departed(result, newsletter)


def _departed(result: Result, newsletter: Newsletter) -> Message:
    state = sent_sentence(result.matches[0], newsletter.settings.zones)
    if result.state == "scheduled":
        return say("{state}; there is a report once it is sent", state=state)
    if not result.tally:
        return say("{state}; {provider} has no report yet, try again in a few minutes",
                   state=state, provider=newsletter.provider.name)
    return say("{state}; the figures so far", state=state) if result.state == "sending" else state


def _counts(tally: Tally, lang: str) -> Iterator[Row]:
    of_sent, of_delivered = tally.of_sent, tally.of_delivered
    found = verdict(tally.complaints, tally.delivered)
    limits = [percent(float(limit), lang) for limit in (STAY_BELOW, NEVER_REACH)]
    yield say("  sent"), tally.sent
    yield say("  delivered"), tally.delivered, of_sent(tally.delivered)
    yield say("  hard bounces"), tally.hard_bounces, of_sent(tally.hard_bounces)
    yield say("  soft bounces"), tally.soft_bounces, of_sent(tally.soft_bounces)
    yield (say("  complaints"), tally.complaints, of_delivered(tally.complaints),
           remark(found, *limits))
    yield say("  unsubscribed"), tally.unsubscribed, of_delivered(tally.unsubscribed)
    if tally.opened is not None:
        yield say("  opened"), tally.opened, of_delivered(tally.opened)
    if tally.clicked is not None:
        yield say("  followed a link"), tally.clicked, of_delivered(tally.clicked)


def _clicks(clicks: Clicks | None) -> Iterator[Row]:
    if clicks is None:
        yield say("  clicks are not tracked"),
        return
    yield say("  clicks"),
    for page in clicks.articles:
        yield "", page.clicks, page.title
    yield "", clicks.own_pages, say("our other pages")
    yield "", clicks.elsewhere, say("other sites")


def _notes(told: Sequence[Tally], provider: str) -> Iterator[Message]:
    """Yield what to do about complaints, and what their numbers do not show."""
    found = [verdict(tally.complaints, tally.delivered) for tally in told]
    todo = advice(max(found, key=VERDICTS.index, default="fine"))
    if todo:
        yield todo
    if told:
        yield say("{provider} does not learn of complaints at Gmail; Google’s Postmaster Tools "
                  "show them", provider=provider)


def verdict(complaints: int, delivered: int) -> Verdict:
    """Tell whether so many complaints about so many emails are within the limits."""
    if not complaints or complaints < STAY_BELOW * delivered:
        return "fine"
    return "high" if complaints < NEVER_REACH * delivered else "too high"


def remark(found: Verdict, stay_below: str, never_reach: str) -> Message:
    """Return a verdict in a few words; the limits come as they are to be written."""
    match found:
        case "fine":
            return say("OK: Gmail wants less than {limit}", limit=stay_below)
        case "high":
            return say("too many: Gmail wants less than {limit}", limit=stay_below)
    return say("far too many: Gmail wants no sender to reach {limit}", limit=never_reach)


def advice(found: Verdict) -> Message | None:
    """Return what to do about a verdict, None for nothing."""
    match found:
        case "fine":
            return None
        case "high":
            return say("so many complaints harm deliverability: find out where the latest "
                       "subscribers came from, and say at the top of the letter why its readers "
                       "receive it")
    return say("so many complaints harm deliverability: find out why before the next issue is "
               "sent. See what Google’s Postmaster Tools say about your domain, and keep only "
               "those subscribers who asked for the letter")


def plan_values(plan: Plan, newsletter: Newsletter, failures: Sequence[Message] = ()) -> Values:
    """Return a plan, and what failed of it, as JSON has it; a Message is for the terminal."""
    return {"issue": plan.issue, "languages": [_step(step) for step in plan.steps],
            "new_folder": plan.new_folder, "tracking": sorted(newsletter.provider.tracking),
            "notes": list(plan.notes), "failures": list(failures)}


def outcome_values(outcome: Outcome) -> Values:
    """Return what became of an issue as JSON has it."""
    return {"issue": outcome.issue, "languages": [
        {"lang": verdict.lang, "state": verdict.state, "sentence": verdict.sentence}
        for verdict in outcome.languages]}


def report_values(report: IssueReport, newsletter: Newsletter) -> Values:
    """Return a report as JSON has it; what is not tracked, or not known yet, is None."""
    return {"issue": report.issue, "total": _tally(report.total),
            "languages": [_result(report.issue, result, newsletter) for result in report.results]}


def _step(step: Step) -> Values:
    campaign, draft = step.campaign, step.draft
    return {
        "lang": step.lang, "action": step.action, "title": campaign.title,
        "reason": step.reason, "recipients": step.recipients, "audience": step.audience,
        "kilobytes": kilobytes(len(step.campaign.html.encode())), "differences": _differences(step),
        "content": list(changes(draft.html, campaign.html))
        if draft and "content" in step.fields else [],
        "findings": [{"level": finding.level, "place": finding.place,
                      "sentence": finding.message}
                     for finding in step.findings],
        "campaigns": [{"id": match.id, "status": match.state.word, "address": match.address}
                      for match in step.matches]}


def _differences(step: Step) -> Mapping[str, Mapping[str, object]]:
    """Return what differs, by field, as the provider has it and as the outbox does."""
    if not step.draft:
        return {}
    found, wanted = step.draft.facts, step.wanted
    return {field: {"found": step.draft.recipients, "wanted": step.recipients}
            if field == "recipients" else {"found": found[field], "wanted": wanted[field]}
            for field in step.fields}


def _result(issue: str, result: Result, newsletter: Newsletter) -> Values:
    left = result.state in ("sending", "sent")
    return {
        "lang": result.lang, "title": newsletter.outbox.title(issue, result.lang),
        "state": result.state,
        "sentence": headline(issue, result, newsletter),
        "campaigns": [match.id for match in result.matches],
        "sent_at": result.matches[0].sent if left else None,
        "tally": _tally(result.tally), "clicks": result.clicks}


def _tally(tally: Tally | None) -> Values | None:
    if not tally:
        return None
    return {
        **vars(tally), "bounces": tally.bounces, "delivered": tally.delivered,
        "delivered_rate": tally.of_sent(tally.delivered),
        "bounce_rate": tally.of_sent(tally.bounces),
        "complaint_rate": tally.of_delivered(tally.complaints),
        "complaints_for_gmail": verdict(tally.complaints, tally.delivered),
        "unsubscribe_rate": tally.of_delivered(tally.unsubscribed)}
