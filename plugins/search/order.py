"""Put what Pagefind writes in an order of chance into one of its own, so that builds agree."""

import gzip
import hashlib
from collections.abc import Mapping

PREFIX = b"pagefind_dcd"
"""Stands before what each file of Pagefind's holds once it is unpacked."""

TEXT, ARRAY = 3, 4
"""Major types of CBOR (RFC 8949, section 3.1); Pagefind uses no others with contents here."""


def put_in_order(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index with filters and their values sorted.

    Pagefind keeps filters in hash tables, whose order changes from run to run, and names each
    file after its bytes; the names change with the order, and stand in the file that names them.
    """
    ordered = dict(files)
    renamed: dict[bytes, bytes] = {}
    for path in [path for path in files if path.endswith(".pf_filter")]:
        data = _sorted_filter(_unpacked(ordered.pop(path)))
        old = path.removeprefix("filter/").removesuffix(".pf_filter")
        new = _name(old, data)
        renamed[old.encode()] = new.encode()
        ordered[f"filter/{new}.pf_filter"] = _packed(data)
    for path in [path for path in files if path.endswith(".pf_meta")]:
        data = _unpacked(ordered.pop(path))
        for old_name, new_name in renamed.items():
            data = data.replace(old_name, new_name)
        data = _sorted_meta(data)
        old = path.removeprefix("pagefind.").removesuffix(".pf_meta")
        new = _name(old, data)
        ordered[f"pagefind.{new}.pf_meta"] = _packed(data)
        entry = "pagefind-entry.json"
        ordered[entry] = ordered[entry].replace(old.encode(), new.encode())
    return dict(sorted(ordered.items()))


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
    """Return a name as long as the old one, whose length stands before it: `fr_3e5a423`."""
    lang, _, number = old.rpartition("_")
    return f"{lang}_{hashlib.sha256(data).hexdigest()[:len(number)]}"


def _unpacked(file: bytes) -> bytes:
    return gzip.decompress(file).removeprefix(PREFIX)


def _packed(data: bytes) -> bytes:
    return gzip.compress(PREFIX + data, mtime=0)
