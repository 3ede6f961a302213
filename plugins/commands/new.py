"""Say which articles a new issue may hold: those published since the last one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plugins.content.text import Text, listed
from plugins.core.messages import Message, say

USUAL = timedelta(days=31)
"""How far the first issue looks back."""


@dataclass(frozen=True)
class Proposal:
    """The keys of the articles for an issue of one language, the newest first.

    Others have them, and it does not: `missing` have no file in it, `held` are not published.
    """

    lang: str
    since: date
    keys: tuple[str, ...]
    missing: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


def last_issue(texts: Collection[Text], key: str, day: date) -> date:
    """Return the day of the last issue but this; without one, a day the usual while before."""
    days = [text.date for text in texts
            if text.kind == "issue" and text.key != key and text.date and text.date <= day]
    return max(days, default=day - USUAL)


def propose(texts: Collection[Text], lang: str, since: date, day: date) -> Proposal:
    """Return the articles of some days that no issue in this language has named."""
    articles = [text for text in texts if text.kind == "article"]
    recent = sorted((text for text in articles if text.date and since <= text.date
                     and not text.stage(day)), key=lambda text: (text.date, text.key),
                    reverse=True)
    named = {key for text in texts if text.kind == "issue" and text.lang == lang
             for key in listed(text.header.get("articles", ""))}
    own = {text.key: text.stage(day) for text in articles if text.lang == lang}
    elsewhere = dict.fromkeys(text.key for text in recent if text.key not in named)
    return Proposal(
        lang, since,
        keys=tuple(text.key for text in recent if text.lang == lang and text.key not in named),
        missing=tuple(key for key in elsewhere if key not in own),
        held=tuple(key for key in elsewhere if own.get(key)))


def proposal_lines(proposal: Proposal) -> Iterator[Message]:
    """Yield what an editor must know of a proposal."""
    lang, since = proposal.lang, proposal.since.isoformat()
    if proposal.keys:
        yield say("{lang}: articles since {day}: {keys}", lang=lang, day=since,
                  keys=", ".join(proposal.keys))
    else:
        yield say("{lang}: no new article since {day}; name others in the line “articles”, or "
                  "wait for them", lang=lang, day=since)
    if proposal.held:
        yield say("{lang}: not published yet: {keys}; publish them, and add them to the line "
                  "“articles”", lang=lang, keys=", ".join(proposal.held))
    if proposal.missing:
        yield say("{lang}: not in this language: {keys}; “./inv translate --key {key} --lang "
                  "{lang}” begins a translation", lang=lang, keys=", ".join(proposal.missing),
                  key=proposal.missing[0])
