"""The versions of a text were changed on the same day."""

import pytest

from plugins.check.site import outdated_translations
from tests.check.conftest import gather, read_text

HEADER = "title: T\ncategory: c"


@pytest.mark.parametrize(("french", "english", "told"), [
    ("", "\nmodified: 2018-08-01", ["2018-07-03-a.fr.md:1"]),
    ("\nmodified: 2018-08-01", "\nmodified: 2018-08-02", ["2018-07-03-a.fr.md:3"]),
    ("\nmodified: 2018-08-02", "", ["2018-07-03-a.en.md:1"]),
    ("", "", []),
    ("\nmodified: 2018-08-01", "\nmodified: 2018-08-01", []),
    ("", "\nmodified: 2018-07-03", []),
])
def test_a_version_left_behind_is_told_with_the_day(french: str, english: str, told: list[str]):
    """Changed on the day it was written, a text is not newer than its translation."""
    texts = [read_text("", HEADER + changed, f"content/articles/2018-07-03-a.{lang}.md")
             for lang, changed in (("fr", french), ("en", english))]

    problems = list(outdated_translations(gather(*texts)))

    assert [f"{problem.path.rpartition('/')[2]}:{problem.line}" for problem in problems] == told
    assert all("was changed on 2018-08-0" in str(problem.message) for problem in problems)


def test_a_page_that_names_no_day_is_older_than_one_that_does():
    """A page has no date in its name."""
    old = read_text("", "title: T", "content/pages/a.fr.md")
    new = read_text("", "title: T\nmodified: 2018-08-01", "content/pages/a.en.md")

    assert [problem.path for problem in outdated_translations(gather(old, new))] == [old.path]
