"""Read what a person has chosen for a command: a day, a language, a key."""

from collections.abc import Collection
from datetime import date

from plugins.content.source import KEY
from plugins.core.messages import Failure, say
from plugins.core.project import Options


def chosen_day(options: Options, day: str) -> date:
    """Return the day that is written, today for none; raises Failure if there is no such day."""
    try:
        return date.fromisoformat(day) if day else options.today
    except ValueError:
        raise Failure(say("“{value}” is not a date that exists; write it like 2018-07-03",
                          value=day)) from None


def chosen_languages(known: Collection[str], lang: str) -> list[str]:
    """Return the language that is named, all for none; raises Failure if it is not known."""
    if lang and lang not in known:
        raise Failure(say("“{lang}” is no language of the site; the languages are {langs}",
                          lang=lang, langs=", ".join(known)))
    return [lang] if lang else list(known)


def checked_key(key: str) -> str:
    """Return a key; raises Failure if no file may be named by it."""
    if not KEY.fullmatch(key):
        raise Failure(say("the key “{key}” may hold small letters without accents, digits and "
                          "hyphens only; give one with “--key”", key=key))
    return key
