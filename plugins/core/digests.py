"""Know by a digest whether files are what they were."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path


def digest_of(paths: Iterable[Path], *values: object) -> bytes:
    """Return a digest, 32 bytes, of the names and contents of files, and of other values."""
    made = blake2b(repr(values).encode(), digest_size=32)
    for path in sorted(set(paths)):
        if path.is_file():
            data = path.read_bytes()
            made.update(f"\0{path}\0{len(data)}\0".encode() + data)
    return made.digest()
