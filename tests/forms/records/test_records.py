"""What is kept can be found: what waits, what failed and why, and all about one person."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from plugins.core.messages import Failure, say
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner, way_back
from plugins.forms.records.export import as_csv, record_values, summary_values
from plugins.forms.records.records import (
    CHOICES,
    OPEN,
    Record,
    of_person,
    record,
    records,
    search,
    try_again,
    with_ids,
)
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Planned
from tests.support.submissions import EMAIL, due, kept


@pytest.fixture
def three(store: Store) -> Store:
    """Return a store with a submission in each state: parked, delivered, waiting."""
    kept(store, "aaaa-parked", "bbbb-done", "cccc-waits")
    parked = store.next_due("mail", datetime.now(UTC))
    assert parked
    store.mark_parked(parked, say("no such mailbox")).result()
    done = store.next_due("mail", datetime.now(UTC))
    assert done
    store.mark_delivered(done, datetime.now(UTC)).result()
    return store


def found(store: Store, where: str = "1") -> dict[str, Record]:
    """Return the records for which a condition holds."""
    return {each.submission.id: each for each in store.read(lambda db: list(records(db, where)))}


def chosen(store: Store, words: str, form: str = "") -> list[str]:
    """Return the ids of what holds these words."""
    return store.read(lambda db: search(db, "1", form, words))


def test_a_record_shows_the_state_of_a_submission(three: Store) -> None:
    """With the reason of what failed."""
    all_of_it = found(three)

    assert {name: each.state for name, each in all_of_it.items()} == {
        "aaaa-parked": "parked", "bbbb-done": "delivered", "cccc-waits": "waiting"}
    assert str(all_of_it["aaaa-parked"].deliveries[0].failure) == "no such mailbox"
    assert list(found(three, OPEN)) == ["aaaa-parked", "cccc-waits"]


@pytest.mark.parametrize(("deliveries", "state"), [
    ("mail parked, acknowledgement waiting", "parked"), ("mail dropped, acknowledgement waiting",
    "waiting"), ("mail done, acknowledgement dropped", "dropped"), ("mail done", "delivered"),
    ("mail ended, mail done", "delivered"), ("mail ended, mail waiting", "waiting"),
    ("mail ended, mail parked", "parked"), ("mail ended", "delivered"),
    ("subscription ended, mail done", "ended"), ("", "ended")])
def test_the_worst_delivery_is_the_state_of_a_submission(
        store: Store, deliveries: str, state: str) -> None:
    """A person looks at what is parked first; what was passed on is as far as its second address.
    """
    kept(store, "aaaa-1111")
    store.write(lambda db: db.execute("DELETE FROM deliveries").rowcount).result()
    for number, each in enumerate(filter(None, deliveries.split(", "))):
        kind, _, standing = each.partition(" ")
        column = {"waiting": 0, "parked": 1, "dropped": 2, "ended": 3}.get(standing, 0)
        row = (kind, f"{number}@firm.example", column, "2018-07-03" if standing == "done" else None)
        store.write(lambda db, row=row: db.execute(
            "INSERT INTO deliveries (submission, kind, lane, address, detail, since, parked, "
            "delivered) VALUES ('aaaa-1111', ?1, 'mail', ?2, '', 0, ?3, ?4)", row).rowcount
            ).result()

    assert found(store)["aaaa-1111"].state == state
    assert list(found(store, CHOICES[state])) == ["aaaa-1111"]


@pytest.mark.parametrize("words", [
    "zoe", "ZOÉ  aaaa", "question", "zoe@firm", 'dit "oui" et', "AAAA-1111", "文件"])
def test_what_was_typed_is_searched_whatever_its_accents_and_its_case(
        store: Store, words: str) -> None:
    """In every language, and by the reference."""
    kept(store, "aaaa1111-0", message='Une question\nd’Élodie, qui dit "Oui" et envoie 文件.')

    assert chosen(store, words) == ["aaaa1111-0"]


@pytest.mark.parametrize("words", [
    "message", "email", "Zoé bbbb", "question oui", "%", "AAAA-1112"])
def test_a_search_finds_only_what_a_field_holds(store: Store, words: str) -> None:
    """Not the names of the fields, nor words that stand apart."""
    kept(store, "aaaa1111-0", message="Une question, oui.")

    assert chosen(store, words) == []


def test_what_is_found_has_the_newest_first(three: Store) -> None:
    """Of one form, or of all."""
    kept(three, "dddd-form", form="subscribe")

    names = chosen(three, "")

    assert names == ["dddd-form", "cccc-waits", "bbbb-done", "aaaa-parked"]
    assert chosen(three, "", "subscribe") == ["dddd-form"]
    assert [each.submission.id for each in three.read(
        lambda db: with_ids(db, [*names[:2], "gone"]))] == names[:2]


@pytest.mark.parametrize("name", ["bbbb-done", "bbbb"])
def test_a_submission_is_found_by_the_beginning_of_its_id(three: Store, name: str) -> None:
    """As long as there is only one."""
    assert three.read(lambda db: record(db, name)).submission.id == "bbbb-done"


@pytest.mark.parametrize("name", ["", "bbb", "dddd", "bbbb-done-not", "%", "____"])
def test_an_id_that_leads_to_none_is_reported(three: Store, name: str) -> None:
    """With the command that names them."""
    with pytest.raises(Failure, match=r"forms\.list"):
        three.read(lambda db: record(db, name))


def test_all_of_a_person_is_found(store: Store) -> None:
    """By the address in any field, whatever its letters, and by mails to it."""
    kept(store, "aaaa")
    kept(store, "bbbb", form="subscribe")
    kept(store, "cccc", email="other@firm.example", message=f"Ask {EMAIL}.")

    submissions, proofs = store.read(lambda db: of_person(db, EMAIL.upper()))

    assert [each.submission.id for each in submissions] == ["aaaa", "bbbb"]
    assert proofs == []


def test_what_is_parked_is_tried_again(three: Store, plain: dict[str, Form]) -> None:
    """At once, and as if it were new: it is not given up for its age."""
    one, now = found(three)["aaaa-parked"], datetime.now(UTC) + timedelta(days=30)

    assert three.write(lambda db: try_again(db, planner(plain), one, now)).result() == 1

    again = found(three)["aaaa-parked"].deliveries[0]
    assert (again.state, again.attempts, again.since) == ("waiting", 0, now)
    assert due(three) in ("aaaa-parked", "cccc-waits")


def test_a_corrected_recipient_is_the_one_that_is_tried(three: Store) -> None:
    """The wrong one is forgotten; those who have received the mail do not receive it again."""
    one = found(three)["aaaa-parked"]

    three.write(lambda db: try_again(db, lambda _: [
        Planned("mail", "right@firm.example"), Planned("acknowledgement", EMAIL)], one,
        datetime.now(UTC))).result()

    assert [(each.kind, each.address) for each in found(three)["aaaa-parked"].deliveries] \
        == [("mail", "right@firm.example")]


def test_what_both_addresses_refused_begins_again_with_the_first(
        store: Store, plain: dict[str, Form]) -> None:
    """It may have been corrected."""
    kept(store, "aaaa")
    for further in ([Planned("mail", "partner@firm.example", "cabinet@lettre.example")], []):
        refused = store.next_due("mail", datetime.now(UTC))
        assert refused
        if further:
            store.mark_ended(refused, say("no such mailbox"), datetime.now(UTC), further).result()
        else:
            store.mark_parked(refused, say("full")).result()

    store.write(lambda db: try_again(
        db, planner(plain), found(store)["aaaa"], datetime.now(UTC))).result()

    assert [(each.address, each.state) for each in found(store)["aaaa"].deliveries] \
        == [("cabinet@lettre.example", "waiting")]


def test_what_is_delivered_is_not_tried_again(three: Store, plain: dict[str, Form]) -> None:
    """Not even if the form has another recipient by now."""
    one = found(three)["bbbb-done"]

    number = three.write(lambda db: try_again(
        db, lambda _: [Planned("mail", "new@firm.example")], one, datetime.now(UTC))).result()

    assert (number, found(three)["bbbb-done"].state) == (0, "delivered")


def test_a_summary_names_nobody(store: Store) -> None:
    """Neither what was typed nor an address that was written to."""
    kept(store, "aaaa", form="subscribe")
    asked = store.next_due("audience", datetime.now(UTC))
    assert asked
    store.mark_delivered(asked, datetime.now(UTC), [way_back(EMAIL, "")]).result()
    one = found(store)["aaaa"]

    assert EMAIL not in str(summary_values(one))
    assert EMAIL in str(record_values(one))


def test_a_table_has_a_column_for_every_field(store: Store) -> None:
    """Of all forms in it; each text comes back as it was."""
    kept(store, "aaaa", message='Deux\nlignes, et "plus"; é')
    kept(store, "bbbb", form="subscribe")

    rows = list(csv.DictReader(io.StringIO(as_csv(found(store).values()), newline="")))

    assert [row["message"] for row in rows] == ['Deux\nlignes, et "plus"; é', ""]
    assert rows[0]["consents"] == "consent 2018-07"
    assert rows[0]["state"] == "waiting"


def test_no_column_of_a_table_is_there_twice(store: Store) -> None:
    """A field may have the name of what else a table says."""
    kept(store, "aaaa", page="12", consents="none")

    [row] = csv.DictReader(io.StringIO(as_csv(found(store).values())))

    assert (row["page"], row["field.page"]) == ("/fr/contact/", "12")
    assert (row["consents"], row["field.consents"]) == ("consent 2018-07", "none")


@pytest.mark.parametrize(("typed", "written"), [
    ("=1+1", "'=1+1"), ("+33 1", "'+33 1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
    (" =1", " '=1"), ('"=1', "\"'=1"), ("\t1", "'\t1"), ("\t=1", "'\t'=1"), ("＝1", "'＝1"),
    ("y;=cmd|' /C calc'!A0", "y;'=cmd|' /C calc'!A0"), ("y,+1", "y,'+1"), ("y\t@a", "y\t'@a"),
    ("y\n=1\r\n-2", "y\n'=1\r\n'-2"), ('y; "=1', "y; \"'=1"), (";;\n=1", ";;\n'=1"),
    ("zoe@firm.example", "zoe@firm.example"), ("a = b; c-d", "a = b; c-d"), ("2 - 1", "2 - 1"),
    ("1;2,3\t4\n5", "1;2,3\t4\n5"), ("", ""), ("l’été", "l’été")])
@pytest.mark.parametrize("separator", ",;")
def test_no_visitor_writes_a_formula(store: Store, separator: str, typed: str, written: str
                                     ) -> None:
    """A spreadsheet would run it (CWE-1236), also one that parts cells by another sign."""
    kept(store, "aaaa", message=typed)

    table = io.StringIO(as_csv(found(store).values(), separator), newline="")

    [row] = csv.DictReader(table, delimiter=separator)
    assert row["message"] == written


def test_a_text_full_of_separators_is_written_at_once(store: Store) -> None:
    """Nobody makes an export last for hours."""
    typed = ";\n\t " * 20_000 + "x"
    kept(store, "aaaa", message=typed)

    assert typed in as_csv(found(store).values())
