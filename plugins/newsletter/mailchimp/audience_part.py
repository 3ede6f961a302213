"""Divide the audience into one part per language: nobody in two, nobody in none."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ANYONE = ""
"""The segment, as `spelled`, that holds the whole audience."""


@dataclass(frozen=True)
class Condition:
    """A condition of a segment: the subscriber has one, or none, of these interests."""

    category: str
    contains: bool
    interests: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Who receives the campaign of one language: all who meet every condition."""

    lang: str
    conditions: tuple[Condition, ...]


def order(languages: Sequence[str], default: str) -> tuple[str, ...]:
    """Return the languages by precedence: the default one comes last and takes all who are left."""
    return (*(lang for lang in languages if lang != default), default)


def partition(
    languages: Sequence[str], default: str, category: str, interests: Mapping[str, str]
) -> dict[str, Part]:
    """Return the part of each language, by precedence; `interests` gives their ids.

    Each part leaves out the interests of those before it, so that a subscriber who chose two
    languages receives the first.
    """
    parts: dict[str, Part] = {}
    before: list[str] = []
    for lang in order(languages, default):
        own = () if lang == default else (Condition(category, True, (interests[lang],)),)
        others = (Condition(category, False, tuple(before)),) if before else ()
        parts[lang] = Part(lang, own + others)
        before.append(interests[lang])
    return parts


def segment(part: Part) -> dict[str, Any]:
    """Return `segment_opts` of a campaign as Mailchimp wants it; {} is the whole audience."""
    if not part.conditions:
        return {}
    return {"match": "all", "conditions": [_requested(condition) for condition in part.conditions]}


def spelled(options: Mapping[str, Any]) -> str:
    """Return `segment_opts` in one spelling, whatever the order of conditions and interests.

    Mailchimp adds numbers of its own (`saved_segment_id`): the conditions alone say who receives.
    """
    conditions = options.get("conditions") or []
    if not conditions:
        return ANYONE
    match = options.get("match") if len(conditions) > 1 else "all"
    return json.dumps([match, *sorted(_spelled(condition) for condition in conditions)])


def _requested(condition: Condition) -> dict[str, Any]:
    return {"condition_type": "Interests", "field": f"interests-{condition.category}",
            "op": "interestcontains" if condition.contains else "interestnotcontains",
            "value": list(condition.interests)}


def _spelled(condition: Mapping[str, Any]) -> str:
    value = condition.get("value")
    values = sorted(map(str, value)) if isinstance(value, list) else value
    named = [condition.get(name) for name in ("condition_type", "field", "op")]
    return json.dumps([*named, values])
