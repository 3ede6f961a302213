"""Tell which patterns Python and browsers understand alike and decide at once."""

import re
from collections import deque

MOST_WAYS = 100_000
"""In how many ways a pattern may match: as many are tried, at worst, before a text is refused."""

ESCAPED = r"\\[$^\\.*+?()\[\]{}|/]"
PLAIN = r"[^$^\\.*+?()\[\]{}|]"
IN_CLASS = (r"(?!!!|\#\#|\$\$|%%|\*\*|\+\+|,,|\.\.|::|;;|<<|==|>>|\?\?|@@|\^\^|``)"
            r"[^\\()\[\]{}|/&~-]")

TOKEN = re.compile(rf"""
    (?P<open> \( (?:\?:)? )
  | (?P<close> \) )
  | (?P<or> \| )
  | (?P<times> [*+?] | \{{ \d{{1,4}} (?: , (?: \d{{1,4}} )? )? \}} )
  | (?P<one> \. | \\d | {ESCAPED} | {PLAIN}
           | \[ \^? (?: \\d | {ESCAPED} | \\- | {IN_CLASS} (?: - {IN_CLASS} )? )+ \] )
    """, re.VERBOSE)
r"""A piece of a pattern. Browsers read patterns by rules of their own, the flag “v” of ECMAScript:
there, `\w` and `\s` are other characters, and a class holds hardly any sign unescaped."""

Tokens = deque[tuple[str, str]]


class NoPattern(Exception):
    """A text is not a pattern, or not one that both read alike."""


def fits(pattern: str, value: str) -> bool:
    """Tell whether a whole value fits a pattern, as a browser would."""
    return re.fullmatch(pattern, value, re.ASCII) is not None


def is_quick(pattern: str, longest: int) -> bool:
    """Tell whether a pattern decides at once on texts of at most `longest` characters.

    Raises NoPattern if browsers do not read it as Python does.
    """
    tokens = _tokens(pattern)
    try:
        re.compile(pattern, re.ASCII)  # from here on, each group has its two ends
    except re.error as error:
        raise NoPattern from error
    return _alternatives(tokens, longest) <= MOST_WAYS


def _tokens(pattern: str) -> Tokens:
    tokens = Tokens((str(found.lastgroup), found[0]) for found in TOKEN.finditer(pattern))
    if "".join(text for _, text in tokens) != pattern:
        raise NoPattern
    return tokens


def _alternatives(tokens: Tokens, longest: int) -> int:
    """Take alternatives from the tokens, and return in how many ways they match."""
    total, ways = 0, 1
    while tokens and tokens[0][0] != "close":
        kind, _ = tokens.popleft()
        if kind == "times":
            raise NoPattern
        if kind == "or":
            total, ways = total + ways, 1
            continue
        one = 1
        if kind == "open":
            one = _alternatives(tokens, longest)
            tokens.popleft()
        ways *= _repeated(one, tokens, longest)
    return total + ways


def _repeated(ways: int, tokens: Tokens, longest: int) -> int:
    """Return in how many ways a piece matches as often as the next token says."""
    if not tokens or tokens[0][0] != "times":
        return ways
    least, most = _times(tokens.popleft()[1], longest)
    total = 0
    for times in range(least, most + 1):
        total += ways ** times
        if total > MOST_WAYS:
            break
    return total


def _times(text: str, longest: int) -> tuple[int, int]:
    if text in "*+?":
        return (text == "+"), (1 if text == "?" else longest)
    least, comma, most = text.strip("{}").partition(",")
    return int(least), int(most or (longest if comma else least))
