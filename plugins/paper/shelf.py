"""Keep the PDFs that there are; to lay them beside their pages, a build needs nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.core.files import SEAL, Store
from plugins.core.messages import Failure, say


class DamagedError(Failure):
    """A PDF that a page is to link to cannot be read."""


@dataclass(frozen=True)
class Shelf:
    """The folder of the PDFs that there are, by what they were made of."""

    folder: Path

    @cached_property
    def store(self) -> Store:
        """The same as a store, which checks what it reads."""
        return Store(self.folder / "made")

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """The bytes of each PDF, by its name."""
        folder = self.store.folder
        return {path.name: path.stat().st_size - SEAL for path in folder.iterdir()
                if not path.name.endswith(".part")} if folder.is_dir() else {}

    def read(self, name: str) -> bytes:
        """Return a PDF; raises DamagedError."""
        if (data := self.store.get(name)) is None:
            raise DamagedError(say("{path}: this PDF is damaged; delete it, then make it again "
                                   "with “./inv pdf”", path=self.store.folder / name))
        return data


def shelf_of(cache: Path) -> Shelf:
    """Return the shelf in the folder where a build keeps what is slow to make."""
    return Shelf(cache / "pdf")


def share(cache: Path, other: Path) -> None:
    """Let a build with another folder for what is slow to make find the same PDFs."""
    own = shelf_of(cache).folder
    if own.is_dir():
        other.mkdir(parents=True)
        shelf_of(other).folder.symlink_to(own.resolve())
