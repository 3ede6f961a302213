"""Find out how the audience divides by language, from the interests that subscribers chose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.core.messages import say
from plugins.newsletter.mailchimp.audience_part import Part, order, partition
from plugins.newsletter.mailchimp.client import Json, Mailchimp, only_id
from plugins.newsletter.mailchimp.errors_part import MailchimpError, NotFoundError
from plugins.newsletter.settings import Settings


@dataclass(frozen=True)
class Audience:
    """The audience divided by language: who, and how many, by precedence.

    `undecided` are those among the last who have chosen no language at all.
    """

    total: int
    parts: Mapping[str, Part]
    counts: Mapping[str, int]
    undecided: int = 0

    @property
    def rest(self) -> str:
        """The language that those receive who chose no other."""
        return list(self.parts)[-1]


def divided(client: Mailchimp, settings: Settings) -> Audience:
    """Return the parts of the audience, with how many subscribers each has now."""
    audience_of(client, settings)
    category, interests = interest_ids(client, settings)
    parts = partition(settings.languages, settings.default, category, interests)
    total = client.count_subscribers(settings.audience)
    counts = _counts(client, settings, category, interests, total)
    undecided = client.count_subscribers(
        settings.audience, category, list(interests.values()), "none")
    return Audience(total, parts, counts, undecided)


def audience_of(client: Mailchimp, settings: Settings) -> Json:
    """Return what Mailchimp knows of the audience; raise MailchimpError if there is none."""
    try:
        return client.audience(settings.audience)
    except NotFoundError as error:
        raise MailchimpError(say(
            "this account has no audience “{audience}”; set MAILCHIMP_AUDIENCE_ID, or “audience” "
            "in NEWSLETTER", audience=settings.audience)) from error


def interest_ids(client: Mailchimp, settings: Settings) -> tuple[str, dict[str, str]]:
    """Return the id of the interest category, and that of the interest of each language."""
    category = category_id(client, settings)
    entries = client.interests(settings.audience, category)
    return category, {lang: interest_id(settings, lang, entries) for lang in settings.languages}


def category_id(client: Mailchimp, settings: Settings) -> str:
    """Return the id of the category of the languages; raise MailchimpError if there is none."""
    found = only_id("title", settings.category, client.interest_categories(settings.audience))
    if not found:
        raise MailchimpError(say(
            "the audience has no group category “{category}”; create it in Mailchimp, under "
            "Audience, Groups, with the groups {groups}", category=settings.category,
            groups=", ".join(f"“{name}”" for name in settings.interests.values())))
    return found


def interest_id(settings: Settings, lang: str, entries: Iterable[Json]) -> str:
    """Return the id of the interest of a language; raise MailchimpError if there is none."""
    name = settings.interests[lang]
    found = only_id("name", name, entries)
    if not found:
        raise MailchimpError(say(
            "the group category “{category}” has no group “{name}”; create it in Mailchimp, "
            "under Audience, Groups", category=settings.category, name=name))
    return found


def _counts(
    client: Mailchimp, settings: Settings, category: str, interests: Mapping[str, str], total: int
) -> dict[str, int]:
    """Return how many subscribers each part has, from questions that Mailchimp can answer."""
    counts: dict[str, int] = {}
    before: list[str] = []
    reached = 0
    *chosen_first, rest = order(settings.languages, settings.default)
    for lang in chosen_first:
        before.append(interests[lang])
        together = client.count_subscribers(settings.audience, category, before, "any")
        counts[lang], reached = together - reached, together
    # Asked for, not subtracted: so that the sum proves something.
    counts[rest] = (client.count_subscribers(settings.audience, category, before, "none")
                    if before else total)
    return counts
