"""A PDF is read back: its words, its tags, its fonts, and what its pages look like."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pymupdf
import pytest

from plugins.build.workshop import editions_planned
from plugins.paper.papers import Papers
from plugins.paper.press import Pressed, Sheet, press, press_all
from plugins.paper.sheets import Printer, plans_of
from plugins.paper.shelf import shelf_of
from tests.conftest import new_site
from tests.support.needs import need

pytestmark = pytest.mark.thorough

TWELVE = "中华人民共和国个人信息保"
"""Characters of which not one may be a box."""

LAWS = f"""[pipl]
name.fr = "Loi sur les informations personnelles"
name.en = "Personal Information Law"
chinese = "{TWELVE}护法"
adopted = 2021-08-20
in_force = 2021-11-01
[[pipl.deadlines]]
day = 2027-06-30
what = {{ fr = "Déclarer", en = "Declare" }}
whom = {{ fr = "Tous", en = "All" }}
"""

ROWS = "\n".join(f"| Ligne {number} | {number} |" for number in range(1, 60))

TEXT = f"""Un paragraphe[^n] sur 小红书 et [la loi](https://flk.example/loi).

## Une liste

1. un
2. deux

| Nom | Nombre |
|---|---|
{ROWS}

![Un dessin.]({{static}}/images/red.png)

[^n]: La note.
"""


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Sheet]]:
    """Return the pages of an article of several pages and of a law, shaped for paper."""
    import PIL.Image
    site = new_site(tmp_path_factory.mktemp("paper"))
    site.write("laws.toml", LAWS)
    (site.options.content / "images").mkdir()
    PIL.Image.new("RGB", (900, 400), "#B5301C").save(site.options.content / "images" / "red.png")
    site.article("2022-07-03-note.fr.md", TEXT, "title: Le titre\nlaws: pipl")
    with editions_planned(site.options, print) as (french, _):
        papers = Papers(french.edition, shelf_of(site.options.cache))
        printer = Printer(french.edition, french.env)
        yield {plan.key: printer.sheet(plan) for plan in plans_of(french.planner, papers)}


@pytest.fixture(scope="module")
def made(sheets: dict[str, Sheet]) -> dict[str, bytes]:
    """Return both PDFs, each made in a process of its own."""
    need(any("CJK" in line or "Song" in line for line in _fonts()), "a Chinese font")
    keys = {sheet.name: key for key, sheet in sheets.items()}
    return {keys[sheet.name]: pressed.data for sheet, pressed in press_all(sheets.values())}


def _fonts() -> list[str]:
    import subprocess
    return subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False
                          ).stdout.splitlines()


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every element of the tags."""
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting += [kid for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_a_law_has_its_days_under_the_words_of_its_page(sheets: dict[str, Sheet]):
    """The day from which it applies is called the same on both."""
    assert "<dt>Entrée en vigueur</dt>" in sheets["pipl"].html


def test_it_is_small_and_the_same_bytes_each_time(sheets: dict[str, Sheet], made: dict[str, bytes]):
    """In this process as in another; 150 kB is what a letter's attachment may be."""
    for key, data in made.items():
        assert press(sheets[key]) == Pressed(data)
        assert len(data) < 150_000


@pytest.mark.parametrize("key", ["note", "pipl"])
def test_a_checker_finds_nothing_against_pdf_ua(made: dict[str, bytes], key: str, tmp_path: Path):
    """Of what a machine can check of ISO 14289-1."""
    file = tmp_path / "made.pdf"
    file.write_bytes(made[key])

    checked = outloud.check(file)

    # A running title is no prose that was left out, and a table of two columns may name its rows.
    assert not checked.error
    assert [each for each in checked.findings if each.rule not in ("TAG-002", "TBL-010")] == []


def test_its_tags_say_what_each_part_is(made: dict[str, bytes]):
    """Headings, list, table, note, image; each header says of what; Chinese is said to be so."""
    with pikepdf.open(BytesIO(made["note"])) as pdf:
        found = list(elements(pdf))
        kinds = [str(each.S) for each in found]
        scopes = [str(each.A.Scope) for each in found if str(each.S) == "/TH"]
        spoken = {str(each.Lang) for each in found if "/Lang" in each}
        notes = [str(each.ID) for each in found if str(each.S) == "/Note"]
        (alt,) = (str(each.Alt) for each in found if str(each.S) == "/Figure")

        assert (str(pdf.Root.Lang), str(pdf.docinfo.Title)) == ("fr", "Le titre")
        assert kinds.count("/H1") == 1 and {"/H2", "/L", "/LI", "/Lbl", "/Link"} <= set(kinds)
        assert scopes.count("/Row") == 59 and set(scopes) == {"/Row", "/Column"}
        assert spoken == {"zh-Hans"} and alt == "Un dessin." and notes == ["note-1", "note-2"]


def test_its_words_are_read_in_order_with_notes_and_addresses(made: dict[str, bytes]):
    """A table that goes on says its columns again; the bookmarks lead to the headings."""
    with pymupdf.open(stream=made["note"]) as pdf:
        pages = [page.get_text() for page in pdf]

        assert [title for _, title, _ in pdf.get_toc()][:2] == ["Le titre", "Une liste"]
    assert len(pages) > 2 and all(f"{number} / {len(pages)}" in page
                                  for number, page in enumerate(pages, 1))
    assert "La note." in pages[0] and "https://flk.example/loi" in pages[0]
    assert "Le titre" in pages[1] and "Nom" in pages[1]
    assert "À jour au 3 juillet 2022" in "".join(pages).replace("\n", " ").replace("\u00a0", " ")


def test_a_chinese_font_of_which_only_this_is_left_draws_each_character(made: dict[str, bytes]):
    """Twelve pictures, no two of them alike: a font without them would draw twelve boxes."""
    with pymupdf.open(stream=made["pipl"]) as pdf:
        page = pdf[0]
        drawn = {page.get_pixmap(clip=page.search_for(char)[0], dpi=200).samples
                 for char in dict.fromkeys(TWELVE)}

        assert len(drawn) == len(set(TWELVE)) and all(len(set(each)) > 2 for each in drawn)


def test_no_word_is_in_the_margins(made: dict[str, bytes]):
    """What is too wide for the page would be cut off by a printer."""
    with pymupdf.open(stream=made["note"]) as pdf:
        for page in pdf:
            picture = page.get_pixmap(dpi=40, colorspace=pymupdf.csGRAY)
            columns = [min(picture.samples[x::picture.stride]) for x in range(picture.width)]
            edge = round(picture.width * 28 / 210)
            assert min(columns[:edge] + columns[-edge:]) > 250, page.number


def test_a_character_that_no_font_has_is_named(sheets: dict[str, Sheet]):
    """There is no PDF with a box in it."""
    sheet = sheets["pipl"]
    odd = Sheet("x", sheet.html.replace(TWELVE, "\U000F1234"), sheet.files)

    assert press(odd) == Pressed(b"", "\U000F1234")
