"""Other people's checkers on the emails: Nu, html-validate, and what mail programs can show."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict

import pytest

from tests.battery.emails import Email, in_word
from tests.battery.findings import Finding, none_of
from tests.battery.tools import node, nu_checker
from tests.support.golden import WRITE

pytestmark = pytest.mark.thorough

ACCEPTED = Path(__file__).parent / "caniemail.json"
"""What we know that mail programs do not show, or not all of it, by feature: which, and the reason
why nothing is lost there, written by who has looked at an email with the feature taken out.
`test_goldens` names the command that writes it again."""


NEEDED_IN_EMAILS = re.compile("|".join([
    # Word’s own properties, in Outlook for Windows.
    r"^CSS: “mso-[a-z-]+”: Property",
    # What Apple Mail called color-scheme before browsers did.
    r"^CSS: “supported-color-schemes”: Property",
    # Word takes sizes and places from attributes alone.
    r"^The “(?:align|border|cellpadding|cellspacing|width)” attribute on the “table” element",
    r"^The “(?:align|height|valign|width)” attribute on the “td” element",
    # Word finds the place inside an email that a link leads to by its name alone.
    r"^The “name” attribute (?:is never allowed )?on the “a” element",
]))


class Accepted(TypedDict):
    """Of a feature: the support of each mail program, none or partial, and why nothing is lost."""

    clients: dict[str, str]
    reason: str


@pytest.fixture(scope="module")
def files(emails: list[Email], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what a subscriber’s mail program gets, and what Word makes of it."""
    return written(emails, tmp_path_factory.mktemp("emails"))


def test_the_nu_html_checker_has_nothing_to_say_of_an_email(files: Path):
    """But for what email alone needs; with the table that only Outlook sees, too."""
    none_of(Finding(Path(said["url"]).name, f"Nu {said['type']}",
                    said.get("extract", "").strip(), said["message"])
            for said in nu_checker(sorted(files.iterdir()))
            if not NEEDED_IN_EMAILS.search(said["message"]))


def test_html_validate_has_nothing_to_say_of_an_email(files: Path):
    """All rules of its presets for markup and accessibility but two; `email-rules.mjs` says why."""
    names = [str(file) for file in sorted(files.iterdir())]
    none_of(Finding(Path(said["page"]).name, said["rule"], said["selector"], said["message"])
            for said in node("html-validate.mjs", "./email-rules.mjs", given=names))


def test_mail_programs_show_all_but_what_we_know(emails: list[Email]):
    """A feature that one more mail program does not show is looked at before it is accepted."""
    found = caniemail(emails)
    if WRITE:
        accept(found)
    none_of(unknown(found, accepted()))


def test_what_is_accepted_still_occurs(emails: list[Email]):
    """What is gone is taken off the list, so that it does not come back unseen."""
    none_of(gone(caniemail(emails), accepted()))


def test_what_is_accepted_has_a_reason():
    """Nobody knows why something was accepted that nobody has looked at."""
    none_of(unfounded(accepted()))


def written(emails: list[Email], folder: Path) -> Path:
    """Write the emails as they are received, and as Word reads them."""
    for email in emails:
        (folder / f"{email.name}.html").write_text(email.received, "utf-8")
        (folder / f"{email.name}.word.html").write_text(in_word(email.received), "utf-8")
    return folder


def caniemail(emails: list[Email]) -> list[dict[str, Any]]:
    """Ask caniemail about every mail program that it knows."""
    return node("caniemail.mjs", given=[{"page": email.name, "html": email.received}
                                        for email in emails])


def accepted() -> dict[str, Accepted]:
    """Return what is accepted, by feature."""
    return json.loads(ACCEPTED.read_text("utf-8"))


def accept(found: list[dict[str, Any]]) -> None:
    """Write all that was found as accepted; the reason of what is new is still to be written."""
    known = accepted()
    written: dict[str, Accepted] = {}
    for fault in found:
        feature = fault["feature"]
        reason = known[feature]["reason"] if feature in known else ""
        entry = written.setdefault(feature, Accepted(clients={}, reason=reason))
        entry["clients"][fault["client"]] = fault["support"]
    ACCEPTED.write_text(json.dumps(written, indent=2, sort_keys=True, ensure_ascii=False) + "\n",
                        "utf-8")


def unfounded(known: dict[str, Accepted]) -> Iterator[Finding]:
    """Find what is accepted without a reason."""
    for feature, entry in known.items():
        if not entry["reason"].strip():
            yield Finding(ACCEPTED.name, "caniemail", feature, (
                f"“{feature}” has no reason; take it out of an email, look at it, and write why "
                "nothing is lost, or do without the feature"))


def unknown(found: list[dict[str, Any]], known: dict[str, Accepted]) -> Iterator[Finding]:
    """Find what mail programs do not show and nobody has accepted, where it first occurs."""
    new: dict[str, list[dict[str, Any]]] = defaultdict(list)
    support = {feature: entry["clients"] for feature, entry in known.items()}
    for fault in found:
        if support.get(fault["feature"], {}).get(fault["client"]) != fault["support"]:
            new[fault["feature"]].append(fault)
    for feature, faults in new.items():
        clients = sorted({f"{fault['client']} ({fault['support']})" for fault in faults})
        notes = sorted({note for fault in faults for note in fault["notes"]})
        yield Finding(faults[0]["page"], "caniemail", faults[0]["where"], " ".join([
            f"“{feature}” has no full support in {', '.join(clients)}; find another way, or accept "
            f"it in {ACCEPTED.name}.", *notes]))


def gone(found: list[dict[str, Any]], known: dict[str, Accepted]) -> Iterator[Finding]:
    """Find what is accepted although no email needs it."""
    needed = {(fault["feature"], fault["client"]) for fault in found}
    for feature, entry in known.items():
        idle = [client for client in entry["clients"] if (feature, client) not in needed]
        if idle:
            yield Finding(ACCEPTED.name, "caniemail", feature,
                          f"“{feature}” no longer matters for {', '.join(idle)}: delete it")
