"""Keep passwords as hashes that take long to guess, and compare them."""

import unicodedata
from functools import cache
from secrets import token_urlsafe
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from plugins.core.messages import Message, say

SHORTEST, LONGEST = 12, 200
"""Characters; which ones is everybody's own affair (NIST SP 800-63B, 3.1.1.2)."""

HASHER = PasswordHasher()
"""Argon2id as RFC 9106 has it for little memory: 64 MB for a moment, so one at a time."""

ONE = Lock()


def fault_of(password: str) -> Message | None:
    """Return what is wrong with a password that is chosen."""
    if not SHORTEST <= len(_typed(password)) <= LONGEST:
        return say("a password has {shortest} to {longest} characters; a short sentence is a good "
                   "one", shortest=SHORTEST, longest=LONGEST)
    return None


def hash_of(password: str) -> str:
    """Return what is kept of a password."""
    with ONE:
        return HASHER.hash(_typed(password))


def is_password(password: str, known: str) -> bool:
    """Tell whether a password is the one of a hash; without one it takes as long to say no."""
    kept = known or _nobody()
    try:
        with ONE:
            return HASHER.verify(kept, _typed(password)[:LONGEST + 1]) and bool(known)
    except VerificationError:
        return False


def _typed(password: str) -> str:
    """Return a password as every keyboard types it: an accent may be one sign, or two."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobody() -> str:
    return hash_of(token_urlsafe())
