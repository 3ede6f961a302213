"""Hold complaints against the limits that Gmail sets to those who write to many.

“Keep spam rates reported in Postmaster Tools below 0.10% and avoid ever reaching a spam rate of
0.30% or higher” (Email sender guidelines, https://support.google.com/a/answer/81126, in force
since February 2024). Gmail tells nobody who complained, so that Mailchimp counts the complaints of
other mail services only: a good rate here does not prove one there.
"""

from fractions import Fraction
from typing import Literal, get_args

from plugins.core.messages import Message, say

STAY_BELOW, NEVER_REACH = Fraction(10, 10_000), Fraction(30, 10_000)

Verdict = Literal["fine", "high", "too high"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""What complaints can be, from good to bad."""


def verdict(complaints: int, delivered: int) -> Verdict:
    """Tell whether so many complaints about so many emails are within the limits."""
    if not complaints or complaints < STAY_BELOW * delivered:
        return "fine"
    return "high" if complaints < NEVER_REACH * delivered else "too high"


def remark(found: Verdict, stay_below: str, never_reach: str) -> Message:
    """Return a verdict in a few words; the limits come as they are to be written."""
    match found:
        case "fine":
            return say("fine: Gmail wants less than {limit}", limit=stay_below)
        case "high":
            return say("too many: Gmail wants less than {limit}", limit=stay_below)
    return say("far too many: Gmail lets no sender reach {limit}", limit=never_reach)


def advice(found: Verdict) -> Message | None:
    """Return what to do about a verdict, None for nothing."""
    match found:
        case "fine":
            return None
        case "high":
            return say("so many complaints harm: look where those came from who subscribed last, "
                       "and say at the top of the letter why its readers receive it")
    return say("so many complaints harm: find out why before the next issue leaves. See what "
               "Google’s Postmaster Tools say of your domain, and keep only those subscribers who "
               "asked for the letter")
