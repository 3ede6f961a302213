"""A text lies beside its translation, and what has changed in it since is marked."""

import pytest

from plugins.desk.translating.aligned import aligned, joined

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
