"""Put a report into lines and columns for the editor."""

from collections.abc import Iterator, Sequence

from plugins.core.messages import Message, say
from plugins.core.numbers import percent
from plugins.newsletter.push.compare import several
from plugins.newsletter.push.wording import sent_sentence
from plugins.newsletter.report.clicks import Clicks
from plugins.newsletter.report.complaints import (
    NEVER_REACH,
    STAY_BELOW,
    VERDICTS,
    advice,
    remark,
    verdict,
)
from plugins.newsletter.report.report import Report, Result
from plugins.newsletter.report.status import uncertain
from plugins.newsletter.report.tally import Tally
from plugins.newsletter.settings import Settings

Row = Sequence[Message | str | int | float]
"""A line in columns: a whole number is a count, another number a part of one."""


def report_rows(report: Report, settings: Settings, lang: str) -> Iterator[Row]:
    """Yield the report as an editor reads it in `lang`: a block for each language, then the sum."""
    told = [result.tally for result in report.results if result.tally]
    for result in report.results:
        yield say("{lang}: {sentence}", lang=result.lang,
                  sentence=headline(report.issue, result, settings)),
        if result.tally:
            yield from _counts(result.tally, lang)
            yield from _clicks(result.clicks)
            yield ()
    if report.total and len(told) > 1:
        yield say("together:"),
        yield from _counts(report.total, lang)
        yield ()
    for note in _notes(told):
        yield say("note: {note}", note=note),


def headline(issue: str, result: Result, settings: Settings) -> Message:
    """Return whether and when an issue was sent in a language, and what to do if it was not."""
    title = settings.title(issue, result.lang)
    match result.state:
        case "not sent":
            return say("not sent; Mailchimp has no campaign “{title}”. “./inv newsletter.status” "
                       "shows those it has", title=title)
        case "draft":
            return say("not sent, a draft; “./inv newsletter.plan {issue}” shows what is left to "
                       "do", issue=issue)
        case "several":
            return several(title, result.matches)
        case "uncertain":
            assert result.order
            return uncertain(title, result.order, settings).sentence
        case "other":
            return say("in the state “{status}” in Mailchimp; look at it there",
                       status=result.matches[0].status)
    state = sent_sentence(result.matches[0], settings)
    if result.state == "scheduled":
        return say("{state}; there is a report once it is sent", state=state)
    if not result.tally:
        return say("{state}; Mailchimp has no report yet, look again in a few minutes", state=state)
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
    yield "", clicks.own_pages, say("other pages of ours")
    yield "", clicks.elsewhere, say("other sites")


def _notes(told: Sequence[Tally]) -> Iterator[Message]:
    """Yield what to do about complaints, and what their numbers do not tell."""
    found = [verdict(tally.complaints, tally.delivered) for tally in told]
    todo = advice(max(found, key=VERDICTS.index, default="fine"))
    if todo:
        yield todo
    if told:
        yield say("Mailchimp does not learn of complaints at Gmail; Google’s Postmaster Tools show "
                  "them")
