"""Index an edition when somebody searches it, and again only when the site has changed."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

from plugins.search.index import FOLDER, index_edition

State = tuple[tuple[str, int, int], ...]
"""Path, time and size of every page: what differs after a build that changed one."""


class OnDemand:
    """The indexes of a site that stands in a folder, made when one of their files is asked for."""

    def __init__(self, site: Path, languages: list[str]) -> None:
        self._site, self._languages = site, languages
        self._made: dict[str, tuple[State, dict[str, bytes]]] = {}
        self._lock = Lock()

    def read(self, address: str) -> bytes | None:
        """Return a file of an index, or None if the address is no such file.

        Raises SearchError if the index cannot be made.
        """
        lang, _, rest = address.partition("/")
        if lang not in self._languages or not rest.startswith(f"{FOLDER}/"):
            return None
        with self._lock:  # a page asks for several files at once
            return self._index(lang).get(address)

    def _index(self, lang: str) -> dict[str, bytes]:
        paths = sorted((self._site / lang).rglob("*.html"))
        state = tuple(_state(paths))
        made = self._made.get(lang)
        if made is None or made[0] != state:
            made = self._made[lang] = (state, index_edition(lang, dict(self._pages(paths))))
        return made[1]

    def _pages(self, paths: list[Path]) -> Iterator[tuple[str, bytes]]:
        for path in paths:
            with suppress(FileNotFoundError):
                yield path.relative_to(self._site).as_posix(), path.read_bytes()


def _state(paths: list[Path]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        with suppress(FileNotFoundError):  # a build may take a page away between two looks
            stat = path.stat()
            yield str(path), stat.st_mtime_ns, stat.st_size
