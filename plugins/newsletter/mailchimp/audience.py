"""Find out how the audience divides by language, from the interests that subscribers chose."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import EVERYONE, EVERYONE_IN_WORDS, Audience, Part
from plugins.newsletter.mailchimp.client import Client, Json, only_id
from plugins.newsletter.mailchimp.settings import MailchimpSettings
from plugins.newsletter.provider import NotFoundError, ProviderError

NOTES = ("CONSENT", "PAGE")
"""The fields that note what a subscriber has agreed to, and on which page."""

Conditions = Sequence[Json]
"""Who receives a campaign, as Mailchimp wants it: all who meet every one."""


def count_audience(client: Client) -> Audience:
    """Return the parts of the audience, with how many subscribers each has now."""
    settings = client.settings
    audience_of(client)
    category, interests = interest_ids(client)
    parts = partition(list(interests), settings.default, category, interests)
    total = client.count_subscribers()
    counts = _counts(client, category, interests, total)
    undecided = client.count_subscribers(category, list(interests.values()), "none")
    return Audience(total, {
        lang: Part(lang, _who(settings, lang, conditions), rule_of(conditions), counts[lang])
        for lang, conditions in parts.items()}, undecided)


def audience_of(client: Client) -> Json:
    """Return what Mailchimp knows of the audience; raise ProviderError if there is none."""
    try:
        return client.audience()
    except NotFoundError as error:
        raise ProviderError(say(
            "this account has no audience “{audience}”; set MAILCHIMP_AUDIENCE_ID, or “audience” "
            "below “[newsletter]”", audience=client.settings.audience)) from error


def interest_ids(client: Client) -> tuple[str, dict[str, str]]:
    """Return the id of the interest category, and that of the interest of each language."""
    settings, category = client.settings, category_id(client)
    entries = client.interests(category)
    return category, {lang: interest_id(settings, lang, entries) for lang in settings.interests}


def category_id(client: Client) -> str:
    """Return the id of the category of the languages; raise ProviderError if there is none."""
    settings = client.settings
    found = only_id("title", settings.category, client.interest_categories())
    if not found:
        raise ProviderError(say(
            "the audience has no group category “{category}”; create it in Mailchimp, under "
            "Audience, Groups, with the groups {groups}", category=settings.category,
            groups=", ".join(f"“{name}”" for name in settings.interests.values())))
    return found


def interest_id(settings: MailchimpSettings, lang: str, entries: Iterable[Json]) -> str:
    """Return the id of the interest of a language; raise ProviderError if there is none."""
    name = settings.interests[lang]
    found = only_id("name", name, entries)
    if not found:
        raise ProviderError(say(
            "the group category “{category}” has no group “{name}”; create it in Mailchimp, "
            "under Audience, Groups", category=settings.category, name=name))
    return found


def _counts(
    client: Client, category: str, interests: Mapping[str, str], total: int
) -> dict[str, int]:
    """Return how many subscribers each part has, from questions that Mailchimp can answer."""
    counts: dict[str, int] = {}
    before: list[str] = []
    reached = 0
    *chosen_first, rest = order(list(interests), client.settings.default)
    for lang in chosen_first:
        before.append(interests[lang])
        together = client.count_subscribers(category, before, "any")
        counts[lang], reached = together - reached, together
    # Asked for, not subtracted: so that the sum proves something.
    counts[rest] = client.count_subscribers(category, before, "none") if before else total
    return counts


def order(languages: Sequence[str], default: str) -> tuple[str, ...]:
    """Return the languages by precedence: the default one comes last and takes all who are left."""
    return (*(lang for lang in languages if lang != default), default)


def partition(
    languages: Sequence[str], default: str, category: str, interests: Mapping[str, str]
) -> dict[str, Conditions]:
    """Return who belongs to each language, by precedence; `interests` gives their ids.

    Each leaves out the interests of those before it, so that a subscriber who chose two languages
    receives the first.
    """
    parts: dict[str, Conditions] = {}
    before: list[str] = []
    for lang in order(languages, default):
        own = [] if lang == default else [_condition(category, "contains", [interests[lang]])]
        others = [_condition(category, "notcontains", [*before])] if before else []
        parts[lang] = own + others
        before.append(interests[lang])
    return parts


def _condition(category: str, which: str, interests: Sequence[str]) -> Json:
    """Return a condition: the subscriber has one of the interests (“contains”), or none."""
    return {"condition_type": "Interests", "field": f"interests-{category}",
            "op": f"interest{which}", "value": interests}


def _who(settings: MailchimpSettings, lang: str, conditions: Conditions) -> Message:
    if not conditions:
        return EVERYONE_IN_WORDS
    if lang == settings.default:
        return say("those who chose no other language")
    return say("those who chose “{interest}”", interest=settings.interests[lang])


def rule_of(conditions: Conditions) -> str:
    """Return the rule of a part: its segment as text, "" for the whole audience."""
    options = segment(conditions)
    return json.dumps(options) if options else ""


def segment_of(rule: str) -> Json:
    """Return `segment_opts` for the rule of a part."""
    return dict(json.loads(rule)) if rule else {}


def segment(conditions: Conditions) -> Json:
    """Return `segment_opts` of a campaign; {} is the whole audience."""
    return {"match": "all", "conditions": conditions} if conditions else {}


def spelled(options: Mapping[str, Any]) -> str:
    """Return `segment_opts` in one spelling, whatever the order of conditions and interests.

    Mailchimp adds numbers of its own (`saved_segment_id`): the conditions alone say who receives.
    """
    conditions = options.get("conditions") or []
    if not conditions:
        return EVERYONE
    match = options.get("match") if len(conditions) > 1 else "all"
    return json.dumps([match, *sorted(_spelled(condition) for condition in conditions)])


def _spelled(condition: Mapping[str, Any]) -> str:
    value = condition.get("value")
    values = sorted(map(str, value)) if isinstance(value, list) else value
    named = [condition.get(name) for name in ("condition_type", "field", "op")]
    return json.dumps([*named, values])
