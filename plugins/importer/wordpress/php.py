"""Read the arrays that plugins of WordPress keep as PHP serialises them; objects are refused.

The library for it (phpserialize) has had no release since 2012 and refuses what a change of a
database's encoding leaves everywhere: texts whose length is given in other bytes than they have.
"""

import re
from collections.abc import Mapping

Value = None | bool | int | float | str | Mapping[str, "Value"]
"""The keys of an array are texts here, whether they were numbers or not."""

MOST_DEPTH = 40
SCALAR = re.compile(rb"N;|([bid]):([-+.\w]+);")
TEXT = re.compile(rb's:(\d{1,9}):"')
ARRAY = re.compile(rb"a:\d{1,9}:\{")
END = re.compile(rb'";(?=[}abdisN]|\Z)')
"""Where a text of the wrong length ends: before the next value, or what holds it."""


class UnreadableError(ValueError):
    """What is kept is no array of PHP."""


def unserialize(text: str) -> Value:
    """Return the value of a serialised text; raises UnreadableError."""
    data = text.strip().encode()
    value, place = _value(data, 0, 0)
    if place != len(data):
        raise UnreadableError("something follows the end of what PHP has kept")
    return value


def array(text: str) -> Mapping[str, Value]:
    """Return a serialised array, an empty one for anything else."""
    try:
        value = unserialize(text)
    except UnreadableError:
        return {}
    return value if isinstance(value, Mapping) else {}


def _value(data: bytes, place: int, depth: int) -> tuple[Value, int]:
    """Return the value at a place, and the place behind it."""
    if found := SCALAR.match(data, place):
        return _scalar(found), found.end()
    if found := TEXT.match(data, place):
        end = found.end() + int(found[1])
        if data[end:end + 2] != b'";':
            last = END.search(data, found.end())
            if not last:
                raise UnreadableError("a text that PHP has kept has no end")
            end = last.start()
        return data[found.end():end].decode("utf-8", "replace"), end + 2
    found = ARRAY.match(data, place)
    if not found or depth > MOST_DEPTH:
        raise UnreadableError("this is not what PHP keeps of an array")
    held, place = dict[str, Value](), found.end()
    while data[place:place + 1] != b"}":
        key, place = _value(data, place, depth + 1)
        held[str(key)], place = _value(data, place, depth + 1)
    return held, place + 1


def _scalar(found: re.Match[bytes]) -> Value:
    kind, written = found[1], (found[2] or b"").decode()
    try:
        if kind == b"b":
            return written == "1"
        return None if not kind else int(written) if kind == b"i" else float(written)
    except ValueError:
        raise UnreadableError("no number") from None
