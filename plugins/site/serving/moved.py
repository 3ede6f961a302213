"""Write how nginx leads old addresses to new ones, also by what follows their “?”.

A map would need lines outside of `server`. So the address has a location: nothing in it changes
what is sent, unless the query is one of ours. Most old addresses differ by one number (`/?p=12`):
a test finds out whether it is among them, and a location within nginx, found at once, answers.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import count, groupby

from plugins.site.redirects import Redirect, by_query

WITHIN = "/_nginx/moved"
"""Nobody reaches what is below it from outside."""

VARIABLE = re.compile(r"[a-z0-9_]+")
"""Names that nginx knows as `$arg_…` (https://nginx.org/r/$arg_)."""

PLAIN = re.compile(r"[A-Za-z0-9_-]+")
"""Values that nobody encodes."""

MOST = 3_500
"""Bytes of the values that one test knows: a word of nginx's settings has at most 4,096."""


def moved(rows: Iterable[Redirect], base: str) -> Iterator[str]:
    """Yield the lines for a site below the path `base`."""
    numbers = count()
    ordered = sorted(by_query(rows), key=lambda row: row.address)
    for address, of_address in groupby(ordered, key=lambda row: row.address):
        within: list[str] = []
        lines = list(_answers(list(of_address), base, numbers, within))
        for place in dict.fromkeys((address, address.rstrip("/"))):
            if place or not address:
                yield f"location = {quoted(f'{base}/{place}')} {{ {' '.join(lines)} }}"
        yield from within


def quoted(text: str) -> str:
    r"""Return a text as nginx reads it: in quotation marks, where `\` and `"` are escaped."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _answers(rows: list[Redirect], base: str, numbers: Iterator[int], within: list[str]
             ) -> Iterator[str]:
    """Yield what is done at one address; `within` becomes the locations that it leads to."""
    for name, same in groupby(rows, key=_variable_of):
        if not name:
            yield from (_answer(row, base) for row in same)
            continue
        for chunk in _chunks(same):
            place = f"{WITHIN}/{next(numbers)}/"
            values = "|".join(row.query[0][1] for row in chunk)
            yield (f"if ($arg_{name} ~ {quoted(f'^(?:{values})$')}) "
                   f"{{ rewrite ^ {quoted(f'{place}$arg_{name}')} last; }}")
            within += (f"location = {quoted(place + row.query[0][1])} "
                       f"{{ internal; {_answer(row, base, asked=False)} }}" for row in chunk)


def _answer(row: Redirect, base: str, *, asked: bool = True) -> str:
    answer = f"return 301 {quoted(f'{base}/{row.new}')};"
    if not (asked and row.query):
        return answer
    tests = "".join(f"(?=(?:.*&)?{_encoded(name)}={_encoded(value)}(?:&|$))"
                    for name, value in row.query)
    return f"if ($args ~ {quoted(f'^{tests}')}) {{ {answer} }}"


def _variable_of(row: Redirect) -> str:
    """Return the name of the one parameter that nginx can look up, if it is one such."""
    [(name, value), *more] = row.query or [("", "")]
    return name if not more and VARIABLE.fullmatch(name) and PLAIN.fullmatch(value) else ""


def _chunks(rows: Iterable[Redirect]) -> Iterator[list[Redirect]]:
    chunk, size = list[Redirect](), 0
    for row in rows:
        length = len(row.query[0][1]) + 1
        if size + length > MOST:
            yield chunk
            chunk, size = [], 0
        chunk.append(row)
        size += length
    yield chunk


def _encoded(text: str) -> str:
    """Return an expression for a text in an address, however it is encoded."""
    return "".join(map(_byte, text.encode()))


def _byte(byte: int) -> str:
    sign = chr(byte)
    if sign.isascii() and (sign.isalnum() or sign in "-_.~"):
        return re.escape(sign)
    digits = "".join(f"[{digit}{digit.lower()}]" if digit.isalpha() else digit
                     for digit in f"{byte:02X}")
    if sign == " ":
        return rf"(?:%{digits}|\+)"
    plain = f"|\\x{byte:02x}" if sign not in "&+%#" else ""
    return f"(?:%{digits}{plain})"
