"""The declared topics, and what is said about a wrong declaration."""

from pathlib import Path

import pytest

from plugins.core.messages import ContentError, Problem
from plugins.register.topics import load_topics, unknown_topic
from tests.conftest import TOPICS


def faults(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a declaration."""
    with pytest.raises(ContentError) as error:
        load_topics(path, ("fr", "en"))
    return error.value.problems


def test_a_topic_has_a_name_and_a_slug_in_each_language(tmp_path):
    """One key stands for the topic in every edition."""
    path = tmp_path / "topics.toml"
    path.write_text(TOPICS, encoding="utf-8")

    topics = load_topics(path, ("fr", "en"))

    assert topics["author"]["editors"].names["fr"] == "La rédaction"
    assert topics["tag"]["trade"].slugs["en"] == "trade"


def test_a_missing_language_and_a_slug_used_twice_are_reported_with_their_line(tmp_path):
    """The line is that of the topic's heading."""
    path = tmp_path / "topics.toml"
    path.write_text(TOPICS.replace('name.en = "Trade"\n', "")
                    + '\n[tags.other]\nname = {fr="A", en="B"}\nslug = {fr="commerce", en="b"}\n')

    problems = faults(path)

    assert [(problem.line, str(problem.message)) for problem in problems] == [
        (7, "there are no words for “name” in “en”; add “name.en = …”"),
        (18, "“other” and “trade” have the same slug “commerce”; change one")]


def test_a_file_that_is_no_toml_is_reported_with_the_reason(tmp_path):
    """The reason names the line."""
    path = tmp_path / "topics.toml"
    path.write_text("[categories\n")

    problem, = faults(path)

    assert problem.line == 1


def test_an_unknown_topic_is_reported_with_those_that_exist(tmp_path):
    """An editor sees what to write instead."""
    path = tmp_path / "topics.toml"
    path.write_text(TOPICS, encoding="utf-8")
    topics = load_topics(path, ("fr", "en"))

    assert str(unknown_topic("category", "breif", topics)) \
        == "there is no category “breif”; the categories are brief (topics.toml)"


@pytest.mark.parametrize(("text", "message"), [
    ('slug.fr = "../../x"', "the slug “../../x” may contain lower-case letters"),
    ('slug.fr = "Droit-DES"', "the slug “Droit-DES” may contain lower-case letters"),
    ('name.fr = 3', "there are no words for “name” in “fr”"),
    ('name.de = "X"', "“de” is not a language of the site; the languages are fr, en"),
    ('nmae.fr = "X"', "there is no “nmae” in a topic; the keys are name, slug"),
])
def test_what_could_not_be_an_address_or_a_name_is_refused(tmp_path, text: str, message: str):
    """A slug must not lead out of the site."""
    path = tmp_path / "topics.toml"
    path.write_text(f'{TOPICS}\n[tags.x]\nname.en = "X"\nslug.en = "x"\n{text}\n')

    assert any(message in str(problem.message) for problem in faults(path))
