"""What is kept is shown in sentences and tables: what was sent, and how far each delivery has come.
"""

import io
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from plugins.core.messages import Message, say
from plugins.forms.declaration.form import Form
from plugins.forms.records.export import (
    LONGEST,
    Reader,
    as_file,
    as_workbook,
    delivery_status,
    record_lines,
    record_values,
    short_lines,
)
from plugins.forms.records.records import Progress, Record
from tests.support.submissions import EMAIL, NOW, SENT, WANTED

WAITS = Progress("mail", "waiting", 0, NOW, NOW, None, None, "cabinet@lettre.example")
FAILED = replace(WAITS, attempts=2, failure=say("no network"), next=NOW + timedelta(minutes=30))
PARKED = replace(WAITS, state="parked", attempts=3, next=None, failure=say("no such mailbox"))
DROPPED = replace(PARKED, state="dropped")
ENDED = replace(PARKED, state="ended")
DONE = replace(WAITS, state="delivered", attempts=1, next=None, done=NOW + timedelta(minutes=5))


def clock(moment: datetime) -> str:
    """Return a time as these tests read it."""
    return f"{moment:%H:%M}"


def told(*deliveries: Progress) -> list[str]:
    """Return the lines of a list that a submission with these deliveries has."""
    return [str(line) for line in short_lines(Record(SENT, deliveries), clock)]


@pytest.mark.parametrize(("progress", "sentence"), [
    (WAITS, "mail to the firm: waiting to be delivered"),
    (FAILED, "mail to the firm: failed (2), next attempt on 10:30: no network"),
    (PARKED, "mail to the firm: parked, action required: no such mailbox"),
    (DROPPED, "mail to the firm: dropped: no such mailbox"),
    (DONE, "mail to the firm: delivered on 10:05"),
    (ENDED, "mail to the firm: passed on to the second address: no such mailbox"),
    (replace(ENDED, kind="subscription"), "subscription: ended, nothing to do: no such mailbox"),
    (replace(PARKED, failure=None), "mail to the firm: parked, action required: ?"),
    (replace(DROPPED, failure=None), "mail to the firm: dropped: ?"),
    (replace(DONE, kind="acknowledgement"), "answer to the visitor: delivered on 10:05"),
    (replace(DONE, kind="subscription"), "subscription: delivered on 10:05"),
    (replace(DONE, kind="return"),
     "outcome of an earlier subscription: delivered on 10:05"),
])
def test_a_sentence_says_how_far_a_delivery_has_come(progress: Progress, sentence: str) -> None:
    """What is done and when, or what comes next and why."""
    assert str(delivery_status(progress, clock)) == sentence


@pytest.mark.parametrize(("deliveries", "told_of"), [
    ((WAITS, DONE), ["waiting to be delivered"]),
    ((DONE, PARKED), ["parked, action required: no such mailbox"]),
    ((ENDED, PARKED), ["passed on to the second address: no such mailbox",
                       "parked, action required: no such mailbox"]),
    ((ENDED, DONE), ["passed on to the second address: no such mailbox"]),
    ((DONE, DROPPED), ["delivered on 10:05", "dropped: no such mailbox"]),
    ((DONE,), ["delivered on 10:05"]),
])
def test_a_list_tells_first_what_is_undelivered(
        deliveries: tuple[Progress, ...], told_of: list[str]) -> None:
    """What is done or given up is shown for a submission that waits for nothing."""
    assert told(*deliveries) == [
        f"7b0c  contact, 10:00  mail to the firm: {rest}" for rest in told_of]


def test_a_reason_is_reported_in_the_language_of_its_reader() -> None:
    """However long ago it was noted."""
    french = {"{kind}: dropped: {failure}": "{kind} : abandonné : {failure}",
              "no such mailbox": "boîte inconnue", "mail to the firm": "message au cabinet"}

    said: Message = delivery_status(DROPPED, clock)

    assert said.render(lambda text: french.get(text, text)) \
        == "message au cabinet : abandonné : boîte inconnue"


def test_programs_read_what_people_read() -> None:
    """Times with their zone; nothing is there that has not happened."""
    [done, failed] = record_values(Record(SENT, (DONE, FAILED)))["deliveries"]

    assert done == {
        "kind": "mail", "state": "delivered", "attempts": 1, "since": "2018-07-03T10:00:00+00:00",
        "next": None, "done": "2018-07-03T10:05:00+00:00", "failure": None,
        "address": "cabinet@lettre.example"}
    assert failed["next"] == "2018-07-03T10:30:00+00:00"
    assert (failed["done"], str(failed["failure"])) == (None, "no network")


def test_a_line_of_a_list_names_no_visitor() -> None:
    """Neither who wrote nor to whom an answer goes."""
    assert EMAIL not in str(told(replace(FAILED, kind="acknowledgement", address=EMAIL)))


def test_what_may_be_a_robots_is_listed_as_such() -> None:
    """In the list and where all of a submission is shown, a line for each reason; no word of it."""
    record = Record(SENT, (DONE,), ("unsigned", "trapped"))

    listed = [str(line) for line in short_lines(record, clock)]
    shown = [str(line) for line in record_lines(record, reader({}))]

    assert listed[1:] == [
        "7b0c  perhaps a robot: the page did not say when the visitor began to write (a robot, or "
        "a browser without scripts)",
        "7b0c  perhaps a robot: a field that people do not see was filled in at first"]
    assert [line.partition(": ")[0] for line in shown[-2:]] == ["Perhaps a robot"] * 2
    assert record_values(record)["suspicions"] == ["unsigned", "trapped"]


def reader(forms: dict[str, Form], lang: str = "fr", **words: str) -> Reader:
    """Return who reads a table, with a small catalogue."""
    return Reader(lang, lambda text: words.get(text, text), clock, forms)


