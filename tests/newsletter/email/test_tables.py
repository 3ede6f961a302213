"""A table of an email: what each value is, and whether a phone can show it."""

import pytest
from bs4 import BeautifulSoup, Comment

from plugins.newsletter.email.html import mailable
from plugins.newsletter.email.plain_text import plain
from plugins.newsletter.email.tables import read_table, said

MERGED = """<table><thead>
<tr><th rowspan="2">Who</th><th colspan="2">Data</th><th rowspan="2">What to do</th></tr>
<tr><th>ordinary</th><th>sensitive</th></tr></thead><tbody>
<tr><th rowspan="2">A firm</th><td>100,000</td><td>few</td><td>contract</td></tr>
<tr><td>1,000,000</td><td>10,000</td><td>assessment</td></tr>
<tr><td colspan="4">Others</td></tr>
<tr><th>A power plant</th><td colspan="2">any</td><td></td></tr></tbody></table>"""


def table(*lines: str) -> str:
    """Return a table whose cells are parted by bars, the first line its head."""
    head, *rows = ([*line.split("|")] for line in lines)
    return ("<table><thead><tr>" + "".join(f"<th>{cell}</th>" for cell in head)
            + "</tr></thead><tbody>" + "".join(
                f"<tr><th>{first}</th>" + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"
                for first, *rest in rows) + "</tbody></table>")


WIDE = table("Kind|Capital|Term|Authority", "Company|100,000|five years|SAMR", "Branch|–||MOFCOM")


