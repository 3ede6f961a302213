"""Say what is not kept of a text from elsewhere, in sentences that Word and web pages share."""

from plugins.core.messages import say
from plugins.importer.markdown import Loss

NEAR = 60
"""Letters of the words that are told beside what was not kept."""


def near(words: str) -> str:
    """Return words short enough to be told beside a loss."""
    level = " ".join(words.split())
    return level if len(level) <= NEAR else level[:NEAR - 1].rstrip() + "…"


def hidden(words: str) -> Loss:
    """Say that words are left out that the original does not show."""
    return Loss(say("hidden words are left out"), near(words))


def changes(accepted: int, dropped: int) -> Loss:
    """Say what became of tracked changes: insertions accepted, deletions dropped."""
    return Loss(say("tracked changes: {accepted} accepted, {dropped} dropped", accepted=accepted,
                    dropped=dropped), "")


def comment(author: str, words: str) -> Loss:
    """Say that a comment is left out, and whose it is where that is known."""
    what = say("a comment of {author} is left out", author=author) if author else \
        say("a comment is left out")
    return Loss(what, near(words))
