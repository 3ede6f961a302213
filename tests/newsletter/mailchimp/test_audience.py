"""How the audience divides: nobody in two parts, nobody in none."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.newsletter.campaigns import EVERYONE
from plugins.newsletter.mailchimp.audience import (
    Conditions,
    partition,
    rule_of,
    segment,
    segment_of,
    spelled,
)
from plugins.newsletter.provider import ProviderError
from tests.newsletter.conftest import House
from tests.support.fake_mailchimp import FakeMailchimp

LANGUAGES = ("fr", "en", "zh", "de")
IDS = {lang: f"id-{lang}" for lang in LANGUAGES}
CONDITION = {"condition_type": "Interests", "field": "interests-c", "op": "interestcontains",
             "value": ["a", "b"]}
OTHER = {**CONDITION, "op": "interestnotcontains"}


def belongs(chosen: frozenset[str], conditions: Conditions) -> bool:
    """Tell whether a subscriber who chose these languages belongs to a part."""
    ids = {IDS[lang] for lang in chosen}
    return all(bool(ids & set(condition["value"])) is (condition["op"] == "interestcontains")
               for condition in conditions)


@given(languages=st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True),
       chosen=st.frozensets(st.sampled_from(LANGUAGES)), data=st.data())
def test_everyone_belongs_to_exactly_one_part(
    languages: list[str], chosen: frozenset[str], data: st.DataObject
) -> None:
    """Whatever the languages, their order, and the interests somebody chose."""
    default = data.draw(st.sampled_from(languages))
    parts = partition(languages, default, "c", IDS)

    receiving = [lang for lang, conditions in parts.items() if belongs(chosen, conditions)]

    assert len(receiving) == 1
    assert receiving[0] == next(
        (lang for lang in languages if lang in chosen and lang != default), default)


def test_the_default_language_is_last() -> None:
    """It takes all who are left."""
    assert list(partition(("fr", "en", "zh"), "fr", "c", IDS)) == ["en", "zh", "fr"]


def test_a_publication_in_one_language_has_no_segment() -> None:
    """Everyone receives it."""
    conditions = partition(("fr",), "fr", "c", IDS)["fr"]

    assert segment(conditions) == segment_of(rule_of(conditions)) == {}
    assert spelled(segment(conditions)) == rule_of(conditions) == EVERYONE


@pytest.mark.parametrize("options", [
    {"match": "all", "conditions": [OTHER, CONDITION]},
    {"match": "all", "conditions": [CONDITION, OTHER], "saved_segment_id": 17},
    {"match": "all", "conditions": [{**CONDITION, "value": ["b", "a"]}, OTHER]}])
def test_the_same_part_has_one_spelling(options: dict[str, Any]) -> None:
    """The order of conditions and interests, and Mailchimp's numbers, mean nothing."""
    assert spelled(options) == spelled({"match": "all", "conditions": [CONDITION, OTHER]})


@pytest.mark.parametrize("options", [
    {}, {"match": "all", "conditions": []}, {"match": "all", "conditions": [CONDITION]},
    {"match": "any", "conditions": [CONDITION, OTHER]},
    {"match": "all", "conditions": [OTHER, {**CONDITION, "value": ["a"]}]},
    {"match": "all", "conditions": [OTHER, {**CONDITION, "field": "interests-d"}]},
    {"saved_segment_id": 17}])
def test_another_part_has_another_spelling(options: dict[str, Any]) -> None:
    """Whatever changes who receives the campaign shows."""
    assert spelled(options) != spelled({"match": "all", "conditions": [CONDITION, OTHER]})


def test_the_parts_add_up_to_the_audience(house: House) -> None:
    """Those who unsubscribed count nowhere; who chose both languages counts once."""
    for number, status in itertools.product(range(4), ("subscribed", "unsubscribed", "pending")):
        house.fake.account.subscribe(f"{status}{number}@firm.example", "fr", "en", status=status)

    audience = house.provider.count_audience()

    assert {lang: part.count for lang, part in audience.parts.items()} == {"en": 7, "fr": 5}
    assert audience.total == 12


def test_three_languages_add_up_too(
    fake: FakeMailchimp, house_with: Callable[..., House]
) -> None:
    """Each leaves out those of the languages before it."""
    fake.account.interests.append(
        {"id": "d0", "name": "Deutsch", "category_id": fake.account.categories[0]["id"]})
    for number, member in enumerate(fake.account.members.values()):
        member["interests"]["d0"] = number % 2 == 0
    desk = house_with(
        languages=("fr", "en", "de"),
        interests={"category": "Langue / Language", "fr": "Français", "en": "English",
                   "de": "Deutsch"},
        **{"from": dict.fromkeys(("fr", "en", "de"), ("L", "l@lettre.example"))})

    audience = desk.provider.count_audience()

    assert {lang: part.count for lang, part in audience.parts.items()} \
        == {"en": 3, "de": 2, "fr": 3}
    assert audience.total == 8


def test_a_missing_category_is_named_with_its_groups(house: House) -> None:
    """The sentence says what to create, and where."""
    house.fake.account.categories.clear()

    with pytest.raises(ProviderError, match="“Langue / Language”.*“Français”, “English”"):
        house.plan()


def test_a_missing_group_is_named(house: House) -> None:
    """A name is compared as it is written."""
    house.fake.account.interests[1]["name"] = "english"

    with pytest.raises(ProviderError, match="no group “English”"):
        house.plan()


def test_a_name_that_is_there_twice_is_not_guessed(house: House) -> None:
    """Only a person knows which is meant."""
    house.fake.account.interests += [dict(house.fake.account.interests[1], id="two")]

    with pytest.raises(ProviderError, match="two"):
        house.plan()


def test_an_unknown_audience_names_what_to_set(
    house: House, house_with: Callable[..., House]
) -> None:
    """Its id belongs to the settings."""
    wrong = house_with(audience="ffffffffff")

    with pytest.raises(ProviderError, match="“ffffffffff”; set MAILCHIMP_AUDIENCE_ID"):
        wrong.plan()