def read(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def stacked(html: str) -> BeautifulSoup:
    """Return what all but Outlook for Windows show of a table."""
    return read(mailable(html, colon=": "))


def for_outlook(html: str) -> list[BeautifulSoup]:
    """Return the tables that Outlook for Windows shows."""
    comments = stacked(html).find_all(string=lambda text: isinstance(text, Comment))
    return [read(text.removeprefix("[if mso]>").removesuffix("<![endif]")).table
            for text in comments if text.startswith("[if mso]>")]


def test_each_value_has_the_heads_above_it():
    """A merged cell is in each of its rows, under all of its columns; a title is under none."""
    rows = [[(value.cell.get_text(), said(value.heads, lambda head: head.get_text()))
             for value in row] for row in read_table(read(MERGED).table).rows]

    assert rows == [
        [("A firm", "Who"), ("100,000", "Data – ordinary"), ("few", "Data – sensitive"),
         ("contract", "What to do")],
        [("A firm", "Who"), ("1,000,000", "Data – ordinary"), ("10,000", "Data – sensitive"),
         ("assessment", "What to do")],
        [("Others", "")],
        [("A power plant", "Who"), ("any", "Data – ordinary, sensitive"), ("", "What to do")]]


@pytest.mark.parametrize(("html", "heads", "rows"), [
    ("<table></table>", 0, 0), ("<table><tr></tr></table>", 0, 1),
    ("<table><tr><td>a</td></tr></table>", 1, 1), ("<table><tr><th>a</th></tr></table>", 1, 1),
    ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>", 2, 1),
    ("<table><tr><td></td><th>a</th></tr><tr><th>b</th><td>1</td></tr></table>", 2, 1),
    ('<table><tr><td colspan="x" rowspan="-1">a</td></tr></table>', 1, 1),
    ('<table><tr><td colspan="99999" rowspan="0">a</td></tr></table>', 100, 1),
])
def test_any_table_can_be_read(html: str, heads: int, rows: int):
    """Empty, ragged, with spans that nobody means."""
    found = read_table(read(html).table)

    assert (len(found.heads), len(found.rows)) == (heads, rows)


def test_a_table_of_four_columns_is_a_list_of_labelled_values():
    """Without a style sheet, too; what has no words has no label."""
    items = [item.get_text(" ") for item in stacked(WIDE).select("ul.rows > li.row")]

    assert items == ["Kind:  Company Capital:  100,000 Term:  five years Authority:  SAMR",
                     "Kind:  Branch Capital:  – Authority:  MOFCOM"]
    assert not stacked(WIDE).table


def test_where_there_is_room_the_list_is_drawn_as_a_table():
    """Its heads are for the eyes: a screen reader has heard each with its value."""
    [heads] = stacked(WIDE).select("ul.wide > li.heads[aria-hidden=true]")

    assert [cell.get_text() for cell in heads.select(".cell")] == [
        "Kind", "Capital", "Term", "Authority"]
    assert {len(row.select(".cell")) for row in stacked(WIDE).select("li")} == {4}


def test_outlook_for_windows_gets_the_table():
    """It draws no list as one; merged cells and all."""
    [plain_one], [merged] = for_outlook(WIDE), for_outlook(MERGED)

    assert [len(row.find_all(["th", "td"])) for row in plain_one.select("tr")] == [4, 4, 4]
    assert merged.select_one("[colspan='2']") and not stacked(MERGED).select(".wide, .heads")


@pytest.mark.parametrize(("html", "as_table"), [
    (table("Mark|Known", "Fee|from 15 to 20 % of each product that is sold there"), True),
    (table("法律|Date", "个人信息保护法|2021"), True),
    (table("Year|Paid|Left", "2024|2|8"), True),
    (table("a|b|c|d", "1|2|3|4"), False),
    (table("Law|Word", "A|Rechtsschutzversicherungsgesellschaften"), False),
    (table("Term|In French|In English", "a|" + "un mot " * 40 + "|b"), False),
    ('<table role="presentation"><tr><td>1<td>2<td>3<td>4</table>', True),
])
def test_a_table_that_a_phone_shows_stays_one(html: str, as_table: bool):
    """Up to three columns whose words have room; a table of layout has none to stack."""
    assert bool(stacked(html).table) is as_table


def test_a_table_in_a_box_is_stacked_and_the_box_stays():
    """What a box is in an email is a table, too, but one of layout."""
    page = stacked(f'<aside class="facts">{WIDE}</aside>')

    assert page.select_one("table[role=presentation] td.facts > .scroll > ul.rows") and len(
        page.select("table")) == 1


def test_a_table_too_wide_for_the_sheet_is_a_list_everywhere():
    """No window and no Outlook could show it."""
    wide = table("|".join(f"Heading {n}" for n in range(14)), "|".join("x" * 9 for _ in range(14)))

    assert stacked(wide).select_one("ul.rows:not(.wide)") and not for_outlook(wide)
    assert not stacked(wide).select(".heads")


def test_a_note_in_a_head_is_called_once():
    """In the first label; Outlook's own table calls it for Outlook."""
    call = '<sup id="fnref-1"><a class="footnote-ref" href="#fn-1">1</a></sup>'
    note = '<li id="fn-1"><p>N.<a class="footnote-backref" href="#fnref-1">↩</a></p></li>'
    page = stacked(table(f"Kind{call}|b|c|d", "1|2|3|4", "5|6|7|8") + f"<ol>{note}</ol>")

    assert [label.get_text() for label in page.select(".label")][::4] == ["Kind1: ", "Kind: "]
    assert len(page.select("[id=fnref-1]")) == len(page.select("[href='#fn-1']")) == 1


def test_a_caption_is_above_either_form():
    """As a line of its own."""
    html = WIDE.replace("<thead>", "<caption>Limits</caption><thead>")

    assert stacked(html).select_one("p.caption").get_text() == "Limits"
    assert not for_outlook(html)[0].caption


def test_plain_text_says_what_merged_cells_are_under():
    """Columns would put a value under one of its heads alone."""
    assert plain(MERGED, {}) == (
        "Who – A firm\nData – ordinary – 100,000\nData – sensitive – few\nWhat to do – contract\n\n"
        "Who – A firm\nData – ordinary – 1,000,000\nData – sensitive – 10,000\n"
        "What to do – assessment\n\nOthers\n\n"
        "Who – A power plant\nData – ordinary, sensitive – any")


def test_plain_text_has_columns_where_they_fit():
    """A cell that goes over two rows is in both."""
    html = table("A|B", "1|2", "x|4").replace("<th>1</th>", '<th rowspan="2">1</th>').replace(
        "<th>x</th>", "")

    assert plain(html, {}) == "A  B\n-  -\n1  2\n1  4"
