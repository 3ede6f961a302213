"""An editor who reads every line and answers as a test says."""

from collections.abc import Callable
from dataclasses import dataclass, field

from plugins.core.messages import Message


@dataclass(frozen=True)
class ScriptedEditor:
    """Keeps what is shown to the editor; `confirm` answers whether to go on."""

    confirm: Callable[[], bool] = lambda: True
    lines: list[Message] = field(default_factory=list)

    def tell(self, line: Message) -> None:
        """Keep a line, which can be read and names all that it is about."""
        assert "None" not in str(line), line
        self.lines.append(line)

    @property
    def texts(self) -> list[str]:
        """What was shown, in the source language."""
        return list(map(str, self.lines))
