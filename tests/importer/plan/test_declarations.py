"""Declarations are added to, as text; nothing that is there is written anew."""

import pytest

from plugins.core.messages import ContentError
from plugins.importer.plan.declarations import with_menus, with_topics
from plugins.importer.plan.terms import NewTopic
from plugins.register.authors import load_all_topics

TOPIC = NewTopic("category", "vin", {"fr": 'Le "vin"', "en": "Wine"}, {"fr": "vin", "en": "wine"})
TABLE = ('[categories.vin]\nname.fr = "Le \\"vin\\""\nname.en = "Wine"\nslug.fr = "vin"\n'
         'slug.en = "wine"\n')


@pytest.mark.parametrize("before, after", [
    ("# mine\n", f"# mine\n\n{TABLE}"), ("# mine", f"# mine\n\n{TABLE}"), ("", TABLE),
    ("# mine\r\n", f"# mine\r\n\r\n{TABLE}".replace("\n", "\r\n").replace("\r\r", "\r"))])
def test_topics_are_added_below_what_there_is(tmp_path, before, after):
    """With the line ends of the file."""
    (tmp_path / "topics.toml").write_bytes(before.encode())
    assert with_topics(tmp_path, [TOPIC]) == {"topics.toml": after.encode()}


@pytest.mark.parametrize("slug, line", [("claire-durand", ""), ("durand", 'slug = "durand"\n')])
def test_authors_are_people_in_a_file_of_their_own(tmp_path, slug, line):
    """It need not be there yet."""
    author = NewTopic("author", "claire-durand", dict.fromkeys(("fr", "en"), "Claire Durand"),
                      dict.fromkeys(("fr", "en"), slug))
    made = with_topics(tmp_path, [author])
    assert made == {"authors.toml": f'[claire-durand]\nname = "Claire Durand"\n{line}'.encode()}
    (tmp_path / "authors.toml").write_bytes(made["authors.toml"])
    (tmp_path / "topics.toml").write_text("")
    assert load_all_topics(tmp_path, ("fr", "en"))["author"]["claire-durand"].slugs["en"] == slug


def test_nothing_new_changes_no_file(tmp_path):
    """Not even one that is not there."""
    assert with_topics(tmp_path, []) == {}


@pytest.mark.parametrize("before", ["categories = {}\n", "[categories\n", "[categories.vin]\n"])
def test_a_file_that_cannot_be_added_to_is_told(tmp_path, before):
    """What it says is an editor’s."""
    (tmp_path / "topics.toml").write_text(before)
    with pytest.raises(ContentError, match="cannot be added at the end"):
        with_topics(tmp_path, [TOPIC])


@pytest.mark.parametrize("before, after", [
    ("[firm]\n", {"firm.toml": b'[firm]\n\n[menu]\nfr = ["a", "b"]\n'}),
    ("# [menu]\n", {"firm.toml": b'# [menu]\n\n[menu]\nfr = ["a", "b"]\n'}),
    ('[menu]\nfr = ["c"]\n', {})])
def test_a_menu_is_added_unless_there_is_one(tmp_path, before, after):
    """An example in a comment is none."""
    (tmp_path / "firm.toml").write_text(before)
    assert with_menus(tmp_path, {"menu": {"fr": ("a", "b")}, "foot": {}}) == after
