"""Name all that a drawing depends on besides its own words."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import PIL


def fingerprint(files: Iterable[Path]) -> str:
    """Return a name for the state of these files, of the code and of the library."""
    digest = sha256(PIL.__version__.encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), *sorted(files)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]
