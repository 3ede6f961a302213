"""Count what became of a campaign, from what Mailchimp reports of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


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


def together(parts: Iterable[Tally]) -> Tally:
    """Return the sum of tallies; of what only some track, the sum of those."""
    columns = zip(*(vars(part).values() for part in parts), strict=True)
    return Tally(*(_sum(column) for column in columns))  # type: ignore[arg-type]


def _count(values: Mapping[str, Any], name: str) -> int:
    return int(values.get(name) or 0)


def _sum(column: Iterable[int | None]) -> int | None:
    known = [count for count in column if count is not None]
    return sum(known) if known else None
