"""Find on which line of a source that was written which its page or its email shows."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from html import escape, unescape

BEFORE = re.compile(r"""(?:\]\(|\]:|=)[\s<>"']*\Z|<\Z""")
"""What comes before an address: `[a](…`, `[a]: …`, `href="…`, `<…`."""

AROUND = 60
"""Characters before an address of which one is looked at: enough for any indentation."""

SIGN = re.compile(r"\w+|[^\w\s'’“”\"«»\u2060*_\\-]")
BETWEEN = r"[\s'’“”\"«»\u2060*_\\\u2010-\u2015-]*"
"""What typesetting and Markdown put between two signs, or take away."""

AFTER = frozenset(("", *" \t\n)>\"'"))


def line_showing(source: str, shown: str) -> int:
    """Return the line of a source of which a page shows these words, 0 if none does."""
    place = source.find(shown) if shown else -1
    signs = [re.escape(sign) for sign in SIGN.findall(unescape(shown))]
    if place < 0 and signs:
        found = re.search(rf"(?<!\w){BETWEEN.join(signs)}(?!\w)", source)
        place = found.start() if found else -1
    return source.count("\n", 0, place) + 1 if place >= 0 else 0


class Places:
    """The places of a source, each sought from the last one of its kind on, in their order.

    So a text is gone through once, however often the same words occur in it.
    """

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._empty = text.find("]()")
        self._reached: dict[str, int] = defaultdict(int)
        self._absent: dict[str, int] = {}
        self._once: dict[str, int] = {}
        self._unescaped: dict[str, bool] = {}

    def line(self, place: int) -> int:
        """Return the line of the file on which a place of the text is."""
        return self._first_line + bisect_left(self._breaks, place)

    def next(self, kind: str, *spellings: str) -> int:
        """Return the line of the next of these words, or of the last place if none follows."""
        start = self._reached[kind]
        for words in spellings:
            if self._absent.get(words, start + 1) > start:
                place = self._text.find(words, start)
                if place >= 0:
                    self._reached[kind] = place + len(words)
                    return self.line(place + words.startswith("\n"))
                self._absent[words] = start
        return self.line(start)

    def words(self, pieces: Sequence[str]) -> int:
        """Return the line of the first words of a link, or of the last one."""
        words = next((piece.strip() for piece in pieces if piece.strip()), "")
        return self.next("words", f"[{words}", f">{words}", words)

    def unescaped(self, words: str) -> bool:
        """Tell whether words are anywhere in the source without a backslash before them."""
        if words not in self._unescaped:
            self._unescaped[words] = self._text.count(words) > self._text.count(f"\\{words}")
        return self._unescaped[words]

    def address(self, kind: str, address: str) -> int:
        """Return where an address is written; -1 if it is spelled in a way of its own."""
        for spelled in dict.fromkeys((address, escape(address), address.removeprefix("mailto:"))):
            place = self._once.get(spelled, -1)
            if place < 0:
                place = self._next_address(spelled, self._reached[kind])
                if place < 0:
                    place = self._once[spelled] = self._next_address(spelled, 0)
                elif self.defines(place):
                    self._once[spelled] = place
                else:
                    self._reached[kind] = place + len(spelled)
            if place >= 0:
                return place
        return -1

    def defines(self, place: int) -> bool:
        """Tell whether the address at a place is that of a definition, `[a]: …`."""
        return self._text[max(place - AROUND, 0):place].rstrip(" \t\n<>").endswith("]:")

    def _next_address(self, spelled: str, start: int) -> int:
        text = self._text
        if not spelled:
            place = text.find("]()", start) if self._empty >= 0 else -1
            return place + 2 if place >= 0 else -1
        while (place := text.find(spelled, start)) >= 0:
            end = place + len(spelled)
            if text[end:end + 1] in AFTER and BEFORE.search(text[max(place - AROUND, 0):place]):
                return place
            start = place + 1
        return -1
