"""Find the pictures that texts name, and look at each file once."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from plugins.core.files import Store
from plugins.core.messages import Problem
from plugins.images.facts import Facts, Unreadable, look, too_large
from plugins.images.picture import Picture, fingerprint


@dataclass
class Album:
    """The pictures of one edition: `folders` of the content are published.

    What cannot be read is added to `problems`, once.
    """

    content: Path
    folders: tuple[str, ...]
    store: Store | None
    problems: list[Problem]
    seen: dict[Path, Picture | None] = field(default_factory=dict)

    def find(self, target: str, source: Path) -> Picture | None:
        """Return the picture that a text, `source`, names; None if it is none or not published.

        A path with a slash in front starts from the content folder, any other beside the text.
        """
        beside = self.content / target[1:] if target.startswith("/") else source.parent / target
        path = beside.resolve()
        if path not in self.seen:
            self.seen[path] = self._open(path)
        return self.seen[path]

    def _open(self, path: Path) -> Picture | None:
        published = any(path.is_relative_to((self.content / folder).resolve())
                        for folder in self.folders)
        if not published or not path.is_file():
            return None  # told with its line where links are looked at
        try:
            data = path.read_bytes()
            value = fingerprint(data)
            name = path.relative_to(self.content.resolve()).as_posix()
            picture = Picture(name, value, self._facts(value, data))
            if not picture.fits:
                raise too_large()
            return picture
        except Unreadable as error:
            self.problems.append(Problem(str(path), 0, error.message))
            return None

    def _facts(self, value: str, data: bytes) -> Facts:
        """Return the facts of a file; a large PNG takes a while to look at."""
        kept = self.store.get(f"{value}.json") if self.store else None
        if kept:
            return Facts(**json.loads(kept))
        facts = look(data)
        if self.store:
            self.store.put(f"{value}.json", json.dumps(asdict(facts)).encode())
        return facts
