"""Compress what web servers then need not: `.gz` and `.br` beside each text file of the site."""

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from plugins.core.files import Store
from plugins.core.media_types import is_text, kind_of

SMALLEST = 1024
"""Bytes below which a file travels in one packet anyway."""

FORMATS: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, 9, mtime=0),
    ".br": lambda data: brotli.compress(data, mode=brotli.MODE_TEXT, quality=11),
}


def compressed(paths: Iterable[str], read: Callable[[str], bytes], cache: Path
               ) -> dict[str, bytes]:
    """Return `.gz` and `.br` of each text file for which they are smaller.

    What was compressed before is taken from `cache`.
    """
    store = Store(cache / f"{brotli.__version__}-{zlib.ZLIB_RUNTIME_VERSION}")
    textual = [path for path in sorted(paths) if is_text(kind_of(path))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # zlib and Brotli let other threads work
        found = list(pool.map(lambda path: _forms(read(path), store), textual))
    store.prune()
    return {path + ending: data for path, forms in zip(textual, found, strict=True)
            for ending, data in forms.items()}


def _forms(data: bytes, store: Store) -> dict[str, bytes]:
    """Return the compressed forms of a file by their endings, if they are smaller."""
    if len(data) < SMALLEST:
        return {}
    digest = hashlib.sha256(data).hexdigest()
    forms = {ending: _form(data, ending, digest + ending, store) for ending in FORMATS}
    return {ending: form for ending, form in forms.items() if len(form) < len(data)}


def _form(data: bytes, ending: str, name: str, store: Store) -> bytes:
    form = store.get(name)
    if form is None:
        form = FORMATS[ending](data)
        store.put(name, form)
    return form
