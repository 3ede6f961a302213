"""Remember what was done in Mailchimp: one line of JSON an event, never changed afterwards.

Mailchimp is the truth; the journal only tells our own hand from another's. It may be lost.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from plugins.core.files import reading, writing

NAME = "newsletter.jsonl"

INTENDED = "intended"
"""A push is about to write: `facts` is what it wants."""
CREATED = "created"
"""Mailchimp gave the new campaign its id, `campaign`."""
PUSHED = "pushed"
"""A push ended well: `facts` is what Mailchimp then showed, `digest` the version pushed."""
STOPPED = "stopped"
"""A push ended otherwise: `facts` is what Mailchimp then showed."""
TESTED = "tested"
"""A test mail of the version `digest` was sent."""
ORDERED = "ordered"
"""Mailchimp is about to be told to send `campaign`, now or at `time`; written before it is told."""
SETTLED = "settled"
"""What became of the last order: `result` is one of `RESULTS`."""

SENT, SCHEDULED, NOTHING = RESULTS = ("sent", "scheduled", "nothing")

SEND, SCHEDULE = "send", "schedule"


@dataclass(frozen=True)
class Order:
    """What Mailchimp was told to do with a campaign, when, and what became of it.

    `time` is when a scheduled campaign leaves, "" for at once; `result` is "" as long as nobody
    knows: until then Mailchimp is told nothing else.
    """

    kind: str
    campaign: str
    at: datetime
    time: str = ""
    result: str = ""


@dataclass(frozen=True)
class Memory:
    """What the journal knows of one campaign; empty if it knows nothing.

    `seen` is what stood in Mailchimp when we last left it, `intended` what each push wanted that
    has not ended since; `pushed` and `tested` are digests; `order` is the last one.
    """

    campaign: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    intended: tuple[Mapping[str, str], ...] = ()
    pushed: str = ""
    tested: str = ""
    order: Order | None = None

    @property
    def open_order(self) -> Order | None:
        """The order of which nobody knows yet what became of it."""
        return self.order if self.order and not self.order.result else None

    @property
    def gone(self) -> Order | None:
        """The order by which the campaign left or will leave, as far as we know."""
        return self.order if self.order and self.order.result in (SENT, SCHEDULED) else None


def write(folder: Path, event: str, title: str, **values: Any) -> None:
    """Add an event about the campaign `title` to the journal in `folder`, safe on disk.

    Raises DiskError if the disk refuses it.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line = json.dumps({"at": now, "event": event, "title": title, **values}, ensure_ascii=False)
    with writing(folder / NAME):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / NAME).open("ab+") as journal:
            journal.write(f"{_ending(journal)}{line}\n".encode())
            journal.flush()
            os.fsync(journal.fileno())
        _sync(folder)


def recall(folder: Path, title: str, audience: str) -> Memory:
    """Return what the journal in `folder` knows of the campaign `title` for an audience.

    What went to another audience, as in a trial, says nothing of this one.
    """
    return _memories(folder, audience).get(title, Memory())


def open_orders(folder: Path, audience: str) -> dict[str, Order]:
    """Return, by title, the orders for an audience of which nobody knows what became of them."""
    orders = {title: memory.open_order for title, memory in _memories(folder, audience).items()}
    return {title: order for title, order in orders.items() if order}


def gone(folder: Path, audience: str) -> tuple[str, ...]:
    """Return the titles of what left for an audience, or will, or may have."""
    return tuple(title for title, memory in _memories(folder, audience).items()
                 if memory.gone or memory.open_order)


def sent(folder: Path, audience: str) -> frozenset[str]:
    """Return the titles of the campaigns of which we know that they were sent to an audience."""
    return frozenset(
        str(event.get("title")) for event in _events(folder / NAME)
        if (event.get("event"), event.get("result")) == (SETTLED, SENT)
        and event.get("audience", audience) == audience)


def _memories(folder: Path, audience: str) -> Mapping[str, Memory]:
    memories: dict[str, Memory] = {}
    for event in _events(folder / NAME):
        if event.get("audience", audience) == audience:
            title = str(event.get("title"))
            memories[title] = _after(memories.get(title, Memory()), event)
    return memories


def _after(memory: Memory, event: Mapping[str, Any]) -> Memory:
    campaign = str(event.get("campaign", "")) or memory.campaign
    version, facts = str(event.get("digest", "")), _facts(event)
    match event.get("event"):
        case "intended":
            return replace(memory, intended=(*memory.intended, facts))
        case "created":
            return replace(memory, campaign=campaign, seen={}, pushed="")
        case "pushed":
            return replace(memory, campaign=campaign, seen=facts, intended=(), pushed=version)
        case "stopped":
            return replace(memory, campaign=campaign, seen=facts, intended=(), pushed="")
        case "tested":
            return replace(memory, tested=version)
        case "ordered":
            return replace(memory, order=_order(event))
        case "settled" if memory.order:
            return replace(memory, order=replace(memory.order, result=str(event.get("result"))))
    return memory


def _order(event: Mapping[str, Any]) -> Order:
    kind, campaign, time = (str(event.get(name, "")) for name in ("order", "campaign", "time"))
    try:
        at = datetime.fromisoformat(str(event.get("at")))
    except ValueError:  # Written by another hand; an order all the same.
        at = datetime.now(UTC)
    return Order(kind, campaign, at, time)


def _facts(event: Mapping[str, Any]) -> dict[str, str]:
    facts = event.get("facts")
    return {str(name): str(fact) for name, fact in facts.items()} if isinstance(facts, dict) else {}


def _events(path: Path) -> Iterator[Mapping[str, Any]]:
    for line in _text(path).split("\n"):
        try:
            event = json.loads(line)
        except ValueError:
            continue  # Broken off by a crash.
        if isinstance(event, dict):
            yield event


def _text(path: Path) -> str:
    with reading(path):
        try:
            return path.read_bytes().decode(errors="replace")
        except FileNotFoundError:
            return ""


def _ending(journal: BinaryIO) -> str:
    """Return what ends the last line if a crash broke it off, lest it swallow the next."""
    if not journal.seek(0, os.SEEK_END):
        return ""
    journal.seek(-1, os.SEEK_END)
    return "" if journal.read(1) == b"\n" else "\n"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
