"""Say what became of each language of an issue that was to leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from plugins.core.messages import Message, say

State = Literal["sent", "scheduled", "draft", "skipped", "refused", "uncertain"]

FAILED = ("refused", "uncertain")


@dataclass(frozen=True)
class Verdict:
    """What became of one language, in a word for programs and in a sentence for the editor.

    `unkept` says that the journal could not take it: before anything else, an editor must act.
    """

    lang: str
    state: State
    sentence: Message
    unkept: bool = False

    @property
    def line(self) -> Message:
        """The sentence with its language."""
        return say("{lang}: {sentence}", lang=self.lang, sentence=self.sentence)


@dataclass(frozen=True)
class Outcome:
    """What became of an issue, language by language."""

    issue: str
    languages: tuple[Verdict, ...]

    @property
    def exit_code(self) -> int:
        """0 if every language is where it was asked to be and that is remembered, 1 otherwise."""
        return 1 if failed(self.languages) else 0


def failed(verdicts: Iterable[Verdict]) -> bool:
    """Tell whether one of the languages is not where it was asked to be, or is not remembered."""
    return any(verdict.state in FAILED or verdict.unkept for verdict in verdicts)
