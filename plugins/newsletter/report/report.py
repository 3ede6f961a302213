"""Find out what became of an issue that was sent, without writing anything."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from plugins.newsletter import journal, outbox
from plugins.newsletter.mailchimp.campaign import EDITABLE, draft
from plugins.newsletter.mailchimp.client import Mailchimp, connect
from plugins.newsletter.mailchimp.errors import NotFoundError
from plugins.newsletter.push import planning
from plugins.newsletter.push.plan import Match
from plugins.newsletter.push.planning import known
from plugins.newsletter.settings import Settings

State = Literal["not sent", "draft", "scheduled", "sending", "sent", "several", "uncertain",
                "other"]


@dataclass(frozen=True)
class Tally:
    """What became of a campaign; `opened` and `clicked`, by how many readers, None if untracked."""

    sent: int
    hard_bounces: int
    soft_bounces: int
    complaints: int
    unsubscribed: int
    opened: int | None = None
    clicked: int | None = None

    @property
    def bounces(self) -> int:
        """What came back."""
        return self.hard_bounces + self.soft_bounces

    @property
    def delivered(self) -> int:
        """What was taken by the readers’ mail services."""
        return self.sent - self.bounces

    def of_sent(self, count: int) -> float:
        """Return a count as a part of all that was sent."""
        return count / self.sent if self.sent else 0.0

    def of_delivered(self, count: int) -> float:
        """Return a count as a part of all that was delivered."""
        return count / self.delivered if self.delivered else 0.0


@dataclass(frozen=True)
class Followed:
    """A page that readers went to, and how often."""

    title: str
    address: str
    clicks: int


@dataclass(frozen=True)
class Clicks:
    """How often readers followed the links to each article, to other pages of ours, elsewhere."""

    articles: tuple[Followed, ...]
    own_pages: int
    elsewhere: int


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


def tally(report: Mapping[str, Any], tracking: Collection[str]) -> Tally:
    """Return the tally in Mailchimp’s report of a campaign with this tracking."""
    bounces = report.get("bounces") or {}
    opens, clicks = report.get("opens") or {}, report.get("clicks") or {}
    return Tally(
        sent=_count(report, "emails_sent"),
        # An address that cannot exist comes back for good, too.
        hard_bounces=_count(bounces, "hard_bounces") + _count(bounces, "syntax_errors"),
        soft_bounces=_count(bounces, "soft_bounces"),
        complaints=_count(report, "abuse_reports"),
        unsubscribed=_count(report, "unsubscribed"),
        opened=_count(opens, "unique_opens") if "opens" in tracking else None,
        clicked=(_count(clicks, "unique_subscriber_clicks")
                 if {"html_clicks", "text_clicks"} & set(tracking) else None))


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
    wanted = known(langs, settings) or settings.languages
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


def together(parts: Iterable[Tally]) -> Tally:
    """Return the sum of tallies; of what only some track, the sum of those."""
    columns = zip(*(vars(part).values() for part in parts), strict=True)
    return Tally(*(_sum(column) for column in columns))  # type: ignore[arg-type]


def _count(values: Mapping[str, Any], name: str) -> int:
    return int(values.get(name) or 0)


def _sum(column: Iterable[int | None]) -> int | None:
    known = [count for count in column if count is not None]
    return sum(known) if known else None


def sort_clicks(
    entries: Iterable[Mapping[str, Any]], articles: Mapping[str, str], site: str
) -> Clicks:
    """Return the clicks in Mailchimp’s entries; `articles` gives titles by address.

    Without it every page of ours, below the address `site`, stands for itself.
    """
    counts = _counts(entries)
    own = [name for name in counts if f"{name}/".startswith(f"{page(site)}/")]
    listed = {page(address): (title, address) for address, title in articles.items()} \
        or {name: (name, name) for name in own}
    followed = tuple(Followed(title, address, counts.pop(name, 0))
                     for name, (title, address) in listed.items())
    own_pages = sum(counts.pop(name, 0) for name in own)
    return Clicks(followed, own_pages, elsewhere=counts.total())


def page(address: str) -> str:
    """Return what tells one page from another: neither what follows “?” or “#” nor a last slash."""
    try:
        parts = urlsplit(address)
        return f"{(parts.hostname or '')}{unquote(parts.path).rstrip('/')}"
    except ValueError:
        return address


def _counts(entries: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """Return the clicks on each page: one in both parts of an email is one, and told twice."""
    counts: Counter[str] = Counter()
    # Mailchimp has listed the same link twice (mailchimp-client-lib-codegen#95).
    for entry in {entry["id"]: entry for entry in entries}.values():
        counts[page(str(entry["url"]))] += int(entry["total_clicks"])
    return counts
