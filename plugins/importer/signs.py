"""Carry what means something to Markdown past the converter, and write it as Markdown needs it.

The converter escapes what Python-Markdown would then print (`\\=`, `\\<`), and nothing at the
beginning of a line that only our dialect has. So each such sign of the text is one of a private
range until the lines are there, and only what would be misread is escaped.
"""

import re

PRIVATE = re.compile("[\ue000-\ue3ff]")
"""What texts may not hold themselves: no font shows it."""

FIRST = 0xE100
SIGNS = "\\`*_{}[]<>&|#+-=:~!."
SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"
"""Spaces that the converter would take for ordinary ones."""

HIDDEN = {ord(sign): chr(FIRST + number) for number, sign in enumerate(SIGNS + SPACES)}
SHOWN = {ord(hidden): chr(sign) for sign, hidden in HIDDEN.items()}
UNUSED = dict.fromkeys(range(0xE000, 0xE400))

PIECE = re.compile("\ue200(\\d+)\ue201")
BLOCK = re.compile("^(.*)\ue202(\\d+)\ue203[ ]*$", re.MULTILINE)
"""The place of a piece of Markdown in a line, and of several lines."""

_OF = {sign: HIDDEN[ord(sign)] for sign in SIGNS}
_GAP = f"(?=[ {''.join(HIDDEN[ord(space)] for space in SPACES)}]|$)"
_BEGINNING = r"(?:[ ]*(?:>|-|\d+\.)(?:[ ]+|$))*[ ]*"
"""What the converter itself puts at the beginning of a line."""

LINE = re.compile(
    rf"^({_BEGINNING})(?:(?P<mark>\ue200\d+\ue201)(?={_OF[':']})|(?P<number>\d{{1,3}})(?={_OF['.']}"
    rf"{_GAP})|(?=[{_OF['#']}{_OF['>']}]|[{_OF['+']}{_OF['-']}](?:{_OF['-']}|{_GAP})"
    rf"|{_OF['!']}{{3}})|(?P<plain>(?={_OF['~']}{{3}}|{_OF['=']}|{_OF[':']}{_GAP})))"
    rf"([{''.join(_OF.values())}])", re.MULTILINE)
"""A sign that begins a line, and would make it a heading, a list, a quotation, a box …"""

ALWAYS = re.compile(
    rf"{_OF['[']}(?P<kept>…|{_OF['.']}{{3}}|[^\W\d_]){_OF[']']}(?![(\ue200{_OF['[']}{_OF['{']}])"
    rf"|(?P<inner>(?<=[^\W_]){_OF['_']}+(?=[^\W_]))"
    rf"|(?P<bang>{_OF['!']}(?=\ue200))"
    rf"|(?P<amp>{_OF['&']}(?={_OF['#']}|\w+;))"
    rf"|[{''.join(_OF[sign] for sign in '`*_{[]<|')}{re.escape(_OF[chr(92)])}]"
    rf"|{_OF['#']}+(?=[ ]*(?:{_OF['{']}|$))", re.MULTILINE)


def hide(text: str) -> str:
    """Return plain text with private characters for its signs."""
    return text.translate(HIDDEN)


def plain(text: str) -> str:
    """Return text without what stands for a sign or a piece here."""
    return text.translate(UNUSED) if PRIVATE.search(text) else text


def show(markdown: str) -> str:
    """Return Markdown with its signs: as they are, or escaped where they would be misread."""
    markdown = LINE.sub(_at_beginning, markdown)
    return ALWAYS.sub(_escaped, markdown).translate(SHOWN)


def _at_beginning(found: re.Match[str]) -> str:
    sign = found[5].translate(SHOWN)
    before = found[1] + (found["mark"] or "") + (found["number"] or "")
    if found["mark"] or found["plain"] is not None:
        return f"{before}&#{ord(sign)};"
    return f"{before}\\{sign}"


def _escaped(found: re.Match[str]) -> str:
    signs = found[0].translate(SHOWN)
    if found["kept"] or found["inner"]:
        return signs
    if signs in "<&":
        return "&lt;" if signs == "<" else "&amp;"
    return "".join(f"\\{sign}" for sign in signs)


def escaped(text: str) -> str:
    """Return plain text as it is written within a line of Markdown."""
    return show(f"\ue200{hide(plain(text))}")[1:]
