"""Remember what was done at the provider: one line of JSON an event, never changed afterwards.

The provider is the truth; the journal only knows our own changes from others'. It may be lost.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from heapq import merge
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, Literal

from plugins.core.files import flush, reading, writing

NAME = "newsletter.jsonl"

Event = Literal["intended", "created", "pushed", "stopped", "tested", "ordered", "settled"]
"""What a line records; the method of `Journal` that writes it says what else is in it."""

SENT, SCHEDULED, NOTHING = "sent", "scheduled", "nothing"
"""What became of an order."""


@dataclass(frozen=True)
class Order:
    """That the provider was told to send a campaign, when, and what became of it.

    `result` is "" as long as nobody knows: until then no other order is given.
    """

    campaign: str
    at: datetime
    result: str = ""


@dataclass(frozen=True)
class Memory:
    """What the journal knows of one campaign; empty if it knows nothing.

    `seen` is what the provider held when we last left it, `intended` what each push wanted that
    has not ended since; `pushed` and `tested` are digests; the last test was sent at `tested_at`
    to `tested_to` addresses, 0 if an older journal does not say; `order` is the last one.
    """

    campaign: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    intended: tuple[Mapping[str, str], ...] = ()
    pushed: str = ""
    tested: str = ""
    tested_at: datetime | None = None
    tested_to: int = 0
    order: Order | None = None

    @property
    def open_order(self) -> Order | None:
        """The order of which nobody knows yet what became of it."""
        return self.order if self.order and not self.order.result else None

    @property
    def departed(self) -> Order | None:
        """The order by which the campaign was or will be sent, as far as we know."""
        return self.order if self.order and self.order.result in (SENT, SCHEDULED) else None

    @property
    def leaves(self) -> bool:
        """Whether nothing may be sent any more: it left, or will, or may have."""
        return bool(self.departed or self.open_order)


class Journal:
    """The journal in a folder, as far as it is about one audience; it is read once.

    What went to another audience, as in a trial, says nothing of this one. What is written is
    safe on disk when the call returns. Every call raises DiskError if the disk refuses it.
    """

    def __init__(self, folder: Path, audience: str) -> None:
        self._folder = folder
        self._audience = audience
        self._memories: dict[str, Memory] | None = None

    def memory(self, title: str) -> Memory:
        """Return what is known of the campaign with this title."""
        return self._known().get(title, Memory())

    def open_orders(self) -> dict[str, Order]:
        """Return, by title, the orders of which nobody knows what became of them."""
        return {title: memory.open_order for title, memory in self._known().items()
                if memory.open_order}

    def departed_titles(self) -> tuple[str, ...]:
        """Return the titles of what left, or will, or may have."""
        return tuple(title for title, memory in self._known().items()
                     if memory.leaves)

    def left_titles(self) -> frozenset[str]:
        """Return the titles of which we once knew that they were sent, or that are scheduled."""
        sent = frozenset(
            str(event.get("title")) for event in _events(_text(self._folder / NAME))
            if (event.get("event"), event.get("result")) == ("settled", SENT)
            and self._is_ours(event))
        return sent | {title for title, memory in self._known().items() if memory.departed}

    def read_again(self) -> None:
        """Forget what was read: another hand may have written meanwhile."""
        self._memories = None

    def intend(self, title: str, version: str, facts: Mapping[str, str]) -> None:
        """Write what a push is about to make of a draft: `facts` is what it wants."""
        self._write("intended", title, digest=version, facts=dict(facts))

    def record_creation(self, title: str, campaign: str) -> None:
        """Write the id that the provider gave a new campaign."""
        self._write("created", title, campaign=campaign)

    def record_push(self, title: str, campaign: str, version: str, facts: Mapping[str, str],
                    event: Literal["pushed", "stopped"] = "pushed") -> None:
        """Write that a push ended well or otherwise; `facts` is what the provider then showed."""
        self._write(event, title, campaign=campaign, digest=version, facts=dict(facts))

    def record_test(self, title: str, version: str, addresses: int) -> None:
        """Write that a test mail of a version was sent to so many addresses."""
        self._write("tested", title, digest=version, addresses=addresses)

    def record_order(self, title: str, campaign: str, time: str, version: str) -> None:
        """Write that the provider is about to be told to send, at a `time` or, if "", at once."""
        self._write("ordered", title, campaign=campaign, time=time,
                    order="schedule" if time else "send", digest=version, audience=self._audience)

    def close_order(self, title: str, result: str) -> None:
        """Write what became of the last order, SENT, SCHEDULED or NOTHING."""
        self._write("settled", title, result=result, audience=self._audience)

    def _known(self) -> dict[str, Memory]:
        if self._memories is None:
            memories: dict[str, Memory] = {}
            for event in _events(_text(self._folder / NAME)):
                self._learn(event, memories)
            # Only once all is read: what cannot be read is not an empty journal.
            self._memories = memories
        return self._memories

    def _learn(self, event: Mapping[str, Any], memories: dict[str, Memory]) -> None:
        if self._is_ours(event):
            title = str(event.get("title"))
            memories[title] = _after(memories.get(title, Memory()), event)

    def _is_ours(self, event: Mapping[str, Any]) -> bool:
        return bool(event.get("audience", self._audience) == self._audience)

    def _write(self, name: Event, title: str, **values: object) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        event = {"at": now, "event": name, "title": title, **values}
        _append(self._folder, json.dumps(event, ensure_ascii=False))
        if self._memories is not None:
            self._learn(event, self._memories)


def _append(folder: Path, line: str) -> None:
    """Add a line to the journal, safe on disk."""
    with writing(folder / NAME):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / NAME).open("ab+") as journal:
            journal.write(f"{_ending(journal)}{line}\n".encode())
            journal.flush()
            os.fsync(journal.fileno())
        flush([folder])


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
            return replace(memory, tested=version, tested_at=_moment(event),
                           tested_to=_number(event.get("addresses")))
        case "ordered":
            return replace(memory, order=_order(event))
        case "settled" if memory.order:
            return replace(memory, order=replace(memory.order, result=str(event.get("result"))))
    return memory


def _order(event: Mapping[str, Any]) -> Order:
    # Without its time it was written by another hand, and is an order all the same.
    return Order(str(event.get("campaign", "")), _moment(event) or datetime.now(UTC))


def _moment(event: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(event.get("at")))
    except ValueError:
        return None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _facts(event: Mapping[str, Any]) -> dict[str, str]:
    facts = event.get("facts")
    return {str(name): str(fact) for name, fact in facts.items()} if isinstance(facts, dict) else {}


def _events(text: str) -> Iterator[Mapping[str, Any]]:
    for line in text.split("\n"):
        try:
            event = json.loads(line)
        except ValueError:
            continue  # Broken off by a crash.
        if isinstance(event, dict):
            yield event


def with_lines_of(ours: str, other: str, now: datetime) -> tuple[str, list[str]]:
    """Return a journal that knows, too, what an older copy of it knows, and what is in doubt.

    Nothing that ours knows is lost. A campaign of which the copy tells what ours does not may have
    left since the copy was made: unless it is known to, the journal returned has an open order for
    it, so that nobody sends it before `reconcile` has found out; the list names its title.
    """
    known = set(ours.split("\n"))
    missing = [line for line in other.split("\n") if line not in known and any(_events(line))]
    if not missing:
        return ours, []
    lines = [line for _, line in merge(_dated(missing), _dated(ours.split("\n")),
                                       key=itemgetter(0)) if line]
    forgotten = dict.fromkeys(str(event.get("title")) for line in missing
                              for event in _events(line))
    doubts = [doubt for title in forgotten for doubt in _doubts("\n".join(lines), title, now)]
    lines += [json.dumps(doubt, ensure_ascii=False) for doubt in doubts]
    return "\n".join(lines) + "\n", list(dict.fromkeys(doubt["title"] for doubt in doubts))


def _doubts(text: str, title: str, now: datetime) -> Iterator[dict[str, str]]:
    """Yield an order for each audience to which a campaign may have gone unknown to a journal."""
    events = [event for event in _events(text) if event.get("title") == title]
    audiences = {str(event["audience"]) for event in events if "audience" in event}
    for audience in sorted(audiences) or [""]:
        memory = Memory()
        for event in events:
            if event.get("audience", audience) == audience:
                memory = _after(memory, event)
        if memory.campaign and not memory.leaves:
            yield {"at": now.isoformat(timespec="seconds"), "event": "ordered", "title": title,
                   "campaign": memory.campaign, "time": "", "order": "send",
                   "digest": memory.pushed, **({"audience": audience} if audience else {})}


def _dated(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each line with its time, or that of one above it if that is later: none overtakes."""
    listed = list(lines)
    times = (next((str(event.get("at", "")) for event in _events(line)), "") for line in listed)
    return zip(accumulate(times, max), listed, strict=True)


def _text(path: Path) -> str:
    with reading(path):
        try:
            return path.read_bytes().decode(errors="replace")
        except FileNotFoundError:
            return ""


def _ending(journal: BinaryIO) -> str:
    """Return what ends the last line if a crash broke it off: it must not swallow the next."""
    if not journal.seek(0, os.SEEK_END):
        return ""
    journal.seek(-1, os.SEEK_END)
    return "" if journal.read(1) == b"\n" else "\n"
