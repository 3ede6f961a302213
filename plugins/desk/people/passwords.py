"""Keep passwords as hashes that take long to guess, and compare them."""

import unicodedata
from functools import cache
from secrets import token_urlsafe
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from plugins.core.messages import say

SHORTEST, LONGEST = 12, 200
"""Characters; which ones is everybody's own affair (NIST SP 800-63B, 3.1.1.2)."""

RULE = say("A password has {shortest} to {longest} characters; a short sentence is a good one. It "
           "may be pasted.", shortest=SHORTEST, longest=LONGEST)

HASHER = PasswordHasher()
"""Argon2id as RFC 9106 has it for little memory: 64 MB for a moment, so one at a time."""

ONE = Lock()


def may_be_chosen(password: str) -> bool:
    """Tell whether a password follows the rule."""
    return SHORTEST <= len(_typed(password)) <= LONGEST


def hash_of(password: str) -> str:
    """Return what is kept of a password."""
    with ONE:
        return HASHER.hash(_typed(password))


def is_password(password: str, known: str) -> bool:
    """Tell whether a password is the one of a hash; without one it takes as long to say no."""
    kept = known or nobody()
    try:
        with ONE:
            return HASHER.verify(kept, _typed(password)[:LONGEST + 1]) and bool(known)
    except VerificationError:
        return False


@cache
def nobody() -> str:
    """Return the hash of what nobody knows; made beforehand, or the first would wait longer."""
    return hash_of(token_urlsafe())


def _typed(password: str) -> str:
    """Return a password as every keyboard types it: an accent may be one sign, or two."""
    return unicodedata.normalize("NFKC", password)
