"""A translation stands beside its original, and is brought up to date there."""

import httpx
import pytest
from bs4 import BeautifulSoup

from plugins.core.project import Options
from plugins.desk.translating import aligned, joined

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


BEFORE = "Un.\n\nDeux mots ici.\n\n## Titre\n\nTrois.\n\n- a\n- b\n"
AFTER = "One.\n\nTwo words here.\n\n\n## Heading\n\nThree.\n\n- a\n- b\n"


@pytest.mark.parametrize(("now", "rows"), [
    (BEFORE, [("Un.", "", "One."), ("Deux mots ici.", "", "Two words here."),
              ("## Titre", "", "## Heading"), ("Trois.", "", "Three."),
              ("- a\n- b", "", "- a\n- b")]),
    (BEFORE.replace("mots ici", "mots là"), [
        ("Un.", "", "One."), ("Deux mots là.", "changed", "Two words here."),
        ("## Titre", "", "## Heading"), ("Trois.", "", "Three."), ("- a\n- b", "", "- a\n- b")]),
    (BEFORE.replace("Un.\n\n", "Un.\n\nNeuf.\n\n").replace("Trois.\n\n", ""), [
        ("Un.", "", "One."), ("Neuf.", "added", ""), ("Deux mots ici.", "", "Two words here."),
        ("## Titre", "", "## Heading"), ("", "removed", "Three."), ("- a\n- b", "", "- a\n- b")]),
    ("", [("", "removed", "One."), ("", "removed", "Two words here."),
          ("", "removed", "## Heading"), ("", "removed", "Three."),
          ("", "removed", "- a\n- b")]),
])
def test_each_paragraph_is_beside_its_translation(now: str, rows: list[tuple[str, str, str]]):
    """And says whether it was changed, added or removed since."""
    assert [(row.now, row.change, row.translation) for row in aligned(now, BEFORE, AFTER)] == rows


ALONE = "Un.\n\nDeux.\n\n![Un livre](a.png)\n\n## Titre\n\nTrois.\n"


@pytest.mark.parametrize(("before", "translation", "beside"), [
    (ALONE, "![A book](a.png)", ["", "", "![A book](a.png)", "", ""]),
    (ALONE.replace("![Un livre](a.png)\n\n", ""), "![A book](a.png)",
     ["", "", "![A book](a.png)", "", ""]),
    (ALONE, "One.\n\n![A book](a.png)\n\n## Heading",
     ["One.", "", "![A book](a.png)", "## Heading", ""]),
    (ALONE, "One.\n\nTwo.\n\n![A book](a.png)\n\nMore.\n\n## Heading\n\nThree.",
     ["One.", "Two.", "![A book](a.png)\n\nMore.", "## Heading", "Three."]),
    (ALONE, "One.\n\nTwo.\n\n![Another](b.png)\n\n## Heading\n\nThree.",
     ["One.", "Two.", "![Another](b.png)", "## Heading", "Three."])])
def test_a_picture_is_beside_the_same_one(before: str, translation: str, beside: list[str]):
    """Also where nothing else is translated yet, or it was put in since."""
    rows = aligned(ALONE, before, translation)

    assert [row.translation for row in rows] == beside
    assert joined([row.translation for row in rows], [row.gap for row in rows]) == translation


@pytest.mark.parametrize("translation", [
    "![x](a.png)", "![x](a.png)\n\n![y](a.png)\n\na", "a\n\n## H\n\n![x](a.png)", AFTER, "",
    "Un.", "One.\n\n \nTwo.\n\nMore.\n\n## H\n\n## H\n\nThree.", "## Only\n\nOne.\n",
    "a\n\nb\n\n## H\n\nc\n\nd\n\ne\n\nf\n\n\n\ng"])
@pytest.mark.parametrize("before", [BEFORE, ALONE, "", "## Titre\n\nUn.", "Un.\n\nDeux."])
def test_no_word_of_a_translation_is_lost(before: str, translation: str):
    """Whatever parts it from the original; nothing edited, nothing changed."""
    rows = aligned(ALONE if before == ALONE else BEFORE, before, translation)

    assert joined([row.translation for row in rows], [row.gap for row in rows]) == \
        translation.strip("\n")


def test_what_is_emptied_goes_and_what_is_written_comes():
    """Each parted by a blank line."""
    assert joined(["One.", " \n", "New.\n", "Three."], ["\n\n", "\n\n\n", "", ""]) == \
        "One.\n\nNew.\n\nThree."
