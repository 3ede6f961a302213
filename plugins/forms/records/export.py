"""Write the state of deliveries and what submissions and proofs hold: sentences, JSON or CSV."""

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime

from plugins.core.messages import Message, say
from plugins.forms.declaration.form import Form
from plugins.forms.records.records import Progress, Proof, Record
from plugins.forms.records.submission import Consent, Suspicion

Clock = Callable[[datetime], str]
"""Writes a time as the person reads it."""

Values = dict[str, object]
"""What is printed as JSON."""

KINDS = {
    "mail": say("mail to the firm"),
    "acknowledgement": say("answer to the visitor"),
    "subscription": say("subscription"),
    "confirmation": say("request to confirm, once more"),
    "return": say("outcome of an earlier subscription"),
}

SUSPICIONS: Mapping[Suspicion, Message] = {
    "unsigned": say("the page did not say when the visitor began to write (a robot, or a browser "
                    "without scripts)"),
    "hasty": say("it was sent within seconds of the first letter"),
    "trapped": say("a field that people do not see was filled in at first"),
    "flood": say("it came among very many others; in such an hour no acknowledgement is sent"),
    "often": say("its address, or others of the same domain, were typed very often"),
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
    if progress.state == "ended":
        return say("{kind}: ended, nothing to do: {failure}", kind=kind,
                   failure=progress.failure or "?")
    if progress.state == "parked":
        return say("{kind}: parked, action required: {failure}", kind=kind,
                   failure=progress.failure or "?")
    if progress.next and progress.failure:
        return say("{kind}: failed ({attempts}), next attempt on {time}: {failure}", kind=kind,
                   attempts=progress.attempts, time=clock(progress.next),
                   failure=progress.failure)
    return say("{kind}: waiting to be delivered", kind=kind)


def short_lines(record: Record, clock: Clock) -> Iterator[Message]:
    """Yield a line for each delivery, as long as there are some for those that are undelivered.

    It holds nothing that was typed.
    """
    submission = record.submission
    unfinished = [each for each in record.deliveries if each.state in ("parked", "waiting")]
    for progress in unfinished or record.deliveries:
        yield say("{id}  {form}, {time}  {standing}", id=submission.id[:8], form=submission.form,
                  time=clock(submission.created), standing=delivery_status(progress, clock))
    for suspicion in record.suspicions:
        yield say("{id}  perhaps a robot: {reason}", id=submission.id[:8],
                  reason=SUSPICIONS[suspicion])


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
    for suspicion in record.suspicions:
        yield say("Perhaps a robot: {reason}", reason=SUSPICIONS[suspicion])


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
        "deliveries": [_plain(each) for each in record.deliveries]}


def summary_values(record: Record) -> Values:
    """Return what may be shown of a submission where nobody need know whose it is."""
    submission = record.submission
    return {"id": submission.id, "form": submission.form, "lang": submission.lang,
            "created": submission.created.isoformat(), "state": record.state,
            "suspicions": list(record.suspicions),
            "deliveries": [_plain(replace(each, address="")) for each in record.deliveries]}


def proof_values(proof: Proof) -> Values:
    """Return all of a proof."""
    return _plain(proof) | {"consents": [asdict(consent) for consent in proof.consents]}


def as_file(records: Collection[Record], ending: str) -> bytes:
    """Return what a file with this ending, .csv or .json, holds of submissions."""
    if ending == ".csv":
        # Without the mark at its beginning, Excel takes the letters of a table for others.
        return as_csv(records).encode("utf-8-sig")
    return json.dumps([record_values(each) for each in records], ensure_ascii=False, indent=2,
                      default=str).encode()


def as_csv(records: Collection[Record]) -> str:
    """Return submissions as a table: a column for each field that any of their forms has.

    A field that is named like another column is preceded by “field.”
    """
    fields = list(dict.fromkeys(name for record in records for name in record.submission.values))
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([*OWN, CONSENTS, *(
        f"field.{name}" if name in (*OWN, CONSENTS) else name for name in fields)])
    for record in records:
        values, submission = record_values(record), record.submission
        writer.writerow([_cell(str(each)) for each in (
            *(values[name] for name in OWN), submission.agreed,
            *(submission.values.get(name, "") for name in fields))])
    return table.getvalue()


def _agreed(consent: Consent) -> Message:
    return say("Agreed to (version {version}): {words}", version=consent.version,
               words=consent.text)


def _plain(kept: Progress | Proof) -> Values:
    """Return what is known of a delivery or a proof; no address is left out, not empty."""
    return {name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in vars(kept).items() if name != "address" or value}


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULAS) else value
