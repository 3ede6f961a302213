"""Find out what became of an issue that was sent, without writing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from plugins.newsletter import journal, outbox
from plugins.newsletter.mailchimp.campaign import EDITABLE, draft
from plugins.newsletter.mailchimp.client import Mailchimp, connect
from plugins.newsletter.mailchimp.errors_part import NotFoundError
from plugins.newsletter.push import asked, planning
from plugins.newsletter.push.plan import Match
from plugins.newsletter.report.clicks import Clicks, sort_clicks
from plugins.newsletter.report.tally import Tally, tally, together
from plugins.newsletter.settings import Settings

State = Literal["not sent", "draft", "scheduled", "sending", "sent", "several", "uncertain",
                "other"]


@dataclass(frozen=True)
class Result:
    """What became of an issue in one language.

    `matches` are the campaigns with its title, `order` is one of which nobody knows what became
    of it; there is no tally before it is being sent, and no clicks if they are not tracked.
    """

    lang: str
    state: State
    matches: tuple[Match, ...] = ()
    order: journal.Order | None = None
    tally: Tally | None = None
    clicks: Clicks | None = None


@dataclass(frozen=True)
class Report:
    """What became of an issue, by language."""

    issue: str
    results: tuple[Result, ...]

    @property
    def total(self) -> Tally | None:
        """The tally of all languages together, None if there is none."""
        known = [result.tally for result in self.results if result.tally]
        return together(known) if known else None


def report_issue(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path, site: str,
    langs: Sequence[str] = ()
) -> Report:
    """Return what became of the issue, in `langs` or else in all languages.

    `site` is the root of our addresses. The outbox gives the titles of the articles, and may lack
    them. Raises OutboxError, SettingsError or MailchimpError.
    """
    wanted = asked.known(langs, settings) or settings.languages
    client = connect(settings)
    found = planning.matches(client, planning.folder_id(client, settings.folder))
    orders = journal.open_orders(var, settings.audience)
    return Report(issue, tuple(
        _result(client, lang, planning.named(settings.title(issue, lang), found),
                orders.get(settings.title(issue, lang)),
                outbox.articles(outbox_folder, issue, lang), site)
        for lang in settings.languages if lang in wanted))


def exit_code(report: Report) -> int:
    """Return 0 if there is a tally and nothing is in doubt, 1 otherwise."""
    doubtful = any(result.state in ("several", "uncertain") for result in report.results)
    return 1 if doubtful or not report.total else 0


def _result(
    client: Mailchimp, lang: str, ours: tuple[Match, ...], order: journal.Order | None,
    articles: Mapping[str, str], site: str
) -> Result:
    result = Result(lang, _state(ours, order), ours, order)
    if result.state not in ("sending", "sent"):
        return result
    campaign = ours[0].id
    tracking = draft(client.campaign(campaign), {}).facts["tracking"].split(", ")
    try:
        counted = tally(client.report(campaign), tracking)
    except NotFoundError:
        return result
    if counted.clicked is None:
        return replace(result, tally=counted)
    return replace(result, tally=counted,
                   clicks=sort_clicks(client.clicks(campaign), articles, site))


def _state(ours: Sequence[Match], order: journal.Order | None) -> State:
    if len(ours) > 1:
        return "several"
    match ours[0].status if ours else "":
        case "sent" | "sending" as leaving:
            return leaving
        case "schedule":
            return "scheduled"
        case _ if order:
            return "uncertain"
        case "":
            return "not sent"
        case status if status in EDITABLE:
            return "draft"
    return "other"
