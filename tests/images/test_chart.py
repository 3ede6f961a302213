"""A table of names and numbers becomes a chart, or a sentence says why it cannot."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.content.reading import Declarations, Reading, reader
from plugins.images.draw import lay_in, responsive_images
from tests.conftest import Site

READ = reader(Declarations(Path("content"), ("fr", "en"), {"category": {}, "tag": {}, "author": {}},
                           {}, {}, lambda lang: str), ("fr", "en"))

FINES = "| Year | Fines |\n|---|--:|\n| 2019 | 12 M€ |\n| 2020 | 6 M€ |\n{: .chart}\n"


def read(body: str, lang: str = "en") -> Reading:
    """Return what a page with this body is read as."""
    return READ(Path(f"content/pages/a.{lang}.md"), f"title: T\n\n{body}".encode())


def told(body: str, lang: str = "en") -> list[tuple[int, str]]:
    """Return what is wrong in a body, whose first line is 1."""
    return [(problem.line - 2, str(problem.message)) for problem in read(body, lang).problems]


def table(*cells: str, name: str = "A") -> str:
    """Return a chart of one row."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (
        ["Name", *("N" for _ in cells)], ["--"] * (len(cells) + 1), [name, *cells])
    ) + "\n{: .chart}\n"


def drawing(body: str, lang: str = "en") -> Tag:
    """Return the drawing of the only chart of a body."""
    assert told(body, lang) == []
    return BeautifulSoup(read(body, lang).html, "html.parser").select_one("figure.chart > svg")


def widths(svg: Tag) -> list[float]:
    """Return the width of each bar in percent."""
    return [float(str(bar["width"])[:-1]) for bar in svg.select("rect[width$='%']")]


def test_a_table_of_one_column_is_bars_from_nothing():
    """Each below its name and before its number; the longest leaves room for that."""
    svg = drawing(FINES)

    first, second = widths(svg)
    assert first == pytest.approx(2 * second, rel=0.001)
    assert 60 < first < 95
    assert [text.get_text() for text in svg.select("text")] \
        == ["Fines", "2019", "12 M€", "2020", "6 M€"]
    assert svg["aria-label"] == "Fines. 2019, 12 M€; 2020, 6 M€."


def test_the_table_stands_below_its_drawing_without_the_line_that_asked_for_it():
    """Programs that show no drawing still show the numbers."""
    html = BeautifulSoup(read(FINES).html, "html.parser")

    assert [child.name for child in html.select_one("figure.chart").find_all(recursive=False)] \
        == ["svg", "section"]
    assert len(html.select("tbody tr")) == 2
    assert "{" not in html.get_text()


def test_several_columns_have_bars_that_need_no_colour_to_be_told_apart():
    """Each column is named at the top behind a piece of its bars."""
    svg = drawing(table("3", "2", "1"))
    kinds = [{name: bar.get(name) for name in ("opacity", "fill")} for bar in svg.select("rect")]

    assert kinds[:3] == kinds[3:]
    assert len({tuple(kind.values()) for kind in kinds}) == 3


def test_numbers_below_nothing_reach_to_the_left():
    """What is above begins where they end."""
    left, right = drawing("| A | B |\n|--|--|\n| x | -5 |\n| y | 10 |\n{: .chart}").select("rect")

    assert (left["x"], left["width"]) == ("0%", right["x"])


def test_a_drawing_has_no_style_which_the_policy_forbids():
    """It has the colour of the words around it, in the dark and on paper too."""
    svg = drawing(FINES)

    assert svg["fill"] == "currentColor"
    assert "style" not in str(svg)


@pytest.mark.parametrize(("lang", "cell", "other", "ratio"), [
    ("fr", "1 234,5", "2 469", 0.5), ("fr", "12 %", "24 %", 0.5), ("fr", "300 M€", "600", 0.5),
    ("fr", "1\u202f000\u00a0000", "2 000 000", 0.5), ("fr", "0,5", "1", 0.5),
    ("fr", "1 an", "2 ans", 0.5), ("fr", "**5**", "10[^1]\n", 0.5), ("fr", "", "1", 0),
    ("en", "1,234.5", "2,469", 0.5), ("en", "€300", "€600", 0.5), ("en", "1 000", "2,000", 0.5),
    ("en", "–", "1", 0), ("en", "+3", "6", 0.5), ("en", "0", "1", 0),
])
def test_numbers_are_read_as_the_language_writes_them(lang: str, cell: str, other: str,
                                                      ratio: float):
    """With a unit or without; where there is none nothing is drawn."""
    note = "\n\n[^1]: N." if "[^1]" in other else ""
    first, second = widths(drawing(table(cell, other.strip()) + note, lang))

    assert first == pytest.approx(ratio * second, rel=0.001)


@pytest.mark.parametrize(("lang", "cell"), [
    ("fr", "1,234.5"), ("fr", "1.5"), ("fr", "env. 4"), ("fr", "12-15"), ("fr", "1 23"),
    ("en", "1,5"), ("en", "n/a"), ("en", "1.234,5"), ("en", "12 of 15"),
])
def test_what_is_no_number_is_told_with_a_number_that_is_one(lang: str, cell: str):
    """The line is that of the row."""
    example = {"fr": "1 234,5", "en": "1,234.5"}[lang]

    assert told("Text.\n\n" + table("1", cell), lang) == [(5, (
        f"a chart cannot draw “{cell}”; write a number, such as {example}, or “–” where there is "
        "none"))]


