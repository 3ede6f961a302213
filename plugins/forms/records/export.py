"""Write the state of deliveries and what submissions and proofs hold: sentences, tables, JSON."""

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from babel.numbers import get_decimal_symbol

from plugins.core.i18n import locale_of
from plugins.core.messages import Message, say
from plugins.forms.declaration.form import Form
from plugins.forms.records.records import Progress, Proof, Record
from plugins.forms.records.submission import Submission, Suspicion

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

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

FORMULA = re.compile("""(?<![\\s",;])([\\s",;]*+)([=+@＝＋－＠-])""")
"""What begins a formula in a cell (OWASP, CSV injection), and what is before it."""

SEPARATORS = frozenset(",;\t\r\n")
"""After which a cell begins, if not in this spreadsheet, then in one of another language."""

OWN = ("id", "form", "lang", "created", "page", "state")
CONSENTS = "consents"

LONGEST = 32_767
"""Units of UTF-16 that a cell of Excel holds."""

CUT = say("… (cut off: a cell holds no more; an export to .json holds all)")

UNPRINTABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML refuses (XML 1.0, 2.2)."""

ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Where Excel would read a number as the letter of that number (ECMA-376, part 1, 22.9.2.19)."""

WIDEST = 60
"""Characters of a column; longer lines are wrapped."""


@dataclass(frozen=True)
class Reader:
    """Who reads a table: their language, the site's clock, and the forms as they are declared."""

    lang: str
    gettext: Callable[[str], str]
    clock: Clock
    forms: Mapping[str, Form]


def delivery_status(progress: Progress, clock: Clock) -> Message:
    """Return the sentence that says how far a delivery has come."""
    kind = KINDS[progress.kind]
    if progress.done:
        return say("{kind}: delivered on {time}", kind=kind, time=clock(progress.done))
    if progress.state == "dropped":
        return say("{kind}: dropped: {failure}", kind=kind, failure=progress.failure or "?")
    if progress.passed_on:
        return say("{kind}: passed on to the second address: {failure}", kind=kind,
                   failure=progress.failure or "?")
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
    for progress in record.unfinished or record.deliveries:
        yield say("{id}  {form}, {time}  {standing}", id=submission.id[:8], form=submission.form,
                  time=clock(submission.created), standing=delivery_status(progress, clock))
    for suspicion in record.suspicions:
        yield say("{id}  perhaps a robot: {reason}", id=submission.id[:8],
                  reason=SUSPICIONS[suspicion])


def record_lines(record: Record, reader: Reader) -> Iterator[Message]:
    """Yield all that is kept of a submission."""
    submission, clock = record.submission, reader.clock
    form = reader.forms.get(submission.form)
    labels = form.labels(reader.lang) if form else {}
    yield say("{id}: form {form} in {lang}, received on {time}", id=submission.id,
              form=submission.form, lang=submission.lang, time=clock(submission.created))
    if submission.page:
        yield say("Sent from {page}", page=submission.page)
    for name, value in answers(submission, form, reader.lang).items():
        if value:
            yield say("{label}: {value}", label=labels.get(name, name), value=value)
    yield from agreed(submission, clock)
    for progress in record.deliveries:
        yield delivery_status(progress, clock)
    for suspicion in record.suspicions:
        yield say("Perhaps a robot: {reason}", reason=SUSPICIONS[suspicion])


def proof_lines(proof: Proof, clock: Clock) -> Iterator[Message]:
    """Yield all that is kept of a subscription whose submission is gone."""
    yield say("{id}: subscription of {email} by form {form} in {lang}, asked for on {time}",
              id=proof.id, email=proof.email, form=proof.form, lang=proof.lang,
              time=clock(proof.created))
    yield from agreed(proof, clock)
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


def as_file(records: Collection[Record], ending: str, reader: Reader) -> bytes:
    """Return what a file with this ending, .xlsx, .csv or .json, holds of submissions."""
    if ending == ".xlsx":
        return as_workbook(records, reader)
    if ending == ".csv":
        # Where a comma is in numbers, spreadsheets expect a semicolon between cells. Without the
        # mark at its beginning, Excel takes the letters of a table for others.
        comma = get_decimal_symbol(locale_of(reader.lang)) == ","
        return as_csv(records, ";" if comma else ",").encode("utf-8-sig")
    return json.dumps([record_values(each) for each in records], ensure_ascii=False, indent=2,
                      default=str).encode()


