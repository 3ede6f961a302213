"""One address leads to one page."""

from plugins.check.site import same_addresses
from plugins.content.text import Text
from tests.check.conftest import gather


def page(key: str, slug: str = "", lang: str = "fr") -> Text:
    """Return a page, with the slug that its editor chose on line 2."""
    return Text(f"pages/{key}.{lang}.md", "page", key, lang, header={"slug": slug} if slug else {},
                lines={"slug": 2} if slug else {})


def test_the_text_whose_address_was_chosen_is_the_one_to_change():
    """Whichever file comes first."""
    for texts in ((page("a"), page("b", "a")), (page("b"), page("a", "b"))):
        [problem] = same_addresses(gather(*texts))
        assert (problem.path, problem.line) == (texts[1].path, 2)
        assert f"belongs to {texts[0].key}.fr.md already" in str(problem.message)


def test_a_list_of_the_press_keeps_its_address():
    """The archives of the site are no editor's page."""
    [problem] = same_addresses(gather(page("list", "archives"),
                                      own_pages={"fr/archives/": "archives.html"}))

    assert "“/fr/archives/” belongs to archives.html already" in str(problem.message)


def test_different_addresses_and_one_key_twice_are_left_alone():
    """That two files have one key is told by another rule."""
    assert list(same_addresses(gather(page("a"), page("b"), page("a", lang="en")))) == []
    assert list(same_addresses(gather(page("a", "x"), page("a", "x")))) == []
