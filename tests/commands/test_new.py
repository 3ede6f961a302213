"""`./inv new` begins an article, and an issue with the articles that no issue has named."""

from datetime import date
from pathlib import Path

import pytest

from plugins.commands.new import last_issue, new_article, proposal_lines, propose, write_new
from plugins.content.header import read_header
from plugins.content.source import parse_name
from plugins.content.text import Text
from plugins.core.messages import Failure
from tests.conftest import TOPICS

SINCE, DAY = date(2018, 7, 5), date(2018, 8, 1)
BEGUN = date(2018, 7, 3)


def article(key: str, day: str, lang: str = "fr", status: str = "published") -> Text:
    """Return an article of a day."""
    return Text(f"{day}-{key}.{lang}.md", "article", key, lang, date.fromisoformat(day),
                header={"status": status})


def issue(key: str, day: str, articles: str = "", lang: str = "fr") -> Text:
    """Return an issue that names some articles."""
    return Text(f"{key}.{lang}.md", "issue", key, lang, date.fromisoformat(day),
                header={"articles": articles})


def lines(*texts: Text, lang: str = "fr") -> list[str]:
    """Return what an editor reads about a proposal for 1 August, since 5 July."""
    return [str(line) for line in proposal_lines(propose(texts, lang, SINCE, DAY))]


@pytest.mark.parametrize(("texts", "day"), [
    ([issue("2018-06", "2018-06-05"), issue("2018-07", "2018-07-05")], "2018-07-05"),
    ([issue("2018-07", "2018-07-05", lang="en")], "2018-07-05"),
    ([issue("2018-08", "2018-08-01"), issue("2018-07", "2018-07-05")], "2018-07-05"),
    ([issue("2018-07", "2018-07-05"), issue("2018-09", "2018-09-01")], "2018-07-05"),
    ([article("a", "2018-07-20")], "2018-07-01"),
    ([], "2018-07-01"),
])
def test_the_last_issue_is_the_one_before_the_day(texts: list[Text], day: str):
    """In any language, but not the same issue; before the first one lies a month."""
    assert last_issue(texts, "2018-08", DAY) == date.fromisoformat(day)


def test_the_newest_article_comes_first():
    """Both days count, that of the last issue and that of the new one."""
    texts = [article("b", "2018-07-05"), article("a", "2018-07-20"), article("c", "2018-08-01")]

    assert propose(texts, "fr", SINCE, DAY).keys == ("c", "a", "b")
    assert lines(*texts) == ["fr: articles since 2018-07-05: c, a, b"]


@pytest.mark.parametrize("texts", [
    [], [article("a", "2018-07-04")], [article("a", "2018-08-02")],
    [article("a", "2018-07-20", status="draft")],
    [article("a", "2018-07-20"), issue("2018-07", "2018-07-05", "b, a")],
    [article("a", "2018-07-20"), issue("2018-07b", "2018-07-25", "a")],
])
def test_what_is_older_later_a_draft_or_named_already_is_not_proposed(texts: list[Text]):
    """That there is none is said, with the way out."""
    assert propose(texts, "fr", SINCE, DAY).keys == ()
    assert lines(*texts) == ["fr: no article has appeared since 2018-07-05; name others in the "
                             "line “articles”, or wait for them"]


def test_what_only_another_language_has_is_reported():
    """By what is missing: the publication, or the translation."""
    texts = [article("a", "2018-07-20"), article("b", "2018-07-21"), article("c", "2018-07-22"),
             article("b", "2018-07-21", "en", status="draft"), article("c", "2018-07-22", "en")]

    assert lines(*texts, lang="en") == [
        "en: articles since 2018-07-05: c",
        "en: not published yet: b; publish them, and add them to the line “articles”",
        "en: not in this language: a; “./inv translate --key a --lang en” starts a translation"]


def test_an_issue_of_one_language_takes_nothing_from_another():
    """What was named in French only is still new in English."""
    texts = [article("a", "2018-07-20"), article("a", "2018-07-20", "en"),
             issue("2018-07b", "2018-07-25", "a")]

    assert propose(texts, "en", SINCE, DAY).keys == ("a",)
    assert propose(texts, "fr", SINCE, DAY).keys == ()


def test_a_translation_published_before_is_no_translation_that_is_missing():
    """Its readers have had it."""
    texts = [article("a", "2018-07-20"), article("a", "2018-06-01", "en")]

    assert lines(*texts, lang="en")[1:] == []


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder with topics."""
    (tmp_path / "topics.toml").write_text(TOPICS, encoding="utf-8")
    return tmp_path


def test_each_language_gets_a_draft_that_the_reader_accepts(content: Path):
    """The editor only has to write."""
    paths = new_article(content, "L’été : une « loi » !", "brief", ("fr", "en"), ("fr", "en"),
                        BEGUN)

    assert [path.name for path in paths] \
        == ["2018-07-03-l-ete-une-loi.fr.md", "2018-07-03-l-ete-une-loi.en.md"]
    for path in paths:
        source = parse_name(path, "article", ("fr", "en"))
        header, problems = read_header(source, path.read_text(encoding="utf-8"))
        assert problems == []
        assert (header.get("title"), header.get("status")) == ("L’été : une « loi » !", "draft")


@pytest.mark.parametrize(("title", "category", "message"), [
    ("T", "breif", "there is no category “breif”"),
    ("小红书", "brief", "write another one with “--key”"),
])
def test_what_cannot_be_is_reported_and_nothing_is_written(content, title, category, message):
    """A half-written pair would only be in the way."""
    with pytest.raises(Failure, match=message):
        new_article(content, title, category, ["fr"], ("fr", "en"), BEGUN)

    assert not (content / "articles").exists()


def test_an_article_that_exists_is_never_overwritten(content: Path):
    """Not even the second file of a pair."""
    new_article(content, "T", "brief", ["en"], ("fr", "en"), BEGUN)

    with pytest.raises(Failure, match="already exists"):
        new_article(content, "T", "brief", ["fr", "en"], ("fr", "en"), BEGUN)

    assert not (content / "articles" / "2018-07-03-t.fr.md").exists()


def test_files_are_written_together_or_not_at_all(tmp_path: Path):
    """One that is there takes back those before it."""
    (tmp_path / "b").write_text("mine")

    with pytest.raises(Failure):
        write_new({tmp_path / "a": b"1", tmp_path / "b": b"2", tmp_path / "c": b"3"})

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"b": "mine"}
