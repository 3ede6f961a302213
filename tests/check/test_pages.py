"""The pages that forms and emails lead to exist and are published."""

from plugins.check.site import missing_pages
from tests.check.conftest import gather, read_text

NEEDED = {"legal": "", "contact": "content/forms/contact.toml"}


def test_a_page_that_is_needed_and_missing_is_told_at_its_place():
    """The form that needs it is named; for the emails, the page itself."""
    there = read_text("", "title: T", "content/pages/contact.fr.md")
    legal = read_text("", "title: T", "content/pages/legal.en.md")

    problems = list(missing_pages(gather(there, legal, needed=NEEDED)))

    assert [problem.path for problem in problems] == [
        "content/pages/legal.fr.md", "content/forms/contact.toml"]
    assert "the form needs the page “pages/contact.en.md”" in str(problems[1].message)


def test_a_page_that_cannot_be_read_is_told_already():
    """And so is one mistake told once."""
    broken = frozenset(f"content/pages/{key}.{lang}.md" for key in NEEDED for lang in ("fr", "en"))

    assert list(missing_pages(gather(needed=NEEDED, unreadable=broken))) == []
