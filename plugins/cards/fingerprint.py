"""Name all that a drawing depends on besides its own words."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from plugins.core.digests import digest_of
from plugins.typography import chinese

LIBRARIES = ("pillow", "resvg_py")


def fingerprint(files: Iterable[Path]) -> str:
    """Return a name for the state of these files, of the code and of the libraries."""
    code = [*Path(__file__).parent.glob("*.py"), Path(chinese.__file__)]
    return digest_of([*files, *code], *map(version, LIBRARIES)).hex()[:20]
