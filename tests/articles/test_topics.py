"""The declared categories, tags and authors."""

from plugins.articles.topics import load_topics, unknown_topic
from tests.conftest import TOPICS


def test_a_topic_has_a_name_and_a_slug_in_each_language(tmp_path):
    """One key stands for the topic in every edition."""
    path = tmp_path / "topics.toml"
    path.write_text(TOPICS, encoding="utf-8")

    topics, problems = load_topics(path, ("fr", "en"))

    assert problems == []
    assert topics["author"]["editors"].names["fr"] == "La rédaction"
    assert topics["tag"]["trade"].slugs["en"] == "trade"


def test_a_missing_language_and_a_slug_used_twice_are_told_with_their_line(tmp_path):
    """The line is that of the topic's heading."""
    path = tmp_path / "topics.toml"
    path.write_text(TOPICS.replace('name.en = "Trade"\n', "")
                    + '\n[tags.other]\nname = {fr="A", en="B"}\nslug = {fr="commerce", en="b"}\n')

    _, problems = load_topics(path, ("fr", "en"))

    assert [(problem.line, str(problem.message)) for problem in problems] == [
        (7, "“trade” has no name in “en”; add “name.en = …”"),
        (18, "“other” and “trade” have the same slug “commerce”; change one")]


def test_a_file_that_is_no_toml_is_told_with_the_reason(tmp_path):
    """The reason names the line."""
    path = tmp_path / "topics.toml"
    path.write_text("[categories\n")

    _, problems = load_topics(path, ("fr",))

    assert "line 1" in str(problems[0].message)


def test_an_unknown_topic_is_told_with_those_that_exist(tmp_path):
    """An editor sees what to write instead."""
    path = tmp_path / "topics.toml"
    path.write_text(TOPICS, encoding="utf-8")
    topics, _ = load_topics(path, ("fr", "en"))

    assert str(unknown_topic("category", "breif", topics)) \
        == "there is no category “breif”; the categories are brief (topics.toml)"
