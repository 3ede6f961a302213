"""Have Pagefind index the pages of one edition, and put what it writes in one order."""

import gzip
import hashlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from plugins.core.html import change_text
from plugins.core.messages import Failure, Message, say, why
from plugins.core.plain_text import HAN, IDEOGRAPHS, expression

FOLDER = "pagefind"
"""The folder of the index of an edition, below its home page."""

OTHERS = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.",
          "pagefind-worker.")
"""Pagefind's own pages and worker, which ours does not load."""

ENTRY, UNKNOWN = "pagefind-entry.json", "wasm.unknown.pagefind"

FINDABLE = "data-pagefind-body"
"""The attribute of what of a page can be found, a title or a text."""

UNREAD = "form,.note,.footnote-ref,.footnote-backref"
"""What of a text is not for searching; each note is read where it stands below the text."""

RAISED = expression(r"<sup>([^<]*)</sup>")
"""What the copy has between two word joiners (U+2060), from which our page raises it again."""

NAMES = expression(r'(?<= data-names=")[^"]*')
"""The attribute with words that can be found and are not shown."""

HIDDEN = expression(r'<meta name="robots" content="[^"]*noindex(?!, follow")')
"""What no reader should find; a page that only search engines pass over leads on to others."""

TYPESET = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})
"""Pagefind takes ’ for a closing quote, and would know “l’enregistrement” by its whole only."""

BESIDE_IDEOGRAPH = expression(f"(?<=[{IDEOGRAPHS}])(?=\\w)|(?<=\\w)(?=[{IDEOGRAPHS}])")
"""Between a Chinese character and the next, or a letter.

Pagefind divides Chinese into words only on pages in Chinese; elsewhere it knows a run of
characters by its beginning alone. Divided everywhere, any part of it is found as a phrase.
"""

PREFIX = b"pagefind_dcd"
"""How each file of Pagefind's begins once it is unpacked."""

TEXT, ARRAY = 3, 4
"""Major types of CBOR (RFC 8949, section 3.1); Pagefind uses no others with contents here."""

State = tuple[tuple[str, int, int], ...]
"""Path, time and size of every page: what differs after a build that changed one."""


class SearchError(Failure):
    """Pagefind cannot run, or refuses."""


class OnDemand:
    """The indexes of the site in a folder, made when one of their files is asked for."""

    def __init__(self, site: Path, languages: list[str]) -> None:
        self._site, self._languages = site, languages
        self._made: dict[str, tuple[State, dict[str, bytes]]] = {}
        self._lock = Lock()

    def read(self, address: str) -> bytes | None:
        """Return a file of an index, or None if the address is not one.

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
    return {f"{lang}/{FOLDER}/{path}": data for path, data in _in_order(_wanted(files)).items()}


def _run(site: Path, bundle: Path, lang: str) -> None:
    """Run the program itself.

    The package's asynchronous service waits a tenth of a second after each answer, and forever
    for a program that died (pagefind 1.5.2).
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(bundle),
             "--force-language", lang, "--exclude-selectors", UNREAD, "--silent"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            check=False)
    except OSError as error:
        raise SearchError(_failed(why(error))) from None
    if done.returncode or not (bundle / ENTRY).is_file():
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise SearchError(_failed(said[-1] if said else str(done.returncode)))


def _wanted(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what our page loads: a language with rules of its own needs no common program."""
    own = any(path.startswith("wasm.") and path != UNKNOWN for path in files)
    return {path: data for path, data in files.items()
            if not path.startswith(OTHERS) and not (own and path == UNKNOWN)}


def _in_order(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index with filters and their values sorted.

    Pagefind keeps filters in hash tables, whose order changes from run to run, and names each
    file after its bytes; the names change with the order, and stand in the file that names them.
    """
    ordered = dict(files)
    renamed: dict[bytes, bytes] = {}
    for ending, in_order in ((".pf_filter", _sorted_filter), (".pf_meta", _sorted_meta)):
        for path in [path for path in files if path.endswith(ending)]:
            data = in_order(_with_names(
                gzip.decompress(ordered.pop(path)).removeprefix(PREFIX), renamed))
            old = path.removesuffix(ending).removeprefix("filter/").removeprefix("pagefind.")
            new = _name(old, data)
            renamed[old.encode()] = new.encode()
            ordered[path.replace(old, new)] = gzip.compress(PREFIX + data, mtime=0)
    ordered[ENTRY] = _with_names(ordered[ENTRY], renamed)
    return dict(sorted(ordered.items()))


def _with_names(data: bytes, renamed: Mapping[bytes, bytes]) -> bytes:
    for old, new in renamed.items():
        data = data.replace(old, new)
    return data


def _sorted_filter(data: bytes) -> bytes:
    """Sort the values of a filter: `[name, [[value, [page, …]], …]]`."""
    name, values = _items(data)
    return _array([name, _array(sorted(_items(values)))])


def _sorted_meta(data: bytes) -> bytes:
    """Sort the filters: `[version, pages, chunks, [[name, file], …], sorts, fields]`."""
    parts = _items(data)
    parts[3] = _array(sorted(_items(parts[3])))
    return _array(parts)


def _items(array: bytes) -> list[bytes]:
    """Return the items of an array, encoded."""
    _, count, place = _head(array, 0)
    items = []
    for _ in range(count):
        end = _end(array, place)
        items.append(array[place:end])
        place = end
    return items


def _end(data: bytes, place: int) -> int:
    """Return where the item that begins at `place` ends."""
    kind, value, place = _head(data, place)
    if kind == TEXT:
        return place + value
    for _ in range(value if kind == ARRAY else 0):
        place = _end(data, place)
    return place


def _head(data: bytes, place: int) -> tuple[int, int, int]:
    """Return the major type and argument of an item, and where its contents begin."""
    kind, short = divmod(data[place], 32)
    place += 1
    if short < 24:
        return kind, short, place
    size = 1 << (short - 24)
    return kind, int.from_bytes(data[place:place + size]), place + size


def _array(items: list[bytes]) -> bytes:
    count = len(items)
    short = next((short for short in range(3) if count < 1 << (8 << short)), 3)
    head = bytes([ARRAY * 32 + count]) if count < 24 else \
        bytes([ARRAY * 32 + 24 + short]) + count.to_bytes(1 << short)
    return head + b"".join(items)


def _name(old: str, data: bytes) -> str:
    """Return a name as long as the old one, whose length is written before it: `fr_3e5a423`."""
    lang, _, number = old.rpartition("_")
    return f"{lang}_{hashlib.sha256(data).hexdigest()[:len(number)]}"


def _failed(reason: Message | str) -> Message:
    return say("the search cannot be indexed ({reason}); delete the folder “.venv”, and “./inv” "
               "reinstalls its program", reason=reason)


def copy_of(html: str) -> str | None:
    """Return the copy of a page, or None for one that nobody should find.

    Attributes stay as they are: titles and dates are shown as they were typeset.
    """
    if FINDABLE not in html or HIDDEN.search(html):
        return None
    named = NAMES.sub(lambda names: _plain(names[0]), change_text(html, _plain))
    return RAISED.sub("\u2060\\1\u2060", named)


def _plain(text: str) -> str:
    if text.isascii():  # most pieces between two tags
        return text
    text = text.translate(TYPESET)
    return BESIDE_IDEOGRAPH.sub(" ", text) if HAN.search(text) else text


def _state(paths: list[Path]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        with suppress(FileNotFoundError):  # a build may take a page away between two looks
            stat = path.stat()
            yield str(path), stat.st_mtime_ns, stat.st_size
