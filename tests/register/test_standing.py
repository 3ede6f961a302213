"""How a law stands on a day, what was known of it by then, and what comes next."""

from datetime import date

import pytest

from plugins.register.standing import (
    coming,
    events,
    known_on,
    last_change,
    last_day,
    last_update,
    standings,
    touched,
)
from tests.support.register import declared_laws

LAWS = """\
[old-law]
name = {fr = "Ancienne loi", en = "Old Law"}
adopted = 2000-01-01
in_force = 2000-06-01

[[old-law.amended]]
date = 2010-03-01
in_force = 2010-05-01

[new-law]
name = {fr = "Nouvelle loi", en = "New Law"}
adopted = 2019-12-01
promulgated = 2020-01-15
in_force = 2021-01-01
replaces = ["old-law"]
replaces_partly = ["other-law"]

[[new-law.deadlines]]
day = 2021-03-31
what = {fr = "Déclarer", en = "Report"}
recurring = "yearly"

[other-law]
name = {fr = "Autre loi", en = "Other Law"}
in_force = "2005-07"

[promulgated-law]
name = {fr = "Loi promulguée", en = "Promulgated Law"}
promulgated = "2022-01"
"""


@pytest.mark.parametrize(("key", "day", "status", "since"), [
    ("old-law", date(1999, 12, 31), "announced", "2000-06-01"),
    ("old-law", date(2000, 1, 1), "coming", "2000-06-01"),
    ("old-law", date(2000, 6, 1), "in-force", "2000-06-01"),
    ("old-law", date(2010, 4, 30), "in-force", "2000-06-01"),
    ("old-law", date(2010, 5, 1), "amended", "2010-05-01"),
    ("old-law", date(2020, 12, 31), "amended", "2010-05-01"),
    ("old-law", date(2021, 1, 1), "repealed", "2021-01-01"),
    ("other-law", date(2005, 7, 30), "coming", "2005-07"),
    ("other-law", date(2005, 7, 31), "in-force", "2005-07"),
    ("other-law", date(2021, 1, 1), "partly-replaced", "2021-01-01"),
    ("promulgated-law", date(2022, 1, 31), "promulgated", "2022-01"),
])
def test_the_status_of_a_law_follows_from_its_days(key: str, day: date, status: str, since: str):
    """Nobody types it; a build of the next day turns one into another."""
    standing = standings(declared_laws(LAWS), day)[key]

    assert (standing.status, standing.since and standing.since.iso) == (status, since)


def test_a_law_is_replaced_in_part_by_the_one_that_did_so_last():
    """The order of the file says nothing."""
    again = "\n[an-older-law]\nname = {fr = \"Loi\", en = \"Act\"}\nin_force = 2015-01-01\n" \
            "replaces_partly = [\"other-law\"]\n"
    standing = standings(declared_laws(LAWS + again), date(2021, 1, 1))["other-law"]

    assert (standing.by, standing.since.iso) == ("new-law", "2021-01-01")


@pytest.mark.parametrize(("day", "status"), [
    (date(2010, 4, 30), "adopted"), (date(2010, 5, 1), "amended")])
def test_a_law_of_which_a_version_is_in_force_is_in_force(day: date, status: str):
    """Of an old law often nobody looks up when its first version took effect."""
    laws = declared_laws(LAWS.replace("in_force = 2000-06-01\n", ""))

    assert standings(laws, day)["old-law"].status == status


@pytest.mark.parametrize(("day", "status"), [
    (date(2019, 11, 30), "announced"), (date(2019, 12, 1), "adopted")])
def test_a_law_is_adopted_on_the_day_of_its_adoption(day: date, status: str):
    """It may be promulgated weeks later."""
    standing = standings(declared_laws(LAWS.replace("in_force = 2021-01-01\n", "")), day)["new-law"]

    assert (standing.status, standing.since.iso) == (status, "2019-12-01")


def test_of_the_future_only_what_was_promulgated_by_then_is_known():
    """An issue of 2019 neither names the new law nor says that it ends the old one."""
    laws = declared_laws(LAWS)
    then, later = known_on(laws, date(2019, 12, 31)), known_on(laws, date(2020, 1, 15))

    assert set(then) == {"old-law", "other-law"}
    assert then["old-law"].repealed is None and len(then["old-law"].amended) == 1
    assert later["old-law"].repealed.iso == "2021-01-01"
    assert known_on(laws, date(2009, 1, 1))["old-law"].amended == ()


END = "in_force = \"2005-07\"\nrepealed = 2021-06-01\n"
ANNOUNCED = "repeal_announced = 2020-09-01\n"


@pytest.mark.parametrize(("more", "day", "known"), [
    ("", date(2006, 1, 1), True), (ANNOUNCED, date(2020, 8, 31), False),
    (ANNOUNCED, date(2020, 9, 1), True), (ANNOUNCED, date(2021, 6, 1), True)])
def test_an_end_is_known_since_it_was_announced(more: str, day: date, known: bool):
    """A law that says itself when it ends has said so since it was known."""
    laws = declared_laws(LAWS.replace('in_force = "2005-07"\n', END + more))

    assert ("repealed" in [event.what for event in coming([known_on(laws, day)["other-law"]], day)]
            ) is known


