"""A text stands in every language."""

from plugins.check.site import missing_translations
from plugins.content.text import Text
from tests.check.conftest import gather

ARTICLE = Text("content/articles/2018-07-03-a.fr.md", "article", "a", "fr")
PAGE = Text("content/pages/a.fr.md", "page", "a", "fr")


def test_a_missing_translation_is_a_warning_that_names_the_file_to_write():
    """The editor knows what to call it."""
    problems = list(missing_translations(gather(ARTICLE)))

    assert [(problem.level, str(problem.message)) for problem in problems] == [
        ("warning", "there is no version in “en”; write 2018-07-03-a.en.md")]


def test_a_text_in_every_language_is_fine():
    """An article and a page of the same key are not translations of each other."""
    page = Text("content/pages/a.en.md", "page", "a", "en")

    assert list(missing_translations(gather(PAGE, page))) == []
    assert len(list(missing_translations(gather(ARTICLE, page)))) == 2


def test_a_version_that_cannot_be_read_is_not_missing():
    """What is wrong with it is told already."""
    broken = frozenset(("content/articles/2018-07-03-a.en.md",))

    assert list(missing_translations(gather(ARTICLE, unreadable=broken))) == []
