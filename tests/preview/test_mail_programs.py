"""Tests of what mail programs make of an email."""

import pytest

from plugins.preview.mail_programs import INBOXES, Cut, cut, inbox_lines, turned


@pytest.mark.parametrize(("words", "most", "expected"), [
    ("Three laws", 10, Cut("Three laws")),
    ("", 10, Cut("")),
    ("Three laws", 9, Cut("Three law…", "s")),
    ("Three laws", 6, Cut("Three…", "laws")),
    ("信信信", 6, Cut("信信信")),
    ("信信信", 5, Cut("信信…", "信")),
    ("e\u0301te\u0301", 3, Cut("e\u0301te\u0301")),
])
def test_words_are_cut_where_their_room_ends(words: str, most: int, expected: Cut) -> None:
    """A Chinese character takes twice the room, an accent of its own none."""
    assert cut(words, most) == expected


@pytest.mark.parametrize("width", INBOXES)
def test_a_short_email_is_listed_whole_by_every_program(width: str) -> None:
    """Nothing is said to be lost."""
    lines = inbox_lines(width, "China Letter", "Two deadlines", "One law, two dates.")

    assert [line.program for line in lines] == ["Gmail", "Apple Mail", "Outlook"]
    assert {(line.sender.shown, line.subject.shown, line.preview.shown) for line in lines} \
        == {("China Letter", "Two deadlines", "One law, two dates.")}
    assert not any(part.lost for line in lines for part in (line.subject, line.preview))


def test_gmail_on_a_computer_has_less_room_for_a_preview_behind_a_long_subject() -> None:
    """Both share one line; the others give each its own."""
    def previews(subject: str) -> list[int]:
        return [len(line.preview.shown) for line in inbox_lines("computer", "", subject, "x" * 200)]

    short, long = previews("s" * 20), previews("s" * 60)

    assert short[0] - long[0] == 40
    assert short[1:] == long[1:]


# Original, Outlook.com, Outlook for Windows, as measured (see mail_programs).
GROUNDS = [("FFFFFF", "292929", "262626"), ("F4F4F4", "2E2E2E", "323232"),
           ("C8CACC", "434547", "5B5D5F"), ("B5B3AF", "53514E", "74716D"),
           ("8A8D90", "66696C", "909396"), ("000000", "000000", "F6F6F6")]
WORDS = [("2B2B2B", "C5C6C7", "C4C4C5"), ("4A4D50", "BEBFC0", "C7C7C8"),
         ("0078D4", "5BA4FF", "5EA6FF"), ("D92B2B", "ED6557", "FF7373")]


@pytest.mark.parametrize(("name", "colours"), [
    *(("background-color", each) for each in GROUNDS), *(("color", each) for each in WORDS)])
def test_a_colour_is_nearly_as_light_as_it_was_measured(name: str, colours: tuple[str, ...]
                                                        ) -> None:
    """Within a fifth: the programs weigh each against its surroundings, which is not imitated."""
    before, outlook, gmail = colours
    for night, expected in (("outlook", outlook), ("gmail", gmail)):
        html = turned(f'<p style="{name}: #{before}">', night)

        made = html.rpartition("#")[2][:6]
        assert abs(lightness(made) - lightness(expected)) < 0.2, night


def lightness(digits: str) -> float:
    """Return the lightness of a colour, from 0 to 1."""
    parts = bytes.fromhex(digits)
    return (max(parts) + min(parts)) / 510


@pytest.mark.parametrize("html", [
    '<p>background: #FFFFFF</p>', '<img src="/a.png#FFFFFF" alt="">', '<p style="margin: 0">',
    '<p style="color: inherit">', '<a href="#FFFFFF">', '<!-- style="color: #FFFFFF" -->'])
def test_what_is_no_colour_of_an_element_stays(html: str) -> None:
    """Images above all."""
    assert turned(html, "gmail") == turned(html, "outlook") == html


def test_all_grounds_and_borders_of_an_element_are_turned() -> None:
    """As an attribute, too; what stands between stays."""
    html = '<td bgcolor="#FFFFFF" style="margin: 0; border: 1px solid #FFFFFF; color: #000000">'

    assert turned(html, "gmail") == ('<td bgcolor="#262626" style="margin: 0; '
                                     'border: 1px solid #262626; color: #F6F6F6">')


def test_outlook_marks_the_email_and_obeys_its_rules_for_that() -> None:
    """Those in the style sheet stay as they are."""
    html = '<html lang="fr"><style>[data-ogsc] p { color: #FFFFFF }</style>'

    assert turned(html, "outlook") == html.replace("<html", "<html data-ogsc data-ogsb")
    assert turned(html, "gmail") == html
