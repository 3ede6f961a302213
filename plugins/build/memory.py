"""Hold what a process that builds again and again keeps of its last build."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.atomic import last_built
from plugins.build.record import Record
from plugins.check.run import SiteCheck
from plugins.register.laws import Laws
from plugins.site.edition import Memory
from plugins.site.printing import EditionInProgress


@dataclass(frozen=True)
class KeptTexts:
    """What is kept on the disk of the texts and laws of a build, made of files with these digests.
    """

    made_of: tuple[Mapping[str, bytes], bytes]
    memory: Memory
    checked: SiteCheck
    laws: Laws


@dataclass
class BuildMemory(Memory):
    """What a process that builds again keeps of its last build, and when that `left` its files.

    The `laws` are those of a build of another process, whose editions are not in memory.
    """

    left: Sequence[float] = ()
    last: Record | None = None
    checked: SiteCheck | None = None
    editions: dict[str, EditionInProgress] = field(default_factory=dict)
    laws: Laws | None = None

    def last_in(self, roots: Iterable[Path]) -> Record | None:
        """Return the record of the last build, unless another process has built there since."""
        if self.left != [last_built(root) for root in roots]:
            self.last = None
            self.editions.clear()
        return self.last

    def take(self, kept: KeptTexts, last: Record) -> None:
        """Take what was kept on the disk; of another build than the last, what is by file."""
        self.made_with = kept.memory.made_with
        self.entries, self.bodies = kept.memory.entries, kept.memory.bodies
        if kept.made_of == (last.texts, last.laws):
            self.checked, self.laws = kept.checked, kept.laws

    def kept(self, made: Record) -> KeptTexts | None:
        """Return what is kept on the disk beside the record of a build."""
        if not (self.checked and self.checked.texts):
            return None
        return KeptTexts((made.texts, made.laws),
                         Memory(self.made_with, self.entries, self.bodies),
                         replace(self.checked, texts=None), self.checked.texts.laws)