def as_workbook(records: Collection[Record], reader: Reader) -> bytes:
    """Return submissions as a workbook for people: a sheet for each form, and nothing but text.

    So no number loses its zeros, no time its zone, and what a visitor typed is never a formula.
    """
    from openpyxl import Workbook  # slow to import
    book, of_forms = Workbook(write_only=True), dict[str, list[Record]]()
    for record in records:
        of_forms.setdefault(record.submission.form, []).append(record)
    for name, those in (of_forms or {say("Submissions").render(reader.gettext): []}).items():
        table = [[_text(cell, reader) for cell in row]
                 for row in _rows(those, reader.forms.get(name), reader)]
        # Excel takes 31 characters; a number is added where two names begin alike.
        _fill(book.create_sheet(name[:28]), table)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def as_csv(records: Collection[Record], separator: str = ",") -> str:
    """Return submissions as a table: a column for each field that any of their forms has.

    A field that is named like another column is preceded by “field.”
    """
    fields = list(dict.fromkeys(name for record in records for name in record.submission.values))
    table = io.StringIO()
    writer = csv.writer(table, delimiter=separator)
    writer.writerow([*OWN, CONSENTS, *(
        f"field.{name}" if name in (*OWN, CONSENTS) else name for name in fields)])
    for record in records:
        values, submission = record_values(record), record.submission
        writer.writerow([_harmless(str(each)) for each in (
            *(values[name] for name in OWN), submission.agreed,
            *(submission.values.get(name, "") for name in fields))])
    return table.getvalue()


def _rows(records: Collection[Record], form: Form | None, reader: Reader
          ) -> Iterator[Sequence[str | Message]]:
    """Yield the heads of a form's table, then a row for each of its submissions."""
    labels = form.labels(reader.lang) if form else {}
    answered = [answers(record.submission, form, reader.lang) for record in records]
    names = list(dict.fromkeys(name for each in answered for name in each))
    yield (say("Received"), *(labels.get(name, name) for name in names), say("Consents"),
           say("Language"), say("Page"), say("Deliveries"), say("Perhaps a robot"),
           say("Reference given"))
    for record, answer in zip(records, answered, strict=True):
        sent = record.submission
        consents, told, doubts = (
            "\n".join(each.render(reader.gettext) for each in said) for said in (
                agreed(sent, reader.clock),
                (delivery_status(each, reader.clock) for each in record.deliveries),
                (SUSPICIONS[each] for each in record.suspicions)))
        yield (reader.clock(sent.created), *(answer.get(name, "") for name in names),
               consents, sent.lang, sent.page, told, doubts, sent.reference)


def answers(submission: Submission, form: Form | None, lang: str) -> Mapping[str, str]:
    """Return what was typed and chosen, as a person reads it; consents are told by themselves."""
    agreed = {each.field for each in submission.consents} | {
        each.name for each in (form.fields if form else ()) if each.kind.role == "consent"}
    shown = form.shown(submission.values, lang) if form else submission.values
    return {name: text for name, text in shown.items() if name not in agreed}


def _fill(sheet: "Worksheet", table: Sequence[Sequence[str]]) -> None:
    """Write rows of text into an empty sheet; the first one, of heads, stays in sight."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    sheet.freeze_panes = "A2"
    for number, column in enumerate(zip(*table, strict=True), 1):
        longest = max(len(line) for cell in column for line in cell.split("\n"))
        sheet.column_dimensions[get_column_letter(number)].width = min(longest, WIDEST) + 2
    for row in table:
        cells = [WriteOnlyCell(sheet, value) for value in row]
        for cell in cells:
            # The format keeps it text where somebody edits it.
            cell.data_type, cell.number_format = "s", "@"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=row is table[0])
        sheet.append(cells)


def _text(value: str | Message, reader: Reader) -> str:
    """Return a text as a cell of a workbook holds it."""
    told = value.render(reader.gettext) if isinstance(value, Message) else value
    lines = told.replace("\r\n", "\n").replace("\r", "\n")
    text = ESCAPED.sub("_x005F_", UNPRINTABLE.sub("\ufffd", lines))
    units, cut = text.encode("utf-16-le"), CUT.render(reader.gettext)
    if len(units) <= 2 * LONGEST:
        return text
    return units[:2 * (LONGEST - len(cut))].decode("utf-16-le", "ignore") + cut


def agreed(kept: Submission | Proof, clock: Clock) -> Iterator[Message]:
    """Yield what somebody agreed to and when, word for word."""
    for consent in kept.consents:
        yield say("Consent given on {time} (version {version}): {words}", version=consent.version,
                  words=consent.text, time=clock(kept.created))


def _plain(kept: Progress | Proof) -> Values:
    """Return what is known of a delivery or a proof; no address is left out, not empty."""
    return {name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in vars(kept).items() if name != "address" or value}


def _harmless(value: str) -> str:
    """Return what a visitor typed without a formula, whatever a spreadsheet parts cells by."""
    def kept_apart(found: re.Match[str]) -> str:
        before, sign = found.groups()
        begins = found.start() == 0 or SEPARATORS & set(before)
        return f"{before}'{sign}" if begins else found[0]

    return ("'" if value.startswith(("\t", "\r")) else "") + FORMULA.sub(kept_apart, value)
