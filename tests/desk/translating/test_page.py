"""A translation stands beside its original, and is brought up to date there."""

import httpx
import pytest
from bs4 import BeautifulSoup

from plugins.core.project import Options

TEXT = "articles/2018-07-03-xiaohongshu.{}.md"
PAGE = "/_desk/translate/article/xiaohongshu/en"


def filled(page: httpx.Response) -> list[tuple[str, str]]:
    """Return what a browser would post if nobody touched the form."""
    return [(str(one["name"]), (str(one.get("value", "")) if one.name == "input" else
                                one.get_text().removeprefix("\n")).replace("\n", "\r\n"))
            for one in BeautifulSoup(page.text, "html.parser").find_all(["input", "textarea"])]


def sent(editor: httpx.Client, values: list[tuple[str, str]]) -> httpx.Response:
    """Return the answer to the form."""
    return editor.post(PAGE, content=str(httpx.QueryParams(values)),
                        headers={"content-type": "application/x-www-form-urlencoded"})


@pytest.fixture
def revised(options: Options) -> None:
    """Change the original after its translation."""
    path = options.content / TEXT.format("fr")
    path.write_text(f"modified: 2019-07-03\n{path.read_text()}")


def test_a_form_that_nobody_touched_changes_nothing(editor: httpx.Client, options: Options):
    """Every byte of the translation is where it was."""
    before = (options.content / TEXT.format("en")).read_bytes()

    answer = sent(editor, filled(editor.get(PAGE)))

    assert "Saved." in answer.text
    assert (options.content / TEXT.format("en")).read_bytes() == before


@pytest.mark.usefixtures("revised")
def test_one_button_brings_a_translation_up_to_date(editor: httpx.Client, options: Options):
    """It is then of the day on which its original was changed, and no longer behind."""
    before = editor.get(PAGE)

    after = sent(editor, [*filled(before), ("done", "yes")])

    assert "this translation is older" in before.text
    assert "this translation is older" not in after.text
    assert "modified: 2019-07-03" in (options.content / TEXT.format("en")).read_text()


@pytest.mark.usefixtures("revised")
def test_what_is_saved_is_not_up_to_date_by_itself(editor: httpx.Client, options: Options):
    """Nor is anything else than the words another."""
    path = options.content / TEXT.format("en")
    before, values = path.read_text(), filled(editor.get(PAGE))
    place = next(place for place, (name, _) in enumerate(values) if name == "words")

    answer = sent(editor, [*values[:place], ("words", "New words."), *values[place + 1:]])

    assert "this translation is older" in answer.text
    assert path.read_text() == before.replace(values[place][1].replace("\r\n", "\n"), "New words.")


def test_a_missing_translation_is_begun(editor: httpx.Client, options: Options):
    """As the command does."""
    page = "/_desk/translate/article/cosmetics-regulation/en"

    before = editor.get(page)
    after = editor.post(f"{page}/begin")

    assert "not there in English yet" in before.text
    assert after.text.count("<textarea") > 3
    assert "status: draft" in (
        options.content / "articles/2021-01-11-cosmetics-regulation.en.md").read_text()