@pytest.mark.parametrize(("body", "line", "message"), [
    (table("3 %", "4 days"), 3, "“4 days” and “3 %” of the same chart have different units"),
    (table("1", name=""), 3, "this row of a chart has no name; write it into the first cell"),
    (table("1", "2", "3", "4"), 1, "a chart has a column of names, and one to 3 of numbers"),
    (table(), 4, "“{: .chart}” makes a chart of a table with two to four columns"),
    ("| A | B |\n|--|\n| x | 1 |\n{: .chart}", 4, "“{: .chart}” makes a chart of a table with"),
    ("| A | B |\n|--|--|\n{: .chart}", 1, "a chart has one to 50 rows below its head"),
    ("| A | B |\n|--|--|\n" + "| x | 1 |\n" * 51 + "{: .chart}", 1, "a chart has one to 50 rows"),
    ("Text.\n{: .chart}", 2, "“{: .chart}” makes a chart of a table with two to four columns"),
    (FINES.replace("{", "\n{"), 6, "on the line right below one, and nothing on the next"),
    (f"{FINES}| 2021 | 3 |", 5, "below one, and nothing on the next"),
    (f"{FINES}\n{table('x')}", 9, "a chart cannot draw “x”"),
    (re.sub("^", "> ", table("x"), flags=re.M), 3, "a chart cannot draw “x”"),
    (f"- One\n\n{re.sub('^', '    ', table('x'), flags=re.M)}", 5, "a chart cannot draw “x”"),
])
def test_a_chart_that_cannot_be_drawn_is_told_with_its_line(body: str, line: int, message: str):
    """And with what to write instead."""
    [(place, sentence)] = told(body)

    assert (place, message in sentence) == (line, True)


@pytest.mark.parametrize("body", [
    "| A | B |\n|--|--|\n| x | y |", "```\n| A | B |\n|--|--|\n| x | y |\n{: .chart}\n```",
    "`{: .chart}` makes a chart.", "    {: .chart}", "Text.\n{: .charter}"])
def test_other_tables_and_code_are_left_alone(body: str):
    """What nobody asks for is not drawn."""
    assert told(body) == []
    assert "<svg" not in read(body).html


def test_fifty_rows_are_drawn():
    """All of them."""
    rows = "".join(f"| {number} | {number} |\n" for number in range(50))

    assert len(widths(drawing(f"| A | B |\n|--|--|\n{rows}{{: .chart}}"))) == 50


def test_a_page_has_the_drawing_and_the_email_a_picture_of_it(site: Site):
    """The table follows in both, on the page where a reader opens it."""
    site.article("2024-01-01-a.fr.md", FINES)
    site.write("issues/2024-01.fr.md", "subject: S\ndate: 2024-01-31\npreview: P.\narticles: a\n"
                                       "show: full\n\nBonjour.\n")
    assert site.errors() == []
    outbox = site.options.outbox / "2024-01" / "fr"
    email = BeautifulSoup((outbox / "email.html").read_text("utf-8"), "html.parser")
    [image] = email.select("img[src*=chart-]")

    page = site.page("fr/articles/a")
    assert page.select_one(".chart > svg.chart__drawing[role=img]")
    assert page.select_one(".chart > details > summary").get_text() == "Les chiffres en tableau"
    assert page.select_one(".chart > details > section.table td").get_text() == "12\u00a0M€"
    assert not page.select("main img")
    copy = site.page("fr/numeros/2024-01").select_one(".told .chart")
    assert [child.name for child in copy.find_all(recursive=False)] == ["svg", "details"]
    assert image["alt"] == "Fines. 2019, 12\u00a0M€\u202f; 2020, 6\u00a0M€."
    picture = site.options.output / "pictures" / str(image["src"]).rpartition("/")[2]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert image.find_next("td").get_text() == "12\u00a0M€"
    text = (outbox / "email.txt").read_text("utf-8")
    assert "Year  Fines\n----  -----\n2019  12\u00a0M€" in text
    assert "Fines. 2019" not in text
    assert "<svg" not in (site.options.output / "fr/feed.xml").read_text("utf-8")


def test_a_picture_of_a_chart_is_on_paper_and_the_page_keeps_the_drawing():
    """A mail program in the dark would show its black words on white, flush with their edge."""
    html, pictures = read(FINES).html, {}
    letter = lay_in(html, lambda target: None, "https://lettre.example", pictures)
    [picture] = pictures.values()
    [ground, *_] = BeautifulSoup(picture.drawing, "html.parser").select("rect")
    drawn = drawing(FINES)

    assert responsive_images(letter, pictures, str) == html
    assert picture.size == (int(drawn["width"]) + 32, int(drawn["height"]) + 32)
    assert (ground["fill"], ground["width"]) == ("#FBF9F4", str(picture.size[0]))


@pytest.mark.parametrize("typed", [
    '<figure class="chart"><p>A drawing of our own.</p></figure>',
    '<figure class="chart"><table><tr></tr></table></figure>'])
def test_a_figure_that_is_typed_is_left_as_it_is(typed: str):
    """Also beside a chart, whose faults are still told with their lines."""
    assert typed in read(f"{typed}\n").html.replace("\n", "")
    assert [line for line, _ in told(f"{typed}\n\n{table('x')}")] == [5]
