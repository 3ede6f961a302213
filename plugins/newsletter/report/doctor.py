"""Examine all that a newsletter needs before it can leave: write nothing, and tell everything."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from plugins.core.files import DiskError
from plugins.core.messages import Message, SettingsError, say
from plugins.newsletter.mailchimp.errors import MailchimpError, UnavailableError
from plugins.newsletter.push.planning import known
from plugins.newsletter.report import doctor_checks as checks
from plugins.newsletter.report.doctor_checks import Case, Remarks
from plugins.newsletter.settings import Settings, read_newsletter_settings

AUDIENCE = "MAILCHIMP_AUDIENCE_ID"

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
    look: Callable[[Case], Remarks]
    needs: tuple[str, ...] = ()


CHECKS = (
    Check("key", say("key"), checks.key),
    Check("account", say("account"), checks.account, ("key",)),
    Check("audience", say("audience"), checks.audience, ("account",)),
    Check("double_optin", say("double opt-in"), checks.double_optin, ("account", "audience")),
    Check("groups", say("groups"), checks.groups, ("account", "audience")),
    Check("parts", say("parts"), checks.parts, ("account", "audience", "groups")),
    Check("undecided", say("no language"), checks.undecided, ("account", "audience", "groups")),
    Check("domains", say("reply-to"), checks.domains, ("account",)),
    Check("folder", say("folder"), checks.folder, ("account",)),
    Check("duplicates", say("campaigns"), checks.duplicates, ("account", "folder")),
    Check("scheduled", say("schedule"), checks.scheduled, ("account", "folder")),
    Check("site", say("website"), checks.site),
    Check("tracking", say("tracking"), checks.tracking),
    Check("orders", say("sends"), checks.orders),
)


def settings_in(
    newsletter: Mapping[str, Any], languages: Sequence[str], default: str,
    environment: Mapping[str, str],
) -> tuple[Settings, Message | None]:
    """Return the settings, and what is wrong with the environment, of which they lack that.

    Takes what `read_settings` takes. Raises SettingsError if the settings themselves are wrong.
    """
    audience = {name: value for name, value in environment.items() if name == AUDIENCE}
    fault = None
    for given in (environment, audience):
        try:
            return read_newsletter_settings(newsletter, languages, default, given), fault
        except SettingsError as error:
            fault = fault or error.message
    return read_newsletter_settings(newsletter, languages, default, {}), fault


def examine(
    settings: Settings, fault: Message | None, *, site: str, var: Path, langs: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Return what every check has found, for `langs` or else for all languages.

    `fault` is what is wrong with the environment. Raises OutboxError for a language there is not.
    """
    asked = known(langs, settings) or settings.languages
    return tuple(_findings(Case(settings, fault, asked, site, var)))


def healthy(findings: Sequence[Finding]) -> bool:
    """Tell whether everything is fine."""
    return all(finding.state == "fine" for finding in findings)


def _findings(case: Case) -> Iterator[Finding]:
    subjects = {check.name: check.subject for check in CHECKS}
    failed: set[str] = set()
    for check in CHECKS:
        missing = next((name for name in check.needs if name in failed), "")
        found = [_waiting(subjects[missing])] if missing else _looked(check, case)
        if any(state != "fine" for state, _ in found):
            failed.add(check.name)
        if not missing and any(state == "unknown" for state, _ in found):
            failed.add("account")  # Mailchimp no longer answers: each look would wait for nothing.
        for state, sentence in found:
            yield Finding(check.name, state, check.subject, sentence)


def _waiting(subject: Message) -> tuple[State, Message]:
    return "unknown", say("only once this is fine: {subject}", subject=subject)


def _looked(check: Check, case: Case) -> list[tuple[State, Message]]:
    found: list[tuple[State, Message]] = []
    try:
        for fine, sentence in check.look(case):
            found.append(("fine" if fine else "to do", sentence))
    except UnavailableError as error:
        found.append(("unknown", error.message))
    except (MailchimpError, DiskError) as error:
        found.append(("to do", error.message))
    return found
