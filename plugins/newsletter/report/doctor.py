"""Examine all that a newsletter needs before it can leave: write nothing, and report everything."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plugins.core.files import DiskError
from plugins.core.messages import Message, say
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.provider import ProviderError, UnavailableError
from plugins.newsletter.push.wording import AUDIENCE, TRACKING
from plugins.newsletter.report import doctor_checks as checks
from plugins.newsletter.report.doctor_checks import DoctorContext, Remarks

State = Literal["fine", "to do", "unknown"]


@dataclass(frozen=True)
class Finding:
    """What one check has found: that something is fine, what to do, or that it cannot be told."""

    check: str
    state: State
    subject: Message
    sentence: Message


@dataclass(frozen=True)
class Check:
    """One thing to look at; `needs` are the checks that must be fine before it makes sense."""

    name: str
    subject: Message
    look: Callable[[DoctorContext], Remarks]
    needs: tuple[str, ...] = ()


CHECKS = (
    Check("key", say("key"), checks.of_provider("key")),
    Check("account", say("account"), checks.of_provider("account"), ("key",)),
    Check("audience", AUDIENCE, checks.of_provider("audience"), ("account",)),
    Check("double_optin", say("double opt-in"), checks.of_provider("double_optin"),
          ("account", "audience")),
    Check("groups", say("groups"), checks.of_provider("groups"), ("account", "audience")),
    Check("parts", say("parts"), checks.parts, ("account", "audience", "groups")),
    Check("undecided", say("no language"), checks.undecided, ("account", "audience", "groups")),
    Check("domains", say("reply-to"), checks.domains, ("account",)),
    Check("folder", say("folder"), checks.of_provider("folder"), ("account",)),
    Check("duplicates", say("campaigns"), checks.duplicates, ("account", "folder")),
    Check("scheduled", say("schedule"), checks.scheduled, ("account", "folder")),
    Check("site", say("website"), checks.site),
    Check("tracking", TRACKING, checks.tracking),
    Check("orders", say("sends"), checks.orders),
)


def examine(
    newsletter: Newsletter, site: str, langs: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Return what every check has found, for `langs` or else for all languages.

    Raises OutboxError for a language there is not.
    """
    asked = newsletter.outbox.known_languages(langs)
    return tuple(_findings(DoctorContext(newsletter, asked, site)))


def healthy(findings: Sequence[Finding]) -> bool:
    """Tell whether everything is fine."""
    return all(finding.state == "fine" for finding in findings)


def _findings(context: DoctorContext) -> Iterator[Finding]:
    subjects = {check.name: check.subject for check in CHECKS}
    failed: set[str] = set()
    for check in CHECKS:
        missing = next((name for name in check.needs if name in failed), "")
        found = [_waiting(subjects[missing])] if missing else _looked(check, context)
        if any(state != "fine" for state, _ in found):
            failed.add(check.name)
        if not missing and any(state == "unknown" for state, _ in found):
            failed.add("account")  # It no longer answers: each look would wait for nothing.
        for state, sentence in found:
            yield Finding(check.name, state, check.subject, sentence)


def _waiting(subject: Message) -> tuple[State, Message]:
    return "unknown", say("only once this is fine: {subject}", subject=subject)


def _looked(check: Check, context: DoctorContext) -> list[tuple[State, Message]]:
    found: list[tuple[State, Message]] = []
    try:
        for fine, sentence in check.look(context):
            found.append(("fine" if fine else "to do", sentence))
    except UnavailableError as error:
        found.append(("unknown", error.message))
    except (ProviderError, DiskError) as error:
        found.append(("to do", error.message))
    return found
