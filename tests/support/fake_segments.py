"""Choose the members of an audience as Mailchimp does: by segment, by query, page by page."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]


def understood(options: Json, category: str, interests: Sequence[Json]) -> bool:
    """Tell whether Mailchimp makes sense of a segment; it drops any other without a word."""
    known = {each["id"] for each in interests}
    conditions = options.get("conditions", [])
    return bool(options.get("match") and conditions) and all(
        each.get("condition_type") == "Interests" and each.get("field") == f"interests-{category}"
        and set(each.get("value", ())) <= known for each in conditions)


def chosen(members: Sequence[Json], options: Json) -> list[Json]:
    """Return the members of a segment; no options choose everybody."""
    return [member for member in members
            if all(_meets(member, each) for each in options.get("conditions", []))]


def asked_for(members: Sequence[Json], query: Json) -> list[Json]:
    """Return the members that a query for the list names."""
    return [member for member in members
            if query.get("status") in (None, member["status"]) and _matches(member, query)]


def page(name: str, entries: Sequence[Json], query: Json, limit: int = 1000) -> Json:
    """Return the asked part of a list; ten entries unless more are asked for."""
    start, count = query.get("offset", 0), min(limit, query.get("count", 10))
    return {name: list(entries[start:start + count]), "total_items": len(entries)}


def _meets(member: Mapping[str, Any], condition: Json) -> bool:
    chosen = any(member["interests"].get(interest) for interest in condition["value"])
    return chosen if condition["op"] == "interestcontains" else not chosen


def _matches(member: Mapping[str, Any], query: Json) -> bool:
    if "interest_ids" not in query:
        return True
    chosen = [member["interests"].get(each) for each in query["interest_ids"].split(",")]
    return {"any": any(chosen), "all": all(chosen), "none": not any(chosen)}[
        query["interest_match"]]
