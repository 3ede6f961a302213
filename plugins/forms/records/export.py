"""Tell a person where a delivery stands, and all that a submission or a proof says."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from plugins.core.messages import Message, say
from plugins.forms.declaration.form import Form
from plugins.forms.records.records import Progress, Proof, Record

Clock = Callable[[datetime], str]
"""Writes a time as the person reads it."""

KINDS = {
    "mail": say("mail to the firm"),
    "acknowledgement": say("answer to the visitor"),
    "subscription": say("subscription"),
    "return": say("what became of an earlier subscription"),
}


def standing(progress: Progress, clock: Clock) -> Message:
    """Return the sentence that says where a delivery stands."""
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

    Nothing that was typed stands in it.
    """
    submission = record.submission
    unfinished = [each for each in record.deliveries if each.state in ("parked", "waiting")]
    for progress in unfinished or record.deliveries:
        yield say("{id}  {form}, {time}  {standing}", id=submission.id[:8], form=submission.form,
                  time=clock(submission.created), standing=standing(progress, clock))


def lines(record: Record, forms: Mapping[str, Form], clock: Clock) -> Iterator[Message]:
    """Yield all that is kept of a submission."""
    submission = record.submission
    form = forms.get(submission.form)
    labels = {field.name: field.label[submission.lang] for field in form.fields
              if field.type != "consent"} if form else {}
    yield say("{id}: form {form} in {lang}, received on {time}", id=submission.id,
              form=submission.form, lang=submission.lang, time=clock(submission.created))
    if submission.page:
        yield say("Sent from {page}", page=submission.page)
    for name, value in submission.values.items():
        if value and name in (labels or submission.values):
            yield say("{label}: {value}", label=labels.get(name, name), value=value)
    for consent in submission.consents:
        yield say("Agreed to (version {version}): {words}", version=consent.version,
                  words=consent.text)
    for progress in record.deliveries:
        yield standing(progress, clock)


def proof_lines(proof: Proof, clock: Clock) -> Iterator[Message]:
    """Yield all that is kept of a subscription whose submission is gone."""
    yield say("{id}: subscription of {email} by form {form} in {lang}, asked for on {time}",
              id=proof.id, email=proof.email, form=proof.form, lang=proof.lang,
              time=clock(proof.created))
    for consent in proof.consents:
        yield say("Agreed to (version {version}): {words}", version=consent.version,
                  words=consent.text)
    if proof.until:
        yield say("Kept as proof of consent until {time}", time=clock(proof.until))
    else:
        yield say("Kept as proof of consent as long as the subscription, and three years longer")
