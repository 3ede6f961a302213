"""A text that one edition has and another has not."""

from plugins.check.text import Text
from plugins.check.translations import missing_translations


def test_a_missing_translation_is_a_warning_that_names_the_file_to_write():
    """The editor knows what to call it."""
    texts = [Text("content/articles/2018-07-03-a.fr.md", "article", "a", "fr", {})]

    problems = list(missing_translations(texts, {("article", "a", "fr")}, ("fr", "en")))

    assert [(problem.level, str(problem.message)) for problem in problems] == [
        ("warning", "there is no version in “en”; write 2018-07-03-a.en.md")]


def test_a_text_in_every_language_is_fine():
    """An article and a page of the same key are not translations of each other."""
    texts = [Text("a.fr.md", "page", "a", "fr", {})]
    french, page, article = ("page", "a", "fr"), ("page", "a", "en"), ("article", "a", "en")

    assert list(missing_translations(texts, {french, page}, ("fr", "en"))) == []
    assert len(list(missing_translations(texts, {french, article}, ("fr", "en")))) == 1
