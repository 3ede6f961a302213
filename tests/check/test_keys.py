"""One key names one text of its kind in a language."""

from plugins.check.site import same_keys
from plugins.content.text import Text
from tests.check.conftest import gather


def test_a_key_that_is_taken_is_told():
    """Two dates do not make two articles of one key."""
    texts = [Text(f"articles/{day}-a.fr.md", "article", "a", "fr") for day in ("1", "2")]

    [problem] = same_keys(gather(*texts))

    assert problem.path == "articles/2-a.fr.md"
    assert str(problem.message).startswith("1-a.fr.md has the same key “a”")


def test_another_language_and_another_kind_are_no_clash():
    """That is how translations are found."""
    assert list(same_keys(gather(Text("a.fr.md", "article", "a", "fr"),
                                 Text("a.en.md", "article", "a", "en"),
                                 Text("b.fr.md", "page", "a", "fr")))) == []
