"""Choose what lies in the outbox of an issue, in the languages that an editor asks for."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.core.messages import say
from plugins.newsletter import outbox
from plugins.newsletter.outbox import Campaign, OutboxError
from plugins.newsletter.settings import Settings


def chosen(
    folder: Path, issue: str, langs: Sequence[str], settings: Settings
) -> tuple[Campaign, ...]:
    """Return the campaigns of the issue in `langs`, or in all that were built, in their order."""
    asked = known(langs, settings) or outbox.languages(folder, issue) or settings.languages
    return tuple(outbox.read(folder, issue, lang, settings.title(issue, lang))
                 for lang in settings.languages if lang in asked)


def whole(
    folder: Path, issue: str, langs: Sequence[str], settings: Settings
) -> tuple[Campaign, ...]:
    """Return the campaigns of the issue in `langs`, or else in all languages, built every one.

    Raises OutboxError if one is not: its subscribers would receive nothing, and nobody say so.
    """
    campaigns = chosen(folder, issue, langs, settings)
    for lang in unbuilt(campaigns, langs, settings):
        raise OutboxError(say(
            "{lang}: not built; build it, or let “{built}” leave alone by “--lang {built}”",
            lang=lang, built=campaigns[0].lang))
    return campaigns


def unbuilt(
    campaigns: Iterable[Campaign], langs: Sequence[str], settings: Settings
) -> tuple[str, ...]:
    """Return the languages that were not built, unless the editor asks for some by name."""
    built = {campaign.lang for campaign in campaigns}
    return () if langs else tuple(lang for lang in settings.languages if lang not in built)


def known(langs: Sequence[str], settings: Settings) -> tuple[str, ...]:
    """Return the languages; raise OutboxError, naming those there are, if one is not an edition."""
    for lang in langs:
        if lang not in settings.languages:
            raise OutboxError(say("there is no language “{lang}”; the languages are {languages}",
                                  lang=lang, languages=", ".join(settings.languages)))
    return tuple(langs)
