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


@dataclass(frozen=True)
class Memory:
    """What the journal knows of one campaign; empty if it knows nothing.

    `seen` is what stood in Mailchimp when we last left it, `intended` what each push wanted that
    has not ended since; `pushed` and `tested` are digests.
    """

    campaign: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    intended: tuple[Mapping[str, str], ...] = ()
    pushed: str = ""
    tested: str = ""


def write(folder: Path, event: str, title: str, **values: Any) -> None:
    """Add an event about the campaign `title` to the journal in `folder`, safe on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line = json.dumps({"at": now, "event": event, "title": title, **values}, ensure_ascii=False)
    with (folder / NAME).open("ab+") as journal:
        journal.write(f"{_ending(journal)}{line}\n".encode())
        journal.flush()
        os.fsync(journal.fileno())
    _sync(folder)


def recall(folder: Path, title: str) -> Memory:
    """Return what the journal in `folder` knows of the campaign `title`."""
    memory = Memory()
    for event in _events(folder / NAME):
        if event.get("title") == title:
            memory = _after(memory, event)
    return memory


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
    return memory


def _facts(event: Mapping[str, Any]) -> dict[str, str]:
    facts = event.get("facts")
    return {str(name): str(fact) for name, fact in facts.items()} if isinstance(facts, dict) else {}


def _events(path: Path) -> Iterator[Mapping[str, Any]]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue  # Broken off by a crash.
        if isinstance(event, dict):
            yield event


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
