"""Write the state of deliveries and what submissions and proofs hold: sentences, JSON or CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from plugins.core.messages import Message, say
from plugins.forms.declaration.form import Form
from plugins.forms.records.records import Progress, Proof, Record
from plugins.forms.records.submission import Consent

Clock = Callable[[datetime], str]
"""Writes a time as the person reads it."""

Values = dict[str, object]
"""What is printed as JSON."""

KINDS = {
    "mail": say("mail to the firm"),
    "acknowledgement": say("answer to the visitor"),
    "subscription": say("subscription"),
    "return": say("what became of an earlier subscription"),
}

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula where spreadsheets open a table: a visitor must not run one there."""

OWN = ("id", "form", "lang", "created", "page", "state")
CONSENTS = "consents"


def delivery_status(progress: Progress, clock: Clock) -> Message:
    """Return the sentence that says how far a delivery has come."""
    kind = KINDS[progress.kind]
    if progress.done:
        return say("{kind}: delivered on {time}", kind=kind, time=clock(progress.done))
    if progress.state == "dropped":
        return say("{kind}: dropped: {failure}", kind=kind, failure=progress.failure or "?")
    if progress.state == "parked":
        return say("{kind}: needs you, it is tried no longer: {failure}", kind=kind,
                   failure=progress.failure or "?")
    if progress.next and progress.failure:
        return say("{kind}: failed ({attempts}), tried again on {time}: {failure}", kind=kind,
                   attempts=progress.attempts, time=clock(progress.next),
                   failure=progress.failure)
    return say("{kind}: waits to be delivered", kind=kind)


def short_lines(record: Record, clock: Clock) -> Iterator[Message]:
    """Yield a line for each delivery, as long as there are some for those that are undelivered.

    It holds nothing that was typed.
    """
    submission = record.submission
    unfinished = [each for each in record.deliveries if each.state in ("parked", "waiting")]
    for progress in unfinished or record.deliveries:
        yield say("{id}  {form}, {time}  {standing}", id=submission.id[:8], form=submission.form,
                  time=clock(submission.created), standing=delivery_status(progress, clock))


def record_lines(record: Record, forms: Mapping[str, Form], clock: Clock) -> Iterator[Message]:
    """Yield all that is kept of a submission."""
    submission = record.submission
    form = forms.get(submission.form)
    labels = {field.name: field.label[submission.lang] for field in form.fields
              if field.kind.role != "consent"} if form else {}
    yield say("{id}: form {form} in {lang}, received on {time}", id=submission.id,
              form=submission.form, lang=submission.lang, time=clock(submission.created))
    if submission.page:
        yield say("Sent from {page}", page=submission.page)
    for name, value in submission.values.items():
        if value and name in (labels or submission.values):
            yield say("{label}: {value}", label=labels.get(name, name), value=value)
    yield from map(_agreed, submission.consents)
    for progress in record.deliveries:
        yield delivery_status(progress, clock)


def proof_lines(proof: Proof, clock: Clock) -> Iterator[Message]:
    """Yield all that is kept of a subscription whose submission is gone."""
    yield say("{id}: subscription of {email} by form {form} in {lang}, asked for on {time}",
              id=proof.id, email=proof.email, form=proof.form, lang=proof.lang,
              time=clock(proof.created))
    yield from map(_agreed, proof.consents)
    if proof.until:
        yield say("Kept as proof of consent until {time}", time=clock(proof.until))
    else:
        yield say("Kept as proof of consent as long as the subscription, and three years longer")


def record_values(record: Record) -> Values:
    """Return all of a submission."""
    submission = record.submission
    return summary_values(record) | {
        "page": submission.page, "values": dict(submission.values),
        "consents": [asdict(consent) for consent in submission.consents],
        "deliveries": [_delivery_values(each, each.address) for each in record.deliveries]}


def summary_values(record: Record) -> Values:
    """Return what may be shown of a submission where nobody need know whose it is."""
    submission = record.submission
    return {"id": submission.id, "form": submission.form, "lang": submission.lang,
            "created": submission.created.isoformat(), "state": record.state,
            "deliveries": [_delivery_values(delivery) for delivery in record.deliveries]}


def proof_values(proof: Proof) -> Values:
    """Return all of a proof."""
    return asdict(proof) | {"created": proof.created.isoformat(), "until": _time(proof.until)}


def as_csv(records: Iterable[Record]) -> str:
    """Return submissions as a table: a column for each field that any of their forms has.

    A field that is named like another column is preceded by “field.”
    """
    kept = list(records)
    fields = list(dict.fromkeys(name for record in kept for name in record.submission.values))
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([*OWN, CONSENTS, *(
        f"field.{name}" if name in (*OWN, CONSENTS) else name for name in fields)])
    for record in kept:
        values, submission = record_values(record), record.submission
        consents = ", ".join(f"{each.field} {each.version}" for each in submission.consents)
        writer.writerow([_cell(str(each)) for each in (
            *(values[name] for name in OWN), consents,
            *(submission.values.get(name, "") for name in fields))])
    return table.getvalue()


def _agreed(consent: Consent) -> Message:
    return say("Agreed to (version {version}): {words}", version=consent.version,
               words=consent.text)


def _delivery_values(delivery: Progress, address: str = "") -> Values:
    values: Values = {
        "kind": delivery.kind, "state": delivery.state, "attempts": delivery.attempts,
        "since": _time(delivery.since), "next": _time(delivery.next), "done": _time(delivery.done),
        "failure": delivery.failure}
    return values | ({"address": address} if address else {})


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULAS) else value
