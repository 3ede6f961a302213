"""Write the snippet that makes nginx answer as the rules say: one `include` in its `server`.

An `add_header` inside a location makes nginx forget those outside. So there is one list of them
for the whole server, of variables that depend on the address; an empty one sends no header.

Old addresses lead to new ones also by what follows their “?”. A map would need lines outside of
`server`. So the address has a location: nothing in it changes what is sent, unless the query is one
of ours. Most old addresses differ by one number (`/?p=12`): a test finds out whether it is among
them, and a location within nginx, found at once, answers.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import count, groupby

from plugins.core.files import TYPES, is_text
from plugins.site.redirects import Redirect, by_query
from plugins.site.serving.headers import Rule

SNIPPET = "_nginx/site.conf"
"""It travels in the site, so that it always fits it; nginx itself refuses to serve it."""

FAILED = "error.html"
"""The page, in each folder of an edition and at the root, for what servers cannot do."""

ANSWER = "/_nginx/failed"
"""The address within nginx at which it finds that page; nobody reaches it from outside."""

FAILURES = (400, 401, 405, 406, 408, 411, 412, 413, 414, 415, 416, 421, 429,
            494, 495, 496, 497, 500, 501, 502, 503, 504, 505, 507)
"""What nginx answers by itself, or for a server behind it (https://nginx.org/r/error_page)."""

PRIVATE = ("_headers", "_redirects", "forms.json", ".press-manifest.json")

HEAD = """\
# Written by the build together with the site: do not edit. In nginx:
#     server { listen …; root /path/of/the/site; include /path/of/the/site/_nginx/site.conf; }
# With the module of Brotli, write “brotli_static on;” beside the include.

index index.html;
absolute_redirect off;
server_tokens off;
gzip_static on;
gzip_vary on;
charset utf-8;
default_type application/octet-stream;
"""

WITHIN = "/_nginx/moved"
"""Nobody reaches what is below it from outside."""

VARIABLE = re.compile(r"[a-z0-9_]+")
"""Names that nginx knows as `$arg_…` (https://nginx.org/r/$arg_)."""

PLAIN = re.compile(r"[A-Za-z0-9_-]+")
"""Values that nobody encodes."""

MOST = 3_500
"""Bytes of the values that one test knows: a word of nginx's settings has at most 4,096."""


def snippet(rules: list[Rule], redirects: Iterable[Redirect], missing: Iterable[str],
            base: str = "") -> bytes:
    """Return the snippet.

    `missing` are the pages for missing addresses, each for its folder, beside which stand those
    for failures: paths from the site's root without a slash in front. The site is below the path
    `base`.
    """
    lines = [HEAD, "types {", *(f"    {kind} {ending};" for ending, kind in TYPES.items()), "}",
             *_charsets(rules), "", *_headers(rules), "", *_missing(sorted(missing), base), "",
             *_failed(sorted(missing), base), "",
             *_private(base), "", *moved(redirects, base)]
    return "".join(f"{line}\n" for line in lines).encode()


def _charsets(rules: Iterable[Rule]) -> Iterator[str]:
    textual = [kind for kind in dict.fromkeys(TYPES.values()) if is_text(kind)]
    for rule in rules:
        kind = rule.headers.get("Content-Type", "").partition(";")[0]
        if kind and kind not in TYPES.values():
            yield f'location ~ {quoted(rule.expression)} {{ types {{ }} default_type {kind}; }}'
            textual.append(kind)
    # nginx counts text/html in by itself, and warns of what is listed twice.
    yield f"charset_types {' '.join(kind for kind in textual if kind != 'text/html')};"


def _headers(rules: list[Rule]) -> Iterator[str]:
    names = dict.fromkeys(name for rule in rules for name in rule.headers if name != "Content-Type")
    for name in names:
        yield f'set {_variable(name)} {quoted(rules[0].headers.get(name, ""))};'
    for rule in rules[1:]:
        sets = "".join(f" set {_variable(name)} {quoted(value)};"
                       for name, value in rule.headers.items() if name in names)
        if sets:
            yield f"if ($uri ~ {quoted(rule.expression)}) {{{sets} }}"
    for name in names:
        # What is missing may be there tomorrow: only answers that went well may be kept.
        always = "" if name == "Cache-Control" else " always"
        yield f"add_header {name} {_variable(name)}{always};"


def _missing(pages: Iterable[str], base: str) -> Iterator[str]:
    yield f"set $press_missing {base}/404.html;"
    for page in pages:
        folder = page.removesuffix("404.html")
        if folder:
            yield f"if ($uri ~ ^{base}/{folder}) {{ set $press_missing {base}/{page}; }}"
    yield "error_page 404 $press_missing;"
    # A folder without a page of its own is no secret, it is nothing.
    yield "error_page 403 =404 $press_missing;"


def _failed(pages: Iterable[str], base: str) -> Iterator[str]:
    """Yield what leads a failure to its page, in the language of the address.

    A form is sent to an address without one: the page that it stands on has it.
    """
    yield f"set $press_failed {base}/{FAILED};"
    folders = [folder for page in pages if (folder := page.removesuffix("404.html"))]
    for name, before in (("$http_referer", "^https?://[^/]+"), ("$request_uri", "^")):
        for folder in folders:
            yield (f"if ({name} ~ {quoted(f'{before}{base}/{folder}')}) "
                   f"{{ set $press_failed {base}/{folder}{FAILED}; }}")
    yield f"error_page {' '.join(map(str, FAILURES))} {ANSWER};"
    # As an address of its own: what was posted is then asked for, as a file must be.
    yield f"location = {ANSWER} {{ internal; try_files $press_failed =500; }}"


def _private(base: str) -> Iterator[str]:
    yield f"location ^~ {base}/_nginx/ {{ return 404; }}"
    yield from (f"location = {base}/{name} {{ return 404; }}" for name in PRIVATE)
    yield r"location ~ \.(gz|br)$ { return 404; }"


def _variable(name: str) -> str:
    return "$press_" + name.lower().replace("-", "_")


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
