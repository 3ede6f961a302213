"""Put plans, outcomes and reports into plain values: the keys stay, the sentences may not."""

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.core.messages import Message
from plugins.newsletter.campaigns import Tally
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.preflight.email import kilobytes
from plugins.newsletter.push.changes import changes
from plugins.newsletter.push.compare import Step
from plugins.newsletter.push.plan import Plan
from plugins.newsletter.report.report import IssueReport, Result
from plugins.newsletter.report.wording import headline, verdict
from plugins.newsletter.send.outcome import Outcome

Values = dict[str, Any]


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
