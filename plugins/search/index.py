"""Have Pagefind index the pages of one edition."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.core.messages import Failure, Message, say
from plugins.search.copy import copy_of
from plugins.search.order import put_in_order

FOLDER = "pagefind"
"""Where the index of an edition stands, below its home page."""

OTHERS = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.",
          "pagefind-worker.")
"""Pagefind's own pages and worker, which ours does not load."""

UNKNOWN = "wasm.unknown.pagefind"


class SearchError(Failure):
    """Pagefind cannot run, or refuses."""


def index_edition(lang: str, pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the index of an edition by the address of each file; `pages` are all its pages.

    Where there is nothing to find there is no index. Raises SearchError if Pagefind cannot run.
    """
    copies = {address: copy for address, html in pages.items() if (copy := copy_of(html.decode()))}
    if not copies:
        return {}
    with TemporaryDirectory() as folder:
        site, bundle = Path(folder, "site"), Path(folder, "index")
        for address, copy in copies.items():
            (site / address).parent.mkdir(parents=True, exist_ok=True)
            (site / address).write_text(copy, "utf-8")
        _run(site, bundle, lang)
        files = {path.relative_to(bundle).as_posix(): path.read_bytes()
                 for path in bundle.rglob("*") if path.is_file()}
    return {f"{lang}/{FOLDER}/{path}": data for path, data in put_in_order(_wanted(files)).items()}


def _run(site: Path, bundle: Path, lang: str) -> None:
    """Run the program itself.

    The package's asynchronous service waits a tenth of a second after each answer, and forever
    for a program that died (pagefind 1.5.2).
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(bundle),
             "--force-language", lang, "--exclude-selectors", "form", "--silent"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            check=False)
    except OSError as error:
        raise SearchError(_failed(error.strerror or str(error))) from None
    if done.returncode or not (bundle / "pagefind-entry.json").is_file():
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise SearchError(_failed(said[-1] if said else str(done.returncode)))


def _wanted(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what our page loads: a language with rules of its own needs no common program."""
    own = any(path.startswith("wasm.") and path != UNKNOWN for path in files)
    return {path: data for path, data in files.items()
            if not path.startswith(OTHERS) and not (own and path == UNKNOWN)}


def _failed(reason: str) -> Message:
    return say("the search cannot be indexed ({reason}); “./inv” installs its program again once "
               "the folder “.venv” is deleted", reason=reason)