@pytest.mark.parametrize(("announced", "day", "known"), [
    ("", date(2020, 1, 15), True), ("announced = 2020-03-02", date(2020, 3, 1), False),
    ("announced = 2020-03-02", date(2020, 3, 2), True),
    ("announced = '2020-03'", date(2020, 3, 30), False)])
def test_a_deadline_is_known_since_it_was_announced(announced: str, day: date, known: bool):
    """Or since its law was; a notice may set it years later."""
    laws = declared_laws(LAWS.replace('recurring = "yearly"', f'recurring = "yearly"\n{announced}'))

    assert bool(known_on(laws, day)["new-law"].deadlines) is known


@pytest.mark.parametrize(("more", "day", "updated"), [
    ("", date(2019, 12, 31), date(2019, 12, 1)), ("", date(2020, 1, 15), date(2020, 1, 15)),
    ("", date(2019, 11, 30), date(1970, 1, 1)),
    ("updated = 2022-01-01", date(2021, 12, 31), date(2020, 1, 15)),
    ("updated = 2022-01-01", date(2022, 1, 1), date(2022, 1, 1))])
def test_a_law_was_last_changed_on_a_day_that_has_come(more: str, day: date, updated: date):
    """Programs for calendars and search engines do not trust a change that lies ahead."""
    promulgated = "promulgated = 2020-01-15\n"
    laws = declared_laws(LAWS.replace(promulgated, promulgated + more + "\n"))

    assert last_update(laws["new-law"], day) == updated


def test_what_comes_next_is_in_the_order_of_days():
    """What recurs is told once more than it has been due."""
    laws = declared_laws(LAWS)

    assert [(event.what, event.day.iso) for event in coming(laws.values(), date(2021, 1, 1))] == [
        ("repealed", "2021-01-01"), ("in-force", "2021-01-01"), ("deadline", "2021-03-31")]
    assert [event.day.iso for event in events(laws.values(), date(2023, 4, 1))
            if event.what == "deadline"] == ["2021-03-31", "2022-03-31", "2023-03-31", "2024-03-31"]


def test_the_last_change_of_a_law_is_the_one_that_has_happened():
    """What lies ahead has changed nothing yet."""
    law = declared_laws(LAWS)["old-law"]

    assert last_change(law, date(2010, 4, 1)).iso == "2010-03-01"
    assert last_change(law, date(2020, 12, 31)).iso == "2010-05-01"
    assert last_change(law, date(2021, 1, 1)).iso == "2021-01-01"


def test_a_deadline_recurs_until_its_law_ends():
    """Nobody reports under a law that is repealed; a deadline of one day stays as it is written."""
    ended = LAWS.replace("in_force = 2021-01-01", "in_force = 2021-01-01\nrepealed = 2023-01-01")
    found = events(declared_laws(ended).values(), date(2030, 1, 1))

    assert [event.day.iso for event in found if event.deadline] == ["2021-03-31", "2022-03-31"]


def test_the_last_day_of_a_law_is_that_of_its_last_event():
    """What recurs has none; of a month it is the last day."""
    days = {key: last_day(law) for key, law in declared_laws(LAWS).items()}

    assert days == {"old-law": date(2021, 1, 1), "new-law": date.max,
                    "other-law": date(2005, 7, 31), "promulgated-law": date.min}


@pytest.mark.parametrize("recurring", ["monthly", "quarterly", "yearly"])
@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2021, 3, 31), date(2021, 4, 1),
                                 date(2026, 2, 28), date(2060, 12, 31)])
def test_what_comes_next_is_found_without_all_that_was_before(recurring: str, day: date):
    """Of a deadline that comes again, the first on that day or later."""
    laws = declared_laws(LAWS.replace("yearly", recurring))

    assert coming(laws.values(), day) == [
        event for event in events(laws.values(), day) if event.day.last >= day]


@pytest.mark.parametrize(("old", "new", "keys"), [
    ("Déclarer", "Déclarer", set()), ("# comment", "# other", set()),
    ("Déclarer", "Payer", {"old-law", "new-law", "other-law"}),
    ("2010-05-01", "2010-06-01", {"old-law", "new-law"}),
    ('replaces_partly = ["other-law"]\n', "", {"old-law", "new-law", "other-law"})])
def test_an_edit_touches_what_is_declared_otherwise_and_its_neighbours(old, new, keys):
    """What replaces a law, or is replaced by it, speaks of it by name and day."""
    assert touched(declared_laws(LAWS), declared_laws(LAWS.replace(old, new))) == keys


def test_what_was_known_of_one_law_is_what_was_known_among_all():
    """Whether the law that replaces it was known is asked, too."""
    laws = declared_laws(LAWS)
    for day in (date(2019, 1, 1), date(2020, 2, 1), date(2022, 1, 1)):
        assert known_on(laws, day, ["old-law"])["old-law"] == known_on(laws, day)["old-law"]
