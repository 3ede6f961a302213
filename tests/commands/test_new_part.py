"""`./inv new` begins an article."""

from datetime import date
from pathlib import Path

import pytest

from plugins.commands.new import new_article
from plugins.content.header import read_header
from plugins.content.source import parse_name
from plugins.core.messages import Failure
from tests.conftest import TOPICS

DAY = date(2018, 7, 3)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder with topics."""
    (tmp_path / "topics.toml").write_text(TOPICS, encoding="utf-8")
    return tmp_path


def test_each_language_gets_a_draft_that_the_reader_accepts(content: Path):
    """The editor only has to write."""
    paths = new_article(content, "L’été : une « loi » !", "brief", ("fr", "en"), ("fr", "en"), DAY)

    assert [path.name for path in paths] \
        == ["2018-07-03-l-ete-une-loi.fr.md", "2018-07-03-l-ete-une-loi.en.md"]
    for path in paths:
        source = parse_name(path, "article", ("fr", "en"))
        header, problems = read_header(source, path.read_text(encoding="utf-8"))
        assert problems == []
        assert (header.get("title"), header.get("status")) == ("L’été : une « loi » !", "draft")


@pytest.mark.parametrize(("title", "category", "message"), [
    ("T", "breif", "there is no category “breif”"),
    ("小红书", "brief", "give one with “--key”"),
])
def test_what_cannot_be_is_told_and_nothing_is_written(content, title, category, message):
    """A half-written pair would only be in the way."""
    with pytest.raises(Failure, match=message):
        new_article(content, title, category, ["fr"], ("fr", "en"), DAY)

    assert not (content / "articles").exists()


def test_an_article_that_exists_is_never_overwritten(content: Path):
    """Not even the second file of a pair."""
    new_article(content, "T", "brief", ["en"], ("fr", "en"), DAY)

    with pytest.raises(Failure, match="exists already"):
        new_article(content, "T", "brief", ["fr", "en"], ("fr", "en"), DAY)

    assert not (content / "articles" / "2018-07-03-t.fr.md").exists()
