"""The firm's colour and mark are read in one place, and can be read on paper."""

import re
from pathlib import Path

import pytest

from plugins.core.look import GROUNDS, Look, contrast, load_look
from plugins.core.messages import ContentError
from tests.conftest import PROJECT, Site

THEME = PROJECT / "theme"


def look(folder: Path, table: str) -> Look:
    """Return the look of a firm that declares this."""
    (folder / "firm.toml").write_text(table, encoding="utf-8")
    return load_look(folder, THEME)


@pytest.mark.parametrize("table, sentence", [
    ('[look]\nlight = "#E0705A"', "firm.toml:2: #E0705A has a contrast of 2.76 to 1 on the paper "
     "of the site, and links need 4.5 to 1 (WCAG 2.2); take a darker one"),
    ('[look]\n\ndark = "#0F4C81"', "firm.toml:3: #0F4C81 has a contrast of 1.87"),
    ('[look]\nlight = "blue"', "firm.toml:2: “blue” is not a colour; write # and six digits"),
    ('[look]\naccent = "#0F4C81"', "firm.toml:2: “[look]” has the accent on light and on dark"),
    ('look = "#0F4C81"', "“[look]” has the accent on light and on dark"),
])
def test_a_colour_that_nobody_can_read_is_refused(tmp_path: Path, table: str, sentence: str):
    """With its place, and the contrast that was measured."""
    with pytest.raises(ContentError) as refused:
        look(tmp_path, table)

    assert sentence in str(refused.value)


def test_a_style_sheet_names_the_accent_and_its_deeper_shade(tmp_path: Path):
    """Each further from its paper than the accent itself."""
    css = look(tmp_path, '[look]\nlight = "#0F4C81"\ndark = "#7FB2E5"').style(
        "--a: accent-light; --b: accent-light-deep; --c: accent-dark; --d: accent-dark-deep;")

    light, deep, dark, deeper = re.findall(r"#\w{6}", css)
    assert (light, dark) == ("#0F4C81", "#7FB2E5")
    assert contrast(deep, GROUNDS["light"][0]) > contrast(light, GROUNDS["light"][0])
    assert contrast(deeper, GROUNDS["dark"][0]) > contrast(dark, GROUNDS["dark"][0])


def test_a_firm_s_own_mark_takes_the_place_of_the_theme_s(tmp_path: Path):
    """In pictures it has the accent by day, in browsers that of the page's scheme."""
    own = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="currentColor"/>'
    without = look(tmp_path, "")
    (tmp_path / "mark.svg").write_text(own)
    firm = look(tmp_path, '[look]\nlight = "#0F4C81"')

    assert without.mark == (THEME / "static" / "favicon.svg").read_text("utf-8")
    assert firm.still == own.replace("currentColor", "#0F4C81")
    assert firm.drawing.startswith('<svg color="#0F4C81" xmlns=') and firm.dark in firm.drawing


def test_the_papers_are_those_of_the_style_sheet():
    """What the contrast is measured on is what readers see."""
    css = (THEME / "static" / "site.css").read_text(encoding="utf-8")

    for name, place in (("paper", 0), ("raised", 1)):
        assert re.findall(rf"--{name}: (#\w{{6}});", css)[:2] \
            == [GROUNDS["light"][place], GROUNDS["dark"][place]]


def test_one_colour_and_one_mark_are_on_every_page_and_in_every_email(site: Site):
    """The sample's are nowhere."""
    firm = (site.options.content / "firm.toml").read_text("utf-8")
    table = re.compile(r"^\[look\]\n(?:\w.*\n)*", re.MULTILINE)
    site.write("firm.toml", table.sub("", firm) + '\n[look]\nlight = "#0F4C81"\ndark = "#7FB2E5"\n')
    site.write("mark.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
               '<path fill="currentColor" d="M0 0H9V9Z"/></svg>')
    site.article("2018-07-03-a.fr.md", "Text.")
    site.write("issues/2018-07.fr.md", "date: 2018-07-03\ntitle: T\nsubject: A subject\n"
               "preview: What it is about, in a sentence.\narticles: a\n\nText.\n")

    assert site.errors() == []

    everything = b"".join(site.files().values())
    assert b"#B5301C" not in everything and b"#F2795F" not in everything
    assert (site.options.output / "theme" / "favicon.svg").read_text().startswith(
        '<svg color="#0F4C81"')
    html = (site.options.outbox / "2018-07" / "fr" / "email.html").read_text("utf-8")
    assert "#0F4C81" in html and "#7FB2E5" in html and "/icons/192.png" in html


@pytest.mark.parametrize("mark, sentence", [
    ("<svg", "this is not an SVG; save the firm’s mark as one"),
    ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 4"/>', "9 wide and 4 high"),
    ('<svg xmlns="http://www.w3.org/2000/svg"/>', "neither width and height nor a viewBox"),
    ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script/></svg>', "run a program"),
])
def test_a_mark_that_is_no_square_drawing_is_refused(site: Site, mark: str, sentence: str):
    """Icons are square, and a mark is looked at on every page."""
    site.write("mark.svg", mark)

    assert any(sentence in error for error in site.errors())