def sheet_of(forms: dict[str, Form], message: str) -> Worksheet:
    """Return the sheet of a workbook in which one visitor typed this message."""
    sent = replace(SENT, values={**SENT.values, "phone": "0033", "message": message})
    book = load_workbook(io.BytesIO(as_workbook([Record(sent, (DONE, PARKED))], reader(forms))))
    return book["contact"]


def message_in(sheet: Worksheet) -> object:
    """Return what stands below the label of the message."""
    head = next(cell for cell in sheet[1] if cell.value == "Votre message")
    return sheet.cell(2, head.column).value


def test_a_workbook_has_a_sheet_for_each_form_in_the_labels_of_its_reader(
        forms: dict[str, Form]) -> None:
    """The heads stay in sight, and a column is as wide as what it holds."""
    book = load_workbook(io.BytesIO(as_workbook(
        [Record(SENT, (DONE, PARKED), ("hasty", "flood")), Record(WANTED, (WAITS,)),
         Record(SENT, ())],
        reader(forms, Received="Reçu"))))

    contact, subscribe = book.worksheets
    rows = list(contact.values)
    assert (contact.title, subscribe.title) == ("contact", "subscribe")
    assert rows[0][:3] == ("Reçu", "Votre nom", "Société ou organisation")
    assert rows[0][-6:] == (
        "Consents", "Language", "Page", "Deliveries", "Perhaps a robot", "Reference given")
    assert rows[1][:2] == ("10:00", "Zoé")
    assert "Une demande de la presse" in rows[1] and "press" not in rows[1]
    assert rows[1][-6:] == (
        "Consent given on 10:00 (version 2018-07): J’accepte.", "fr", "/fr/contact/",
        "mail to the firm: delivered on 10:05\n"
        "mail to the firm: parked, action required: no such mailbox",
        "it was sent within seconds of the first letter\n"
        "it came among very many others; in such an hour no acknowledgement is sent", "7B0C")
    assert len(rows) == 3
    assert contact.freeze_panes == "A2"
    assert contact.column_dimensions["A"].width == 7


@pytest.mark.parametrize("typed", [
    "=1+1", "=HYPERLINK(\"https://evil.example\")", "+33 1 23", "-1", "@SUM(A1)", "\t=1",
    "0012", "1e5", "2018-07-03", "12:30", "TRUE", "#N/A", " spaces ", "a\nb", "_x0041_ _x_",
    "é 中 😀", "&<>\"'", "'=1"])
def test_every_cell_of_a_workbook_is_the_text_that_was_typed(
        forms: dict[str, Form], typed: str) -> None:
    """No formula, no number, no date; also where somebody edits the cell."""
    sheet = sheet_of(forms, typed)

    # The library reads what it is to write, x005F, in shared texts only.
    assert str(message_in(sheet)).replace("_x005F_", "_") == typed
    cells = [cell for row in sheet.rows for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    assert "0033" in [cell.value for cell in cells]


def test_excel_is_kept_from_reading_numbers_of_letters(forms: dict[str, Form]) -> None:
    """It would show a line’s end in place of what was typed."""
    sent = replace(SENT, values={"message": "_x000D_"})
    book = as_workbook([Record(sent, ())], reader(forms))

    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert "_x005F_x000D_" in parts.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(("typed", "written"), [
    ("a\x00b\x0b\x1f", "a�b��"), ("\ufffe\uffff", "��"), ("a\rb\r\nc", "a\nb\nc"),
    ("\x7f\x85", "\x7f\x85")])
def test_what_no_workbook_can_hold_is_marked(forms: dict[str, Form], typed: str, written: str
                                             ) -> None:
    """Control characters would make it unreadable as a whole."""
    assert message_in(sheet_of(forms, typed)) == written


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_a_text_longer_than_a_cell_ends_in_a_sentence(forms: dict[str, Form], letter: str
                                                     ) -> None:
    """Excel counts as UTF-16 does; a text that just fits is whole."""
    most = LONGEST // (len(letter.encode("utf-16-le")) // 2)

    assert message_in(sheet_of(forms, letter * most)) == letter * most
    cut = str(message_in(sheet_of(forms, letter * (most + 1))))

    assert cut.startswith(letter * (most - 100))
    assert cut.endswith("an export to .json holds all)")
    assert LONGEST - 1 <= len(cut.encode("utf-16-le")) // 2 <= LONGEST


def test_a_workbook_of_nothing_opens(forms: dict[str, Form]) -> None:
    """It has heads alone."""
    [sheet] = load_workbook(io.BytesIO(as_workbook([], reader(forms)))).worksheets

    assert (sheet.title, sheet.max_row, sheet["A1"].value) == ("Submissions", 1, "Received")


def test_long_names_of_forms_are_cut_and_told_apart(forms: dict[str, Form]) -> None:
    """Excel takes 31 characters."""
    long = [replace(SENT, form="a" * 40 + end) for end in "bc"]

    book = load_workbook(io.BytesIO(as_workbook(
        [Record(each, ()) for each in long], reader(forms))))

    assert book.sheetnames == ["a" * 28, "a" * 28 + "1"]


@pytest.mark.parametrize(("lang", "separator"), [("fr", ";"), ("en", ","), ("zh", ",")])
def test_cells_are_parted_as_spreadsheets_of_the_language_expect(
        forms: dict[str, Form], lang: str, separator: str) -> None:
    """Where the comma is in numbers, by a semicolon."""
    written = as_file([Record(SENT, ())], ".csv", reader(forms, lang)).decode("utf-8-sig")

    assert written.startswith(separator.join(["id", "form", "lang", "created"]))
