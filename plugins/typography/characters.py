"""The characters that the rules of every language speak of."""

NO_BREAK = "\u00a0"
NARROW = "\u202f"
"""The narrow no-break space, which French puts before ; ! and ?."""

HIDDEN = "\ue000"
"""Stands for each character that no rule may see; to the rules it is a letter of some word."""

ORDINARY = r"[ \t\n\r\f]"
"""A space that may break, as a regular expression."""

SPACE = r"[ \t\n\r\f\u00a0\u2009\u202f]"
"""Any space that an author may have put before a mark, as a regular expression."""

SPACES = frozenset(" \t\n\r\f\u00a0\u2009\u202f")
