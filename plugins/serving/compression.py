"""Compress what web servers then need not: `.gz` and `.br` beside each text file of the site."""

import gzip
import hashlib
import os
import uuid
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import brotli

ENDINGS = (".html", ".css", ".js", ".mjs", ".svg", ".xml", ".txt", ".json", ".webmanifest")

SMALLEST = 1024
"""Bytes below which a file travels in one packet anyway."""

FORMATS: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, 9, mtime=0),
    ".br": lambda data: brotli.compress(data, mode=brotli.MODE_TEXT, quality=11),
}

BACK: Mapping[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".br": brotli.decompress}


def compressed(paths: Iterable[str], read: Callable[[str], bytes], cache: Path
               ) -> dict[str, bytes]:
    """Return `.gz` and `.br` of each text file for which they are smaller.

    What was compressed before is taken from `cache`, which afterwards holds what this site needs
    and nothing else.
    """
    cache.mkdir(parents=True, exist_ok=True)
    textual = [path for path in sorted(paths) if path.endswith(ENDINGS)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # zlib and Brotli let other threads work
        found = list(pool.map(lambda path: _forms(read(path), cache), textual))
    _forget(cache, {name for _, names in found for name in names})
    return {path + ending: data for path, (forms, _) in zip(textual, found, strict=True)
            for ending, data in forms.items()}


def _forms(data: bytes, cache: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the compressed forms of a file by their endings, and their names in the cache."""
    if len(data) < SMALLEST:
        return {}, []
    digest = hashlib.sha256(data).hexdigest()
    forms = {ending: _form(data, ending, cache / (digest + ending)) for ending in FORMATS}
    small = {ending: form for ending, form in forms.items() if len(form) < len(data)}
    return small, [digest + ending for ending in FORMATS]


def _form(data: bytes, ending: str, kept: Path) -> bytes:
    with suppress(OSError, EOFError, zlib.error, brotli.error):  # missing, or cut by a lost disk
        form = kept.read_bytes()
        if BACK[ending](form) == data:
            return form
    form = FORMATS[ending](data)
    fresh = kept.with_name(f".{uuid.uuid4().hex}")
    fresh.write_bytes(form)
    fresh.replace(kept)
    return form


def _forget(cache: Path, needed: set[str]) -> None:
    for file in cache.iterdir():
        if file.name not in needed and not file.name.startswith("."):  # another build writes it
            file.unlink(missing_ok=True)
