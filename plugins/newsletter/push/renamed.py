"""Find an issue that left, or will, under an earlier name of the newsletter."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from plugins.core.messages import say
from plugins.newsletter import journal
from plugins.newsletter.mailchimp.campaign import LEAVING
from plugins.newsletter.push.plan import Match, Step
from plugins.newsletter.push.work import Work


def unless_renamed(work: Work, step: Step, found: Iterable[Match]) -> Step:
    """Return a step, refused if what it wants left under another name of the newsletter."""
    if step.action in ("refuse", "done"):
        return step
    former = next(_former(work, step.want.campaign.title, found), "")
    if not former:
        return step
    return replace(step, action="refuse", fields=(), reason=say(
        "“{former}” was sent to this audience, or is to be: if the newsletter has changed its "
        "name, subscribers would receive the issue twice; keep the name, or give the issue another "
        "key", former=former))


def _former(work: Work, title: str, found: Iterable[Match]) -> Iterator[str]:
    """Yield the titles that differ in the newsletter's name alone, of what left or will."""
    ending = title.removeprefix(work.settings.name)

    def renamed(each: str) -> bool:
        return each != title and each.endswith(ending) and "/" not in each.removesuffix(ending)

    yield from filter(renamed, journal.gone(work.var, work.settings.audience))
    for match in found:
        if match.status in LEAVING and renamed(match.title) and _reached(work, match):
            yield match.title


def _reached(work: Work, match: Match) -> bool:
    """Tell whether a campaign went to the audience, which no list says."""
    recipients = work.client.campaign(match.id).get("recipients") or {}
    return bool(recipients.get("list_id") == work.settings.audience)
