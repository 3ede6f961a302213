"""Put plans, outcomes and reports into plain values: the keys stay, the sentences may not."""

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.core.messages import Message
from plugins.newsletter.push.plan import Plan, Step
from plugins.newsletter.push.wording import changes, draft_address, kilobytes
from plugins.newsletter.report.report import Report, Result, Tally
from plugins.newsletter.report.wording import headline, verdict
from plugins.newsletter.send.order import Outcome
from plugins.newsletter.settings import Settings

Values = dict[str, Any]


def plan_values(plan: Plan, settings: Settings, failures: Sequence[Message] = ()) -> Values:
    """Return a plan, and what failed of it, as JSON has it; a Message is for the terminal."""
    return {"issue": plan.issue, "languages": [_step(step, settings) for step in plan.steps],
            "new_folder": plan.new_folder, "tracking": sorted(settings.tracking),
            "notes": list(plan.notes), "failures": list(failures)}


def outcome_values(outcome: Outcome) -> Values:
    """Return what became of an issue as JSON has it."""
    return {"issue": outcome.issue, "languages": [
        {"lang": verdict.lang, "state": verdict.state, "sentence": verdict.sentence}
        for verdict in outcome.languages]}


def report_values(report: Report, settings: Settings) -> Values:
    """Return a report as JSON has it; what is not tracked, or not known yet, is None."""
    return {"issue": report.issue, "total": _tally(report.total),
            "languages": [_result(report.issue, result, settings) for result in report.results]}


def _step(step: Step, settings: Settings) -> Values:
    want, draft = step.want, step.draft
    return {
        "lang": step.lang, "action": step.action, "title": want.campaign.title,
        "reason": step.reason, "recipients": want.recipients, "audience": want.audience,
        "kilobytes": kilobytes(want), "differences": _differences(step),
        "content": list(changes(draft.html, want.campaign.html))
        if draft and "content" in step.fields else [],
        "findings": [{"level": finding.level, "sentence": finding.message}
                     for finding in step.findings],
        "campaigns": [{"id": match.id, "status": match.status,
                       "address": draft_address(settings.root, match.web_id)}
                      for match in step.matches]}


def _differences(step: Step) -> Mapping[str, Mapping[str, object]]:
    """Return what differs, by field, as Mailchimp has it and as the outbox does."""
    if not step.draft:
        return {}
    found, wanted = step.draft.facts, step.want.facts
    return {field: {"found": step.draft.recipients, "wanted": step.want.recipients}
            if field == "recipients" else {"found": found[field], "wanted": wanted[field]}
            for field in step.fields}


def _result(issue: str, result: Result, settings: Settings) -> Values:
    left = result.state in ("sending", "sent")
    return {
        "lang": result.lang, "title": settings.title(issue, result.lang), "state": result.state,
        "sentence": headline(issue, result, settings),
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
